"""``hyllykartta route``: the way to a shelf or a spot, in words or as JSON."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import get_args

from api.answers import partition_name, route_out, telling_why, walking_minutes
from api.asking import START_HELP, NoSubjects, add_time, tell_problem
from api.branches import Branch, build_branch
from api.finding import Guidance, find_goals, is_fetched, plan_best_way, resolve_start
from api.languages import LANGUAGES, Language
from api.plans import load_whole_plan
from api.problems import ProblemError
from api.usage import PLAN_HELP, UsageError, Verbs, add_config, add_verb
from floorplans.model import Plan
from floorplans.shelving import Place
from kiosk_ui.messages import say
from kiosk_ui.slip import slip_text
from kiosk_ui.step_words import Manner, route_speech, step_text
from kiosk_ui.way_words import total_text
from kiosk_ui.words import also_text, place_text
from routing.errors import OffTheMapError
from routing.model import Profile, Spot

EXAMPLE = 'hyllykartta route --plan demo --from 1,20,3 --to "84.2 TOL" --profile step-free'

MOVED_M = 0.1
"""A start that is moved by less is where one said to be."""

FORMS = ("text", "speech", "slip")


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
        help=START_HELP,
    )
    parser.add_argument(
        "--to", dest="goal", required=True, metavar="GOAL", help=f"a call number, or {START_HELP}"
    )
    parser.add_argument("--partition", help="id of the partition to look in")
    parser.add_argument("--profile", choices=get_args(Profile), default="walk")
    add_time(parser)
    parser.add_argument("--lang", choices=LANGUAGES, default="fi", help="language of the steps")
    parser.add_argument(
        "--as", dest="form", choices=FORMS, default="text", help="to read, to hear or to print"
    )
    parser.add_argument("--footsteps", action="store_true", help="tell footsteps beside metres")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    add_config(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the way; 1 if there is none."""
    if not args.goal.strip():
        raise UsageError(f"--to is empty; give a call number, or {START_HELP}.")
    if args.json and args.form != "text":
        raise UsageError(f"--json has all forms of the steps; leave out --as {args.form}.")
    branch = build_branch(load_whole_plan(args.plan, args.config))
    try:
        start = resolve_start(branch, args.start, NoSubjects())
        goals = _find_goals(branch, args.goal, args.partition, args.at)
        with telling_why(branch.plan, args.lang):
            guidance = plan_best_way(branch, start, goals, args.profile, args.at)
    except ProblemError as problem:
        if problem.kind not in ("no-route", "no-place"):
            raise UsageError(str(problem)) from problem
        return tell_problem(problem, as_json=args.json)
    except OffTheMapError as error:
        raise UsageError(str(error)) from error
    if args.json:
        _print_json(branch, guidance, args.lang)
    else:
        manner = Manner(is_speech=args.form == "speech", counts_steps=args.footsteps)
        _print(branch, guidance, args.lang, args.form, manner)
    return 0


def _find_goals(
    branch: Branch, text: str, partition: str | None, at: datetime | None
) -> Sequence[Place | Spot]:
    """Read a goal: a spot where it is written as one, else a call number.

    Two numbers may be a class (84,2) or a spot without its level, so it is said what they are
    taken for; more of them are no class.
    """
    numbers = text.split(",")[1:]
    has_words = any(sign.isalpha() for sign in text)
    is_spot = len(numbers) > 1 and (not has_words or all(map(_is_number, numbers)))
    if is_spot or text.startswith(("kiosk:", "point:")):
        return find_goals(branch, None, None, text)
    goals = find_goals(branch, text, partition, None, at=at)
    if len(numbers) == 1 and all(map(_is_number, text.split(","))):
        spot = f"{branch.plan.levels[0].id},{text}"
        print(
            f'hyllykartta: "{text}" is taken for a call number; a spot has its level before it, '
            f'such as "{spot}".',
            file=sys.stderr,
        )
    return goals


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _print_json(branch: Branch, guidance: Guidance, language: Language) -> None:
    print(route_out(branch, guidance, language).model_dump_json(indent=2))


def _print(
    branch: Branch, guidance: Guidance, language: Language, form: str, manner: Manner
) -> None:
    plan, route, minutes = branch.plan, guidance.route, walking_minutes(guidance.route)
    if form == "slip":
        slip = slip_text(
            route,
            guidance.steps,
            plan,
            language,
            minutes=minutes,
            place=_shown_place(guidance),
            manner=manner,
        )
        print(slip)
        return
    if form == "speech":
        print(route_speech(guidance.steps, plan, language, manner))
        return
    place = _shown_place(guidance)
    if place is not None:
        print(place_text(place, plan, language))
    if guidance.start_moved_m >= MOVED_M:
        print(say("route.start_moved", language, distance=round(guidance.start_moved_m, 1)))
    for number, step in enumerate(guidance.steps, 1):
        print(f"{number}. {step_text(step, plan, language, manner)}")
    print(total_text(route.length_m, minutes, language))
    for other in guidance.others:
        print(_other_text(other, guidance.place, plan, language))


def _other_text(other: Place, place: Place | None, plan: Plan, language: Language) -> str:
    """Say another place, and of what it is where that is not what the way leads to."""
    said = also_text(other, plan, language)
    if place is None or other.partition == place.partition:
        return said
    name = partition_name(plan, other.partition, language)
    return f"{said} ({name})" if name else said


def _shown_place(guidance: Guidance) -> Place | None:
    """Give the place to name: who goes into closed stacks needs the bay, not whom to ask."""
    place = guidance.place
    if place is None or place.kind != "closed" or is_fetched(place, guidance.route.profile):
        return place
    return place._replace(kind="call_number")
