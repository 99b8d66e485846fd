from dataclasses import fields, replace

import pytest
from hypothesis import given

from floorplans.diff.plans import diff_plans
from floorplans.diff.shelves import FORMS, SIZES
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
    NameForms,
    Opening,
    Partition,
    Plan,
    PointOfInterest,
    Radio,
    Text,
    Unit,
)
from kiosk_ui.changes import changes_text
from kiosk_ui.messages import LANGUAGES, load_messages
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
        (first_shelf(height_m=2.1), "Shelf 1 is now 2.1 m high"),
        (first_shelf(number="12"), "Shelf 12 was number 1 before"),
        (first_shelf(mounting="wall"), "Shelf 1: changed: mounting"),
        (first_shelf(length_m=4.5, height_m=2.1), "Shelf 1: changed: length, height"),
        (
            first_range(runs=(BayRun("1A", 1, 2), BayRun("2B", 1, 1))),
            "84.2 AAL–KOR now stands at 2B, bay 1 as well",
        ),
        (
            first_range(runs=(BayRun("1A", 1, 2, 2, 3),)),
            "84.2 AAL–KOR: its boards changed (1A, bays 1–2)",
        ),
        (first_range(checked_on=""), "84.2 AAL–KOR: the date of its check was removed"),
        (first_range(checked_on="2026-04-01"), "84.2 AAL–KOR was checked on 1 Apr 2026"),
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
        "84.2 AAL–ÖST moved: 1A, bays 1–3 → 2B, bays 2–4",
    )


def test_many_checks_are_counted():
    checked = tuple(replace(each, checked_on="2026-04-01") for each in TOY.ranges)
    assert tell(replace(TOY, ranges=checked)) == ("8 ranges were checked, the last on 1 Apr 2026",)


ROW = tuple(
    make_range(f"r{face}{bay}", "aik-kauno", face, (bay, bay), f"84.2 {start}", f"84.2 {end}")
    for face, bay, start, end in (
        ("1A", 1, "AAL", "BER"),
        ("1A", 2, "BES", "DAH"),
        ("1B", 1, "DAL", "FIN"),
        ("1B", 2, "FIS", "HUO"),
        ("2A", 1, "HUR", "KOR"),
    )
)
IN_A_ROW = replace(TOY, ranges=ROW)


def test_ranges_that_move_on_over_the_ends_of_shelves_are_told_together():
    faces = ("1B", "1B", "2A", "2A", "2B")
    moved = tuple(
        replace(each, runs=(replace(each.runs[0], face=face),))
        for each, face in zip(ROW, faces, strict=True)
    )
    assert tell(replace(TOY, ranges=moved), before=IN_A_ROW) == (
        "84.2 AAL–KOR moved: 1A, bay 1 – 2A, bay 1 → 1B, bay 1 – 2B, bay 1",
    )


def test_a_range_that_stays_between_two_that_go_is_not_counted_among_them():
    left = replace(TOY, ranges=(ROW[0], *ROW[3:4]))
    assert tell(left, before=IN_A_ROW) == (
        "84.2 BES–FIN no longer stands at 1A, bay 2 – 1B, bay 1",
        "84.2 HUR–KOR no longer stands at 2A, bay 1",
    )
    assert tell(IN_A_ROW, before=left) == (
        "84.2 BES–FIN now stands at 1A, bay 2 – 1B, bay 1",
        "84.2 HUR–KOR now stands at 2A, bay 1",
    )


def test_a_partition_that_is_spread_anew_is_one_sentence():
    ends = ("BET", "DAM", "FIT", "HUS", "KOR")
    starts = ("AAL", *ends[:-1])
    spread = tuple(
        replace(each, first=f"84.2 {start}", last=f"84.2 {end}")
        for each, start, end in zip(ROW, starts, ends, strict=True)
    )
    assert tell(replace(TOY, ranges=spread), before=IN_A_ROW) == (
        "1A, bay 1 – 2A, bay 1: 84.2 AAL–KOR was spread anew over 5 ranges",
    )


def renumbered(number: str) -> Plan:
    """Give the toy plan with another number on its first shelf and the shelf's faces."""
    shelf = TOY.shelves[0]
    faces = tuple(
        replace(face, name=face.name.replace(shelf.number, number)) for face in shelf.faces
    )
    return first_shelf(number=number, faces=faces)


def test_faces_that_are_signed_after_their_shelf_are_not_told_beside_it():
    assert tell(renumbered("12"), "fi") == ("Hylly 12 oli ennen numero 1",)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Shelf 1 moved 0.3 m north; likewise 2–4"),
        ("sv", "Hylla 1 flyttades 0,3 m norrut; likaså 2–4"),
        ("fi", "Hylly 1 siirtyi 0,3 m pohjoiseen; samoin 2–4"),
    ],
)
def test_what_happened_to_several_things_alike_is_told_once(language, sentence):
    shelves = tuple(replace(each, y_m=each.y_m + 0.3) for each in TOY.shelves)
    assert [each.number for each in shelves] == ["1", "2", "3", "4"]
    assert tell(replace(TOY, shelves=shelves), language) == (sentence,)


def test_very_many_others_are_counted():
    radios = tuple(replace(TOY.radios[0], id=f"b{n}", key=f"key:{n}") for n in range(1, 40))
    told = tell(replace(TOY, radios=(*TOY.radios, *radios)))
    assert told == ("Radio b1 was added; likewise 38 others",)


def test_a_range_of_everything_is_told_by_its_partition():
    whole = make_range("all", "aik-kauno", "1A", (1, 2), "", "")
    before, after = replace(TOY, ranges=()), replace(TOY, ranges=(whole,))
    assert tell(after, "fi", before) == (
        "”Aikuisten kaunokirjallisuus” on nyt paikassa 1A, osat 1–2",
    )


def test_a_closure_is_told_by_its_reason():
    closed = replace(TOY, closures=(Closure("c", Text("Remontti", "Ombyggnad", "Refit")),))
    assert tell(closed, "fi") == ("Suljettu alue ”Remontti” lisättiin",)


def test_a_name_that_is_only_inflected_anew_keeps_its_name():
    level = TOY.levels[1]
    name = replace(level.name, forms=NameForms(fi_to="2. kerrokseen"))
    inflected = replace(TOY, levels=(TOY.levels[0], replace(level, name=name)))
    assert tell(inflected, "fi") == ("Kerros 2. kerros: muuttunut: nimen taivutus",)
    forms = NameForms(fi_at="Lelukirjastossa")
    assert tell(replace(TOY, name=replace(TOY.name, forms=forms)), "fi") == (
        "Suunnitelma kirjoitettiin uudelleen; mikään näkyvä ei muuttunut",
    )


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
    for field in (*FORMS, *SIZES, *TOLD_OF_RANGES, "side", "bays", "runs"):
        assert f"change.field.{field}" in messages
