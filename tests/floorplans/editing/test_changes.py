"""Changes of single things: made, taken back, found between plans."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorplans.editing.changes import (
    Change,
    apply_changes,
    change_values,
    changes_between,
    find_value,
    read_changes,
)
from floorplans.errors import EditError
from floorplans.formats.native import (
    FIELDS,
    LISTS,
    format_plan,
    format_values,
    parse_plan,
    plan_values,
    read_values,
    update_document,
)
from tests.support.moved import moved_plan
from tests.support.plans import toy_plan
from tests.support.rich_plans import rich_plan

TOY = plan_values(toy_plan())
SHELVES = [each["id"] for each in TOY["shelves"]]


def shelf(id_: str, x_m: float = 1.0) -> dict[str, object]:
    return {**TOY["shelves"][0], "id": id_, "x_m": x_m}


@st.composite
def edits(draw: st.DrawFn) -> list[Change]:
    """Draw changes of shelves: some moved, some gone, some new ones anywhere."""
    ids = draw(st.lists(st.sampled_from([*SHELVES, "new-1", "new-2", "new-3"]), unique=True))
    changes = []
    for id_ in ids:
        gone = id_ in SHELVES and draw(st.booleans())
        at = draw(st.none() | st.integers(0, len(SHELVES) + 2))
        value = None if gone else shelf(id_, draw(st.integers(0, 9)))
        changes.append(Change("shelves", id_, value, at))
    return changes


@given(edits(), st.sampled_from([None, "latin", "sab"]))
def test_taking_an_edit_back_leaves_every_list_as_it_was(changes, scheme):
    both = [*changes, *([Change("plan", "scheme", scheme)] if scheme else [])]
    after, inverse = apply_changes(TOY, both)
    for change in both:
        assert find_value(after, change.key) == change.value
    again, forth = apply_changes(after, inverse)
    assert again == TOY
    assert apply_changes(again, forth)[0] == after


@given(edits(), st.sampled_from([None, "latin", "sab"]))
def test_the_document_of_a_changed_plan_is_the_same_written_from_the_one_before(changes, scheme):
    for plan in (toy_plan(), rich_plan()):
        before = plan_values(plan)
        both = [*changes, Change("plan", "scheme", scheme or plan.scheme)]
        after, inverse = apply_changes(before, both)
        document = update_document(format_values(before), before, after)
        assert document == format_values(after)
        again, _ = apply_changes(after, inverse)
        assert update_document(document, after, again) == format_values(before)


@given(edits())
def test_the_changes_between_two_plans_lead_from_one_to_the_other(changes):
    after, _ = apply_changes(TOY, changes)
    led, _ = apply_changes(TOY, changes_between(TOY, after))
    assert {each["id"]: each for each in led["shelves"]} == {
        each["id"]: each for each in after["shelves"]
    }


def test_what_was_made_of_a_plan_by_a_function_becomes_an_edit():
    changes = changes_between(toy_plan(), moved_plan())
    assert {each.key for each in changes} == {("shelves", id_) for id_ in SHELVES[:2]}
    after, _ = apply_changes(TOY, changes)
    assert parse_plan(format_values(after)) == moved_plan()


def test_an_edited_document_is_written_as_the_plan_itself_would_be():
    plan = rich_plan()
    values = plan_values(plan)
    assert format_values(values) == format_plan(plan)
    assert read_values(format_plan(plan)) == values
    for kind in LISTS:
        for thing in values.get(kind, ()):
            sent = [{"kind": kind, "id": thing["id"], "value": json.loads(json.dumps(thing))}]
            assert read_changes(sent)[0].value == thing


def test_a_thing_is_read_into_the_form_that_the_format_writes():
    wordy = {**shelf(SHELVES[0], 2.0), "shape": "straight", "wing_m": 0.0}
    (change,) = read_changes([{"kind": "shelves", "id": SHELVES[0], "value": wordy}])
    assert change.value == shelf(SHELVES[0], 2)
    assert "shape" not in change.value
    (field,) = read_changes([{"kind": "plan", "id": "v_equals_w", "value": False}])
    assert field.value is None


def test_changes_are_read_as_they_are_written():
    changes = [Change("shelves", "new", shelf("new"), 1), Change("ranges", "r1", None)]
    assert read_changes(change_values(changes)) == tuple(changes)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "expected a list"),
        ([{"kind": "shelves", "id": "s"}], r"changes\[0\]: expected kind, id and value"),
        ([{"kind": "walls", "id": "s", "value": None}], r"changes\[0\].kind: 'walls' is none"),
        ([{"kind": "shelves", "id": "", "value": None}], "id: expected text"),
        ([{"kind": "plan", "id": "id", "value": "other"}], 'id: "id" is none of'),
        ([{"kind": "plan", "id": "scheme", "value": None}], "value"),
        ([{"kind": "shelves", "id": "s", "value": shelf("t")}], 'value.id: "t" is another'),
        (
            [{"kind": "shelves", "id": "s", "value": {**shelf("s"), "x_m": "far"}}],
            r"changes\[0\].value.x_m",
        ),
        ([{"kind": "shelves", "id": "s", "value": {**shelf("s"), "colour": 1}}], "colour"),
        ([{"kind": "shelves", "id": "s", "value": None}] * 2, "there twice"),
        ([{"kind": "shelves", "id": "s", "value": None, "at": -1}], "at: expected"),
    ],
)
def test_what_cannot_be_read_is_named(sent, words):
    with pytest.raises(EditError, match=words):
        read_changes(sent)


def test_every_field_of_a_plan_is_a_list_of_things_or_a_field_that_can_be_set():
    assert "aliases" in FIELDS
    assert "shelves" in LISTS
    assert not {"id"} & {*FIELDS, *LISTS}


def test_a_list_does_not_become_longer_than_plans_may_have():
    kiosk = TOY["kiosks"][0]
    many = replace(toy_plan(), kiosks=toy_plan().kiosks * 1000)
    with pytest.raises(EditError, match="at most 1000"):
        apply_changes(plan_values(many), [Change("kiosks", "one", {**kiosk, "id": "one"})])


def test_all_of_a_list_can_be_removed_and_brought_back():
    changes = [Change("levels", each["id"], None) for each in TOY["levels"]]
    after, inverse = apply_changes(TOY, changes)
    assert parse_plan(format_values(after)).levels == ()
    assert apply_changes(after, inverse)[0] == TOY
