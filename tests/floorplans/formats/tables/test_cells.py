import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorplans.formats.tables.cells import (
    CellError,
    read_bays,
    read_date,
    read_list,
    read_number,
    read_whole,
    write_bays,
    write_list,
    write_number,
)
from floorplans.model import Bay

items = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=6).map(str.strip)
lengths = st.floats(0.05, 20.0)
bays = st.builds(
    Bay, st.integers(1, 9), lengths, st.integers(1, 9), st.lists(lengths, max_size=3).map(tuple)
)


@given(st.lists(items | st.sampled_from(["-", "–", "|", "\\", "\\-", "a|b", "a\\"])))
def test_a_list_is_read_as_it_was_written(texts):
    assert read_list(write_list(texts)) == tuple(texts)


@given(st.lists(bays, max_size=8))
def test_bays_are_read_as_they_were_written(some_bays):
    assert read_bays(write_bays(some_bays)) == tuple(some_bays)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_read_exactly_as_it_was_written(number):
    assert read_number(write_number(number)) == number


@pytest.mark.parametrize(
    ("cell", "widths"),
    [
        ("5x0.9/6", [0.9] * 5),
        ("2 × 0,9 / 6  1.2/5", [0.9, 0.9, 1.2]),
        ("0.9/6 0.9/6(1.8 1.5)", [0.9, 0.9]),
        ("2*1/6", [1.0, 1.0]),
        ("", []),
    ],
)
def test_bays_are_read_as_people_write_them(cell, widths):
    found = read_bays(cell)
    assert [bay.width_m for bay in found] == widths
    assert [bay.number for bay in found] == list(range(1, len(widths) + 1))


def test_equal_bays_are_written_once_and_numbers_only_where_they_jump():
    row = (Bay(1, 0.9, 6), Bay(2, 0.9, 6), Bay(5, 0.9, 6), Bay(6, 1.2, 5, (1.5, 0.6)))
    assert write_bays(row) == "2x0.9/6 5:0.9/6 1.2/5(1.5 0.6)"


@pytest.mark.parametrize(
    "cell", ["5", "0.9", "5x0.9", "six", "0.9/6,1.2/5", "9999x0.9/6", "0.9/99999", "0.9/6(a)"]
)
def test_what_are_no_bays_is_refused(cell):
    with pytest.raises(CellError):
        read_bays(cell)


def test_what_are_no_bays_shows_how_to_write_them():
    with pytest.raises(CellError, match=r'^"six" are no bays; write 5x0\.9/6 for five bays'):
        read_bays("1x0.9/6 six")


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-03-02", "2026-03-02"),
        ("2.3.2026", "2026-03-02"),
        ("02.03.2026", "2026-03-02"),
        ("2026-3-2 00:00:00", "2026-03-02"),
    ],
)
def test_dates_are_read_as_people_write_them(cell, day):
    assert read_date(cell) == day


@pytest.mark.parametrize("cell", ["yesterday", "3/2/2026", "2.3.26", "46083", "2026-02-30"])
def test_what_is_no_date_is_refused(cell):
    with pytest.raises(CellError):
        read_date(cell)


@pytest.mark.parametrize("cell", ["", "a", "nan", "inf", "1 000", "1.000,5", "1e999", "٣"])
def test_what_is_no_number_is_refused(cell):
    with pytest.raises(CellError, match="is no number"):
        read_number(cell)


@pytest.mark.parametrize(("cell", "number"), [("3", 3), ("3.0", 3), ("3,0", 3), ("007", 7)])
def test_whole_numbers_may_come_with_decimals_that_say_nothing(cell, number):
    assert read_whole(cell) == number


@pytest.mark.parametrize("cell", ["3.5", "-1", "three", "", "9" * 5000])
def test_what_is_no_whole_number_is_refused(cell):
    with pytest.raises(CellError, match="is no whole number"):
        read_whole(cell)
