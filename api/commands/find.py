"""``hyllykartta find``: the shelf of a call number."""

from __future__ import annotations

import argparse
import json
from datetime import date

from api.answers import partition_name
from api.languages import LANGUAGES
from api.plans import load_plan
from api.printable import check_call_number, printable
from api.today import today_at
from api.usage import PLAN_HELP, Verbs, add_config, add_verb
from floorplans.model import Plan
from floorplans.shelving import build_shelf_index, locate
from floorplans.shelving.places import Place
from kiosk_ui.words import place_text


def register(verbs: Verbs) -> None:
    """Add the verb ``find``."""
    parser = add_verb(
        verbs,
        "find",
        summary="Tell on which shelf a call number stands.",
        example='hyllykartta find --plan demo "84.2 TOL" --partition aik-kauno',
    )
    parser.add_argument("call_number", metavar="CALL_NUMBER")
    parser.add_argument("--plan", required=True, help=PLAN_HELP)
    parser.add_argument("--partition", help="id of the partition to look in")
    parser.add_argument("--title", help="the title, where a partition is in order of titles")
    parser.add_argument(
        "--on",
        type=_read_day,
        metavar="DATE",
        help="day for which displays count, such as 2026-12-24; today if not given",
    )
    parser.add_argument("--lang", choices=LANGUAGES, default="fi")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    add_config(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the places, best first; status 1 if there is none."""
    check_call_number(args.call_number)
    plan = load_plan(args.plan, args.config)
    places = locate(
        build_shelf_index(plan),
        args.call_number,
        args.partition,
        title=printable(args.title or "") or None,
        on=args.on or today_at(plan),
    )
    if args.json:
        found = [_as_json(place, plan, args.lang) for place in places]
        document = {"plan": plan.id, "call_number": args.call_number, "places": found}
        print(json.dumps(document, ensure_ascii=False, indent=2))
    elif places:
        print("\n".join(_as_text(place, plan, args.lang) for place in places))
    else:
        print(f'No range of plan "{plan.id}" holds {args.call_number}.')
    return 0 if places else 1


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f'"{text}" is no day; write it as 2026-12-24'
        raise argparse.ArgumentTypeError(message) from None


def _as_json(place: Place, plan: Plan, language: str) -> dict[str, object]:
    return {
        **place._asdict(),
        "x_m": round(place.x_m, 2),
        "y_m": round(place.y_m, 2),
        "theme": place.theme.in_language(language) if place.theme else None,
        "partition_name": partition_name(plan, place.partition, language),
        "text": place_text(place, plan, language),
    }


def _as_text(place: Place, plan: Plan, language: str) -> str:
    held = [f"{place.range_first} – {place.range_last}"] if place.range_first else []
    known = ", ".join([*held, place.checked_on])
    name = partition_name(plan, place.partition, language)
    return f"{place_text(place, plan, language)}\n  {f'{name}: ' if name else ''}{known}"
