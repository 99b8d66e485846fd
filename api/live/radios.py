"""How the radios of a branch are heard: judged by its tracks, told to them and to the staff."""

from __future__ import annotations

import asyncio
import math
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from positioning.grid.catch import CatchEvidence, choose_curve
from positioning.grid.live_ground import LiveGround
from positioning.grid.live_residuals import note_catch, residuals_of
from positioning.grid.live_track import LiveTrack
from positioning.health import (
    Place,
    RadioHealth,
    forget_looks,
    note_packets,
    note_residuals,
    radio_weights,
)
from positioning.model import Fix, Sighting, Site

__all__ = [
    "Judgement",
    "RadioHealth",
    "judge_radios",
    "learn_reach",
    "note_sightings",
    "note_waiting",
    "renew_health",
    "trust_radios",
]

# So many looks a second teach what there is to know of radios, however many subjects there are.
_LOOKS_HZ = 10
_STEPS_PER_LOOK = 2


def note_sightings(health: dict[str, RadioHealth], sightings: Sequence[Sighting]) -> None:
    """Bring the health of the sighted radios up to date, in place."""
    health.update(note_packets(_some(health, {each.radio for each in sightings}), sightings))


def note_waiting(health: dict[str, RadioHealth], heard: list[Sighting]) -> None:
    """Note sightings that were kept, since many at once cost less; in place, and none is kept."""
    # What other threads add meanwhile stays.
    waiting = heard.copy()
    del heard[: len(waiting)]
    if waiting:
        note_sightings(health, waiting)


def _some(health: Mapping[str, RadioHealth], radios: Iterable[str]) -> dict[str, RadioHealth]:
    """The health of these radios: however many a library has, few are heard at a time."""
    return {radio: health[radio] for radio in radios if radio in health}


@dataclass(slots=True)
class Judgement:
    """How far the radios of a branch are caught; and when its tracks were last told of all this."""

    catch: CatchEvidence = field(default_factory=CatchEvidence)
    told_s: float = -math.inf


def judge_radios(
    health: dict[str, RadioHealth], judgement: Judgement, track: LiveTrack, fix: Fix, subjects: int
) -> None:
    """Hold against the radios what a track says of them, in place.

    Each subject looks once a second; more rarely when there are many, in turns.
    """
    every = _STEPS_PER_LOOK * math.ceil(max(subjects, 1) / _LOOKS_HZ)
    turn = zlib.crc32(track.subject.encode()) % every
    if track.steps is not None and track.steps % every == turn:
        place = Place(fix.level, fix.x_m, fix.y_m)
        residuals = residuals_of(track)
        known = _some(health, (each.radio for each in residuals))
        health.update(note_residuals(known, fix.time_s, place, residuals))
        judgement.catch = note_catch(judgement.catch, track, fix)


async def learn_reach(ground: LiveGround, judgement: Judgement) -> None:
    """Believe in the reach of radios that explains most; a new one is counted in a thread."""
    curve = choose_curve(judgement.catch, ground.caught_by.curve)
    if curve != ground.caught_by.curve:
        ground.change_catch(curve, await asyncio.to_thread(ground.count_catch, curve))


def trust_radios(ground: LiveGround, health: Mapping[str, RadioHealth]) -> None:
    """Give each radio the say in the tracks that it deserves, in place."""
    weights = radio_weights(health)
    for radio, number in ground.radios.items():
        ground.weights[number] = weights.get(radio, 1.0)


def renew_health(health: dict[str, RadioHealth], before: Site, after: Site) -> None:
    """Let radios that another version of the plan moved or tuned begin anew, in place."""
    known = {radio.id: radio for radio in before.radios}
    changed = [radio.id for radio in after.radios if known.get(radio.id) != radio]
    health.update(forget_looks(health, changed))
