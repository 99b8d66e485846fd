"""How plans behave as they grow: ``python -m benchmarks.plans [--quick]``.

Made-up floors of 100, 400 and 1,600 shelves are loaded, checked, searched, drawn and compared,
each size in a process of its own. Beside the figures is how they grow: 1 is as fast as the
plan, 0 not at all.
"""

from __future__ import annotations

import argparse
import gzip
import math
import random
import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from itertools import pairwise
from multiprocessing import get_context
from time import perf_counter_ns
from typing import ParamSpec

import numpy as np

from benchmarks.floors import LEVEL, SHELVES_PER_PARTITION, SIZES, make_call_numbers, make_floor
from benchmarks.tables import markdown, name_machine, time_ms
from floorplans.callnumbers.registry import get_scheme
from floorplans.diff.plans import diff_plans
from floorplans.formats.native import format_plan, parse_plan
from floorplans.model import Plan
from floorplans.shelving import ShelfIndex, build_shelf_index, locate
from floorplans.validate import check_plan
from kiosk_ui.svg.level import draw_level

SEED = 3
ROUNDS = 5
LOOK_UPS = 10_000
EDITS = 20
QUICK = 20
TODAY = date(2026, 11, 22)

P = ParamSpec("P")
Figures = dict[str, float]
Question = tuple[str, str]


def measure(shelves: int, rounds: int, look_ups: int) -> Figures:
    """Measure one size.

    Parameters
    ----------
    shelves : int
        Shelves of the floor.
    rounds : int
        How often what takes less than a second is timed; the median counts.
    look_ups : int
        How many call numbers are looked up.

    Returns
    -------
    dict of str to float
        Figures by what they are of, in the order of the table.
    """
    plan = make_floor(shelves)
    text = format_plan(plan)
    asked = list(draw_questions(plan, look_ups))
    figures = {"document, MB": len(text.encode()) / 1e6}
    figures["load, ms"] = median_ms(lambda: parse_plan(text), rounds)
    figures["check, s"] = time_ms(lambda: check_plan(plan, today=TODAY)) / 1000
    figures["peak memory of both, MB"] = peak_mb()
    figures["shelf index, ms"] = median_ms(lambda: build_shelf_index(plan), rounds)
    figures |= measure_locate(build_shelf_index(plan), asked)
    figures["level map, s"] = time_ms(lambda: draw_level(plan, LEVEL)) / 1000
    drawing = draw_level(plan, LEVEL).encode()
    figures["level map, gzipped KiB"] = len(gzip.compress(drawing, mtime=0)) / 1024
    edited = edit(plan, random.Random(SEED))
    figures["diff of 20 edits, ms"] = median_ms(lambda: diff_plans(plan, edited), rounds)
    return figures


def measure_locate(index: ShelfIndex, asked: Sequence[Question]) -> Figures:
    """Time single look-ups: told the partition, or not, so that every partition is asked."""
    known = [time_us(locate, index, number, where) for number, where in asked]
    anywhere = [time_us(locate, index, number) for number, _ in asked]
    scheme = get_scheme("ykl")
    keys = [time_us(scheme.parse, number) for number, _ in asked]
    found = [len(locate(index, number)) for number, _ in asked]
    return {
        "locate in a partition, µs": float(np.median(known)),
        "… 99th percentile, µs": float(np.percentile(known, 99)),
        "… of it reading the call number, µs": float(np.median(keys)),
        "locate in all partitions, µs": float(np.median(anywhere)),
        "… places found, mean": float(np.mean(found)),
    }


def draw_questions(plan: Plan, count: int) -> Iterator[Question]:
    """Draw call numbers with their partitions; half are ends of ranges, half lie anywhere."""
    draw = random.Random(SEED)
    numbers = {
        each.id: make_call_numbers(at, 40 * SHELVES_PER_PARTITION)
        for at, each in enumerate(plan.partitions)
    }
    for _ in range(count // 2):
        each = draw.choice(plan.ranges)
        yield draw.choice((each.first, each.last)), each.partition
        partition = draw.choice(plan.partitions).id
        yield draw.choice(numbers[partition]), partition


def edit(plan: Plan, draw: random.Random) -> Plan:
    """Move some shelves by a metre, end some ranges elsewhere, and look at others again."""
    shelves, ranges = list(plan.shelves), list(plan.ranges)
    for number, at in enumerate(draw.sample(range(len(shelves)), EDITS)):
        own = next(n for n, each in enumerate(ranges) if each.id == f"{at + 1}A-1")
        match number % 3:
            case 0:
                shelves[at] = replace(shelves[at], x_m=shelves[at].x_m + 1.0)
            case 1:
                ranges[own] = replace(ranges[own], last=ranges[own].last + "A")
            case 2:
                ranges[own] = replace(ranges[own], checked_on="2026-11-20")
    return replace(plan, shelves=tuple(shelves), ranges=tuple(ranges))


def growth(before: float, after: float, factor: float) -> float:
    """Tell with which power of the size a figure grows.

    Examples
    --------
    >>> growth(2.0, 32.0, 4.0), growth(5.0, 5.0, 4.0)
    (2.0, 0.0)
    """
    return math.log(after / before) / math.log(factor)


def table(by_size: dict[int, Figures]) -> str:
    """Write figures by size, with their growth from each size to the next."""
    sizes = list(by_size)
    steps = list(pairwise(sizes))
    head = ["what", *(f"{size:,}" for size in sizes), *(f"growth to {to:,}" for _, to in steps)]
    rows = [
        [
            name,
            *(f"{by_size[size][name]:.3g}" for size in sizes),
            *(
                f"{growth(by_size[size][name], by_size[to][name], to / size):.2f}"
                for size, to in steps
            ),
        ]
        for name in by_size[sizes[0]]
    ]
    return markdown(head, rows)


def median_ms(work: Callable[[], object], rounds: int) -> float:
    return float(np.median([time_ms(work) for _ in range(rounds)]))


def time_us(work: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> float:
    began = perf_counter_ns()
    work(*args, **kwargs)
    return (perf_counter_ns() - began) / 1000


def peak_mb() -> float:
    """Give the most memory that the process has had; Linux counts in KiB, macOS in bytes."""
    units = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * units / 1e6


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the small sizes, once")
    args = parser.parse_args(arguments)
    sizes = SIZES[:2] if args.quick else SIZES
    rounds, look_ups = (1, LOOK_UPS // QUICK) if args.quick else (ROUNDS, LOOK_UPS)
    by_size = {}
    for size in sizes:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as own_process:
            by_size[size] = own_process.submit(measure, size, rounds, look_ups).result()
    print(f"{name_machine()}, seed {SEED}\n")
    print(table(by_size))


if __name__ == "__main__":
    main()
