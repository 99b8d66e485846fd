import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorplans.callnumbers.ykl import YklScheme
from floorplans.errors import CallNumberError

SCHEME = YklScheme()

IN_ORDER = [
    # Classes are decimals, and form classes are digits like others.
    ["0", "00", "00.1", "00.109", "00.2", "01", "01.21", "07", "1", "10", "10.8", "2", "99.1"],
    ["59.5", "59.507", "59.51", "60", "61.2", "61.209", "61.23"],
    # Form classes 01–09 are digits behind the class, as in its index: 84.01 is on literature.
    ["82", "82.01", "82.08", "82.1", "82.2", "86", "86.03", "86.07", "86.09", "86.1"],
    ["78.3", "78.301", "78.309", "78.31", "78.3107", "78.3111", "78.312"],
    ["00.9", "09", "1", "10", "19", "2", "9", "90", "99"],
    # The class comes before the heading.
    ["84 ÖST", "84.08 AHO", "84.2", "84.2 AHO", "84.2 ÖST", "84.21 AAL", "84.31 AAL", "85.1 AAL"],
    ["L84.2 AHO", "L84.2 KUN", "L85.22 AAP"],
    [
        "84.2 VAL",
        "84.2 VÄI",
        "84.2 WAL",
        "84.2 XEN",
        "84.2 ZOL",
        "84.2 ÅBE",
        "84.2 ÄIJ",
        "84.2 ÖST",
    ],
    ["84.2 AALTO, V", "84.2 AALTO-K", "84.2 AALTOILA", "84.2 RIITAANTUNUT", "84.2 RIITA-ASIA"],
    ["84.2 13", "84.2 101", "84.2 AAL", "84.2 KOR", "84.2 KORHONEN, Aino", "84.2 WAL", "84.2 ÅBE"],
    # Marks before the number come first in a mixed list, marks behind it decide last.
    ["84.2 AHO", "AIK 84.2 AAL", "AIK 85.1 AAL", "LAP 84.2 AAL", "LAP L84.2 AAL"],
    ["84.2 AAL AIK", "84.2 AAL LAP", "84.2 AHO AIK", "85.1 AAL AIK"],
]
call_numbers = st.builds(
    "{}{}{} {}{}".format,
    st.sampled_from(["", "AIK ", "LAP ", "Aikuiset, "]),
    st.sampled_from(["", "L"]),
    st.from_regex(r"[0-9]{1,2}(\.[0-9]{1,3})?", fullmatch=True),
    st.text("abkwåäöé 1-", max_size=6),
    st.sampled_from(["", " AIK", " CD"]),
)


@pytest.mark.parametrize("expected", IN_ORDER)
def test_call_numbers_come_out_in_the_order_of_the_shelf(expected):
    shuffled = random.Random(3).sample(expected, len(expected))
    assert sorted(shuffled, key=lambda text: SCHEME.parse(text).list_key) == expected


@pytest.mark.parametrize(
    ("text", "prefixes"),
    [
        ("84.2 PAA", ()),
        ("AIK 84.2 PAA", ("AIK",)),
        ("84.2 PAA AIK", ("AIK",)),
        ("L84.2 PAA", ("L",)),
        ("LAP L84.2 PAA", ("LAP", "L")),
        ("AIK JÄNN 84.2 PAA", ("AIK", "JÄNN")),
        ("Aikuiset, Kaunokirjallisuus, 84.2 PAA", ("Aikuiset", "Kaunokirjallisuus")),
        ("84.2 CD PAA", ("CD",)),
        ("84.2 PAA ISO AIK", ("ISO", "AIK")),
        ("R 84.2 PAA", ("R",)),
        ("KÄS 84.2 PAA", ("KÄS",)),
        ("DVD 84.2 PAA", ("DVD",)),
        ("84.2 PAA DVD", ("DVD",)),
        ("84.2 DVD PAA NUO", ("DVD", "NUO")),
        ("ISO NUO L84.2 PAA", ("ISO", "NUO", "L")),
        ("Pääkirjasto, Aikuiset 2. krs, 84.2 PAA", ("Pääkirjasto", "Aikuiset 2. krs")),
        ("AIK, 84.2, PAA", ("AIK",)),
        ("84,2 PAA", ()),
        ("Aikuiset, 84,2 PAA", ("Aikuiset",)),
    ],
)
def test_marks_are_taken_off_and_do_not_count_within_a_partition(text, prefixes):
    parsed = SCHEME.parse(text)
    assert parsed.prefixes == prefixes
    assert parsed.key == SCHEME.parse("84.2 paa").key


def test_a_mark_alone_behind_the_class_is_the_heading():
    assert SCHEME.parse("84.2 FAN").prefixes == ()
    assert SCHEME.parse("84.2 FAN").key > SCHEME.parse("84.2 FAA").key


def test_v_and_w_are_one_letter_for_libraries_that_keep_it_so():
    old = YklScheme(v_equals_w=True)
    shelf = ["84.2 VAL", "84.2 WAL", "84.2 VUO"]
    assert sorted(shelf, key=lambda text: old.parse(text).key) == shelf
    assert sorted(shelf, key=lambda text: SCHEME.parse(text).key) != shelf


@pytest.mark.parametrize("text", ["", " ", "TOL", "AIK", "813.54 TOL", "84-2 TOL"])
def test_other_text_is_refused_with_an_example(text):
    with pytest.raises(CallNumberError, match=r"84\.2 TOL"):
        SCHEME.parse(text)
    with pytest.raises(CallNumberError):
        SCHEME.end_key(text)


@pytest.mark.parametrize(
    ("last", "within", "beyond"),
    [
        ("84.2 KOR", ["84.2 KOR", "84.2 KORHONEN", "84.2 KOR 2"], ["84.2 KOS", "84.21 AAL"]),
        ("84.2", ["84.2", "84.2 ÖST", "84.21 AHO"], ["84.3", "85"]),
        ("84.2 12", ["84.2 12", "84.2 12 A"], ["84.2 13", "84.2 AAL"]),
    ],
)
def test_the_end_of_a_call_number_takes_in_what_begins_with_it(last, within, beyond):
    end = SCHEME.end_key(last)
    assert all(SCHEME.parse(text).key <= end for text in within)
    assert all(SCHEME.parse(text).key > end for text in beyond)


@given(call_numbers)
def test_a_call_number_is_never_beyond_its_own_end(text):
    assert SCHEME.parse(text).key <= SCHEME.end_key(text)


@given(st.lists(call_numbers, min_size=3, max_size=6))
def test_the_order_is_total(texts):
    for key in ("key", "list_key"):
        keys = sorted(getattr(SCHEME.parse(text), key) for text in texts)
        assert all(low <= high and not high < low for low, high in combinations(keys, 2))


@given(st.text())
def test_random_text_raises_nothing_but_a_call_number_error(text):
    try:
        parsed = SCHEME.parse(text)
    except CallNumberError:
        return
    assert parsed.key <= SCHEME.end_key(text)


def test_wide_letters_are_the_letters_they_stand_for():
    assert SCHEME.parse("84.2 ＴＯＬ").key == SCHEME.parse("84.2 TOL").key
