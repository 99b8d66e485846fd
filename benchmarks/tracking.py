"""The live tracker against two others: ``python -m benchmarks.tracking [--quick]``.

Accuracy: the same simulated walks through the demo library, over stairs and lifts too, heard
by phones whose offset is drawn anew for each. Speed: walkers who hear ten radios five times a
second, in the demo library and in one of 1,600 shelves. The others are

- the first estimator: packets averaged per radio, Student-t multilateration, a Kalman filter,
- a locator of the kind that home automation uses (`benchmarks.peers`).

What hundreds of subjects at once take is measured by `benchmarks.load`.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from api.branches import Branch
from api.demo.visitors import INTERVAL_S, PHONE_HEIGHT_M, plan_walk, sought_places
from benchmarks.crowd import build_demo
from benchmarks.floors import MARGIN_M, PITCH_M, make_floor
from benchmarks.peers import advance_peer, start_peer
from benchmarks.tables import markdown
from positioning.grid import live_track
from positioning.grid.live_ground import STEP_S, LiveGround, ground_of_plan
from positioning.grid.warming import warm_up
from positioning.model import Fix, Sighting, Site
from positioning.simulate import SimulatedAir
from positioning.sites import site_from_plan
from positioning.tracking import advance as advance_first
from positioning.tracking import start_track as start_first
from routing.model import Spot
from routing.search import find_route

SEED = 31
BROWSE_S = 15.0
OPENING_S = 4.0
OFFSET_SD_DB = 6.0
RADIOS = 10
SHELVES = 1600

Steps = list[list[Sighting]]


@dataclass(frozen=True, slots=True)
class Tracker:
    """A tracker by its name: how a track begins and goes on."""

    name: str
    start: Callable[[str], Any]
    advance: Callable[[Any, Sequence[Sighting], float], tuple[Any, Sequence[Fix]]]


@dataclass(frozen=True, slots=True)
class Heard:
    """A walk and what was heard on it, step by step."""

    where: Callable[[float], Spot]
    steps: Steps


def trackers(site: Site, ground: LiveGround) -> list[Tracker]:
    return [
        Tracker("grid filter", lambda who: live_track.start_track(ground, who), live_track.advance),
        Tracker("first estimator", lambda who: start_first(site, who), advance_first),
        Tracker("Nelder-Mead", lambda who: start_peer(site, who), advance_peer),
    ]


def report(quick: bool = False) -> str:
    warm_up()
    branch = build_demo()
    site, ground = site_from_plan(branch.plan), ground_of_plan(branch.plan)
    walks = [hear_walk(branch, site, number) for number in range(2 if quick else 24)]
    floor = make_floor(100 if quick else SHELVES)
    large = site_from_plan(floor)
    ten = [hear_ten(site, walk.where, 5, number) for number, walk in enumerate(walks[:8])]
    aisles = [hear_ten(large, walk_aisle(large, number), 5, number) for number in range(8)]
    return "\n\n".join(
        (
            "### Accuracy on simulated walks through the demo library",
            compare_accuracy(trackers(site, ground), walks),
            "### Time of one step, ten radios heard five times a second",
            compare_speed(
                [
                    ("demo library", trackers(site, ground), ten),
                    (
                        f"{len(floor.shelves):,} shelves",
                        trackers(large, ground_of_plan(floor)),
                        aisles,
                    ),
                ]
            ),
        )
    )


def hear_walk(branch: Branch, site: Site, number: int) -> Heard:
    """Walk from one range to another; every other walk changes level, without steps or with."""
    rng = np.random.default_rng([SEED, number])
    goals = sought_places(branch)
    while True:
        one, other = (goals[index] for index in rng.choice(len(goals), 2, replace=False))
        if number % 2 == 0 or one.level != other.level:
            break
    route = find_route(branch.graph, one, other, "step-free" if number % 4 == 1 else "walk")
    walk = plan_walk(route, branch.plan, 0.0, BROWSE_S)
    air, offset_db = SimulatedAir(site, rng), round(rng.normal(0, OFFSET_SD_DB))
    steps: Steps = []
    for step in range(math.floor(walk.ends_s / STEP_S)):
        heard = []
        for time_s in np.arange(step * STEP_S, (step + 1) * STEP_S, INTERVAL_S / 2)[1::2]:
            spot = walk.at(float(time_s))
            caught = air.hear(float(time_s), spot.level, spot.x_m, spot.y_m, PHONE_HEIGHT_M)
            heard += [
                Sighting(float(time_s), "walker", radio, min(rssi_dbm + offset_db, -1))
                for radio, rssi_dbm in caught
            ]
        steps.append(heard)
    return Heard(walk.at, steps)


def hear_ten(
    site: Site, where: Callable[[float], Spot], per_second: int, number: int, seconds: float = 30.0
) -> Heard:
    """Hear the ten radios that are nearest, as often as they send."""
    rng = np.random.default_rng([SEED, 1000 + number])
    model, steps = site.model, []
    for step in range(round(seconds / STEP_S)):
        heard = []
        for time_s in (step + (np.arange(per_second / 2) + 0.5) * 2 / per_second) * STEP_S:
            spot = where(float(time_s))
            here = [radio for radio in site.radios if radio.level == spot.level]
            apart_m = np.array([math.hypot(r.x_m - spot.x_m, r.y_m - spot.y_m, 1.8) for r in here])
            for index in np.argsort(apart_m)[:RADIOS]:
                mean_dbm = -59.0 - 10 * model.exponent * math.log10(apart_m[index])
                rssi_dbm = round(mean_dbm + rng.normal(0, 5.0))
                heard.append(Sighting(float(time_s), "walker", here[index].id, float(rssi_dbm)))
        steps.append(heard)
    return Heard(where, steps)


def walk_aisle(site: Site, number: int) -> Callable[[float], Spot]:
    """Walk along an aisle at a metre a second."""
    level = site.levels[0].id
    y_m = MARGIN_M[1] + (number + 0.5) * PITCH_M[1]
    return lambda time_s: Spot(level, 2.0 + 3.0 * number + time_s, y_m)


def follow(tracker: Tracker, heard: Heard) -> Iterator[tuple[float, Sequence[Fix]]]:
    """Fold a walk step by step; gives what each step took, in milliseconds, and its fixes."""
    track = tracker.start("walker")
    for number, packets in enumerate(heard.steps, 1):
        began_s = time.perf_counter()
        track, fixes = tracker.advance(track, packets, number * STEP_S)
        yield 1000 * (time.perf_counter() - began_s), fixes


def compare_accuracy(compared: Sequence[Tracker], walks: Sequence[Heard]) -> str:
    rows, first_m = [], 0.0
    for tracker in compared:
        off_m, held, right = [], [], []
        for heard in walks:
            for _, fixes in follow(tracker, heard):
                for fix in (each for each in fixes if each.time_s > OPENING_S):
                    spot = heard.where(fix.time_s)
                    right.append(spot.level == fix.level)
                    if right[-1]:
                        off_m.append(math.dist((fix.x_m, fix.y_m), (spot.x_m, spot.y_m)))
                        held.append(off_m[-1] <= fix.radius_95_m)
        mean_m = float(np.mean(off_m))
        first_m = first_m or mean_m
        rows.append(
            (
                tracker.name,
                f"{mean_m:.2f}",
                f"{np.median(off_m):.2f}",
                f"{np.percentile(off_m, 95):.2f}",
                f"{mean_m / first_m:.2f}",
                f"{100 * np.mean(held):.1f} %",
                f"{100 * np.mean(right):.2f} %",
            )
        )
    head = ("tracker", "mean, m", "p50, m", "p95, m", "ratio", "radius holds", "level right")
    return f"{markdown(head, rows)}\n\n{len(walks)} walks, half of them over two levels."


def compare_speed(cases: Sequence[tuple[str, Sequence[Tracker], Sequence[Heard]]]) -> str:
    rows = []
    for where, compared, walks in cases:
        first_ms = 0.0
        for tracker in compared:
            list(follow(tracker, walks[0]))
            times_ms = [took for heard in walks for took, _ in follow(tracker, heard)]
            mean_ms = float(np.mean(times_ms))
            first_ms = first_ms or mean_ms
            rows.append(
                (
                    f"{tracker.name}, {where}",
                    f"{mean_ms:.2f}",
                    *(f"{each:.2f}" for each in np.percentile(times_ms, (50, 99))),
                    f"{mean_ms / first_ms:.1f}",
                )
            )
    return markdown(("tracker, library", "mean, ms", "p50, ms", "p99, ms", "ratio"), rows)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Compare the live tracker with two others.")
    parser.add_argument("--quick", action="store_true", help="a few walks, to see that it works")
    print(report(parser.parse_args(arguments).quick))


if __name__ == "__main__":
    main()
