"""What people who are guided are told when they go wrong: a Markdown table.

    python -m benchmarks.guiding [--quick] [--walks 60] [--radio 20] [MISTAKE …]

Each walker of the demo library walks a way of her own first, with a mistake in it, and then does
what she is told. Her positions come five times a second through the gate, with independent errors
("white"), or with errors that wander within 2 s and half a second late ("wander"). In the rows
"radio" they are those of the live service over simulated beacons, with the steps that her phone
counts in "radio, steps"; there she does not do what she is told. Errors that wander within 2 s
stay off by the same for 4 s, which is what ``errors_last_s`` is set to; with those of the live
service it is the default. MISTAKE is:

    none       she does as told from the start
    stairs     the same, to another level
    pause      she stands still for half a minute half way
    early      she goes into the aisle before the right one, and looks round for 8 s
    late       she goes into the aisle behind the right one
    past       she walks past what is sought, to 4 m beyond the next bay
    astray     she goes elsewhere on the level from half way
    elsewhere  she goes to another place from the start
    back       she turns back half way, and walks to where she came from
    level      she takes the stairs to another level

*Told* is within what time after the mistake it is told as what it is. *Otherwise told* are walks
with another alert instead, such as "off the route". *False alarms* are walks with an alert where
there was no mistake, or later than 6 s after she began to do as told. An arrival is *wrong* where
she is not in the right aisle, or farther than one bay and 1 m along it. *Alerts changed* is how
often one came, went, was renewed or gave way to another. Of *aisles told* as wrong the number to
the right one was exact, 1 off, more than that, or not said; *in none* are those told to who was in
no wrong aisle.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence

import numpy as np

from api.branches import Branch, build_branch
from api.live.pipeline import load_filters
from api.plans import load_plan
from benchmarks.guided_outcomes import NO_COUNT, Outcome, judge_walk
from benchmarks.guided_radio import guide_by_radio
from benchmarks.guided_walks import MISTAKES, Air, draw_mistake, guide_walker, list_places
from benchmarks.tables import markdown

AIRS: Sequence[tuple[Air, float]] = (
    ("white", 0.5),
    ("white", 1.0),
    ("white", 1.5),
    ("wander", 0.5),
    ("wander", 1.0),
    ("wander", 1.5),
)
RIGHT_KINDS = ("none", "stairs", "pause")
RADIO_KINDS = ("none", "stairs", "early", "late", "astray", "elsewhere")
COLUMNS = (
    "mistake",
    "positions, σ in m",
    "walks",
    "told",
    "after: p50 / p95 / longest, s",
    "otherwise told",
    "false alarms",
    "arrived",
    "near",
    "wrong arrivals",
    "things said",
    "alerts changed: mean / most",
    "aisles told: exact / 1 off / more / no count / in none",
)


def walk_all(branch: Branch, kind: str, air: Air, sigma_m: float, walks: int) -> list[Outcome]:
    """Guide walkers that make a mistake of a kind, each drawn by her number alone."""
    places = list_places(branch)
    outcomes = []
    for number in range(walks):
        rng = np.random.default_rng([number, sorted(MISTAKES).index(kind)])
        mistake = draw_mistake(branch, places, kind, rng)
        moments = guide_walker(branch, mistake, sigma_m, rng, air)
        outcomes.append(judge_walk(branch, kind, mistake, moments))
    return outcomes


def walk_by_radio(branch: Branch, kind: str, walks: int, with_steps: bool) -> list[Outcome]:
    """Guide walkers by the positions of the live service; they do not do what they are told."""
    load_filters()
    places, outcomes = list_places(branch), []
    for number in range(walks):
        rng = np.random.default_rng([number, len(MISTAKES)])
        mistake = draw_mistake(branch, places, kind, rng)
        moments = guide_by_radio(branch, mistake, number, with_steps)
        outcomes.append(judge_walk(branch, kind, mistake, moments))
    return outcomes


def row(kind: str, positions: str, outcomes: Sequence[Outcome]) -> tuple[object, ...]:
    """Give the table's row of a kind of walk."""
    told_s = [each.told_s for each in outcomes if each.told_s is not None]
    spread = "–"
    if told_s:
        p50, p95 = np.percentile(told_s, (50, 95))
        spread = f"{p50:.1f} / {p95:.1f} / {max(told_s):.1f}"
    is_mistake = kind not in RIGHT_KINDS
    changes = [each.changes for each in outcomes]
    otherwise = sum(each.told_s is None and each.other is not None for each in outcomes)
    return (
        kind,
        positions,
        len(outcomes),
        len(told_s) if is_mistake else "–",
        spread,
        otherwise if is_mistake else "–",
        sum(bool(each.false_alarms) for each in outcomes),
        sum(each.ends == "arrived" for each in outcomes),
        sum(each.ends == "near" for each in outcomes),
        sum(each.wrong_arrivals for each in outcomes),
        f"{np.mean([each.news for each in outcomes]):.1f}",
        f"{np.mean(changes):.1f} / {max(changes)}",
        _count_aisles([each for outcome in outcomes for each in outcome.aisles]),
    )


def _count_aisles(off: Sequence[int | None]) -> str:
    """Count how wrong aisles were told."""
    counted = [abs(each) for each in off if each not in (None, NO_COUNT)]
    exact, near = counted.count(0), counted.count(1)
    more = len(counted) - exact - near
    return f"{exact} / {near} / {more} / {off.count(NO_COUNT)} / {off.count(None)}"


def rows(branch: Branch, kinds: Sequence[str], walks: int) -> Iterator[tuple[object, ...]]:
    """Give the rows of kinds of walks in every air."""
    for kind in kinds:
        for air, sigma_m in AIRS:
            outcomes = walk_all(branch, kind, air, sigma_m, walks)
            yield row(kind, f"{air} {sigma_m:g}", outcomes)


def radio_rows(branch: Branch, kinds: Sequence[str], walks: int) -> Iterator[tuple[object, ...]]:
    """Give the rows of walks by the positions of the live service."""
    for kind in kinds:
        for positions, with_steps in (("radio", False), ("radio, steps", True)):
            outcomes = walk_by_radio(branch, kind, walks, with_steps)
            yield row(kind, positions, outcomes)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.guiding", description=__doc__)
    parser.add_argument("kinds", nargs="*", metavar="MISTAKE", help=", ".join(MISTAKES))
    parser.add_argument("--walks", type=int, default=60, help="of each kind in each air")
    parser.add_argument(
        "--radio", type=int, default=20, help="by the positions of the live service"
    )
    parser.add_argument("--quick", action="store_true", help="three of each, to see that it works")
    args = parser.parse_args(arguments)
    unknown = [kind for kind in args.kinds if kind not in MISTAKES]
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; there are {', '.join(MISTAKES)}")
    branch = build_branch(load_plan("demo"))
    walks, radio = (3, 2) if args.quick else (args.walks, args.radio)
    kinds = args.kinds or list(MISTAKES)
    table = list(rows(branch, kinds, walks))
    if radio:
        table += radio_rows(branch, [each for each in RADIO_KINDS if each in kinds], radio)
    print(markdown(COLUMNS, table))
    return 0


if __name__ == "__main__":
    sys.exit(main())
