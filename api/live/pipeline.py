"""One subject's way from sightings to the shown dot: tracker, dot filter, gate."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import shapely

from api.branches import Branch
from api.live.positions import Position
from positioning.dot import Dot, move_dot
from positioning.grid.known import SPOT, SPOT_RADIUS_M, Known, summarise_belief
from positioning.grid.live_fix import radius_about
from positioning.grid.live_gait import sensed_moving
from positioning.grid.live_ground import LiveGround
from positioning.grid.live_observe import (
    CERTAIN_DOUBT,
    Spot,
    observe_places,
    observe_steps,
    steps_in_plan,
)
from positioning.grid.live_track import (
    LiveTrack,
    advance,
    fix_at,
    renew_ground,
    start_track,
)
from positioning.grid.warming import warm_up
from positioning.model import Fix, Sighting
from positioning.motion.records import StepEvent
from positioning.stillness import Stillness, gather, judge, start_stillness
from routing import gate
from routing.detours import TOLD_S
from routing.warming import warm_up as warm_up_ways

TURNS_FROM_M = 0.25
# How far somebody walks from a fix to the middle of the time in which a page shows it: half a
# step, `turns.SETTLE_S` and the way to the page. The beliefs of those who are only heard are
# wide enough for that; `benchmarks.walks` counts it.
WALKED_ON_M = 0.8


@dataclass(frozen=True, slots=True)
class Mover:
    """A live subject: its track, its dot, and where the gate lets it be shown.

    ``fix`` is the newest fix, ``stillness`` how likely the subject moves.
    """

    track: LiveTrack
    last_heard_s: float
    stillness: Stillness
    fix: Fix | None = None
    dot: Dot | None = None
    gate: gate.GateState | None = None
    shown: Position | None = None


def start_mover(ground: LiveGround, subject: str, now_s: float) -> Mover:
    """Begin with a subject that nothing is known of yet."""
    stillness = start_stillness(ground.site.model.noise_sd_db)
    return Mover(start_track(ground, subject), now_s, stillness)


def carry_over(mover: Mover, ground: LiveGround) -> Mover:
    """Let a subject go on in another version of its branch.

    One that is on a level that this version lacks begins anew, without a position.
    """
    gate_level = mover.gate.level if mover.gate else None
    if {mover.track.level, gate_level} <= {None, *ground.levels}:
        return replace(mover, track=renew_ground(mover.track, ground))
    return start_mover(ground, mover.track.subject, mover.last_heard_s)


def load_filters() -> None:
    """Load the filters, which takes a second, before anybody waits for a position."""
    warm_up()
    warm_up_ways()
    judge(start_stillness(1.0), 0.0)
    fix = Fix(0.0, "", "", 0.0, 0.0, ((1.0, 0.0), (0.0, 1.0)), 1.0)
    move_dot(move_dot(None, fix, 0.0, 1.0), fix, 1.0, 1.0)


def fold(
    mover: Mover,
    branch: Branch,
    sightings: Sequence[Sighting],
    until_s: float,
    newest_only: bool = False,
) -> tuple[Mover, Position | None]:
    """Take in what was heard up to a time.

    Parameters
    ----------
    mover : Mover
        The subject before.
    branch : Branch
        Where it moves.
    sightings : sequence of Sighting
        In the order of their times, none after ``until_s``.
    until_s : float
        Monotonic seconds.
    newest_only : bool, optional
        Whether the dot may leave out steps that are made up for, as it must to catch up.

    Returns
    -------
    mover : Mover
        The subject after.
    position : Position or None
        Where to show it now; ``None`` if nothing new is known.
    """
    track, fixes = advance(mover.track, sightings, until_s)
    heard_s = sightings[-1].time_s if sightings else mover.last_heard_s
    heard_s = max(mover.last_heard_s, heard_s)
    stillness = gather(mover.stillness, sightings)
    if not fixes:
        shown = mover.shown
        return Mover(track, heard_s, stillness, mover.fix, mover.dot, mover.gate, shown), None
    for fix in fixes:
        stillness = judge(stillness, fix.time_s)
        mover = Mover(track, heard_s, stillness, mover.fix, mover.dot, mover.gate, mover.shown)
        if not newest_only or fix is fixes[-1]:
            mover = _show(mover, branch, fix)
    return mover, mover.shown


def observe(
    mover: Mover,
    branch: Branch,
    time_s: float,
    level: str,
    x_m: float,
    y_m: float,
    sigma_m: float,
) -> tuple[Mover, Position]:
    """Take in a place that the subject gave itself; the dot goes there at once."""
    spots = (Spot(level, x_m, y_m, sigma_m),)
    moved, position = observe_told(mover, branch, time_s, spots, CERTAIN_DOUBT)
    assert position is not None
    return moved, position


def observe_told(
    mover: Mover, branch: Branch, time_s: float, spots: Sequence[Spot], doubt: float
) -> tuple[Mover, Position | None]:
    """Take in a place that somebody told; see `positioning.grid.live_observe`.

    The position is ``None`` if the place is on no level that anybody can be on, and nothing
    else is known.
    """
    track = observe_places(mover.track, time_s, spots, doubt)
    fix = fix_at(track, time_s)
    if fix is None:
        return mover, None
    fresh = replace(mover, track=track, last_heard_s=time_s, dot=None, gate=None, shown=None)
    moved = _show(fresh, branch, fix)
    return moved, moved.shown


def step_on(
    mover: Mover, branch: Branch, steps: Sequence[StepEvent], from_s: float, until_s: float
) -> Mover:
    """Take in what a subject's motion sensors told of a time; headings are from true east."""
    turned = steps_in_plan(steps, branch.plan.georeference)
    track = observe_steps(mover.track, turned, from_s, until_s)
    return replace(mover, track=track, last_heard_s=max(mover.last_heard_s, until_s))


