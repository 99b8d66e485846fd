"""``hyllykartta tour``: a pick list in the order of a short walk, in words or as JSON."""

from __future__ import annotations

import argparse
import io
import json
import sys
from pathlib import Path
from typing import get_args

import numpy as np

from api.answers import telling_why
from api.asking import START_HELP, NoSubjects, add_time, tell_problem
from api.branches import Branch, build_branch
from api.finding import resolve_start
from api.languages import LANGUAGES
from api.pick_lists import parse_pick_list
from api.plans import load_whole_plan
from api.problems import ProblemError
from api.tour_reports import tour_lines, tour_record
from api.touring import Trip, plan_picks
from api.usage import MOST_BYTES, PLAN_HELP, UsageError, Verbs, add_config, add_verb, read_text
from routing.errors import OffTheMapError
from routing.model import Profile, Spot
from routing.tours.tour import TooManyStopsError

EXAMPLE = "hyllykartta tour --plan demo --from 1,20,3 --to start list.txt"
START = "start"
SEED = 20
"""The same list gives the same tour."""


def register(verbs: Verbs) -> None:
    """Add the verb ``tour``."""
    parser = add_verb(
        verbs,
        "tour",
        summary="Put a list of call numbers in the order of a short walk.",
        example=EXAMPLE,
    )
    parser.add_argument("--plan", required=True, help=PLAN_HELP)
    parser.add_argument(
        "--from", dest="start", metavar="START", help=f"{START_HELP}; any shelf if not given"
    )
    parser.add_argument(
        "--to",
        dest="end",
        metavar="END",
        help=f'{START_HELP}, or "{START}"; any shelf if not given',
    )
    parser.add_argument("--profile", choices=get_args(Profile), default="walk")
    add_time(parser)
    parser.add_argument("--lang", choices=LANGUAGES, default="fi", help="language of the words")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument(
        "list",
        metavar="LIST",
        help="a call number on each line, or a table with the column call_number and, if need "
        "be, partition and title; - is standard input",
    )
    add_config(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the tour; 1 if something on the list is not on it."""
    name = "standard input" if args.list == "-" else args.list
    entries = parse_pick_list(_read_list(args.list), name)
    branch = build_branch(load_whole_plan(args.plan, args.config))
    try:
        start = _find_spot(branch, args.start)
        end = start if args.end == START else _find_spot(branch, args.end)
        if args.end == START and start is None:
            raise UsageError("--to start needs a start; give one with --from.")
        trip = Trip(start, end, args.profile, args.at)
        with telling_why(branch.plan, args.lang):
            tour = plan_picks(branch, entries, trip, np.random.default_rng(SEED))
    except ProblemError as problem:
        if problem.kind != "no-route":
            raise UsageError(str(problem)) from problem
        return tell_problem(problem, as_json=args.json)
    except TooManyStopsError as error:
        raise UsageError(f"{name}: {error}") from error
    except OffTheMapError as error:
        raise UsageError(str(error)) from error
    if args.json:
        document = tour_record(branch, tour, args.lang)
        print(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        print("\n".join(tour_lines(branch, tour, args.lang, ends_at_start=args.end == START)))
    return 1 if tour.apart else 0


def _read_list(name: str) -> str:
    if name != "-":
        return read_text(Path(name))
    if sys.stdin is None:
        raise UsageError("standard input is closed; give it the list.")
    content = sys.stdin.buffer.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise UsageError(
            f"standard input is larger than {MOST_BYTES // 1_000_000} MB, the most that is read."
        )
    try:
        return io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig").read()
    except UnicodeDecodeError as error:
        raise UsageError(f"standard input is not UTF-8 text (byte {error.start}).") from error


def _find_spot(branch: Branch, text: str | None) -> Spot | None:
    return None if text is None else resolve_start(branch, text, NoSubjects())
