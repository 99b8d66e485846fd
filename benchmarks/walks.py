"""Simulated walks through the demo library, as the live service shows them: a Markdown table.

    python -m benchmarks.walks [--quick] [--walks 100] [KIND …]

Each walk draws its own air, way and goals from its number alone. Phones post what they heard
every 0.6 s, as the demo's visitors do; sightings go through `api.live.pipeline.fold` at each
tick of the live service. KIND is one of:

    level   from one range to another on the same level
    stairs  to a range on the other level, by the stairs
    lift    to a range on the other level, by the lift
    stand   a walk, 40 s of standing, and on to another range
    steps   the same, with a phone that also tells its steps
    browse  six ranges near by, with 4 to 12 s at each

The radius *holds* as it is drawn: a position comes to the page 0.05 s after it was made, and stays
there for the half second until the next; it counts whether the circle holds where she is then.

A walk is *right* if the dot is on the walker's level from its first seconds to its end, but for
at most 5 s after she comes out of the stairs or the lift.

A stand is *still* if in none of its half minutes, from 5 s after the walker stood still, two
places of the dot are 0.3 m or more apart. The dot has *followed* when it has left the place where
it rested by more than those 0.3 m; time is that on the wall, from when she walks on, with the
0.6 s in which her phone gathers a batch. *Behind* is how far she is from the dot, and from the
newest fix, when she has walked for two seconds.

The last table is the operating curve: how many stands would see their dot let go at least once,
and how soon after she walks on it is let go, for other chances of moving than that of
`positioning.dot`.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from api.branches import Branch, build_branch
from api.demo.visitors import BATCH_S
from api.live.intake import Intake
from api.live.pipeline import fold, load_filters, start_mover, step_on
from api.live.positions import Position
from api.live.service import SETTLE_S, TICK_S
from api.plans import load_plan
from benchmarks.tables import markdown
from benchmarks.trips import KINDS, OPENING_S, SUBJECT, Span, Trip, hear_trip, plan_trip, tell_steps
from positioning.grid.live_ground import STEP_S, ground_of_plan
from positioning.model import Fix
from routing.model import Spot

CALM_S = 5.0
WINDOW_S = 30.0
FOLLOW_S = 2.0
STILL_M = 0.3
LEVEL_S = 5.0
# From the service to the page, and moments of the half second for which a position is drawn.
LINE_S = 0.05
DRAWN_S = tuple(LINE_S + STEP_S * (k + 0.5) / 4 for k in range(4))
CHANCES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)

ACCURACY_COLUMNS = (
    "walks",
    "count",
    "fix off: mean / p50 / p95, m",
    "dot off: mean / p50 / p95, m",
    "radius holds, drawn",
    "radius: p50, m",
    "walks right",
    "level right, time",
    "longest wrong, s",
)
STILL_COLUMNS = (
    "stands",
    "count",
    "still",
    "farthest in 30 s: p50 / p99 / max, m",
    "way in 30 s: p50 / p99, m",
    "follows after: p50 / p90, s",
    "within 2 s",
    "dot behind, m",
    "fix behind, m",
)
CURVE_COLUMNS = (
    "let go at",
    "stands let go",
    "let go after: p50 / p90, s",
    "within 2 s",
)

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Moment:
    """What was shown at a tick, the fix behind it, and where the walker was at its time.

    ``moving`` is how likely she moved, by what her phone heard; ``drawn`` where she is while
    the page shows it.
    """

    now_s: float
    shown: Position
    fix: Fix
    truth: Spot
    moving: float
    drawn: tuple[Spot, ...] = ()

    @property
    def held(self) -> Iterator[bool]:
        """Whether the drawn circle holds her, while she is on its level."""
        shown = self.shown
        return (
            _apart_m(each, shown) <= shown.radius_95_m
            for each in self.drawn
            if each.level == shown.level
        )


@dataclass(frozen=True, slots=True)
class Follow:
    """How the dot came after one who walked on.

    ``after_s`` is when it had left its place by 0.3 m, on the wall's clock; ``behind_m`` and
    ``fix_behind_m`` are how far from her the dot and the fix were, two seconds after her start.
    """

    after_s: float
    behind_m: float
    fix_behind_m: float


def follow_trip(branch: Branch, trip: Trip, number: int, with_steps: bool = False) -> list[Moment]:
    """Fold what is heard on a trip as the live service does, and keep all that is shown."""
    heard = list(hear_trip(branch, trip, number))
    steps = list(tell_steps(branch, trip, number)) if with_steps else []
    mover, intake, taken = start_mover(ground_of_plan(branch.plan), SUBJECT, 0.0), Intake(), 0
    intake.admit(SUBJECT)
    moments, told_s = [], 0.0
    for tick in range(1, int(trip.walk.ends_s / TICK_S)):
        now_s = tick * TICK_S + SETTLE_S
        if with_steps and now_s >= told_s + BATCH_S:
            due_steps = [each for each in steps if told_s < each.time_s <= now_s]
            mover, told_s = step_on(mover, branch, due_steps, told_s, now_s), now_s
        arrived = taken
        while arrived < len(heard) and heard[arrived][0] <= now_s:
            arrived += 1
        intake.add([each for _, each in heard[taken:arrived]])
        taken = arrived
        due = intake.take(SUBJECT, now_s - SETTLE_S)
        mover, position = fold(mover, branch, due, now_s - SETTLE_S)
        if position is not None and mover.fix is not None:
            truth = trip.walk.at(position.time_s)
            drawn = tuple(trip.walk.at(now_s + after_s) for after_s in DRAWN_S)
            moments.append(Moment(now_s, position, mover.fix, truth, mover.stillness.moving, drawn))
    return moments


def _apart_m(one: Position | Fix | Spot, other: Position | Fix | Spot) -> float:
    return math.dist((one.x_m, one.y_m), (other.x_m, other.y_m))


def wander_m(moments: Sequence[Moment], stand: Span) -> tuple[float, float] | None:
    """How far a standing walker's dot gets from any of its places, and how long its way is.

    Of the worst 30 s that begin 5 s or more after she stood still; ``None`` for a shorter stand.
    """
    dots = [each for each in moments if stand[0] + CALM_S <= each.now_s <= stand[1]]
    worst: list[tuple[float, float]] = []
    for first in dots:
        if first.now_s + WINDOW_S > stand[1]:
            break
        window = [e.shown for e in dots if first.now_s <= e.now_s <= first.now_s + WINDOW_S]
        spread_m = max(_apart_m(one, other) for one in window for other in window)
        worst.append((spread_m, sum(_apart_m(a, b) for a, b in pairwise(window))))
    return max(worst, default=None)


def follow_of(moments: Sequence[Moment], trip: Trip, began_s: float) -> Follow | None:
    """How the dot came after a walker who walked on at ``began_s``."""
    rested = [each for each in moments if each.now_s <= began_s]
    after = [each for each in moments if began_s < each.now_s <= began_s + 15.0]
    if not rested or not after:
        return None
    rest = rested[-1].shown
    after_s = math.inf
    for each in after:
        if _apart_m(each.shown, rest) >= STILL_M or each.shown.level != rest.level:
            after_s = each.now_s - began_s
            break
    soon = min(after, key=lambda each: abs(each.now_s - began_s - FOLLOW_S))
    her = trip.walk.at(soon.now_s)
    return Follow(after_s, _apart_m(soon.shown, her), _apart_m(soon.fix, her))


def longest_wrong_s(moments: Sequence[Moment]) -> float:
    """The longest time for which the dot is on a wrong level, to when it is right again."""
    longest, since_s = 0.0, None
    for each in moments:
        is_wrong = each.shown.level != each.truth.level
        if since_s is not None:
            longest = max(longest, each.now_s - since_s)
        since_s = (each.now_s if since_s is None else since_s) if is_wrong else None
    return longest


def is_right(moments: Sequence[Moment]) -> bool:
    """Tell whether the dot is on the right level, but for 5 s after the walker changed hers."""
    changed_s = -math.inf
    for before, each in pairwise(moments):
        if before.truth.level != each.truth.level:
            changed_s = each.now_s
        is_late = each.now_s > max(OPENING_S, changed_s + LEVEL_S)
        if each.shown.level != each.truth.level and is_late:
            return False
    return True


def list_errors_m(moments: Sequence[Moment]) -> list[tuple[float, float]]:
    """Errors of fix and dot on the right level."""
    return [
        (_apart_m(each.fix, each.truth), _apart_m(each.shown, each.truth))
        for each in moments
        if each.now_s > OPENING_S and each.shown.level == each.truth.level == each.fix.level
    ]


def accuracy_row(kind: str, walks: Sequence[Sequence[Moment]]) -> tuple[object, ...]:
    """A kind's row: errors of fix and dot, the radius, the level."""
    errors = [each for moments in walks for each in list_errors_m(moments)]
    fix_m, dot_m = (np.array(column) for column in zip(*errors, strict=True))
    settled = [each for moments in walks for each in moments if each.now_s > OPENING_S]
    right = np.mean([each.shown.level == each.truth.level for each in settled])
    return (
        kind,
        len(walks),
        _spread(fix_m),
        _spread(dot_m),
        f"{100 * np.mean([held for each in settled for held in each.held]):.1f} %",
        f"{np.median([each.shown.radius_95_m for each in settled]):.2f}",
        f"{100 * np.mean([is_right(moments) for moments in walks]):.0f} %",
        f"{100 * right:.2f} %",
        f"{max(map(longest_wrong_s, walks)):.1f}",
    )


