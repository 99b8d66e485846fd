"""The radio map that needs no survey: log-distance layers from the radios' powers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from positioning.grid.space import LevelCells, Space, drawn_cells
from positioning.model import Site, SiteRadio
from positioning.pathloss import MIN_DISTANCE_M, height_gap_m, radio_power_dbm
from positioning.radiomap.obstruction import obstruction_of
from positioning.radiomap.records import Layer, NoiseModel, RadioMap

# Packets of one second share hand, body and channel where the noise was only guessed.
_GUESSED_LASTING_DB = 3.0
# Student's t that cannot be told from a normal distribution.
_NORMAL_FREEDOM = 100.0
_NO_OFFSET_SD_DB = 0.01
# A library beacon of −12 dBm is caught by 8 scans in 10 near by, and by 1 in 10 at 13 m
# (about −90 dBm); some are caught far off all the same.
_HEARD_NEAR, _HEARD_FAR = 0.8, 0.02
_HEARD_MIDDLE_DBM, _HEARD_WIDTH_DB = -88.0, 4.0
_GUESSED_MISSING_WEIGHT = 0.5
# What shelves, pillars and desks take from a signal: surveys of a library, the same with fewer
# beacons, and an office say 7.5, 5.5 and 3.7 dB for the first metre; of what was only seen as
# a raster one says nothing.
_GUESSED_LOSS_DB = 4.0


def level_distance_m(
    cells: LevelCells, radio: SiteRadio, subject_height_m: float
) -> NDArray[np.float64]:
    """Distance in space from a radio to the middle of each cell, (rows, columns)."""
    x_m, y_m = cells.centres_m()
    gap_m = height_gap_m(radio, subject_height_m)
    squares = (x_m[None, :] - radio.x_m) ** 2 + (y_m[:, None] - radio.y_m) ** 2 + gap_m**2
    return np.maximum(np.sqrt(squares), MIN_DISTANCE_M)


def nominal_radio_map(site: Site, space: Space) -> RadioMap:
    """Log-distance layers of all radios with a position, from the site's own model.

    Parameters
    ----------
    site : Site
        Its ``model`` gives exponent, noise and shadowing; its radios their powers.
    space : Space
        The cells on which the layers lie.

    Returns
    -------
    RadioMap
        Layers are made when they are first needed.
    """
    model = site.model
    known = {radio.id: radio for radio in site.radios if radio.level in space.levels}
    opaque = {level: _opaque(site, cells) for level, cells in space.levels.items()}

    def make_layer(level: str, radio_id: str) -> Layer:
        radio = known[radio_id]
        distance_m = level_distance_m(space.levels[level], radio, site.subject_height_m)
        power_dbm = radio_power_dbm(radio, model)
        mean_dbm = power_dbm - 10 * model.exponent * np.log10(distance_m)
        sd_db = np.broadcast_to(np.float32(model.shadowing_sd_db), mean_dbm.shape)
        if model.known:
            return Layer(mean_dbm.astype(np.float32), sd_db)
        mean_dbm = mean_dbm - _GUESSED_LOSS_DB * _obstruction(opaque[level], radio)
        return Layer(mean_dbm.astype(np.float32), sd_db, _heard_share(mean_dbm))

    radios = radios_by_level(known, space)
    noise = _nominal_noise(site)
    if model.known:
        return RadioMap(radios, make_layer, noise, unknown_offset_sd_db=_NO_OFFSET_SD_DB)
    offsets_db = dict(site.device_offsets_db)
    middle_db = float(np.median(list(offsets_db.values()))) if offsets_db else 0.0
    return RadioMap(
        radios,
        make_layer,
        noise,
        offsets_db,
        unknown_offset_db=middle_db,
        is_quick=True,
        is_hearing_relative=True,
    )


def _opaque(site: Site, cells: LevelCells) -> LevelCells:
    """A level in which only drawn obstacles hinder."""
    return replace(cells, passing=np.where(drawn_cells(site, cells), 0.0, 1.0).astype(np.float32))


def _obstruction(opaque: LevelCells, radio: SiteRadio) -> NDArray[np.float64]:
    """What stands between a radio and each cell: root of metres."""
    if opaque.passing.all():
        return np.zeros(opaque.shape)
    xy_m = np.stack(np.meshgrid(*opaque.centres_m()), axis=-1).reshape(-1, 2)
    return obstruction_of(opaque, radio, xy_m).reshape(opaque.shape)


def _heard_share(mean_dbm: NDArray[np.float64]) -> NDArray[np.float32]:
    """Chance that a scan of one second hears a radio of some strength, where nothing is known."""
    near = expit((mean_dbm - _HEARD_MIDDLE_DBM) / _HEARD_WIDTH_DB)
    return np.asarray(_HEARD_FAR + (_HEARD_NEAR - _HEARD_FAR) * near, dtype=np.float32)


def radios_by_level(radios: Mapping[str, SiteRadio], space: Space) -> dict[str, tuple[str, ...]]:
    """The ids of the radios of each level, in order."""
    return {
        level: tuple(sorted(key for key, radio in radios.items() if radio.level == level))
        for level in space.levels
    }


def _nominal_noise(site: Site) -> NoiseModel:
    """A known model's noise is all there is; a guessed one hides what lasts."""
    noise_db = site.model.noise_sd_db
    if site.model.known:
        return NoiseModel(packet_sd_db=noise_db, lasting_sd_db=0.0, freedom=_NORMAL_FREEDOM)
    return NoiseModel(
        packet_sd_db=noise_db,
        lasting_sd_db=_GUESSED_LASTING_DB,
        missing_weight=_GUESSED_MISSING_WEIGHT,
    )
