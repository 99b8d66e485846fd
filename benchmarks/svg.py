"""How long level maps take to draw and how large they are.

    python -m benchmarks.svg [--rounds 5] [PLAN]

Draws every level of the packaged demo plan, or of a plan file, with an overlay and a sheet of
paper, and floors of 100, 400 and 1,600 shelves.
"""

from __future__ import annotations

import argparse
import gzip
from collections.abc import Callable
from functools import partial

import numpy as np

from api.plans import load_plan
from benchmarks.floors import LEVEL, SIZES, make_floor
from benchmarks.tables import name_machine, time_ms
from kiosk_ui.svg.level import draw_level
from kiosk_ui.svg.paper import draw_on_paper
from kiosk_ui.svg.position import Dot
from kiosk_ui.svg.route import draw_overlay


def measure(name: str, draw: Callable[[], str], rounds: int) -> None:
    """Print how long a drawing takes and how large it is."""
    times_ms = [time_ms(draw) for _ in range(rounds)]
    raw = draw().encode()
    zipped_kib = len(gzip.compress(raw, mtime=0)) / 1024
    print(
        f"{name:<28}{np.median(times_ms):8.1f} ms{max(times_ms):8.1f} ms"
        f"{len(raw) / 1024:9.1f} KiB{zipped_kib:8.1f} KiB"
    )


def main() -> None:
    """Draw every level with an overlay and on paper, and floors of growing size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("plan", nargs="?", default="demo", help='a plan file, or "demo"')
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    plan = load_plan(arguments.plan)
    print(name_machine())
    print(f"{'drawing':<28}{'median':>11}{'worst':>11}{'size':>13}{'gzipped':>12}")
    for level in plan.levels:
        shelves = sum(shelf.level == level.id for shelf in plan.shelves)
        name = f"level {level.id}, {shelves} shelves"
        measure(name, partial(draw_level, plan, level.id), arguments.rounds)
        dot = Dot(5.0, 5.0, 2.0, None, level.id)
        overlay = partial(draw_overlay, plan, level.id, dot=dot)
        measure(f"overlay {level.id}, a dot", overlay, arguments.rounds)
        paper = partial(draw_on_paper, plan, level.id)
        measure(f"level {level.id} on A4", paper, arguments.rounds)
    for shelves in SIZES:
        floor = make_floor(shelves)
        draw = partial(draw_level, floor, LEVEL)
        measure(f"floor of {shelves} shelves", draw, arguments.rounds)


if __name__ == "__main__":
    main()
