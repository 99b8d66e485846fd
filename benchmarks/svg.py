"""How long level maps take to draw and how large they are.

    python -m benchmarks.svg [--rounds 20] [PLAN]

Draws every level of the packaged demo plan, or of a plan file, and an overlay on it.
"""

from __future__ import annotations

import argparse
import gzip
import platform
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from floorplans.formats.native import parse_plan
from kiosk_ui.svg.level import draw_level
from kiosk_ui.svg.position import Dot
from kiosk_ui.svg.route import draw_overlay

DEMO_PLAN = Path(__file__).parents[1] / "api" / "demo" / "data" / "keskusta" / "plan.json"


def measure(name: str, draw: Callable[[], str], rounds: int) -> None:
    times_ms = []
    for _ in range(rounds):
        began = time.perf_counter()
        svg = draw()
        times_ms.append((time.perf_counter() - began) * 1000)
    raw = svg.encode()
    zipped_kib = len(gzip.compress(raw, mtime=0)) / 1024
    print(
        f"{name:<28}{statistics.median(times_ms):8.1f} ms{max(times_ms):8.1f} ms"
        f"{len(raw) / 1024:9.1f} KiB{zipped_kib:8.1f} KiB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("plan", nargs="?", type=Path, default=DEMO_PLAN)
    parser.add_argument("--rounds", type=int, default=20)
    arguments = parser.parse_args()
    plan = parse_plan(arguments.plan.read_text(encoding="utf-8"))
    print(f"{platform.processor() or platform.machine()}, Python {platform.python_version()}")
    print(f"{'drawing':<28}{'median':>11}{'worst':>11}{'size':>13}{'gzipped':>12}")
    for level in plan.levels:
        shelves = sum(shelf.level == level.id for shelf in plan.shelves)
        name = f"level {level.id}, {shelves} shelves"
        measure(name, lambda id=level.id: draw_level(plan, id), arguments.rounds)
        dot = Dot(5.0, 5.0, 2.0, None, level.id)
        overlay = f"overlay {level.id}, a dot"
        measure(
            overlay, lambda id=level.id, dot=dot: draw_overlay(plan, id, dot=dot), arguments.rounds
        )


if __name__ == "__main__":
    main()
