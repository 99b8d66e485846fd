"""The radio map of any site: from its survey if it has one, else from its radios' powers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from positioning.grid.space import Space
from positioning.model import Site
from positioning.pathloss import SurveyRow
from positioning.radiomap.choosing import choose_noise
from positioning.radiomap.lasting import lasting_s
from positioning.radiomap.layers import layers_of
from positioning.radiomap.left_out import LeftOut, leave_out_places
from positioning.radiomap.noise import body_spread_db
from positioning.radiomap.nominal import nominal_radio_map
from positioning.radiomap.observations import is_under_way, usable_rows
from positioning.radiomap.records import NoiseModel, RadioMap
from positioning.radiomap.surveyed import SurveyFit, fit_survey

# A device at a place differs by this much for as long as it stays: hand, pocket, people near by.
_LASTING_SD_DB = 3.0
_LEAST_PACKET_SD_DB = 1.0
_LEAST_LASTING_DB = 1.0
# Fewer places tell less of a site than what is usual.
_LEAST_PLACES = 4


@dataclass(frozen=True, slots=True, eq=False)
class Built:
    """A radio map, and what shows how far it is to be trusted.

    ``left_out`` are places of the survey with the maps of all others; none without a survey of
    scans at points.
    """

    radio_map: RadioMap
    left_out: tuple[LeftOut, ...] = ()


def build_radio_map(site: Site, survey: Sequence[SurveyRow], space: Space) -> Built:
    """Build the radio map of a site.

    Parameters
    ----------
    site : Site
        A known model of its own goes before any survey.
    survey : sequence of SurveyRow
        Packets heard at known places; may be empty.
    space : Space
        The cells on which the layers lie.

    Returns
    -------
    Built
        Fitted to the survey where there is one that can be used.
    """
    fit = None if site.model.known else fit_survey(site, survey, space)
    if fit is None or (site.radios and _places(fit) < _LEAST_PLACES):
        return Built(nominal_radio_map(site, space))
    noise = survey_noise(fit, survey)
    left_out = tuple(leave_out_places(fit, survey, space, noise))
    noise = choose_noise(left_out, noise)
    return Built(layers_of(fit, space, noise), left_out)


def _places(fit: SurveyFit) -> int:
    return sum(len(seen.places_m) for seen in fit.seen.values())


def survey_lasting_s(site: Site, survey: Sequence[SurveyRow], space: Space) -> float | None:
    """How long noise lasts at a site; ``None`` where its survey was not made under way.

    Parameters
    ----------
    site : Site
    survey : sequence of SurveyRow
    space : Space
    """
    rows = usable_rows(survey, space.levels)
    levels = {row.level for row in rows}
    if site.model.known or not levels:
        return None
    if not all(is_under_way([row for row in rows if row.level == level]) for level in levels):
        return None

    def build(rest: Sequence[SurveyRow]) -> RadioMap | None:
        fit = fit_survey(site, rest, space)
        return None if fit is None else layers_of(fit, space, survey_noise(fit, rest))

    return lasting_s(rows, space, build)


def survey_noise(fit: SurveyFit, survey: Sequence[SurveyRow]) -> NoiseModel:
    """How readings scatter at one place of a survey."""
    is_scans = all(level.scans is not None for level in fit.seen.values())
    rows = usable_rows(survey, fit.seen)
    body_sd_db = body_spread_db(rows, list(fit.known.values())) if is_scans else 0.0
    rest_db2 = max(fit.trend.packet_sd_db**2 - body_sd_db**2, _LEAST_PACKET_SD_DB**2)
    return NoiseModel(
        packet_sd_db=math.sqrt(rest_db2),
        lasting_sd_db=_lasting_sd_db(fit, is_scans),
        body_sd_db=body_sd_db,
        usual_dbm=_usual_dbm(fit) if is_scans else None,
    )


def _usual_dbm(fit: SurveyFit) -> float:
    """Mean of all that a survey heard, for a device without an offset."""
    each = fit.seen.values()
    level_dbm = [seen.mean_dbm - fit.trend.offsets_db[seen.device] for seen in each]
    counts = [seen.count for seen in each]
    return float(np.average(np.concatenate(level_dbm), weights=np.concatenate(counts)))


def _lasting_sd_db(fit: SurveyFit, is_scans: bool) -> float:
    """What lasts and is not in the map's own spread already.

    A survey of stops cannot tell what lasted there from what is fixed there: both are in the
    nugget, which the map's spread holds.
    """
    kernels = [fit.kernels[placed] for placed in {fit.is_placed(*pair) for pair in fit.pairs()}]
    if is_scans:
        return _LASTING_SD_DB
    if any(level.under_way for level in fit.seen.values()):
        return max(_LEAST_LASTING_DB, *(each.lasting_db for each in kernels))
    nugget_db2 = min(each.nugget_db for each in kernels) ** 2
    return math.sqrt(max(_LASTING_SD_DB**2 - nugget_db2, _LEAST_LASTING_DB**2))
