"""A site's model from its traffic alone: paths from the model, the model from the paths.

References
----------
G. Celeux, J. Diebolt, The SEM algorithm: a probabilistic teacher algorithm derived from the
EM algorithm for the mixture problem, Computational Statistics Quarterly 2, 1985.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from positioning.grid.forward import GridSettings, Ground
from positioning.grid.modes import WalkModel
from positioning.grid.space import Space
from positioning.model import Sighting, Site
from positioning.pathloss import radio_power_dbm
from positioning.traffic.hearing import fit_hearing
from positioning.traffic.layers import traffic_radio_map
from positioning.traffic.paths import draw_paths
from positioning.traffic.records import TrafficModel
from positioning.traffic.regression import EXPONENT_PRIOR, fit_rows
from positioning.traffic.rows import gather_rows
from positioning.traffic.tours import Tour, cut_tours

__all__ = ["fit_from_traffic", "refit_from_traffic", "traffic_radio_map"]

# One mode without direction: enough to learn a model by, and many times faster.
_WALK = WalkModel(headings=0, speeds_m_s=())
_MOST_STEPS = 1_500
# The first rounds come near with a part of the traffic; the last ones see all of it.
_FIRST_STEPS = 400
_FIRST_ROUNDS, _LAST_ROUNDS = 5, 3
_QUICK_ROUNDS = 3
_PATHS = 6


def fit_from_traffic(
    site: Site,
    space: Space,
    traffic: Mapping[str, Sequence[Sighting]],
    levels: Mapping[str, str] | None = None,
    *,
    standing: bool = False,
    seed: int = 0,
) -> TrafficModel:
    """Fit path loss, noise, offsets and hearing to traffic whose places nobody knows.

    Paths are drawn from all that are possible given a model, a model is fitted to the paths,
    and so on; the models of the last rounds are averaged. (The likeliest paths alone would
    hide noise, and make the exponent too small.)

    Parameters
    ----------
    site : Site
        Radios with known places; measured powers are taken as a prior.
    space : Space
        Its cells.
    traffic : mapping of str to sequence of Sighting
        By subject, in order of time.
    levels : mapping of str to str, optional
        Level of the subjects for which it is known; others are on that of the radios that
        they hear best.
    standing : bool
        The subjects are known to stand still: each is one look from one place.
    seed : int
        Of the draws; the same traffic and seed give the same model.

    Returns
    -------
    TrafficModel
        What physics says, where there is no traffic.
    """
    model = _physics(site)
    tours = _tours(site, space, traffic, levels, _MOST_STEPS, standing)
    if not tours:
        return model
    generator = np.random.default_rng(seed)
    parts = max(1, sum(len(tour.looks) for tour in tours) // _FIRST_STEPS)
    parts = min(parts, len(tours))
    models = []
    for number in range(_FIRST_ROUNDS + _LAST_ROUNDS):
        chosen = tours[number % parts :: parts] if number < _FIRST_ROUNDS else tours
        model = _one_round(site, space, chosen, model, standing, generator)
        models.append(model)
    return _mean(models[-_LAST_ROUNDS:])


def refit_from_traffic(
    site: Site,
    space: Space,
    traffic: Mapping[str, Sequence[Sighting]],
    levels: Mapping[str, str] | None = None,
    *,
    before: TrafficModel | None = None,
    seed: int = 0,
) -> TrafficModel:
    """Fit quickly to what was heard so far, from what was known before.

    Parameters
    ----------
    site, space, traffic, levels, seed
        As for `fit_from_traffic`.
    before : TrafficModel, optional
        The model of an earlier time; physics without one.

    Returns
    -------
    TrafficModel
        The one before, or physics, where there is no traffic.
    """
    model = before or _physics(site)
    tours = _tours(site, space, traffic, levels, _FIRST_STEPS, standing=False)
    if not tours:
        return model
    generator = np.random.default_rng(seed)
    models = []
    for _ in range(_QUICK_ROUNDS):
        model = _one_round(site, space, tours, model, False, generator)
        models.append(model)
    return _mean(models[1:])


def _tours(
    site: Site,
    space: Space,
    traffic: Mapping[str, Sequence[Sighting]],
    levels: Mapping[str, str] | None,
    most_steps: int,
    standing: bool,
) -> list[Tour]:
    known = {key: level for key, level in (levels or {}).items() if level in space.levels}
    radios = {radio.id: radio.level for radio in site.radios if radio.level in space.levels}
    return cut_tours(traffic, radios, known, most_steps, standing)


def _physics(site: Site) -> TrafficModel:
    powers_dbm = {radio.id: radio_power_dbm(radio, site.model) for radio in site.radios}
    return TrafficModel(EXPONENT_PRIOR[0], powers_dbm)


def _one_round(
    site: Site,
    space: Space,
    tours: Sequence[Tour],
    model: TrafficModel,
    standing: bool,
    generator: np.random.Generator,
) -> TrafficModel:
    settings = GridSettings(walk=_WALK, memory_s=model.memory_s)
    ground = Ground(space, traffic_radio_map(site, space, model), settings)
    paths = [draw_paths(ground, tour, _PATHS, generator) for tour in tours]
    fitted = fit_rows(site, gather_rows(site, tours, paths), model)
    if standing:
        return fitted
    hearing, missing_weight = fit_hearing(site, tours, paths)
    return replace(fitted, hearing=hearing, missing_weight=missing_weight)


def _mean(models: Sequence[TrafficModel]) -> TrafficModel:
    def mean(values: Sequence[float]) -> float:
        return math.fsum(values) / len(values)

    def means(tables: Sequence[Mapping[str, float]]) -> dict[str, float]:
        return {key: mean([table[key] for table in tables]) for key in tables[-1]}

    return replace(
        models[-1],
        exponent=mean([each.exponent for each in models]),
        powers_dbm=means([each.powers_dbm for each in models]),
        place_sd_db=mean([each.place_sd_db for each in models]),
        near_m=mean([each.near_m for each in models]),
        packet_sd_db=mean([each.packet_sd_db for each in models]),
        radio_sd_db=mean([each.radio_sd_db for each in models]),
        offsets_db=means([each.offsets_db for each in models]),
        offset_sd_db=mean([each.offset_sd_db for each in models]),
        subject_offsets_db=means([each.subject_offsets_db for each in models]),
        memory_s=mean([each.memory_s for each in models]),
    )
