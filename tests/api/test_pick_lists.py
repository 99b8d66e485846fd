import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pick_lists import MOST_LINES, parse_pick_list
from api.usage import UsageError

LINES = st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), max_size=8), max_size=30)


@given(st.text(max_size=200) | st.text(max_size=200).map(lambda text: f"call_number,title\n{text}"))
def test_any_text_is_a_list_or_refused_in_one_line(text):
    refusal = ""
    try:
        entries = parse_pick_list(text, "list.txt")
    except UsageError as error:
        entries, refusal = (), str(error)
    if not entries:
        assert refusal.startswith("list.txt")
        assert "\n" not in refusal
        return
    lines = [line for entry in entries for line in entry.lines]
    assert len(lines) == len(set(lines))
    assert 0 < min(lines) <= max(lines) <= len(text.splitlines()) + 1


@given(LINES)
def test_every_line_that_is_not_empty_is_in_one_entry(lines):
    named = [number for number, line in enumerate(lines, 1) if line]
    text = "\n".join(["84.2 TOL", *lines])
    found = [line for entry in parse_pick_list(text, "list") for line in entry.lines]
    assert sorted(found) == [1, *(number + 1 for number in named)]


def test_a_call_number_with_commas_stays_whole_where_there_is_no_header():
    (entry,) = parse_pick_list("Aikuiset, Kaunokirjallisuus, 84.2 PAA\n", "list")
    assert entry.call_number == "Aikuiset, Kaunokirjallisuus, 84.2 PAA"
    assert (entry.partition, entry.title) == ("", "")


def test_the_same_call_number_of_another_partition_or_title_is_not_the_same():
    table = (
        "Call_Number;partition;title\n84.2 TOL;a;X\n84.2 TOL;b;X\n84.2 TOL;a;Y\n84.2 tol ;A; x\n"
    )
    entries = parse_pick_list(table, "list")
    assert [(each.partition, each.title, each.lines) for each in entries] == [
        ("a", "X", (2, 5)),
        ("b", "X", (3,)),
        ("a", "Y", (4,)),
    ]


def test_a_cell_over_two_lines_does_not_shift_the_numbers_of_those_after_it():
    entries = parse_pick_list('title,call_number\n"A\nB",84.2 TOL\nC,07 HEL\n', "list")
    assert [(each.title, each.lines) for each in entries] == [("A B", (2,)), ("C", (4,))]


def test_the_most_lines_are_taken_and_one_more_is_refused_whatever_they_say():
    assert len(parse_pick_list("84.2 TOL\n\n" * MOST_LINES, "list")[0].lines) == MOST_LINES
    with pytest.raises(UsageError, match="more than 10,000 lines"):
        parse_pick_list("84.2 TOL\n" * (MOST_LINES + 1), "list")


@pytest.mark.parametrize("header", ["title,partition", "partition;barcode", "Title"])
def test_a_header_without_call_numbers_is_told_what_it_lacks(header):
    with pytest.raises(UsageError, match="list: the header has no column call_number"):
        parse_pick_list(f"{header}\nSinuhe,aik-kauno\n", "list")


def test_control_characters_are_shown_and_told_of():
    plain = parse_pick_list("84.2 TOL\x1b[31m\n\x00\n84.2\u200b LIN\n", "list")
    assert [(each.call_number, each.lines, each.has_controls) for each in plain] == [
        ("84.2 TOL\\x1B[31m", (1,), True),
        ("\\x00", (2,), True),
        ("84.2 LIN", (3,), False),
    ]
    (row,) = parse_pick_list("call_number,title\n84.2 TOL\x07,Sinuhe\x1b[2J\n", "list")
    assert (row.call_number, row.title) == ("84.2 TOL\\x07", "Sinuhe\\x1B[2J")
    assert row.has_controls


def test_only_ends_of_lines_end_a_line():
    entries = parse_pick_list("84.2 A\r\n84.2\x0cB\r84.2\x85C\n", "list")
    assert [(each.call_number, each.lines) for each in entries] == [
        ("84.2 A", (1,)),
        ("84.2\\x0CB", (2,)),
        ("84.2\\x85C", (3,)),
    ]


def test_two_columns_of_call_numbers_are_refused():
    with pytest.raises(UsageError, match="two columns are called call_number"):
        parse_pick_list("call_number;call_number\n84.2 TOL;84.2 LIN\n", "list")
