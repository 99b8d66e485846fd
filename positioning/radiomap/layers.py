"""A fitted survey as layers on the cells of a site."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates, maximum_filter
from scipy.spatial import cKDTree

from positioning.grid.space import LevelCells, Space
from positioning.radiomap.geometry import bearing_of
from positioning.radiomap.records import Layer, NoiseModel, RadioMap
from positioning.radiomap.surveyed import SurveyFit

BoolArray = NDArray[np.bool_]
FloatArray = NDArray[np.float64]

# Places far from all that was surveyed are still possible, at a tenth of the chance.
_UNFAMILIAR = 0.1
_FAMILIAR_SPACINGS = 1.5
_LEAST_SPACING_M = 1.0
# Where a survey was walked, its places lie between the walker's marks and are off by metres, for
# all radios at once; radios whose places are known hold their maps in place, others do not.
_ADRIFT = 2.0
# A smooth map changes little over this part of its length.
_CELLS_PER_LENGTH = 5.0
_COARSE = 2


def layers_of(
    fit: SurveyFit, space: Space, noise: NoiseModel, without: BoolArray | None = None
) -> RadioMap:
    """Give the radio map of a fitted survey; layers are made when they are first needed.

    Parameters
    ----------
    fit : SurveyFit
    space : Space
        The cells on which the layers lie.
    noise : NoiseModel
    without : (places,) bool array, optional
        Places of the survey that are not to be used; only for surveys of one level.

    Returns
    -------
    RadioMap
    """
    radios = {
        level: fit.seen[level].radios
        if level in fit.seen
        else tuple(sorted(each.id for each in fit.site.radios if each.level == level))
        for level in space.levels
    }
    offsets_db = fit.trend.offsets_db
    return RadioMap(
        radios=radios,
        make_layer=lambda level, radio: _make_layer(fit, space.levels[level], radio, without),
        noise=noise,
        offsets_db=dict(zip(fit.devices, offsets_db.tolist(), strict=True)),
        unknown_offset_db=float(np.median(offsets_db)),
        familiar={
            level: _familiar(space.levels[level], seen.places_m)
            for level, seen in fit.seen.items()
            if level in space.levels
        },
    )


def _familiar(cells: LevelCells, places_m: FloatArray) -> NDArray[np.float32]:
    """Fall off from the surveyed places at the scale of the distance between them."""
    tree = cKDTree(places_m)
    x_m, y_m = np.meshgrid(*cells.centres_m())
    away_m, _ = tree.query(np.stack([x_m, y_m], axis=-1))
    spacing_m = 0.0
    if len(places_m) > 1:
        spacing_m = float(np.median(tree.query(places_m, k=2)[0][:, 1]))
    scale_m = _FAMILIAR_SPACINGS * max(spacing_m, _LEAST_SPACING_M)
    near = np.exp(-0.5 * (away_m / scale_m) ** 2)
    return np.asarray(_UNFAMILIAR + (1 - _UNFAMILIAR) * near, dtype=np.float32)


def _make_layer(fit: SurveyFit, cells: LevelCells, radio: str, without: BoolArray | None) -> Layer:
    if not fit.is_placed(cells.level, radio) and cells.cell_m * _COARSE <= _finest_m(fit):
        return _interpolated(fit, cells, radio, without)
    return _exact_layer(fit, cells, radio, without)


def _finest_m(fit: SurveyFit) -> float:
    """How finely a map of radios at unknown places has to be worked out."""
    return fit.kernels[False].length_m / _CELLS_PER_LENGTH


def _interpolated(
    fit: SurveyFit, cells: LevelCells, radio: str, without: BoolArray | None
) -> Layer:
    """Work a smooth map out on cells several times as wide, and lay lines between their middles."""
    step = int(_finest_m(fit) / cells.cell_m)
    rows, columns = (-(-size // step) for size in cells.shape)
    padded = np.zeros((rows * step, columns * step), dtype=np.float32)
    padded[: cells.shape[0], : cells.shape[1]] = cells.passing
    reached = maximum_filter(
        padded.reshape(rows, step, columns, step).max(axis=(1, 3)), size=3, mode="constant"
    )
    coarse = LevelCells(cells.level, cells.origin_m, cells.cell_m * step, reached)
    layer = _exact_layer(fit, coarse, radio, without)
    # Middles of the fine cells, in cells of the wide ones.
    at_y, at_x = ((np.arange(size) + 0.5) / step - 0.5 for size in cells.shape)

    def fine(values: NDArray[np.float32]) -> NDArray[np.float32]:
        y, x = np.meshgrid(at_y, at_x, indexing="ij")
        laid = map_coordinates(values, [y, x], order=1, mode="nearest")
        return np.asarray(laid, dtype=np.float32)

    share = None if layer.heard_share is None else fine(layer.heard_share)
    shares = {device: fine(each) for device, each in layer.shares.items()}
    return Layer(fine(layer.mean_dbm), fine(layer.sd_db), share, shares=shares)


def _exact_layer(fit: SurveyFit, cells: LevelCells, radio: str, without: BoolArray | None) -> Layer:
    inside = cells.passing > 0
    x_m, y_m = np.meshgrid(*cells.centres_m())
    xy_m = np.stack([x_m[inside], y_m[inside]], axis=1)
    basis_db = fit.basis_db(cells.level, radio, xy_m)
    kernel = fit.kernels[fit.is_placed(cells.level, radio)]
    posterior = fit.posterior(cells.level, radio, without)
    mean_dbm = fit.trend_dbm(cells.level, radio, xy_m)
    if posterior is None:
        variance = kernel.sd_db**2 + np.einsum("ij,ij->i", basis_db, basis_db)
    else:
        residual, variance = posterior.at(xy_m, basis_db)
        mean_dbm = mean_dbm + residual
    sd_db = np.sqrt(variance + kernel.nugget_db**2)
    if _is_adrift(fit, cells.level, radio):
        sd_db = _ADRIFT * sd_db
    shares, bearing = _shares(fit, mean_dbm, sd_db, inside), None
    if fit.is_placed(cells.level, radio):
        east, north = bearing_of(fit.known[radio], xy_m, fit.site.subject_height_m).T
        bearing = np.stack([_laid_out(east, inside), _laid_out(north, inside)])
    average = np.mean(np.stack([*shares.values()]), axis=0) if shares else None
    return Layer(_laid_out(mean_dbm, inside), _laid_out(sd_db, inside), average, bearing, shares)


def _shares(
    fit: SurveyFit, mean_dbm: FloatArray, sd_db: FloatArray, inside: BoolArray
) -> dict[str, NDArray[np.float32]]:
    """Chance that a scan of each device hears a radio; none where that was not fitted."""
    if fit.detection is None:
        return {}
    expected = fit.detection.expected_shares(mean_dbm, sd_db)
    return {
        device: _laid_out(share, inside)
        for device, share in zip(fit.devices, expected, strict=True)
    }


def _is_adrift(fit: SurveyFit, level: str, radio: str) -> bool:
    seen = fit.seen.get(level)
    return seen is not None and seen.under_way and not fit.is_placed(level, radio)


def _laid_out(values: FloatArray, inside: BoolArray) -> NDArray[np.float32]:
    """Values of the cells inside, on all cells; outside, where no one is, their mean."""
    layer = np.full(inside.shape, values.mean() if len(values) else 0.0, dtype=np.float32)
    layer[inside] = values
    return layer
