import random
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorplans.callnumbers.text import TextScheme
from floorplans.errors import CallNumberError

SCHEME = TextScheme()

IN_ORDER = [
    # Natural order: numbers by size, before letters; nothing before something.
    ["1", "2", "10", "10 a", "10a", "A", "A 1", "A 2", "A 10", "AA", "B"],
    ["B 1", "B 1 c 2", "B 1 c 10", "B 1-1", "B 1-2 c 1", "B 1a", "B 2", "B 10"],
    ["KANSIO9", "Kansio10"],
    ["Aho", "Zola", "Åbo", "Äänne", "Öljy"],
    # Cutter numbers are decimals.
    ["A1", "A11", "A12", "A2", "AB1", "AB11", "AB2", "B1", "Sch5", "Sch52", "Sch6"],
    ["AA-2", "AA-11", "AA-111", "v2", "v11", "v111"],
    # Dates by year, then month or season.
    ["v 2 Nov 1999", "v 2 Dec. 1999", "v 2 January 2000", "v 2 Feb 3, 2000", "v 2 Feb 12, 2000"],
    ["Winter 1998", "Spring 1998", "Summer 1998", "Autumn 1998", "Winter 1999"],
    ["no 3 2001 May", "no 3 2001: Aug.", "no 3 2001/Oct", "no 3 2002 April"],
    ["Jan/Feb 2001", "Mar-Apr 2001", "May 2001", "Summer 2001"],
    # Symbols of documents: https://research.un.org/en/docs/symbols
    ["A/CN.9/7", "A/CN.9/8", "A/CN.9/8/ADD.1", "A/CN.9/8/ADD.2", "A/CN.9/8/ADD.10", "A/CN.9/70"],
    ["A/HRC/9/2", "A/HRC/10/1", "A/HRC/44/5", "A/HRC/57/5"],
    ["OEA/SER.G/II/8", "OEA/SER.G/IV/3", "OEA/SER.G/5", "OEA/SER.G/IX/1", "OEA/SER.G/X"],
    ["HR/PUB/89/1", "HR/PUB/1990/1", "HR/PUB/91/1", "HR/PUB/2004/1", "HR/PUB/05/1", "HR/PUB/12/2"],
]
pieces = st.sampled_from(
    [
        "A",
        "b",
        "Ä",
        "1",
        "12",
        " ",
        "-",
        "/",
        ".",
        "1ST",
        "A1",
        "VII",
        "X",
        "98",
        "Dec ",
        "1995",
        "\x00",
        "ß",
        "ſ",
        "²",
        "٣",
        "\u0301",
    ]
)
marks = st.one_of(st.lists(pieces).map("".join), st.text(max_size=30))


def parse_all(texts: list[str]) -> list[object]:
    keys = []
    for text in texts:
        try:
            keys.append(SCHEME.parse(text).key)
        except CallNumberError:
            continue
    return keys


@pytest.mark.parametrize("expected", IN_ORDER)
def test_marks_come_out_in_natural_order(expected):
    keys = [SCHEME.parse(text).key for text in expected]
    assert all(low < high for low, high in pairwise(keys))
    shuffled = random.Random(5).sample(expected, len(expected))
    assert sorted(shuffled, key=lambda text: SCHEME.parse(text).key) == expected


@pytest.mark.parametrize(
    "same",
    [
        ["ST/SG/SER.F/BULL./35", "ST/SG/SER .F/BULL ./ 35", "st/sg/ser.f/bull/35"],
        ["v 1 supp.", "V 1  Supp", "v 01 supp"],
        ["v. 3 Dec 1995", "v. 3 1995 December", "v. 3 1995:Dec."],
        ["Ha\u0308me 1", "Häme 1"],
    ],
)
def test_spaces_beside_punctuation_capitals_and_composition_make_no_difference(same):
    assert len({SCHEME.parse(text).key for text in same}) == 1


def test_a_month_without_a_year_or_number_is_a_word():
    shelf = ["Dec", "Fall", "Jan", "Mar", "May"]
    assert sorted(shelf, key=lambda text: SCHEME.parse(text).key) == shelf


@pytest.mark.parametrize("text", ["", " ", "/", "-,."])
def test_text_without_letters_and_numbers_is_refused_with_an_example(text):
    with pytest.raises(CallNumberError, match='such as "AA-11"'):
        SCHEME.parse(text)
    with pytest.raises(CallNumberError):
        SCHEME.end_key(text)


@pytest.mark.parametrize(
    ("last", "within", "beyond"),
    [
        ("AB", ["AB", "ABC", "AB 7", "AB1"], ["AC", "B"]),
        ("AB 1", ["AB 1", "AB 1-7", "AB 1a", "AB 1/2"], ["AB 2", "AB 10"]),
        ("A1", ["A11", "A1 z", "A19x"], ["A2"]),
    ],
)
def test_the_end_of_a_mark_takes_in_what_begins_with_it(last, within, beyond):
    end = SCHEME.end_key(last)
    assert all(SCHEME.parse(text).key <= end for text in within)
    assert all(SCHEME.parse(text).key > end for text in beyond)


@given(marks, st.lists(marks, min_size=3, max_size=6))
def test_any_two_marks_compare_and_each_is_within_its_end(text, texts):
    keys = sorted(parse_all([text, *texts]))
    assert all(low <= high and not high < low for low, high in combinations(keys, 2))
    if parse_all([text]):
        assert SCHEME.parse(text).key <= SCHEME.end_key(text)


@given(st.sampled_from(["AB", "AB 1", "a-2", "A1", "A/B/7"]), st.text(" -./"), st.text("abä19"))
def test_what_goes_on_behind_a_mark_is_within_its_end(text, parting, more):
    if text[-1].isdigit() and not parting:
        more = more.lstrip("19")
    assert SCHEME.parse(text + parting + more).key <= SCHEME.end_key(text)


@pytest.mark.parametrize(
    "piece", ["1", "A", "a1", " ", "-", "A/", "I/", "Dec ", "1995 ", "A1", "\u0301", "a\u0301"]
)
@pytest.mark.timeout(5)
def test_very_long_text_takes_no_longer_than_reading_it(piece):
    parse_all([piece * (100_000 // len(piece)) + "!"])
