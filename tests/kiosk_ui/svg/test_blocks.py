from dataclasses import replace

import pytest

from floorplans.holding import Holding, list_holdings
from floorplans.model import Bay, Face, Plan, Shelf
from kiosk_ui.svg.blocks import block_labels, block_span
from kiosk_ui.svg.scene import set_scene
from kiosk_ui.svg.signs import range_labels
from kiosk_ui.svg.wording import range_words, short_range
from tests.support.plans import make_bays, make_range


def holdings(*ends: tuple[str, str]) -> list[Holding]:
    made = (make_range(first, "p", "f", (1, 1), first, last) for first, last in ends)
    return [holding for each in made for holding in list_holdings(each)]


@pytest.mark.parametrize(
    ("ends", "span"),
    [
        ([("84.2 KIV", "84.2 LEH"), ("84.2 AAL", "84.2 KIT")], "84.2 A–L"),
        ([("84.2 ÄÄN", "84.2 ÖST"), ("84.2 ZED", "84.2 ÅSB")], "84.2 Z–Ö"),
        ([("84.2 LEH", "84.2 LÖN")], "84.2 L"),
        ([("30.1 AHO", "39 ÖHM"), ("00.1 AHO", "25 ÖHM")], "0–3"),
        ([("84.2 AAL", "84.31 WOO"), ("85.1 AAL", "85.3 WOO")], ""),
    ],
)
def test_a_block_tells_from_where_to_where_it_goes(ends: list[tuple[str, str]], span: str) -> None:
    assert block_span(holdings(*ends), "ykl") == span


def test_call_numbers_that_cannot_be_read_tell_nothing() -> None:
    assert block_span(holdings(("??", "!!")), "ykl") == ""


def test_the_names_of_blocks_are_in_the_language(plan: Plan) -> None:
    for language, name in (("fi", "Tietokirjallisuus"), ("en", "Non-fiction")):
        wishes = block_labels(plan, "1", language)
        assert name in {label.words for wish in wishes for label in wish}


def test_ranges_of_a_partition_that_is_unknown_are_not_named(plan: Plan) -> None:
    assert block_labels(replace(plan, partitions=()), "1", "fi") == []


def test_main_classes_are_named_where_each_takes_several_faces(plan: Plan) -> None:
    shelves = tuple(
        Shelf(
            f"s{row}",
            f"{row}",
            "1",
            5.0,
            1.0 + row,
            3.6,
            0.3,
            0.0,
            1.8,
            (Face(f"{row}", f"{row}", "front", make_bays(4)),),
        )
        for row in range(6)
    )
    held = tuple(
        make_range(f"r{row}", "aik-tieto", f"{row}", (1, 4), f"{row // 2}1 AHO", f"{row // 2}5 ÖHM")
        for row in range(6)
    )
    many = block_labels(replace(plan, shelves=shelves, ranges=held), "1", "fi")
    classes = [wish[0] for wish in many if wish[0].kind == "class"]
    assert [(label.words, label.detail) for label in classes] == [
        ("0", "Yleiset"),
        ("1", "Mieli"),
        ("2", "Uskonto"),
    ]
    few = block_labels(replace(plan, shelves=shelves[::2], ranges=held[::2]), "1", "fi")
    assert not [wish for wish in few if wish[0].kind == "class"]


@pytest.mark.parametrize(
    ("first", "last", "short"),
    [
        ("84.2 KIV", "84.2 LEH", "KIV–LEH"),
        ("84.2 TOL", "84.2 TOL", "TOL"),
        ("58.12 AHO", "61.3 ÖHM", "58.12–61.3"),
        ("A", "B", "A–B"),
    ],
)
def test_a_short_range_tells_only_what_differs(first: str, last: str, short: str) -> None:
    assert short_range(first, last) == short


def test_a_face_with_two_partitions_tells_both() -> None:
    held = [
        make_range("a", "aik-kauno", "1A", (1, 1), "84.2 AAL", "84.2 KIV"),
        make_range("b", "aik-kauno", "1A", (2, 2), "84.2 KOR", "84.2 ÖST"),
        make_range("c", "aik-tieto", "1A", (3, 3), "00.1 AHO", "00.1 AHO"),
    ]
    assert (
        range_words([part for each in held for part in list_holdings(each)], "fi")
        == "84.2 AAL–ÖST, 00.1 AHO"
    )


def test_ranges_of_both_faces_stand_on_either_side_of_the_axis(plan: Plan) -> None:
    bays = (Bay(1, 0.9, 5),)
    faces = (Face("9A", "9A", "front", bays), Face("9B", "9B", "back", bays))
    shelf = Shelf("s9", "9", "1", 5.0, 4.0, 0.9, 0.6, 90.0, 1.8, faces)
    held = (
        make_range("a", "aik-kauno", "9A", (1, 1), "84.2 AAL", "84.2 KIV"),
        make_range("b", "aik-kauno", "9B", (1, 1), "84.2 KOR", "84.2 ÖST"),
    )
    scene = set_scene(replace(plan, shelves=(shelf,), ranges=held), "1", "fi", None)
    wishes = range_labels(scene.standing, scene.holdings, "fi")
    west, east = (wish[0] for wish in wishes)
    assert (west.words, west.align, east.words, east.align) == (
        "AAL–KIV",
        "end",
        "KOR–ÖST",
        "start",
    )
    assert west.spots[0][0] < shelf.x_m < east.spots[0][0]
