"""The radio map of any site: from its survey if it has one, else from its radios' powers."""

from __future__ import annotations

import math
from collections.abc import Sequence

from positioning.grid.space import Space
from positioning.model import Site
from positioning.pathloss import SurveyRow
from positioning.radiomap.choosing import choose_noise
from positioning.radiomap.layers import layers_of
from positioning.radiomap.noise import body_spread_db
from positioning.radiomap.nominal import nominal_radio_map
from positioning.radiomap.observations import usable_rows
from positioning.radiomap.records import NoiseModel, RadioMap
from positioning.radiomap.surveyed import SurveyFit, fit_survey

# A device at a place differs by this much for as long as it stays: hand, pocket, people near by.
_LASTING_SD_DB = 3.0
_LEAST_PACKET_SD_DB = 1.0


def build_radio_map(site: Site, survey: Sequence[SurveyRow], space: Space) -> RadioMap:
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
    RadioMap
        Fitted to the survey where there is one that can be used.
    """
    if site.model.known:
        return nominal_radio_map(site, space)
    fit = fit_survey(site, survey, space)
    if fit is None:
        return nominal_radio_map(site, space)
    noise = choose_noise(fit, survey, space, survey_noise(fit, survey))
    return layers_of(fit, space, noise)


def survey_noise(fit: SurveyFit, survey: Sequence[SurveyRow]) -> NoiseModel:
    """How readings scatter at one place of a survey."""
    is_scans = all(level.scans is not None for level in fit.seen.values())
    rows = usable_rows(survey, fit.seen)
    body_sd_db = body_spread_db(rows, list(fit.known.values())) if is_scans else 0.0
    rest_db2 = max(fit.trend.packet_sd_db**2 - body_sd_db**2, _LEAST_PACKET_SD_DB**2)
    return NoiseModel(
        packet_sd_db=math.sqrt(rest_db2),
        lasting_sd_db=max(_LASTING_SD_DB, max(each.lasting_db for each in fit.kernels.values())),
        body_sd_db=body_sd_db,
    )
