"""Many subjects at once on one core: ``python -m benchmarks.load [--only demo] [--most]``.

The live service from packets to positions on the bus: intake, screening, track, stillness,
dot, gate, and what is held against the radios. Everybody walks, and hears the ten nearest
radios five times a second. A position is due twice a second, when its half second has ended
and its stragglers have had their time, and late by all work that is done before it.

Each row is measured in a process of its own: what others left behind would slow it down.
Time is virtual: it goes on by the processor time of this one thread, so that other work on
the machine does not count. Walkers come in over five seconds; when all are shown, it is measured.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import math
import multiprocessing
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np

from api.branches import Branch, Branches, build_branch
from api.demo.visitors import INTERVAL_S, plan_walk, sought_places
from api.live.bus import Event, EventData, MemoryBus
from api.live.pipeline import load_filters
from api.live.service import HeardPacket, LiveService
from api.live.turns import SETTLE_S, TICK_S, keep_for_good, next_tick_s
from benchmarks.crowd import build_demo
from benchmarks.floors import LEVEL, MARGIN_M, PITCH_M, make_floor
from benchmarks.tables import markdown
from floorplans.model import Plan
from positioning.grid.live_ground import STEP_S
from positioning.pathloss import radio_power_dbm
from positioning.simulate import SimulatedAir
from positioning.sites import site_from_plan
from routing.model import Spot
from routing.search import find_route

SEED = 41
SUBJECTS = 500
SHELVES = 1600
RADIOS = 10
WAYS = 50
WAY_S = 30.0
NOISE_SD_DB = 4.0
OFFSET_SD_DB = 6.0
HEARD_WITHIN_M = 60.0
COMING_S = 5.0
OPENING_S = 1.0
LATEST_S = 25.0
MEASURED_S = 6.0
FAR_M = 1000.0
TICKS = round(STEP_S / TICK_S)

LIBRARIES = ("demo", "large")

Result = TypeVar("Result")
# Keys and RSSI of the radios heard at each event of a way.
Heard = Sequence[Sequence[tuple[str, float]]]


@dataclass(frozen=True, slots=True)
class Load:
    """A crowd.

    ``late_ms`` is how late each position was, ``worked_share`` the processor time for a second,
    ``belief_kb`` the largest belief, and ``kept_kb`` all that is kept at the end, if traced.
    """

    subjects: int
    late_ms: list[float]
    worked_share: float
    belief_kb: float
    kept_kb: float


@dataclass(slots=True)
class WorkClock:
    """Goes on by what this thread works, and by what is waited."""

    waited_s: float = 0.0
    began_s: float = field(default_factory=time.thread_time)

    def __call__(self) -> float:
        return self.waited_s + time.thread_time() - self.began_s

    def wait_until(self, time_s: float) -> None:
        """Wait; not at all if it is later already."""
        self.waited_s += max(0.0, time_s - self())

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Let no time pass."""
        at_s = time.thread_time()
        yield
        self.began_s += time.thread_time() - at_s


class WatchedBus(MemoryBus):
    """Calls back for each position."""

    def __init__(self, note: Callable[[str], None]) -> None:
        super().__init__("load")
        self._note = note

    def publish(self, branch: str, kind: str, subject: str, data: EventData) -> Event:
        """Publish, and tell of it."""
        event = super().publish(branch, kind, subject, data)
        self._note(subject)
        return event


