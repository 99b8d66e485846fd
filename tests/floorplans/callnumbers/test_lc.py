import random
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorplans.callnumbers.lc import LcScheme
from floorplans.errors import CallNumberError

SCHEME = LcScheme()

IN_ORDER = [
    # The class: letters, then a whole number, then decimals.
    ["B1", "BX1", "KF1", "KFN1", "Q1"],
    ["QA1", "QA2", "QA9", "QA9.1", "QA9.15", "QA9.2", "QA10", "QA76", "QA101"],
    # Classification and Shelflisting Manual, G 63: digits of a Cutter number are decimals.
    ["N1 .A2", "N1 .A212", "N1 .A22", "N1 .A3", "N1 .A32", "N1 .B1", "N1 .BA1"],
    ["N1 .M5", "N1 .M5 C2", "N1 .M5 C25", "N1 .M5 C3", "N1 .M5 C3 D4", "N1 .M51"],
    # G 100: nothing before something; dates and ordinals of the class before Cutter numbers.
    ["D1", "D1 1st", "D1 1st .A4", "D1 2nd", "D1 10th", "D1 1918", "D1 1918 .A4", "D1 .A4"],
    # G 140: dates of editions, with work letters.
    ["P1 .A1", "P1 .A1 1895", "P1 .A1 1995", "P1 .A1 1995a", "P1 .A1 1995b", "P1 .A1 2001"],
    ["P1 .B52", "P1 .B52 1999", "P1 .B52x", "P1 .B52x 1990", "P1 .B523"],
    # Volumes, parts, supplements and copies by their number.
    ["P1 .A1 v.2", "P1 .A1 v.2 c.2", "P1 .A1 v.2 suppl.", "P1 .A1 v.10", "P1 .A1 v.100"],
    ["P1 .A1 1990 v2", "P1 .A1 1990 v10"],
    ["P1 .A1 1990 no. 3", "P1 .A1 1990 no. 3 pt. 2", "P1 .A1 1990 no. 20", "P1 .A1 1990 pt. 1"],
    ["M1 .B4 op. 9 no. 2", "M1 .B4 op9 no10", "M1 .B4 op. 10", "M1 .B4 op130"],
    ["M1 .M9 K. 5", "M1 .M9 K40", "M1 .M9 K. 331", "M1 .M9 K331 1990", "M1 .M9 K626"],
    ["P1 .A1 1989 Dec.", "P1 .A1 Jan. 1990", "P1 .A1 1990 Feb", "P1 .A1 Oct. 3, 1990"],
    # A word right behind the class follows the Cutter numbers.
    ["AP2 1990", "AP2 .A1", "AP2 .Z9", "AP2 Aarons", "AP2 v.1"],
    # The National Library of Medicine writes alike.
    ["QS 4 G75 1999", "QS 17 .A8", "QZ 4 R6 1985", "W 1 AM123", "WB 100 H123 2001", "WB 102.5 A1"],
    # Marks before the number come first in a mixed list.
    ["QA9 .B2", "Folio N1 .A1", "Folio QA1", "Ref QA1 .B1"],
]
pieces = st.sampled_from(
    [
        "QA",
        "B",
        "76",
        "9",
        ".A1",
        ".B25",
        " ",
        ".",
        "1990",
        "1st",
        "v.2",
        "c2",
        "K240",
        "suppl",
        "x",
        "Dec 1995",
        "Ä",
        "-",
        "/",
        "Ref ",
        "ſ",
        "²",
        "٣",
        "\u0301",
    ]
)
call_numbers = st.one_of(
    st.builds("{}{}".format, st.sampled_from(["Q9", "M 1.5"]), st.lists(pieces).map("".join)),
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
        ["QA76.9 .D3 1995", "qa 76.9.d3 1995", "QA76 .9 D3  1995 ", "QA0076.9 .D3 1995"],
        ["P1 .A1 vol. 4", "P1.A1 vol.4", "P1 .A1 vol 4"],
        ["HD38.25.F8R87 1989", "HD 38.25 .F8 R87 1989"],
        ["P1 .A1 1995 Jan", "P1 .A1 1995:Jan.", "P1 .A1 January 1995"],
    ],
)
def test_spaces_points_and_capitals_make_no_difference(same):
    assert len({SCHEME.parse(text).key for text in same}) == 1


@pytest.mark.parametrize(
    ("text", "prefixes"),
    [
        ("PS3511.A86 A6 1995 v.2", ()),
        ("Ref. PS3511.A86 A6 1995 v.2", ("Ref",)),
        ("[Folio] PS3511.A86 A6 1995 v.2", ("Folio",)),
        ("MICROFILM PS3511.A86 A6 1995 v.2", ("MICROFILM",)),
        ("Oversize Quarto PS3511.A86 A6 1995 v.2", ("Oversize", "Quarto")),
        (
            "Main Library, Shelved by title, PS3511.A86 A6 1995 v.2",
            ("Main Library", "Shelved by title"),
        ),
        ("CD PS3511.A86 A6 1995 v.2", ("CD",)),
    ],
)
def test_marks_before_the_class_are_taken_off(text, prefixes):
    parsed = SCHEME.parse(text)
    assert parsed.prefixes == prefixes
    assert parsed.key == SCHEME.parse("PS3511.A86 A6 1995 v.2").key


@pytest.mark.parametrize("text", ["", " , ", "Shelved by title", "84.2 TOL", "A.1", "huu", "QAAA1"])
def test_other_text_is_refused_with_an_example(text):
    with pytest.raises(CallNumberError, match=r"looks like \"QA76\.9"):
        SCHEME.parse(text)
    with pytest.raises(CallNumberError):
        SCHEME.end_key(text)


@pytest.mark.parametrize(
    ("last", "within", "beyond"),
    [
        ("QA", ["QA", "QA1", "QA76.9 .D3"], ["QB1", "R1"]),
        ("QA76", ["QA76", "QA76 1990", "QA76 .Z9", "QA76.9 .A1"], ["QA77", "QA760"]),
        ("QA76.9 .D", ["QA76.9 .D3", "QA76.9 .D99 Z9"], ["QA76.9 .E1"]),
        ("QA76 .D3", ["QA76 .D3", "QA76 .D35", "QA76 .D3x", "QA76 .D3 1990"], ["QA76 .D4"]),
        ("QA76 .D3 1990", ["QA76 .D3 1990b", "QA76 .D3 1990 v.7"], ["QA76 .D3 1991"]),
        ("QA76 .D3 v.2", ["QA76 .D3 v.2 c.3"], ["QA76 .D3 v.3", "QA76 .D3 v.20"]),
        ("QA76 .D3 suppl", ["QA76 .D3 supplement"], ["QA76 .D3 v.1"]),
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


@given(st.sampled_from(["QA76 .D3", "QA76.9", "M1 .K25 op", "P1 .A1 1990"]), st.text(" .abkvä/"))
def test_what_goes_on_behind_a_call_number_is_within_its_end(text, more):
    assert SCHEME.parse(text + more).key <= SCHEME.end_key(text)


@pytest.mark.parametrize(
    "piece", ["1", "A", "a1", " ", ".", "-", "A ", "b2c", "Dec ", "1st ", "A1.", "\u0301"]
)
@pytest.mark.parametrize("before", ["", "QA1 "])
@pytest.mark.timeout(5)
def test_very_long_text_takes_no_longer_than_reading_it(before, piece):
    parse_all([before + piece * (100_000 // len(piece)) + "!"])
