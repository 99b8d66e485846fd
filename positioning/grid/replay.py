"""Fixes for recorded sightings from the grid: live, with a lag, or in hindsight.

The times of a recording's steps are whole multiples of the step and the moments asked, so
that each answer is the filter's own state at its time.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from positioning.grid.answer import Spot, summarise
from positioning.grid.belief import Belief
from positioning.grid.forward import Ground, Step, smooth_back, smooth_first
from positioning.grid.standing import standing_belief
from positioning.grid.walking import Journey, rounded, walk, walk_back
from positioning.hygiene import ScreenCounts, screened
from positioning.model import Fix, Sighting
from positioning.recordings import Ask, Recording
from positioning.replay import Mode

ONE_LOOK_S = 1.5


@dataclass(frozen=True, slots=True)
class Replay:
    """What a recording was answered.

    Attributes
    ----------
    fixes : tuple of (Fix or None)
        In the order of the recording's ``asks``; ``None`` where nothing is known.
    counts : ScreenCounts
        What became of the sightings of the subjects asked about.
    """

    fixes: tuple[Fix | None, ...]
    counts: ScreenCounts = field(default_factory=ScreenCounts)


def answer_recording(ground: Ground, recording: Recording, mode: Mode) -> Replay:
    """Answer all that a recording asks, each subject by itself.

    Parameters
    ----------
    ground : Ground
        Where it was recorded.
    recording : Recording
        Sightings, motion and moments asked.
    mode : Mode
        Live, with a lag, or in hindsight.

    Returns
    -------
    Replay
    """
    answers: list[Fix | None] = [None] * len(recording.asks)
    counts = ScreenCounts()
    for indices, journey, own in _journeys(ground, recording):
        counts += own
        for index, fix in zip(indices, answer_journey(ground, journey, mode), strict=True):
            answers[index] = fix
    return Replay(tuple(answers), counts)


def _journeys(
    ground: Ground, recording: Recording
) -> Iterator[tuple[list[int], Journey, ScreenCounts]]:
    heard: dict[str, list[Sighting]] = {}
    for each in recording.sightings:
        heard.setdefault(each.subject, []).append(each)
    radios = frozenset().union(*ground.radio_map.radios.values())
    asked: dict[str, list[int]] = {}
    for index in sorted(range(len(recording.asks)), key=lambda at: recording.asks[at].time_s):
        asked.setdefault(recording.asks[index].subject, []).append(index)
    for subject, indices in asked.items():
        asks = [recording.asks[index] for index in indices]
        levels = _levels(ground, asks)
        known = {radio for level in levels for radio in ground.radio_map.radios.get(level, ())}
        accepted, counts = screened(heard.get(subject, ()), radios)
        yield (
            indices,
            Journey(
                subject,
                [each for each in accepted if each.radio in known],
                [ask.time_s for ask in asks],
                levels,
                recording.standing,
                recording.motion.get(subject),
            ),
            counts,
        )


def _levels(ground: Ground, asks: Sequence[Ask]) -> list[str]:
    """The level where every row gives the same one as known, else all of them."""
    given = {ask.level for ask in asks}
    known = [level for level in ground.space.levels if level in given]
    return known if len(given) == 1 and known else list(ground.space.levels)


def answer_journey(ground: Ground, journey: Journey, mode: Mode) -> list[Fix | None]:
    """Answer one subject's moments, in the order of their times."""
    if not journey.sightings:
        return [None] * len(journey.times_s)
    in_hindsight = math.isinf(mode.lag_s)
    if journey.standing or (in_hindsight and _is_one_look(journey.sightings)):
        return [_answer_standing(ground, journey, each, mode) for each in journey.times_s]
    if in_hindsight:
        return _answer_in_hindsight(ground, journey)
    return _answer_under_way(ground, journey, mode)


def _answer_under_way(ground: Ground, journey: Journey, mode: Mode) -> list[Fix | None]:
    """Answer each moment as soon as its lag has passed, and keep no more steps than that."""
    fixes: list[Fix | None] = []
    kept: deque[Step] = deque()
    waiting = deque(journey.times_s)
    for step in chain(walk(ground, journey), (None,)):
        while waiting and (step is None or rounded(waiting[0] + mode.lag_s) < step.time_s):
            asked_s = waiting.popleft()
            if _is_begun(journey, asked_s, mode):
                fixes.append(_answer_standing(ground, journey, asked_s, mode))
            else:
                fixes.append(_answer_from(ground, journey, asked_s, kept, mode))
        needed_s = rounded(waiting[0]) if waiting else math.inf
        while len(kept) > 1 and kept[1].time_s <= needed_s:
            kept.popleft()
        if step is not None:
            kept.append(step)
    return fixes


