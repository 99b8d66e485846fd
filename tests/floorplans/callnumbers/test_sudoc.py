import random
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorplans.callnumbers.sudoc import SudocScheme
from floorplans.errors import CallNumberError

SCHEME = SudocScheme()

IN_ORDER = [
    # The stem: letters, then whole numbers; nothing before something.
    ["A 1.2:", "C 1.2:", "D 1.2:", "D 1.3:", "D 1.12:", "D 2.1:", "D 101.2:", "DA 1.1:", "HE 1.1:"],
    ["C 3.2:", "C 3.2/2:", "C 3.2/2-1:", "C 3.2/2-10:", "C 3.2/3:", "C 3.2/10:", "C 3.20:"],
    ["Y 4.AG 8:", "Y 4.AG 8/1:", "Y 4.AG 8/2:", "Y 4.AG 10:", "Y 4.J 89/1:"],
    # Colon before hyphen before slash.
    ["C 3.2:5", "C 3.2-A:5", "C 3.2/A:5", "C 3.2/5:1"],
    # Behind the colon: letters before numbers, numbers and years by size.
    ["A 1.2:B", "A 1.2:B 4", "A 1.2:B 4/2", "A 1.2:B 4/996", "A 1.2:B 4/2001", "A 1.2:B 12"],
    ["A 1.2:C 5", "A 1.2:CA 1", "A 1.2:7", "A 1.2:7-2", "A 1.2:7/2", "A 1.2:31", "A 1.2:998"],
    ["GA 1.13:RCED-98-7", "GA 1.13:RCED-98-12", "GA 1.13:T-1"],
    ["D 1.2:V. 2/NO. 9", "D 1.2:V.2/NO.10", "D 1.2:v.10/no.1"],
    # Numbered series of Congress follow the numbers.
    ["Y 4.F 49:AG 1", "Y 4.F 49:98-2", "Y 4.F 49:S.HRG.99-12", "Y 4.F 49:S.HRG. 104-3"],
    # Marks before the number come first in a mixed list.
    ["Y 4.F 49:98-2", "Docs A 1.2:5", "REF A 1.2:4"],
]
pieces = st.sampled_from(
    [
        "A",
        " ",
        "1",
        "12",
        ".",
        ":",
        "/",
        "-",
        ";",
        "+",
        "S.HRG.",
        "U.K.",
        "NO. ",
        "Ä",
        "ſ",
        "²",
        "٣",
    ]
)
call_numbers = st.one_of(
    st.builds("{}{}".format, st.sampled_from(["A 1.", "Y4:"]), st.lists(pieces).map("".join)),
    st.text(max_size=30),
)


def parse_all(texts: list[str]) -> list[object]:
    keys = []
    for text in texts:
        try:
            keys.append(SCHEME.parse(text).list_key)
        except CallNumberError:
            continue
    return keys


@pytest.mark.parametrize("expected", IN_ORDER)
def test_call_numbers_come_out_in_the_order_of_the_shelf(expected):
    keys = [SCHEME.parse(text).list_key for text in expected]
    assert all(low < high for low, high in pairwise(keys))
    shuffled = random.Random(5).sample(expected, len(expected))
    assert sorted(shuffled, key=lambda text: SCHEME.parse(text).list_key) == expected


@pytest.mark.parametrize(
    "same",
    [
        ["Y 4.ED 8/1:117-48", "y4.ed8/1:117-48", "Y 4. ED 8/1 : 117-48 "],
        ["A 1.2:U.K./996", "A 1.2:UK/996"],
        ["PrEx 3.10/4:Af 8", "PREX 3.10/4:AF 8."],
    ],
)
def test_spaces_capitals_and_points_between_letters_make_no_difference(same):
    assert len({SCHEME.parse(text).key for text in same}) == 1


@pytest.mark.parametrize(
    "text", ["X/A.103/1:140", "XJH:106-1", "XJS:106-1", "Y 1.1/8:102-334", "HE 20"]
)
def test_the_stems_of_congress_are_read_too(text):
    assert SCHEME.parse(text).prefixes == ()


def test_marks_before_the_stem_are_taken_off():
    parsed = SCHEME.parse("[Microfiche] Ref. A 1.2:5")
    assert parsed.prefixes == ("Microfiche", "Ref")
    assert parsed.key == SCHEME.parse("A 1.2:5").key


@pytest.mark.parametrize("text", ["", " , ", "84.2 TOL", "TOL", "A:1", "ABCDEF 1.1:"])
def test_other_text_is_refused_with_an_example(text):
    with pytest.raises(CallNumberError, match=r"looks like \"Y 4\.ED"):
        SCHEME.parse(text)
    with pytest.raises(CallNumberError):
        SCHEME.end_key(text)


@pytest.mark.parametrize(
    ("last", "within", "beyond"),
    [
        ("A 1", ["A 1.2:5", "A 1.99/2:7"], ["A 2.1:1", "A 11.1:1", "AA 1.1:"]),
        ("A 1.2:", ["A 1.2:", "A 1.2:C 5", "A 1.2:S.HRG. 99-1"], ["A 1.2/A:1", "A 1.3:"]),
        ("A 1.2:C", ["A 1.2:C 5", "A 1.2:CZ 1"], ["A 1.2:D 1", "A 1.2:1"]),
        ("A 1.2:C 5", ["A 1.2:C 5/2", "A 1.2:C 5-2"], ["A 1.2:C 6", "A 1.2:C 50"]),
    ],
)
def test_the_end_of_a_call_number_takes_in_what_begins_with_it(last, within, beyond):
    end = SCHEME.end_key(last)
    assert all(SCHEME.parse(text).key <= end for text in within)
    assert all(SCHEME.parse(text).key > end for text in beyond)


@given(call_numbers, st.lists(call_numbers, min_size=3, max_size=6))
def test_any_two_call_numbers_compare_and_each_is_within_its_end(text, texts):
    keys = sorted(parse_all([text, *texts]))
    assert all(low <= high and not high < low for low, high in combinations(keys, 2))
    if parse_all([text]):
        assert SCHEME.parse(text).key <= SCHEME.end_key(text)


@given(
    st.sampled_from(["A 1.2", "A 1.2:", "A 1.2:C", "A 1.2:C 5"]),
    st.text(" -/;+"),
    st.text("ab1"),
)
def test_what_goes_on_behind_a_call_number_is_within_its_end(text, parting, more):
    if text[-1].isdigit() and not parting:
        more = more.lstrip("1")
    assert SCHEME.parse(text + parting + more).key <= SCHEME.end_key(text)


@pytest.mark.parametrize("piece", ["1", "A", "a1", " ", ".", "-", "A ", "A.", ":", "/", "\u0301"])
@pytest.mark.parametrize("before", ["", "A 1.2:"])
@pytest.mark.timeout(5)
def test_very_long_text_takes_no_longer_than_reading_it(before, piece):
    parse_all([before + piece * (100_000 // len(piece)) + "!"])