def still_row(
    kind: str, trips: Sequence[Trip], walks: Sequence[Sequence[Moment]]
) -> tuple[object, ...]:
    """A row of stands: how the dot rests, and how it comes after who walks on."""
    wanders, follows = [], []
    for trip, moments in zip(trips, walks, strict=True):
        for stand in trip.stands:
            wander = wander_m(moments, stand)
            follow = follow_of(moments, trip, stand[1])
            if wander is not None and follow is not None:
                wanders.append(wander)
                follows.append(follow)
    farthest_m, way_m = np.array(wanders).T
    after_s = np.array([each.after_s for each in follows])
    return (
        kind,
        len(wanders),
        f"{100 * np.mean(farthest_m < STILL_M):.1f} %",
        _digits(farthest_m, (50, 99, 100)),
        _digits(way_m, (50, 99)),
        _digits(after_s, (50, 90)),
        f"{100 * np.mean(after_s <= FOLLOW_S):.0f} %",
        f"{np.mean([each.behind_m for each in follows]):.2f}",
        f"{np.mean([each.fix_behind_m for each in follows]):.2f}",
    )


def curve_rows(
    trips: Sequence[Trip], walks: Sequence[Sequence[Moment]]
) -> Iterator[tuple[object, ...]]:
    """For chances of moving: how many stands reach them, and when those do who walk on."""
    stands = [
        (
            [e for e in moments if stand[0] + CALM_S <= e.now_s <= stand[1]],
            [(e.now_s - stand[1], e.moving) for e in moments if e.now_s > stand[1]],
        )
        for trip, moments in zip(trips, walks, strict=True)
        for stand in trip.stands
    ]
    for chance in CHANCES:
        let_go = [any(each.moving >= chance for each in still) for still, _ in stands]
        after_s = np.array(
            [next((at_s for at_s, p in after if p >= chance), math.inf) for _, after in stands]
        )
        yield (
            chance,
            f"{100 * np.mean(let_go):.1f} %",
            _digits(after_s, (50, 90)),
            f"{100 * np.mean(after_s <= FOLLOW_S):.0f} %",
        )