def _show(mover: Mover, branch: Branch, fix: Fix) -> Mover:
    dt_s = 0.0 if mover.shown is None else max(0.0, fix.time_s - mover.shown.time_s)
    dot = _dot(mover, fix, dt_s)
    if dot.resting and dot is not mover.dot:
        dot = _settle(dot, branch)
    let_through = gate.step(
        branch.graph, mover.gate, fix.level, dot.x_m, dot.y_m, fix.radius_95_m, dt_s
    )
    if dot.resting and 0 < let_through.told_s < TOLD_S and _may_rest(let_through, fix):
        # It would be led round a shelf while its subject stands: a held dot tells nothing new.
        dot = replace(dot, x_m=let_through.x_m, y_m=let_through.y_m)
    shown = Position(
        subject=fix.subject,
        time_s=fix.time_s,
        level=let_through.level,
        x_m=let_through.x_m,
        y_m=let_through.y_m,
        radius_95_m=_shown_radius_m(mover.track, fix, let_through),
        heading_deg=_heading_deg(mover.shown, let_through),
        known=_known(mover.track, fix),
    )
    return Mover(mover.track, mover.last_heard_s, mover.stillness, fix, dot, let_through, shown)


def _may_rest(shown: gate.GateState, fix: Fix) -> bool:
    """Tell whether a dot may rest where it is shown: not where its fix says nobody is."""
    apart_m = math.dist((shown.x_m, shown.y_m), (fix.x_m, fix.y_m))
    return shown.level == fix.level and apart_m <= fix.radius_95_m


def _settle(dot: Dot, branch: Branch) -> Dot:
    """Let a dot rest where one can stand.

    Beside a shelf's middle line the nearest place to stand may change sides.
    """
    area = branch.walkable.area(dot.level)
    shapely.prepare(area)
    if shapely.intersects_xy(area, dot.x_m, dot.y_m):
        return dot
    x_m, y_m = branch.walkable.nearest(dot.level, dot.x_m, dot.y_m)
    return replace(dot, x_m=x_m, y_m=y_m)


def _dot(mover: Mover, fix: Fix, dt_s: float) -> Dot:
    """Move the dot; it stays, and only its radius grows, where nothing is heard of a subject."""
    sensed = sensed_moving(mover.track.gait, fix.time_s)
    is_silent = sensed is None and not mover.stillness.radios
    if is_silent and mover.dot is not None and mover.dot.level == fix.level:
        return mover.dot
    return move_dot(mover.dot, fix, dt_s, mover.stillness.moving if sensed is None else sensed)


def _known(track: LiveTrack, fix: Fix) -> Known:
    """Say what is known at a fix, by the track that gave it."""
    if track.belief is None or fix.radius_95_m <= SPOT_RADIUS_M:
        return SPOT
    return summarise_belief(track.belief, fix.radius_95_m, track.ground.zones())


def _shown_radius_m(track: LiveTrack, fix: Fix, shown: gate.GateState) -> float:
    """Radius about the dot, which is not where the fix is, while it is shown.

    The 95 % radius of a round normal distribution about a point ``away_m`` from its middle is
    a noncentral chi distribution's quantile; the root is within 6 % of it.
    """
    if shown.level != fix.level:
        return fix.radius_95_m
    radius_m = radius_about(track, fix, shown.x_m, shown.y_m)
    away_m = WALKED_ON_M * (sensed_moving(track.gait, fix.time_s) or 0.0)
    return math.sqrt(radius_m**2 + radius_m * away_m + away_m**2)


def _heading_deg(before: Position | None, now: gate.GateState) -> float | None:
    """Give the direction of travel; the last known one while the dot hardly moves."""
    if before is None or before.level != now.level:
        return None
    east_m, north_m = now.x_m - before.x_m, now.y_m - before.y_m
    if math.hypot(east_m, north_m) < TURNS_FROM_M:
        return before.heading_deg
    return math.degrees(math.atan2(north_m, east_m)) % 360