def report(quick: bool = False, only: Sequence[str] = LIBRARIES, most: bool = False) -> str:
    load_filters()
    subjects, ways = (40, 4) if quick else (SUBJECTS, WAYS)
    head = (
        "library", "radios", "subjects", "late p50, ms", "p99, ms", "at most, ms", "of one core",
        "ms each", "largest belief, kB",
    )  # fmt: skip
    rows, notes = [], []
    for name in only:
        branch, draw = (
            (build_demo(), draw_stroll)
            if name == "demo"
            else (build_branch(make_floor(100 if quick else SHELVES)), draw_aisle)
        )
        branch.ways.build()
        walks = [hear_way(branch.plan, draw(branch, number), number) for number in range(ways)]
        library = f"{len(branch.plan.shelves):,} shelves"
        if most:
            rows.append(row(library, branch, apart(follow, branch, walks, subjects)))
            continue
        loads = [apart(follow, branch, walks, subjects // part) for part in (4, 2, 1)]
        crowded = with_far_radios(branch)
        beside = apart(follow, crowded, walks, subjects)
        rows += [row(library, branch, each) for each in loads]
        rows.append(row(library, crowded, beside))
        notes.append(
            f"- {library}: the work grows with the subjects to the power of "
            f"{growth_of(loads):.2f}; with ten times the radios, the new ones {FAR_M:.0f} m away, "
            f"it takes {beside.worked_share / loads[-1].worked_share:.2f} times as long; one more "
            f"subject takes {apart(size_kb, branch, walks, 8 if quick else 24):.0f} kB."
        )
    return "\n\n".join(filter(None, (markdown(head, rows), "\n".join(notes))))


def apart(
    measure: Callable[[Branch, Sequence[Heard], int], Result],
    branch: Branch,
    walks: Sequence[Heard],
    subjects: int,
) -> Result:
    """Measure in a process of its own, which has nothing of the measurements before."""
    processes = multiprocessing.get_context("fork")
    here, there = processes.Pipe(duplex=False)

    def run() -> None:
        gc.collect()
        keep_for_good()
        there.send(measure(branch, walks, subjects))

    process = processes.Process(target=run)
    process.start()
    there.close()
    result: Result = here.recv()
    process.join()
    return result


def row(library: str, branch: Branch, load: Load) -> tuple[str, ...]:
    p50_ms, p99_ms = np.percentile(load.late_ms, (50, 99))
    return (
        library,
        f"{len(branch.plan.radios):,}",
        f"{load.subjects}",
        f"{p50_ms:.0f}",
        f"{p99_ms:.0f}",
        f"{max(load.late_ms):.0f}",
        f"{100 * load.worked_share:.0f} %",
        f"{1000 * load.worked_share * MEASURED_S / len(load.late_ms):.2f}",
        f"{load.belief_kb:.0f}",
    )


def growth_of(loads: Sequence[Load]) -> float:
    """The exponent by which the work grows with the subjects."""
    subjects = np.log([each.subjects for each in loads])
    return float(np.polyfit(subjects, np.log([each.worked_share for each in loads]), 1)[0])


def follow(branch: Branch, walks: Sequence[Heard], subjects: int) -> Load:
    """Follow walkers, and tell how late their positions are when all have come."""
    clock = WorkClock()
    service = LiveService(Branches([branch]), clock)
    state = service.get_state(branch.id)
    state.ground.zones()
    positions = state.positions
    late_ms: list[float] = []
    service.bus = WatchedBus(
        lambda who: late_ms.append(1000 * (clock() - positions[who].time_s - SETTLE_S))
    )
    worked_s, belief_kb = asyncio.run(_follow(service, branch.id, clock, walks, subjects, late_ms))
    kept_kb = tracemalloc.get_traced_memory()[0] / 1000
    return Load(subjects, late_ms, worked_s / MEASURED_S, belief_kb, kept_kb)


async def _follow(
    service: LiveService,
    branch_id: str,
    clock: WorkClock,
    walks: Sequence[Heard],
    subjects: int,
    late_ms: list[float],
) -> tuple[float, float]:
    """Post and tick as the server does; a tick that was missed is not made up for."""
    worked_s = belief_kb = 0.0
    began_s, posted, next_s = clock(), 0, clock()
    measured_from_s = began_s + COMING_S + OPENING_S
    while clock() < measured_from_s + MEASURED_S:
        are_all_shown = len(service.list_positions(branch_id)) >= subjects
        if not are_all_shown and clock() < began_s + LATEST_S:
            measured_from_s = max(measured_from_s, clock() + OPENING_S)
        if clock() < measured_from_s:
            late_ms.clear()
            worked_s = 0.0
        clock.wait_until(next_s)
        next_s = next_tick_s(clock())
        with clock.stopped():
            belief_kb = max(belief_kb, largest_kb(service, branch_id))
            now_s = clock()
            come = round(subjects * min((now_s - began_s) / COMING_S, 1.0))
            ticks = range(posted + 1, math.floor((now_s - began_s) / TICK_S) + 1)
            posts = [
                (number, hear(walks[number % len(walks)], number, began_s + tick * TICK_S))
                for tick in ticks
                for number in range(tick % TICKS, come, TICKS)
            ]
            posted = ticks.stop - 1
        work_s = clock()
        for number, packets in posts:
            service.post_from_subject(branch_id, f"walker-{number}", packets)
        await service.tick()
        worked_s += clock() - work_s
    return worked_s, belief_kb


def largest_kb(service: LiveService, branch_id: str) -> float:
    beliefs = [each.track.belief for each in service.get_state(branch_id).movers.values()]
    sizes = [sum(part.mass.nbytes for part in each.parts.values()) for each in beliefs if each]
    return max(sizes, default=0) / 1000


def hear(walk: Heard, number: int, until_s: float) -> list[HeardPacket]:
    """Hear what radios send in the half second before a time; each walker goes to and fro."""
    shift_s, back = number * 0.37, 2 * len(walk)
    first, last = (math.ceil((t + shift_s) / INTERVAL_S) for t in (until_s - STEP_S, until_s))
    return [
        HeardPacket(key, rssi_dbm, until_s + shift_s - event * INTERVAL_S)
        for event in range(first, last)
        for key, rssi_dbm in walk[min(event % back, back - 1 - event % back)]
    ]


def size_kb(branch: Branch, walks: Sequence[Heard], subjects: int) -> float:
    """How much memory one more subject takes, with all that is remembered of it."""
    few, kept_kb = subjects // 4, []
    for crowd in (few, subjects):
        tracemalloc.start()
        kept_kb.append(follow(branch, walks, crowd).kept_kb)
        tracemalloc.stop()
    return (kept_kb[1] - kept_kb[0]) / (subjects - few)


def draw_stroll(branch: Branch, number: int) -> Callable[[float], Spot]:
    """Walk from one range to another, every fourth to another level."""
    rng, goals = np.random.default_rng([SEED, number]), sought_places(branch)
    while True:
        one, other = (goals[index] for index in rng.choice(len(goals), 2, replace=False))
        if (one.level != other.level) == (number % 4 == 0):
            route = find_route(branch.graph, one, other)
            if route.length_m > WAY_S:
                return plan_walk(route, branch.plan, 0.0, 0.0).at


def draw_aisle(branch: Branch, number: int) -> Callable[[float], Spot]:
    """Walk along an aisle at a metre a second."""
    rng = np.random.default_rng([SEED, number])
    width_m, depth_m = np.max(branch.plan.levels[0].outline, axis=0)
    row = rng.integers((depth_m - MARGIN_M[1]) // PITCH_M[1] - 1)
    x_m, y_m = rng.uniform(2.0, width_m - WAY_S - 4.0), MARGIN_M[1] + (row + 0.5) * PITCH_M[1]
    return lambda time_s: Spot(LEVEL, x_m + time_s, y_m)


def hear_way(plan: Plan, where: Callable[[float], Spot], number: int) -> Heard:
    """Hear the ten nearest radios at each event of a way, with a phone of its own."""
    rng = np.random.default_rng([SEED, number, 1])
    site = site_from_plan(plan)
    spots = [where(float(time_s)) for time_s in np.arange(0.0, WAY_S, INTERVAL_S)]
    near = tuple(
        radio
        for radio in site.radios
        if min(math.dist((radio.x_m, radio.y_m), (s.x_m, s.y_m)) for s in spots) < HEARD_WITHIN_M
    )
    air, offset_db = SimulatedAir(replace(site, radios=near), rng), rng.normal(0.0, OFFSET_SD_DB)
    keys = {radio.id: radio.key for radio in plan.radios}
    events = []
    for spot in spots:
        expected = []
        shadows_db = air.shadowing_db(spot.level, spot.x_m, spot.y_m)
        for radio, shadow_db in zip(near, shadows_db, strict=True):
            if radio.level == spot.level:
                away_m = math.hypot(radio.x_m - spot.x_m, radio.y_m - spot.y_m, 1.8)
                mean_dbm = radio_power_dbm(radio, site.model) - 28.0 * math.log10(away_m)
                expected.append((away_m, keys[radio.id], mean_dbm + shadow_db + offset_db))
        packets_dbm = rng.normal(0.0, NOISE_SD_DB, RADIOS)
        events.append(
            [
                (key, float(round(min(mean_dbm + packet_dbm, -1.0))))
                for (_, key, mean_dbm), packet_dbm in zip(
                    sorted(expected), packets_dbm, strict=False
                )
            ]
        )
    return events


def with_far_radios(branch: Branch) -> Branch:
    """Give a branch ten times as many radios, all the new ones far away."""
    plan = branch.plan
    far = tuple(
        replace(
            radio,
            id=f"{radio.id}-far-{copy}",
            x_m=radio.x_m + FAR_M,
            key=f"{radio.key}-far-{copy}",
        )
        for radio in plan.radios
        for copy in range(9)
    )
    return replace(branch, plan=replace(plan, radios=(*plan.radios, *far)))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Follow hundreds of subjects on one core.")
    parser.add_argument("--quick", action="store_true", help="a few subjects, to see that it works")
    parser.add_argument("--only", choices=LIBRARIES, help="one of the libraries")
    parser.add_argument("--most", action="store_true", help="only the rows of most subjects")
    asked = parser.parse_args(arguments)
    print(report(asked.quick, (asked.only,) if asked.only else LIBRARIES, asked.most))


if __name__ == "__main__":
    main()
