"""Fixes for recorded sightings at the moments asked: live, with a lag, or in hindsight."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile

from positioning.filters import FilterState, predict_state, smooth_states, transition
from positioning.fixes import state_fix
from positioning.model import Fix, Sighting, Site
from positioning.recordings import Ask, Recording
from positioning.tracking import STEP_S, Track, advance, fix_at, start_track


@dataclass(frozen=True, slots=True)
class Mode:
    """How far beyond the moment asked one may listen: 0 s is live, infinity is hindsight.

    Raises
    ------
    ValueError
        If the lag is negative.
    """

    lag_s: float = 0.0

    def __post_init__(self) -> None:
        if not self.lag_s >= 0:
            raise ValueError(f"The lag is {self.lag_s} s; it must not be negative.")


def parse_mode(text: str) -> Mode:
    """Read ``causal``, ``lag:S`` or ``smooth``.

    Raises
    ------
    ValueError
        If the text is none of these.

    Examples
    --------
    >>> parse_mode("lag:3")
    Mode(lag_s=3.0)
    """
    if text in ("causal", "smooth"):
        return Mode(0.0 if text == "causal" else math.inf)
    kind, _, lag = text.partition(":")
    try:
        lag_s = float(lag)
    except ValueError:
        lag_s = math.nan
    if kind != "lag" or not 0 <= lag_s < math.inf:
        raise ValueError(f'The mode is "{text}"; it must be causal, lag:SECONDS or smooth.')
    return Mode(lag_s)


def answer_recording(site: Site, recording: Recording, mode: Mode) -> tuple[Fix | None, ...]:
    """Answer all that a recording asks, each subject by itself.

    Parameters
    ----------
    site : Site
        Where it was recorded.
    recording : Recording
        Sightings and moments asked.
    mode : Mode
        Live, with a lag, or in hindsight.

    Returns
    -------
    tuple of (Fix or None)
        In the order of ``recording.asks``; ``None`` where nothing was heard.
    """
    heard: dict[str, list[Sighting]] = {}
    for each in recording.sightings:
        heard.setdefault(each.subject, []).append(each)
    asked: dict[str, list[int]] = {}
    for index in sorted(range(len(recording.asks)), key=lambda at: recording.asks[at].time_s):
        asked.setdefault(recording.asks[index].subject, []).append(index)
    answers: dict[int, Fix | None] = {}
    for subject, indices in asked.items():
        asks = [recording.asks[index] for index in indices]
        level = _common_level(asks)
        track = start_track(site, subject, standing=recording.standing, level=level)
        fixes = _locate(track, heard.get(subject, []), [ask.time_s for ask in asks], mode)
        answers.update(zip(indices, fixes, strict=True))
    return tuple(answers[index] for index in range(len(recording.asks)))


def _common_level(asks: Sequence[Ask]) -> str | None:
    """The level, where every row gives the same one as known."""
    levels = {ask.level for ask in asks}
    return levels.pop() if len(levels) == 1 else None


def _locate(
    track: Track, sightings: Sequence[Sighting], times_s: Sequence[float], mode: Mode
) -> tuple[Fix | None, ...]:
    if mode.lag_s == 0:
        return _locate_causal(track, sightings, times_s)
    if math.isinf(mode.lag_s):
        return _locate_smooth(track, sightings, times_s)
    return _locate_delayed(track, sightings, times_s, mode.lag_s)


@dataclass(frozen=True, slots=True, eq=False)
class _Snapshot:
    """A track after one of its updates, and when that update was made."""

    known_s: float
    track: Track
    state: FilterState


def _locate_causal(
    track: Track, sightings: Sequence[Sighting], times_s: Sequence[float]
) -> tuple[Fix | None, ...]:
    """Answer each time with what was heard by then."""
    fixes = []
    start = 0
    for time_s in times_s:
        end = _count_until(sightings, start, time_s)
        track, _ = advance(track, sightings[start:end], time_s)
        fixes.append(fix_at(track, time_s))
        start = end
    return tuple(fixes)


def _locate_delayed(
    track: Track, sightings: Sequence[Sighting], times_s: Sequence[float], lag_s: float
) -> tuple[Fix | None, ...]:
    """Answer each time with what was heard until ``lag_s`` after it."""
    snapshots = _snapshots(track, sightings)
    known_s = [each.known_s for each in snapshots]
    fixes: list[Fix | None] = []
    for time_s in times_s:
        end = bisect_right(known_s, time_s + lag_s)
        fixes.append(_fix(_smooth(_run(snapshots, time_s, end)), time_s) if end else None)
    return tuple(fixes)


def _locate_smooth(
    track: Track, sightings: Sequence[Sighting], times_s: Sequence[float]
) -> tuple[Fix | None, ...]:
    """Answer each time with all that was heard, before and after."""
    snapshots = _snapshots(track, sightings)
    if not snapshots:
        return (None,) * len(times_s)
    runs = groupby(_drop_superseded(snapshots), key=lambda each: each.state.started_s)
    smooth = [each for _, run in runs for each in _smooth(list(run))]
    return tuple(_fix(_run(smooth, time_s, len(smooth)), time_s) for time_s in times_s)


def _count_until(sightings: Sequence[Sighting], start: int, time_s: float) -> int:
    end = start
    while end < len(sightings) and sightings[end].time_s <= time_s:
        end += 1
    return end


def _snapshots(track: Track, sightings: Sequence[Sighting]) -> list[_Snapshot]:
    """The track after each step that changed its state."""
    snapshots: list[_Snapshot] = []
    start = 0
    while start < len(sightings):
        until_s = math.ceil(sightings[start].time_s / STEP_S) * STEP_S
        end = _count_until(sightings, start, until_s)
        before, (track, _) = track, advance(track, sightings[start:end], until_s)
        start = end
        if track.state is None or track.state is before.state:
            continue
        snapshots.append(_Snapshot(until_s, track, track.state))
    return snapshots


def _drop_superseded(snapshots: Sequence[_Snapshot]) -> list[_Snapshot]:
    """Leave out starts of a young track that a later start from more packets replaces."""
    followers = [*snapshots[1:], None]
    return [
        each
        for each, follower in zip(snapshots, followers, strict=True)
        if follower is None or not _is_same_opening(each.track, follower.track)
    ]


def _is_same_opening(before: Track, after: Track) -> bool:
    return before.opening[:1] == after.opening[:1] != ()


def _run(snapshots: Sequence[_Snapshot], time_s: float, end: int) -> list[_Snapshot]:
    """Of the first ``end`` snapshots those that bear on a time: from the one before it on."""
    first = bisect_right(snapshots, time_s, hi=end, key=lambda each: each.state.time_s) - 1
    if snapshots[0].track.standing:
        first = end - 1
    run = _drop_superseded(snapshots[max(first, 0) : end])
    started_s = run[0].state.started_s
    return list(takewhile(lambda each: each.state.started_s == started_s, run))


def _smooth(run: Sequence[_Snapshot]) -> list[_Snapshot]:
    motion = run[0].track.settings.motion
    states = smooth_states([each.state for each in run], motion)
    return [replace(each, state=state) for each, state in zip(run, states, strict=True)]


def _fix(run: Sequence[_Snapshot], time_s: float) -> Fix:
    """Fix at a time from the (smoothed) snapshots around it."""
    first, motion = run[0], run[0].track.settings.motion
    if time_s <= first.state.time_s or first.track.standing:
        _, noise = transition(motion, 0.0 if first.track.standing else first.state.time_s - time_s)
        state = replace(first.state, covariance=first.state.covariance + noise)
    elif len(run) == 1:
        state = predict_state(first.state, time_s, motion)
    else:
        state = _between(first.state, run[1].state, time_s)
    return state_fix(first.track, state, time_s)


def _between(before: FilterState, after: FilterState, time_s: float) -> FilterState:
    share = min((time_s - before.time_s) / (after.time_s - before.time_s), 1.0)
    return replace(
        before,
        mean=before.mean + share * (after.mean - before.mean),
        covariance=before.covariance + share * (after.covariance - before.covariance),
    )
