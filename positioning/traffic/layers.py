"""The radio map that a model from traffic gives."""

from __future__ import annotations

import numpy as np

from positioning.grid.space import Space
from positioning.model import Site
from positioning.radiomap.nominal import level_distance_m, radios_by_level
from positioning.radiomap.records import Layer, NoiseModel, RadioMap
from positioning.traffic.records import TrafficModel


def traffic_radio_map(site: Site, space: Space, model: TrafficModel) -> RadioMap:
    """Lay log-distance layers with what traffic taught.

    Parameters
    ----------
    site : Site
        Radios with known places.
    space : Space
        The cells on which the layers lie.
    model : TrafficModel
        From `positioning.traffic.fit.fit_from_traffic`.

    Returns
    -------
    RadioMap
        What lasts is all in the layers' ``sd_db``; ``model.memory_s`` tells how long.
    """
    known = {radio.id: radio for radio in site.radios if radio.level in space.levels}

    def make_layer(level: str, radio_id: str) -> Layer:
        cells = space.levels[level]
        distance_m = level_distance_m(cells, known[radio_id], site.subject_height_m)
        mean_dbm = model.powers_dbm[radio_id] - 10 * model.exponent * np.log10(distance_m)
        variance_db2 = model.lasting_db2(distance_m)
        if radio_id in model.doubts:
            variance_db2 = variance_db2 + model.doubts[radio_id].at(distance_m)
        sd_db = np.sqrt(variance_db2).astype(np.float32)
        if model.hearing is None:
            return Layer(mean_dbm.astype(np.float32), sd_db)
        heard_share = model.hearing.at(distance_m).astype(np.float32)
        return Layer(mean_dbm.astype(np.float32), sd_db, heard_share)

    offsets_db = list(model.offsets_db.values())
    return RadioMap(
        radios=radios_by_level(known, space),
        make_layer=make_layer,
        noise=NoiseModel(
            packet_sd_db=model.packet_sd_db,
            lasting_sd_db=0.0,
            freedom=model.freedom,
            missing_weight=model.missing_weight,
        ),
        offsets_db=model.offsets_db,
        is_quick=True,
        known_offset_sd_db=model.offset_sd_db,
        unknown_offset_db=float(np.mean(offsets_db)) if offsets_db else 0.0,
    )
