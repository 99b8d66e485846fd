"""``hyllykartta evaluate``: how good positions are on recordings with a known truth."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from api.evaluation import Wish, evaluate
from api.evaluation_reports import BEGIN, END, check_report, write_report
from api.usage import UsageError, Verbs, add_verb, tell_progress
from positioning.evaluating.report import compare, find_faults, to_markdown
from positioning.evaluating.runs import BLANK_DEVICE_MODEL, IGNORE_SURVEY, Run, Variant
from positioning.replay import parse_mode


def register(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "evaluate",
        summary="Locate recordings whose truth is known, and tell how far off the fixes are.",
        example="hyllykartta evaluate recordings/hall --mode causal --out report.md",
    )
    parser.add_argument("sites", metavar="SITE", type=Path, nargs="+", help="folder of a site")
    parser.add_argument(
        "--track",
        action="append",
        default=[],
        metavar="NAME",
        help="only this track; may be repeated (all that have a truth.csv)",
    )
    parser.add_argument(
        "--mode",
        action="append",
        default=[],
        metavar="causal|lag:S|smooth",
        help="only this mode; may be repeated (those that make sense for the track)",
    )
    parser.add_argument(
        "--blank-device-model",
        action="store_true",
        help="answer also as if nobody knew the models of the devices",
    )
    parser.add_argument(
        "--ignore-survey", action="store_true", help="answer also as if there were no survey"
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="REPORT",
        help="file to write: .md (with its charts in a folder beside it; text around the lines "
        f"{BEGIN} and {END} is kept), .json or .html",
    )
    parser.add_argument(
        "--strict",
        action="store_true",
        help="exit with 1 where a radius is not honest, rows are unanswered or time runs out",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Evaluate, print the table and write the report."""
    try:
        for mode in args.mode:
            parse_mode(mode)
    except ValueError as error:
        raise UsageError(str(error)) from error
    if args.out:
        check_report(args.out)
    wish = Wish(tuple(args.sites), tuple(args.track), tuple(args.mode), _variants(args))
    runs = list(_show(evaluate(wish, time.perf_counter, tell_progress)))
    if args.out:
        write_report(args.out, runs)
    return 1 if args.strict and any(map(find_faults, runs)) else 0


def _show(runs: Iterable[Run]) -> Iterator[Run]:
    """Print each row of the table as soon as it is known."""
    for number, each in enumerate(runs):
        lines = to_markdown(compare([each])).splitlines()
        print("\n".join(lines[2:] if number else lines), flush=True)
        yield each


def _variants(args: argparse.Namespace) -> tuple[Variant, ...]:
    blank: tuple[Variant, ...] = (BLANK_DEVICE_MODEL,) if args.blank_device_model else ()
    ignored: tuple[Variant, ...] = (IGNORE_SURVEY,) if args.ignore_survey else ()
    return (*blank, *ignored)
