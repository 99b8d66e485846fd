import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorplans.callnumbers.dewey import DeweyScheme
from floorplans.errors import CallNumberError

SCHEME = DeweyScheme()

IN_ORDER = [
    # Allen County Public Library, Shelving study guide: digit by digit behind the point.
    ["451", "451.01", "451.012", "451.02", "451.04", "451.04217", "451.1", "451.136", "451.3"],
    ["001.42", "005.1", "5.8", "010", "10.1", "99.9", "100", "100.01", "641.5", "641.50973", "642"],
    # University of Florida, Call numbers in the Dewey Decimal Classification: item numbers are
    # decimals; no date comes before a date; volumes, parts and copies in numerical order.
    ["801.25 A9", "801.25 B7", "801.25 B78", "801.25 B78 1906", "801.25 B78 1962", "801.25 B8"],
    ["801.25 B78 1906", "801.25 B78 1906 v.2", "801.25 B78 1906 v.10", "801.25 B78 1906a"],
    ["801.25 B78", "801.25 B78 c.2", "801.25 B78 v.1", "801.25 B78 v.1 copy 2", "801.25 B78 v.2"],
    ["801.25 B78 no.9", "801.25 B78 NO.23", "801.25 B78 no. 23-28", "801.25 B78 no.24"],
    ["801.25 B78 v.II", "801.25 B78 v.III", "801.25 B78 v.IX", "801.25 B78 v.10"],
    # Allen County Public Library, Shelving study guide: work letters follow the item number.
    ["636.7 W43", "636.7 W43k", "636.7 W43k 2002", "636.7 W43t", "636.7 W43y", "636.7 W431a"],
    ["636.7 .S3", "636.7 S3 A1", "636.7S3a", "636.7 Sch15", "636.7 Sch15a", "636.7 Se3"],
    # Author letters and headings.
    ["641.5", "641.5 SMI", "641.5 SMITH, Anna", "641.5 SMITH, Zoe", "641.5 SMITHERS", "641.5 ÅBE"],
    ["641.5 S55", "641.5 S65", "641.5 SMI", "641.5 SMI 2", "641.5 SMI 10", "641.5 TOL"],
    # Marks before the number come first in a mixed list, marks behind it decide last.
    ["641.5 SMI", "B LINCOLN", "FIC ROW", "FIC TOL", "J 641.5 AAL", "J FIC AAL", "REF 030 ENC"],
    ["641.5 AAL JUV", "641.5 SMI", "641.5 SMI JUV", "641.5 SMI REF", "642 AAL"],
]
words = st.sampled_from(
    [
        "S65",
        "s65B",
        "T593",
        "1995",
        "1995b",
        "v.2",
        "vol. 10",
        "v.I",
        "c.2",
        "SMI",
        "Åbo, A",
        "no.1-2",
    ]
)
unmarked = st.builds(
    "{}{}{} {}".format,
    st.sampled_from(["", "REF ", "J ", "q", "Adult, Fiction, ", "BIG BOOK "]),
    st.from_regex(r"[0-9]{3}(\.[0-9]{1,4})?", fullmatch=True),
    st.sampled_from(["", "/", " .", "'"]),
    st.lists(words, max_size=4).map(" ".join),
) | st.builds("FIC {}".format, words)
call_numbers = st.builds("{}{}".format, unmarked, st.sampled_from(["", " JUV", " CD"]))


@pytest.mark.parametrize("expected", IN_ORDER)
def test_call_numbers_come_out_in_the_order_of_the_shelf(expected):
    shuffled = random.Random(5).sample(expected, len(expected))
    assert sorted(shuffled, key=lambda text: SCHEME.parse(text).list_key) == expected


@pytest.mark.parametrize(
    "text", ["025.431 C66", "025.4'31 C66", "025.4/31 .c66", " 025.4’31  C66", "０２５.431 C66"]
)
def test_cuts_spaces_and_width_do_not_count(text):
    assert SCHEME.parse(text).key == SCHEME.parse("025.431 C66").key


@pytest.mark.parametrize("text", ["305.800 973 OBA", "305. 800 973 OBA", "305/.800973 oba"])
def test_decimals_may_be_written_in_groups_of_three(text):
    assert SCHEME.parse(text).key == SCHEME.parse("305.800973 OBA").key
    assert SCHEME.parse("305.800 1973").key[0] == "305800"


@pytest.mark.parametrize(
    ("text", "prefixes"),
    [
        ("641.5 SMI", ()),
        ("R 641.5 SMI", ("R",)),
        ("[Ref.] 641.5 SMI", ("Ref",)),
        ("J REF 641.5 SMI", ("J", "REF")),
        ("q641.5 SMI", ("q",)),
        ("+641.5 SMI", ("+",)),
        ("641.5 SMI JUV", ("JUV",)),
        ("641.5 DVD SMI", ("DVD",)),
        ("Big Book Corner 641.5 SMI", ("Big", "Book", "Corner")),
        ("Collection, Shelving location, 641.5 SMI", ("Collection", "Shelving location")),
        ("Fiction, Adult, 641.5 SMI", ("Fiction", "Adult")),
    ],
)
def test_marks_are_taken_off_and_do_not_count_within_a_partition(text, prefixes):
    parsed = SCHEME.parse(text)
    assert parsed.prefixes == prefixes
    assert parsed.key == SCHEME.parse("641.5 smi").key


