"""The ground of a recorded site: from its survey, from a known model, or from its traffic."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from positioning.grid.forward import GridSettings, Ground
from positioning.grid.pace import walk_of_survey
from positioning.grid.site_errors import site_errors
from positioning.grid.space import space_of_site
from positioning.grid.unsurveyed import learning_ground, traffic_ground
from positioning.model import Site
from positioning.pathloss import SurveyRow
from positioning.radiomap.build import build_radio_map, survey_lasting_s
from positioning.recordings import Recording, read_site, read_survey
from positioning.replay import Mode
from positioning.rows import Document

# A map of radios whose places nobody knows only interpolates: its errors last as long as a
# walker needs from one surveyed walk to the next.
_PLACELESS_MEMORY_S = 7.0


def surveyed_ground(site: Site, survey: Sequence[SurveyRow]) -> Ground:
    """Make the ground of a site from its survey, its known model, or what is usual.

    Parameters
    ----------
    site : Site
        What is known of the place.
    survey : sequence of SurveyRow
        May be empty.
    """
    space = space_of_site(site)
    built = build_radio_map(site, survey, space)
    usual = GridSettings()
    memory_s = survey_lasting_s(site, survey, space) or usual.memory_s
    if survey and not site.radios:
        memory_s = max(memory_s, _PLACELESS_MEMORY_S)
    settings = GridSettings(
        walk=walk_of_survey(survey, usual.walk),
        memory_s=memory_s,
        site_errors=site_errors(built.left_out, built.radio_map.noise),
    )
    return Ground(space, built.radio_map, settings)


def read_ground(files: Mapping[str, Document]) -> Callable[[Recording, Mode], Ground]:
    """Read a site, and give what makes its ground for a recording.

    Parameters
    ----------
    files : mapping of str to (str or bytes)
        ``site.json`` and ``radios.csv``; ``survey.csv``, ``obstacles.csv`` and
        ``occupancy.npz`` if there are any.

    Returns
    -------
    callable
        (Recording, Mode) → Ground. It is the same for all but where only traffic can teach:
        there hindsight learns from the whole recording, of which live answers know the past.

    Raises
    ------
    RecordingError
        If a file is missing or cannot be read.
    """
    site = read_site(files)
    survey = read_survey(files["survey.csv"]) if "survey.csv" in files else ()
    ground = surveyed_ground(site, survey)

    def ground_for(recording: Recording, mode: Mode) -> Ground:
        if survey or site.model.known:
            return ground
        if math.isinf(mode.lag_s):
            return traffic_ground(site, recording)
        # Unmeasured powers take longer to learn than a walk lasts.
        is_measured = all(radio.measured_power_dbm is not None for radio in site.radios)
        is_learning = is_measured and not recording.standing
        return learning_ground(ground, site, recording) if is_learning else ground

    return ground_for
