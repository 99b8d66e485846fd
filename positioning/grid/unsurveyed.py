"""The ground of a site without a survey: learned from its traffic, as it comes or afterwards."""

from __future__ import annotations

import math
from dataclasses import replace

from positioning.grid.forward import GridSettings, Ground
from positioning.grid.space import Space, space_of_site
from positioning.grid.walking import Journey, log_evidence
from positioning.model import Sighting, Site
from positioning.pathloss import is_possible_rssi, radio_power_dbm
from positioning.recordings import Recording
from positioning.traffic.fit import fit_from_traffic, refit_from_traffic, traffic_radio_map
from positioning.traffic.records import TrafficModel

# Seconds of subjects that teach enough to trust it more than what is usual.
_FIRST_LESSON = 200
# What shades all radios of one side (bodies, walls) traffic cannot tell from a shift of place,
# unless steps tell of it: some 2 dB that last for 20 s, which no residual shows.
_SHADE_DB2_S = 90.0
_LONGEST_S = 30.0
_STRAIGHTER = 1 / 3
_TELLING_S = 400.0


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
    traffic, levels = _heard_by_subject(recording), _told_levels(recording)
    model = fit_from_traffic(site, space, traffic, levels, standing=recording.standing)
    ground = _taught(site, space, model, recording)
    return ground if recording.standing else _with_likeliest_walk(ground, recording)


def _heard_by_subject(recording: Recording, until_s: float = math.inf) -> dict[str, list[Sighting]]:
    traffic: dict[str, list[Sighting]] = {}
    for each in recording.sightings:
        if each.time_s <= until_s:
            traffic.setdefault(each.subject, []).append(each)
    return traffic


def learning_ground(usual: Ground, site: Site, recording: Recording) -> Ground:
    """Make the ground of a site whose traffic teaches it while it is heard.

    Nobody's answers know more than what was heard by all until then.

    Parameters
    ----------
    usual : Ground
        What is taken for granted at first.
    site : Site
        With its radios.
    recording : Recording
        Of subjects under way.

    Returns
    -------
    Ground
        The usual one, with what is learned later.
    """
    levels = _told_levels(recording)
    model: TrafficModel | None = None
    later = []
    for until_s in _times_of_learning(recording):
        traffic = _heard_by_subject(recording, until_s)
        model = refit_from_traffic(site, usual.space, traffic, levels, before=model)
        aligned = _as_loud_as_usual(site, model)
        later.append((until_s, _taught(site, usual.space, aligned, recording)))
    return replace(usual, later=tuple(later))


def _as_loud_as_usual(site: Site, model: TrafficModel) -> TrafficModel:
    """Leave to offsets what all radios differ by from what is usual, where they are heard.

    Subjects under way keep the offsets that they were given by the map before.
    """
    if not model.doubts:
        return model
    middle_db = next(iter(model.doubts.values())).middle_db
    usual_dbm = {radio.id: radio_power_dbm(radio, site.model) for radio in site.radios}
    louder_db = [model.powers_dbm[radio] - usual_dbm[radio] for radio in model.doubts]
    shift_db = sum(louder_db) / len(louder_db)
    shift_db -= (model.exponent - site.model.exponent) * middle_db
    return replace(
        model,
        powers_dbm={key: power - shift_db for key, power in model.powers_dbm.items()},
        offsets_db={key: offset + shift_db for key, offset in model.offsets_db.items()},
    )


def _times_of_learning(recording: Recording) -> list[float]:
    """When so many seconds of subjects were heard, and whenever that has doubled."""
    seconds = {(each.subject, math.floor(each.time_s)): each.time_s for each in recording.sightings}
    ends_s = sorted(seconds.values())
    times_s, needed = [], _FIRST_LESSON
    while needed <= len(ends_s):
        times_s.append(ends_s[needed - 1])
        needed *= 2
    return times_s


def _told_levels(recording: Recording) -> dict[str, str]:
    return {ask.subject: ask.level for ask in recording.asks if ask.level is not None}


def _taught(site: Site, space: Space, model: TrafficModel, recording: Recording) -> Ground:
    steps_tell = all(subject in recording.motion for subject in {a.subject for a in recording.asks})
    shade_s = 0.0 if steps_tell else _SHADE_DB2_S / model.place_sd_db**2
    memory_s = min(model.memory_s + shade_s, _LONGEST_S)
    settings = GridSettings(memory_s=memory_s)
    return Ground(space, traffic_radio_map(site, space, model), settings)


def _with_likeliest_walk(ground: Ground, recording: Recording) -> Ground:
    """Choose how often walkers turn by what makes all that was heard likeliest."""
    journeys = _some_journeys(ground, recording)
    walk = ground.settings.walk
    straighter = replace(walk, turn_rate=_STRAIGHTER * walk.turn_rate)
    settled = replace(ground, settings=replace(ground.settings, walk=straighter))
    return settled if log_evidence(settled, journeys) > log_evidence(ground, journeys) else ground


def _some_journeys(ground: Ground, recording: Recording) -> list[Journey]:
    """Journeys without steps, of so many seconds that it is told by which walk they went."""
    told = _told_levels(recording)
    journeys, seconds = [], 0.0
    for subject, heard in _heard_by_subject(recording).items():
        levels = (
            [told[subject]] if told.get(subject) in ground.space.levels else [*ground.space.levels]
        )
        known = {radio for level in levels for radio in ground.radio_map.radios.get(level, ())}
        usable = [each for each in heard if each.radio in known and is_possible_rssi(each.rssi_dbm)]
        if usable and subject not in recording.motion and seconds < _TELLING_S:
            journeys.append(Journey(subject, usable, [usable[-1].time_s], levels))
            seconds += usable[-1].time_s - usable[0].time_s
    return journeys