def _answer_from(
    ground: Ground, journey: Journey, asked_s: float, steps: Sequence[Step], mode: Mode
) -> Fix | None:
    """Answer for a time from the steps that may be known; ``None`` where there are none."""
    if not steps:
        return None
    time_s = rounded(asked_s)
    first = max(bisect_right([step.time_s for step in steps], time_s) - 1, 0)
    belief = smooth_first(ground, list(steps)[first:])
    if time_s < steps[0].time_s:
        belief = walk_back(ground, journey, belief, steps[0].time_s, time_s)
    return _fix_under_way(ground, journey, asked_s, belief, mode.lag_s)


def _answer_in_hindsight(ground: Ground, journey: Journey) -> list[Fix | None]:
    steps = list(walk(ground, journey))
    times_s = [step.time_s for step in steps]
    asked: dict[int, list[int]] = {}
    for index, asked_s in enumerate(journey.times_s):
        asked.setdefault(max(bisect_right(times_s, rounded(asked_s)) - 1, 0), []).append(index)
    fixes: list[Fix | None] = [None] * len(journey.times_s)
    for number, belief in zip(
        range(len(steps) - 1, -1, -1), smooth_back(ground, steps), strict=True
    ):
        for index in asked.get(number, ()):
            asked_s = journey.times_s[index]
            there = belief
            if rounded(asked_s) < times_s[0]:
                there = walk_back(ground, journey, belief, times_s[0], rounded(asked_s))
            fixes[index] = _fix_under_way(ground, journey, asked_s, there, math.inf)
    return fixes


def _is_one_look(heard: Sequence[Sighting]) -> bool:
    """Whether a subject was heard so briefly that it cannot have moved."""
    return heard[-1].time_s - heard[0].time_s <= ONE_LOOK_S


def _is_begun(journey: Journey, asked_s: float, mode: Mode) -> bool:
    """Whether all that may be known at a time asked is one look, of just then."""
    heard = _heard_until(journey, asked_s + mode.lag_s)
    return bool(heard) and _is_one_look(heard) and abs(asked_s - heard[-1].time_s) <= ONE_LOOK_S


def _heard_until(journey: Journey, until_s: float) -> Sequence[Sighting]:
    end = bisect_right(journey.sightings, until_s, key=lambda each: each.time_s)
    return journey.sightings[:end]


def _answer_standing(ground: Ground, journey: Journey, asked_s: float, mode: Mode) -> Fix | None:
    """Answer from one long look: all that was heard up to a moment and its lag."""
    heard = _heard_until(journey, asked_s + mode.lag_s)
    if not heard:
        return None
    level, spot = _spot(ground, standing_belief(ground, heard, journey.levels))
    is_known = heard[0].device_model in ground.radio_map.offsets_db
    errors = ground.settings.site_errors
    ratio = errors.ratio(is_known) if errors else None
    radius_95_m = ground.settings.widening.standing_radius_m(spot.reach, ratio)
    return _fix(journey, asked_s, level, spot, radius_95_m)


def _fix_under_way(
    ground: Ground, journey: Journey, asked_s: float, belief: Belief, lag_s: float
) -> Fix:
    level, spot = _spot(ground, belief)
    radius_95_m = ground.settings.widening.radius_m(spot.reach, lag_s)
    return _fix(journey, asked_s, level, spot, radius_95_m)


def _spot(ground: Ground, belief: Belief) -> tuple[str, Spot]:
    level = max(belief.parts, key=lambda each: float(belief.parts[each].mass.sum()))
    part = belief.parts[level]
    return level, summarise(part, part.places(), ground.space.levels[level])


def _fix(journey: Journey, time_s: float, level: str, spot: Spot, radius_95_m: float) -> Fix:
    return Fix(time_s, journey.subject, level, spot.x_m, spot.y_m, spot.covariance_m2, radius_95_m)