def _spread(errors_m: FloatArray) -> str:
    return f"{errors_m.mean():.2f} / {_digits(errors_m, (50, 95))}"


def _digits(values: FloatArray, percents: Sequence[int]) -> str:
    return " / ".join(f"{each:.2f}" for each in np.percentile(values, percents, method="lower"))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.walks", description=__doc__)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("--walks", type=int, default=100, help="of each kind")
    parser.add_argument("--quick", action="store_true", help="five of each, to see that it works")
    args = parser.parse_args(arguments)
    unknown = [kind for kind in args.kinds if kind not in KINDS]
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; there are {', '.join(KINDS)}")
    load_filters()
    branch, rows, stills, curve = build_branch(load_plan("demo")), [], [], []
    for kind in args.kinds or KINDS:
        numbers = range(5 if args.quick else args.walks)
        trips = [plan_trip(branch, kind, number) for number in numbers]
        walks = [
            follow_trip(branch, trip, number, kind == "steps")
            for trip, number in zip(trips, numbers, strict=True)
        ]
        rows.append(accuracy_row(kind, walks))
        if kind in ("stand", "steps"):
            stills.append(still_row(kind, trips, walks))
        if kind == "stand":
            curve = list(curve_rows(trips, walks))
    for columns, found in (
        (ACCURACY_COLUMNS, rows),
        (STILL_COLUMNS, stills),
        (CURVE_COLUMNS, curve),
    ):
        if found:
            print(f"{markdown(columns, found)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
