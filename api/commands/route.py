"""``hyllykartta route``: the way to a shelf or a spot, in words or as JSON."""

from __future__ import annotations

import argparse
import sys
from typing import get_args

from api.answers import route_out, walking_minutes
from api.branches import Branch, build_branch
from api.finding import Guidance, find_place, parse_spot, plan_way, resolve_start
from api.languages import LANGUAGES, Language
from api.plans import load_plan
from api.problems import ProblemError
from api.usage import PLAN_HELP, UsageError, Verbs, add_config, add_verb
from floorplans.shelving import Place
from kiosk_ui.words import place_text, say, step_text
from routing.errors import NoRouteError, OffTheMapError
from routing.model import Profile, Spot

EXAMPLE = 'hyllykartta route --plan demo --from 1,20,3 --to "84.2 TOL" --profile step-free'


class _NoSubjects:
    """A plan by itself has no moving subjects to start from."""

    def find_position(self, branch_id: str, subject: str) -> None:
        """Find nobody."""


def register(verbs: Verbs) -> None:
    """Add the verb ``route``."""
    parser = add_verb(
        verbs, "route", summary="Show the shortest way to a call number or a spot.", example=EXAMPLE
    )
    parser.add_argument("--plan", required=True, help=PLAN_HELP)
    parser.add_argument(
        "--from",
        dest="start",
        required=True,
        metavar="START",
        help="LEVEL,X,Y in metres, kiosk:ID or point:ID",
    )
    parser.add_argument(
        "--to", dest="goal", required=True, metavar="GOAL", help="a call number, or LEVEL,X,Y"
    )
    parser.add_argument("--partition", help="id of the partition to look in")
    parser.add_argument("--profile", choices=get_args(Profile), default="walk")
    parser.add_argument("--lang", choices=LANGUAGES, default="fi", help="language of the steps")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    add_config(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the way; 1 if there is none."""
    branch = build_branch(load_plan(args.plan, args.config))
    try:
        start = resolve_start(branch, args.start, _NoSubjects())
        goal = _find_goal(branch, args.goal, args.partition)
        guidance = plan_way(branch, start, goal, args.profile)
    except NoRouteError as error:
        print(f"hyllykartta: {error}", file=sys.stderr)
        return 1
    except ProblemError as problem:
        if problem.kind != "no-place":
            raise UsageError(str(problem)) from problem
        print(f"hyllykartta: {problem}", file=sys.stderr)
        return 1
    except OffTheMapError as error:
        raise UsageError(str(error)) from error
    show = _print_json if args.json else _print
    show(branch, guidance, args.lang)
    return 0


def _find_goal(branch: Branch, text: str, partition: str | None) -> Place | Spot:
    """Read a goal; two commas with numbers after them make it a spot."""
    parts = text.split(",")
    if len(parts) == 3 and all(map(_is_number, parts[1:])):
        return parse_spot(branch, text, "to")
    return find_place(branch, text, partition)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _print_json(branch: Branch, guidance: Guidance, language: Language) -> None:
    print(route_out(branch, guidance, language).model_dump_json(indent=2))


def _print(branch: Branch, guidance: Guidance, language: Language) -> None:
    if guidance.place is not None:
        print(place_text(guidance.place, branch.plan, language))
    for number, step in enumerate(guidance.steps, 1):
        print(f"{number}. {step_text(step, branch.plan, language)}")
    length_m, minutes = round(guidance.route.length_m), walking_minutes(guidance.route)
    print(say("step.total", language, distance=length_m, minutes=minutes))
