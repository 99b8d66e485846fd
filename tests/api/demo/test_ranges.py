"""Items become ranges: every bay has one, every item is in one, in reading order."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.catalogue.items import Item
from api.demo.layout import Filling, Layout
from api.demo.layout_parts import CAROUSEL, TALL, number_shelf, row_of_shelves
from api.demo.ranges import assign_ranges, split_evenly
from floorplans.callnumbers.registry import get_scheme
from floorplans.model import Plan, Shelf, Text

LETTERS = "ABDEFGHIJKLMNOPRSTUVYÄÖ"


def make_shelves(first_number: int, shelves: int) -> tuple[Shelf, ...]:
    row = row_of_shelves(
        TALL, bays=3, first=(0.0, 0.0), step=(2.0, 0.0), shelves=shelves, angle_deg=90.0
    )
    return tuple(
        number_shelf(stand, "1", number) for number, stand in enumerate(row, start=first_number)
    )


def make_layout(*fillings: Filling) -> Layout:
    shelves = tuple(shelf for filling in fillings for shelf in filling.shelves)
    plan = Plan(id="p", name=Text("P"), scheme="ykl", levels=(), shelves=shelves)
    return Layout(plan, fillings)


def make_items(partition: str, call_numbers: list[str]) -> list[Item]:
    return [
        Item(f"{number}", "Teos", "", None, call_number, partition, "fi")
        for number, call_number in enumerate(call_numbers)
    ]


FICTION = [f"84.2 {one}{two}A" for one in LETTERS for two in "AEIOU"]


@given(st.lists(st.integers(min_value=1, max_value=9), min_size=1, max_size=40), st.data())
def test_runs_are_the_whole_sequence_and_none_is_empty(
    weights: list[int], data: st.DataObject
) -> None:
    parts = data.draw(st.integers(min_value=1, max_value=len(weights)))
    runs = [weights[run] for run in split_evenly(weights, parts)]
    assert [weight for run in runs for weight in run] == weights
    assert len(runs) == parts
    assert all(runs)


def test_equal_weights_are_cut_into_equal_runs() -> None:
    assert [run.stop - run.start for run in split_evenly([1] * 12, 4)] == [3, 3, 3, 3]


def test_more_runs_than_members_are_refused() -> None:
    with pytest.raises(ValueError, match="2 members cannot be cut into 3 runs"):
        split_evenly([1, 1], 3)


def test_ranges_go_round_each_shelf_and_on_to_the_next() -> None:
    layout = make_layout(Filling("kauno", "", make_shelves(1, 2)))
    ranges = assign_ranges(layout, make_items("kauno", FICTION[::-1]))
    assert [(run.face, run.first_bay) for each in ranges for run in each.runs] == [
        (face, bay) for face in ("1A", "1B", "2A", "2B") for bay in (1, 2, 3)
    ]
    key = get_scheme("ykl").parse
    ends = [end for each in ranges for end in (each.first, each.last)]
    assert all(key(one).key <= key(other).key for one, other in pairwise(ends))
    assert (ends[0], ends[-1]) == (FICTION[0], FICTION[-1])


def test_boards_begin_with_the_range_and_do_not_repeat() -> None:
    layout = make_layout(Filling("kauno", "", make_shelves(1, 2)))
    for each in assign_ranges(layout, make_items("kauno", FICTION)):
        assert each.boards[0] == each.first
        assert list(each.boards) == sorted(set(each.boards))
        assert len(each.boards) == 6


def test_copies_of_one_call_number_stay_in_one_bay() -> None:
    layout = make_layout(Filling("kauno", "", make_shelves(1, 1)))
    copies = ["84.2 KAN"] * 50 + ["84.2 KANGAS"] * 3
    ranges = assign_ranges(layout, make_items("kauno", FICTION + copies))
    holding = [each for each in ranges if "KAN" in each.first + each.last]
    assert len(holding) == 1


def test_classes_have_shelves_of_their_own() -> None:
    layout = make_layout(
        Filling("tieto", "01", make_shelves(1, 1)), Filling("tieto", "9", make_shelves(2, 1))
    )
    books = [f"{main}{one} {two}AA" for main in "019" for one in "0123" for two in LETTERS]
    ranges = assign_ranges(layout, make_items("tieto", books))
    assert {each.first[0] for each in ranges if each.runs[0].face.startswith("1")} == {"0", "1"}
    assert {each.first[0] for each in ranges if each.runs[0].face.startswith("2")} == {"9"}


def test_few_call_numbers_share_bays_but_no_bay_is_left_out() -> None:
    layout = make_layout(Filling("kauno", "", make_shelves(1, 1)))
    ranges = assign_ranges(layout, make_items("kauno", FICTION[:4]))
    assert [(run.face, run.first_bay, run.last_bay) for each in ranges for run in each.runs] == [
        ("1A", 1, 2),
        ("1A", 3, 3),
        ("1B", 1, 2),
        ("1B", 3, 3),
    ]


def test_a_round_shelf_is_filled_round() -> None:
    stand = row_of_shelves(CAROUSEL, bays=5, first=(0.0, 0.0), angle_deg=0.0)[0]
    layout = make_layout(Filling("kuva", "", (number_shelf(stand, "1", 7),)))
    ranges = assign_ranges(layout, make_items("kuva", FICTION))
    assert [(run.face, run.first_bay) for each in ranges for run in each.runs] == [
        ("7A", bay) for bay in (1, 2, 3, 4, 5)
    ]


def test_items_without_a_shelf_are_refused() -> None:
    layout = make_layout(Filling("tieto", "0", make_shelves(1, 1)))
    with pytest.raises(ValueError, match=r"No shelf is meant for 84\.2 AAA of tieto"):
        assign_ranges(layout, make_items("tieto", FICTION))


def test_a_partition_with_fewer_call_numbers_than_faces_is_refused() -> None:
    layout = make_layout(Filling("kauno", "", make_shelves(1, 2)))
    with pytest.raises(ValueError, match="kauno has 3 call numbers, too few for its faces"):
        assign_ranges(layout, make_items("kauno", FICTION[:3]))


def test_the_dates_of_checks_are_the_same_each_time() -> None:
    layout = make_layout(Filling("kauno", "", make_shelves(1, 2)))
    items = make_items("kauno", FICTION)
    assert assign_ranges(layout, items) == assign_ranges(replace(layout), items[::-1])
