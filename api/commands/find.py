"""``hyllykartta find``: the shelf of a call number."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from api.languages import LANGUAGES
from api.plans import load_plan
from api.usage import Verbs, add_verb
from floorplans.model import Partition, Plan
from floorplans.shelving import Place, build_shelf_index, locate
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
    parser.add_argument("--plan", required=True, help='a plan file, or "demo"')
    parser.add_argument("--partition", help="id of the partition to look in")
    parser.add_argument("--lang", choices=LANGUAGES, default="fi")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the places, best first; status 1 if there is none."""
    plan = load_plan(args.plan)
    places = locate(build_shelf_index(plan), args.call_number, args.partition)
    if args.json:
        found = [_as_json(place, plan, args.lang) for place in places]
        document = {"plan": plan.id, "call_number": args.call_number, "places": found}
        print(json.dumps(document, ensure_ascii=False, indent=2))
    elif places:
        print("\n".join(_as_text(place, plan, args.lang) for place in places))
    else:
        print(f'No range of plan "{plan.id}" holds {args.call_number}.')
    return 0 if places else 1


def _as_json(place: Place, plan: Plan, language: str) -> dict[str, object]:
    name = _get_partition(plan, place).name.in_language(language)
    words = place_text(place, plan, language)
    spot = {"x_m": round(place.x_m, 2), "y_m": round(place.y_m, 2)}
    return {**asdict(place), **spot, "partition_name": name, "text": words}


def _as_text(place: Place, plan: Plan, language: str) -> str:
    name = _get_partition(plan, place).name.in_language(language)
    held = f"{place.range_first} – {place.range_last}, {place.checked_on}"
    return f"{place_text(place, plan, language)}\n  {name}: {held}"


def _get_partition(plan: Plan, place: Place) -> Partition:
    return next(each for each in plan.partitions if each.id == place.partition)
