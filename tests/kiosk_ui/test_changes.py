from dataclasses import fields, replace

import pytest
from hypothesis import given

from floorplans.diff.plans import diff_plans
from floorplans.diff.shelves import FORMS
from floorplans.diff.things import KINDS
from floorplans.model import (
    BayRun,
    Closure,
    Connector,
    Fixture,
    Kiosk,
    Landmark,
    Level,
    LocatorPoint,
    Opening,
    Partition,
    Plan,
    PointOfInterest,
    Radio,
    Unit,
)
from kiosk_ui.changes import changes_text
from kiosk_ui.words import LANGUAGES, load_messages
from tests.support.plan_strategies import plans
from tests.support.plans import make_range, toy_plan

TOY = toy_plan()
TOLD_OF_RANGES = ("kind", "theme", "marks", "starts_on", "ends_on")


def tell(after: Plan, language: str = "en", before: Plan = TOY) -> tuple[str, ...]:
    """Say the changes with plain spaces."""
    sentences = changes_text(diff_plans(before, after), after, language)
    return tuple(sentence.replace("\u00a0", " ") for sentence in sentences)


def first_range(**values: object) -> Plan:
    return replace(TOY, ranges=(replace(TOY.ranges[0], **values), *TOY.ranges[1:]))


def first_shelf(**values: object) -> Plan:
    return replace(TOY, shelves=(replace(TOY.shelves[0], **values), *TOY.shelves[1:]))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Shelf 1 moved 1.4 m east"),
        ("sv", "Hylla 1 flyttades 1,4 m österut"),
        ("fi", "Hylly 1 siirtyi 1,4 m itään"),
    ],
)
def test_a_moved_shelf_is_told_as_a_librarian_would(language, sentence):
    assert tell(first_shelf(x_m=5.9), language) == (sentence,)


@pytest.mark.parametrize(
    ("after", "sentence"),
    [
        (
            first_range(runs=(BayRun("1A", 2, 2),)),
            "84.2 AAL–KOR now starts at bay 2 (1A; was 1)",
        ),
        (
            first_range(runs=(BayRun("2A", 1, 2),)),
            "84.2 AAL–KOR moved: 1A, bays 1–2 → 2A, bays 1–2",
        ),
        (first_range(last="84.2 LEH"), "1A, bays 1–2 now holds 84.2 AAL–LEH (was 84.2 AAL–KOR)"),
        (
            first_range(partition="lap-kauno"),
            "1A, bays 1–2: 84.2 AAL–KOR now belongs to Children's fiction (was Adult fiction)",
        ),
        (first_range(kind="closed", marks=("X",)), "84.2 AAL–KOR: changed: kind, marks"),
        (first_shelf(angle_deg=-90.0), "Shelf 1 was turned 90° clockwise"),
        (first_shelf(length_m=4.5), "Shelf 1 is now 4.5 m long and 0.6 m deep"),
        (first_shelf(height_m=2.1), "Shelf 1 now has another height"),
        (first_shelf(number="12"), "Shelf 12 had the number 1 before"),
        (first_shelf(mounting="wall"), "Shelf 1: changed: mounting"),
        (TOY, "No changes."),
    ],
)
def test_changes_name_the_thing_and_what_happened(after, sentence):
    assert tell(after) == (sentence,)


def test_ranges_that_move_on_together_are_told_together():
    ranges = tuple(
        make_range(f"r{bay}", "aik-kauno", "1A", (bay, bay), f"84.2 {a}", f"84.2 {z}")
        for bay, a, z in ((1, "AAL", "HUO"), (2, "HUR", "KOR"), (3, "KOS", "ÖST"))
    )
    before = replace(TOY, ranges=ranges)
    moved = tuple(
        replace(each, runs=(BayRun("2B", each.runs[0].first_bay + 1, each.runs[0].last_bay + 1),))
        for each in ranges
    )
    assert tell(replace(TOY, ranges=moved), before=before) == (
        "84.2 AAL–ÖST: 3 runs moved: 1A, bays 1–3 → 2B, bays 2–4",
    )


def test_many_checks_are_counted():
    checked = tuple(replace(each, checked_on="2026-04-01") for each in TOY.ranges)
    assert tell(replace(TOY, ranges=checked)) == ("8 ranges were checked, the last on 2026-04-01",)


@given(plans, plans)
def test_every_change_can_be_said_in_every_language(before, after):
    changes = diff_plans(before, after)
    for language in LANGUAGES:
        assert all(changes_text(changes, after, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_thing_and_every_field_has_a_word(language):
    messages = load_messages(language)
    records = (Level, Unit, Opening, Connector, Fixture, Closure, PointOfInterest, Landmark)
    records = (*records, Kiosk, LocatorPoint, Radio, Partition)
    told = {"id", "name", "level", "x_m", "y_m"}
    assert len(records) == len(KINDS)
    for kind, record in zip(KINDS, records, strict=True):
        assert f"change.thing.{kind.thing}" in messages
        for field in {each.name for each in fields(record)} - told - kind.shape:
            assert f"change.field.{field}" in messages, f"{record.__name__}.{field}"
    for field in (*FORMS, *TOLD_OF_RANGES, "side", "bays"):
        assert f"change.field.{field}" in messages
