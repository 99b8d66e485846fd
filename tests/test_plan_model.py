"""The guide of the plan model: its examples are the demo's, and no field is left out."""

import dataclasses
import json
import re
import typing
from pathlib import Path
from typing import Any

import pytest

from api.plans import DEMO_BRANCHES, demo_text
from floorplans.formats.native import parse_plan
from floorplans.model import Plan
from floorplans.validate import check_plan

GUIDE = (Path(__file__).parents[1] / "docs/plan-model.md").read_text(encoding="utf-8")
SMALLEST, *EXAMPLES = re.findall(r"^```json\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
DEMO = [json.loads(demo_text(branch, "plan.json")) for branch in DEMO_BRANCHES]
WORDS_OF_TEXTS = {"fi", "sv", "en"}


def list_records(record: Any) -> set[Any]:
    """Give a record and all records that it is made of."""
    found = {record}
    for hint in typing.get_type_hints(record).values():
        for part in (hint, *typing.get_args(hint)):
            if dataclasses.is_dataclass(part):
                found |= list_records(part)
    return found


RECORDS = sorted(list_records(Plan), key=lambda record: record.__name__)


def test_the_smallest_plan_has_no_violations() -> None:
    problems = check_plan(parse_plan(SMALLEST))
    assert [each for each in problems if each.severity == "violation"] == []


def without_forms(thing: dict[str, Any]) -> dict[str, Any]:
    """Leave out the forms of a name, which only the section on names shows."""
    if "name" not in thing:
        return thing
    name = {key: words for key, words in thing["name"].items() if key != "forms"}
    return {**thing, "name": name}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: next(iter(json.loads(text))))
def test_an_example_is_cut_out_of_a_plan_of_the_demo(example: str) -> None:
    for name, value in json.loads(example).items():
        if isinstance(value, list):
            held = [thing for plan in DEMO for thing in plan.get(name, ())]
            held += [without_forms(thing) for thing in held]
            assert [thing for thing in value if thing not in held] == []
        else:
            assert value in [plan.get(name) for plan in DEMO]


def test_every_part_of_a_plan_has_an_example() -> None:
    shown = {name for text in (SMALLEST, *EXAMPLES) for name in json.loads(text)}
    assert {field.name for field in dataclasses.fields(Plan)} - shown <= {"time_zone", "v_equals_w"}


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_field_of_a_record_is_named(record: Any) -> None:
    names = {field.name for field in dataclasses.fields(record)} - WORDS_OF_TEXTS
    assert {
        name for name in names if f"`{name}`" not in GUIDE and f'"{name}"' not in GUIDE
    } == set()
