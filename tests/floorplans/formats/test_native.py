import json
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from floorplans.errors import PlanFormatError
from floorplans.formats.native import format_plan, parse_plan, plan_hash
from floorplans.model import Text
from tests.support.plan_strategies import plans
from tests.support.plans import toy_plan

TOY = format_plan(toy_plan())


def changed(path: list[str | int], value: object) -> str:
    document = json.loads(TOY)
    inner = document
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return json.dumps(document)


@given(plans)
def test_a_plan_is_read_back_as_it_was_written(plan):
    assert parse_plan(format_plan(plan)) == plan


def test_the_document_does_not_change_when_it_is_read_and_written_again():
    assert format_plan(parse_plan(TOY)) == TOY


def test_each_shelf_and_each_range_has_a_line_of_its_own():
    lines = TOY.splitlines()
    assert sum(line.startswith('    {"id": "s') and "faces" in line for line in lines) == 4
    assert sum(line.startswith('    {"id": "r') and "first_bay" in line for line in lines) == 8


def test_moving_one_shelf_changes_one_line():
    plan = toy_plan()
    moved = replace(plan, shelves=(replace(plan.shelves[0], x_m=4.75), *plan.shelves[1:]))
    pairs = zip(TOY.splitlines(), format_plan(moved).splitlines(), strict=True)
    assert sum(before != after for before, after in pairs) == 1


def test_the_hash_tells_plans_apart_and_equal_plans_together():
    plan = toy_plan()
    renamed = replace(plan, name=Text("Toinen"))
    assert plan_hash(plan) == plan_hash(parse_plan(TOY))
    assert plan_hash(plan) != plan_hash(renamed)
    assert len(plan_hash(plan)) == 64


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (
            ["shelves", 1, "faces", 0, "bays", 1, "width_m"],
            0,
            "shelves[1].faces[0].bays[1].width_m: expected metres from 0.001 to 2000; found 0",
        ),
        (["shelves", 0, "x_m"], "3", "shelves[0].x_m: expected a number from"),
        (["shelves", 0, "x_m"], True, "shelves[0].x_m: expected a number from"),
        (["shelves", 0, "x_m"], 10**400, "shelves[0].x_m: expected a number from"),
        (
            ["shelves", 0, "faces", 1, "side"],
            "left",
            'shelves[0].faces[1].side: expected one of "fr',
        ),
        (
            ["shelves", 0, "faces"],
            {},
            "shelves[0].faces: expected a list of at most 100000; found an object",
        ),
        (
            ["ranges", 2, "runs", 0, "first_bay"],
            1.5,
            "ranges[2].runs[0].first_bay: expected a whole",
        ),
        (["ranges", 2, "runs", 0, "first_bay"], 0, "ranges[2].runs[0].first_bay: expected a whole"),
        (["units", 0, "walled"], 1, "units[0].walled: expected true or false; found 1"),
        (["units", 0, "outline", 2], [1], "units[0].outline[2]: expected a list of 2 numbers"),
        (["units", 0, "outline"], [], "units[0].outline: expected a list of 3 to 10000 points"),
        (["levels", 0], 7, "levels[0]: expected an object with id, ordinal, name, outline"),
        (["levels", 0, "id"], " ", "levels[0].id: expected text that is not empty"),
        (["name", "fi"], "a\u0007", "name.fi: expected text without control characters"),
        (["name", "se"], "x", "name.'se': no such field; known here: fi, sv, en"),
        (["format"], "geojson", 'format: expected "hyllykartta-plan"'),
        (["version"], 2, "version: expected 1"),
        (["version"], True, "version: expected 1"),
    ],
)
def test_a_wrong_value_is_named_by_its_path(path, value, message):
    with pytest.raises(PlanFormatError) as caught:
        parse_plan(changed(path, value))
    assert str(caught.value).startswith(message)


def test_a_missing_field_is_named_by_its_path():
    document = json.loads(TOY)
    del document["shelves"][3]["length_m"]
    with pytest.raises(PlanFormatError, match=r"^shelves\[3\]\.length_m: is missing$"):
        parse_plan(json.dumps(document))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1, column 1: not JSON"),
        ("{", "line 1, column 2: not JSON"),
        ("[]", "expected an object"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a": ' * 100_000, "nested too deeply"),
        ("9" * 10_000, "too long"),
        (TOY.replace("4.5", "NaN", 1), "NaN is not a number"),
        (TOY.replace("4.5", "-Infinity", 1), "-Infinity is not a number"),
        (TOY.replace("4.5", "1e999", 1), "found Infinity"),
        (TOY.replace('"id": "toy",', '"id": "toy", "id": "toy",'), "the key 'id' occurs twice"),
    ],
)
def test_what_is_no_plan_is_refused_with_the_reason(text, message):
    with pytest.raises(PlanFormatError, match=message):
        parse_plan(text)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.text() | json_values.map(json.dumps))
@example('{"format": "hyllykartta-plan", "version": 1}')
def test_random_text_raises_nothing_but_a_format_error(text):
    with pytest.raises(PlanFormatError):
        parse_plan(text)


@given(st.data())
def test_a_plan_with_one_value_replaced_is_read_or_refused(data):
    document = json.loads(TOY)
    kind = data.draw(st.sampled_from([key for key, value in document.items() if value]))
    inner = document
    key: str | int = kind
    while isinstance(inner[key], dict | list) and inner[key] and data.draw(st.booleans()):
        inner = inner[key]
        keys = list(inner) if isinstance(inner, dict) else list(range(len(inner)))
        key = data.draw(st.sampled_from(keys))
    inner[key] = data.draw(json_values)
    try:
        plan = parse_plan(json.dumps(document))
    except PlanFormatError:
        return
    assert parse_plan(format_plan(plan)) == plan


def test_a_plan_that_is_not_finite_is_not_written():
    plan = toy_plan()
    broken = replace(plan, shelves=(replace(plan.shelves[0], x_m=float("nan")),))
    with pytest.raises(PlanFormatError, match="finite"):
        format_plan(broken)