@pytest.mark.parametrize(
    ("text", "prefixes"),
    [
        ("FIC TOL", ("FIC",)),
        ("J FIC TOL", ("J", "FIC")),
        ("[Fic] Tol", ("Fic",)),
        ("Adult, Fiction, FIC TOL", ("Adult", "Fiction", "FIC")),
        ("B TOL", ("B",)),
    ],
)
def test_behind_a_mark_a_heading_may_stand_without_a_class(text, prefixes):
    parsed = SCHEME.parse(text)
    assert parsed.prefixes == prefixes
    assert parsed.key[0] == ""
    assert parsed.key == SCHEME.parse("fic tol").key


def test_a_number_behind_a_mark_of_fiction_belongs_to_the_heading():
    assert SCHEME.parse("FIC ASI 100").prefixes == ("FIC",)
    assert SCHEME.parse("FIC ASI 2").key < SCHEME.parse("FIC ASI 10").key
    assert SCHEME.parse("FIC 84 K").key < SCHEME.parse("FIC 1984 ORW").key <= SCHEME.end_key("FIC")


def test_the_class_is_the_same_with_and_without_what_follows_it():
    assert {SCHEME.parse(text).key[0] for text in ("641.5", "641.5 S65 v.2", "J 641.5 TOL")} == {
        "6415"
    }


def test_a_single_letter_behind_a_year_is_a_volume_and_else_an_item_number():
    assert SCHEME.parse("801 B7 1995 v2").key < SCHEME.parse("801 B7 1995 v10").key
    assert SCHEME.parse("801 B7 V2").key > SCHEME.parse("801 B7 V10").key
    assert SCHEME.parse("801 B7 vol2").key < SCHEME.parse("801 B7 vol10").key


def test_v_and_w_are_one_letter_for_libraries_that_keep_it_so():
    shelf = ["641.5 VAL", "641.5 WAL", "641.5 VUO"]
    old = DeweyScheme(v_equals_w=True)
    assert sorted(shelf, key=lambda text: old.parse(text).key) == shelf
    assert sorted(shelf, key=lambda text: SCHEME.parse(text).key) != shelf


@pytest.mark.parametrize("text", ["", " , ", "TOL", "1234 A1", "QA76.9 .D3", "v.2", ".5", "''"])
def test_other_text_is_refused_with_an_example(text):
    with pytest.raises(CallNumberError, match=r"641\.5 S65"):
        SCHEME.parse(text)
    with pytest.raises(CallNumberError):
        SCHEME.end_key(text)


@pytest.mark.parametrize(
    ("last", "within", "beyond"),
    [
        ("641.5", ["641.5", "641.5 Z99", "641.5 ÖST", "641.59 A1", "641.5'9"], ["641.6", "642"]),
        ("641", ["641 A1", "641.5 S65"], ["642"]),
        ("64", ["64 A1", "640", "649.9 Z9"], ["650"]),
        ("641.5 S", ["641.5 S65", "641.5 SMI", "641.5 Sch15a 1995"], ["641.5 T1", "641.5 TOL"]),
        ("641.5 S6", ["641.5 S6", "641.5 S65b", "641.5 S6b 1995"], ["641.5 S7", "641.5 Sch1"]),
        ("641.5 S65 1995", ["641.5 S65 1995b", "641.5 S65 1995 v.2"], ["641.5 S65 1996"]),
        ("641.5 S65 c.2", ["641.5 S65 c.2 v.3", "641.5 S65 1995 c.2"], ["641.5 S651"]),
        ("641.5 SMI", ["641.5 SMITH, Zoe", "641.5 SMI 2"], ["641.5 SMO"]),
        ("FIC", ["FIC", "FIC ÖST"], ["001"]),
    ],
)
def test_the_end_of_a_call_number_takes_in_what_begins_with_it(last, within, beyond):
    end = SCHEME.end_key(last)
    assert all(SCHEME.parse(text).key <= end for text in within)
    assert all(SCHEME.parse(text).key > end for text in beyond)


def test_numbers_may_have_any_length():
    long = "5" * 10_000
    texts = [f"641.5 S{long}", "641.5 v.9", f"641.5 v.{long}", f"641.5 v.{long}1", f"641.{long}"]
    shuffled = random.Random(2).sample(texts, len(texts))
    assert sorted(shuffled, key=lambda text: SCHEME.parse(text).key) == texts


@given(unmarked, st.lists(words, max_size=2))
def test_what_goes_on_behind_a_call_number_is_within_its_end(text, more):
    assert SCHEME.parse(" ".join([text, *more])).key <= SCHEME.end_key(text)


@given(st.lists(call_numbers, min_size=3, max_size=6))
def test_the_order_is_total(texts):
    for key in ("key", "list_key"):
        keys = sorted(getattr(SCHEME.parse(text), key) for text in texts)
        assert all(low <= high and not high < low for low, high in combinations(keys, 2))


@given(unmarked)
def test_capitals_and_white_space_do_not_count(text):
    assert SCHEME.parse(text).key == SCHEME.parse(text.lower().replace(" ", "  ")).key


@given(st.text() | st.text("0123456789 .,'/vcABFIC-", max_size=30))
def test_random_text_raises_nothing_but_a_call_number_error(text):
    try:
        parsed = SCHEME.parse(text)
    except CallNumberError:
        return
    assert parsed.key <= SCHEME.end_key(text)
    assert parsed.key < SCHEME.parse("999 999999").key or parsed.key[0].startswith("999")
