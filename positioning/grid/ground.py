"""The ground of a recorded site: from its survey, from a known model, or from its traffic."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from positioning.grid.forward import GridSettings, Ground
from positioning.grid.space import space_of_site
from positioning.model import Sighting, Site
from positioning.pathloss import SurveyRow
from positioning.radiomap.build import build_radio_map, survey_lasting_s
from positioning.recordings import Recording, read_site, read_survey
from positioning.replay import Mode
from positioning.rows import Document
from positioning.traffic.fit import fit_from_traffic, traffic_radio_map

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
    memory_s = survey_lasting_s(site, survey, space)
    if survey and not site.radios:
        memory_s = max(memory_s or 0.0, _PLACELESS_MEMORY_S)
    settings = GridSettings() if memory_s is None else GridSettings(memory_s=memory_s)
    return Ground(space, build_radio_map(site, survey, space), settings)


def traffic_ground(site: Site, recording: Recording) -> Ground:
    """Make the ground of a site about which nothing but the traffic of a recording is known.

    Parameters
    ----------
    site : Site
        With its radios.
    recording : Recording
        Its sightings are what the model is fitted to; its answers are not known here.
    """
    space = space_of_site(site)
    traffic: dict[str, list[Sighting]] = {}
    for each in recording.sightings:
        traffic.setdefault(each.subject, []).append(each)
    levels = {ask.subject: ask.level for ask in recording.asks if ask.level is not None}
    model = fit_from_traffic(site, space, traffic, levels, standing=recording.standing)
    settings = GridSettings(memory_s=model.memory_s)
    return Ground(space, traffic_radio_map(site, space, model), settings)


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
        there hindsight learns from the whole recording, which live answers must not know.

    Raises
    ------
    RecordingError
        If a file is missing or cannot be read.
    """
    site = read_site(files)
    survey = read_survey(files["survey.csv"]) if "survey.csv" in files else ()
    ground = surveyed_ground(site, survey)

    def ground_for(recording: Recording, mode: Mode) -> Ground:
        is_taught = bool(survey) or site.model.known
        if is_taught or not math.isinf(mode.lag_s):
            return ground
        return traffic_ground(site, recording)

    return ground_for
