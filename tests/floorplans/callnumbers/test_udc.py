import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorplans.callnumbers.udc import UdcScheme
from floorplans.errors import CallNumberError

SCHEME = UdcScheme()

IN_ORDER = [
    # S. de Souza, CDU: the vertical order of signs.
    [
        *("622+669", "622/623", "622", "622:338", "622::338", "622[338]", "622=111", "622(035)"),
        *("622(44)", "622(=411)", '622"19"', "622*1", "622Smith", "622.001", "622-1", "622.01"),
        *("622'1", "6221", "622.3", "623"),
    ],
    # The same holds for what follows an addition, and within brackets.
    ["94(4/9)", "94(4)", "94(4)(075)", '94(4)"19"', "94(4:5)", "94(410)", "94(44+460)", "94(44)"],
    ['94(44)"18/19"', '94(44)"18"', '94(44)"18"(075)', '94(44)"1848"', '94(44)"19"'],
    ["53(035)=00", "53(035)=111", "53(035)=111=112.2", "53(035)=112.2", "53(035)=133.1"],
    ["330", "330=111", "330.1+330.2", "330.1", "330.1:17", "330.101"],
    # Armagh Observatory, Library user guide: the broader range comes earlier.
    ["523.41/.46", "523.41/.43", "523.41/.42", "523.41", "523.41(075)", "523.411", "523.42"],
    ["592/599", "592/595", "592/595:57", "592", "592-1/-9", "592-1/-3", "592-1", "592.1"],
    ["81-1/-2", "81-1", "81-13", "81'01/'08", "81'01", "81'1/'4", "81'1", "81'11", "811"],
    # UDC Consortium, UDC notation: every number is a decimal fraction.
    ["0", "001", "1", "539.12", "539.120", "539.120.2", "539.120.22", "539.121", "61", "611", "62"],
    # Additions on their own come before the main numbers, (0.0…) before the other forms.
    ["=111", "(0.02)", "(035)", "(44)", "(=411)", '"19"', "-05", "0", "53"],
    # A group in brackets files as what it holds.
    ["[622+669]:338", "622/623", "622", "[623+624]:5", "623"],
    # Headings.
    ["821.111", "821.111 2 SHA", "821.111 AUS", "821.111 ÖST", "821.111-1 AUS", "821.111.1 AUS"],
    ["REF 53", "REF 821.111 SHA", "REF 94(480)"],
]
# A number with a point at its end is an ordinal behind a mark ("2. krs").
notations = st.text("0159.+/:=()[]\"*'-aB", min_size=1, max_size=12).map(
    lambda text: f"5{text}".rstrip(".")
)
call_numbers = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "REF ", "L", "Kirjasto, Varasto, "]),
    notations,
    st.sampled_from(["", " SHA", " ÅBE, A", " v. 2", ": 53"]),
    st.sampled_from(["", " CD"]),
)


@pytest.mark.parametrize("expected", IN_ORDER)
def test_call_numbers_come_out_in_filing_order(expected):
    shuffled = random.Random(7).sample(expected, len(expected))
    assert sorted(shuffled, key=lambda text: SCHEME.parse(text).list_key) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("622 : 669", "622:669"),
        ("622 + 669", "622+669"),
        ("94 (480) SUO", "94(480) suo"),
        ('94(480) "19"', "94(480)“19”"),
        ("81`1", "81'1"),
        ("81’1", "81'1"),
        ("62–1", "62-1"),
        ("５３９.1", "539.1"),
        ("929Napoleon", "929NAPOLEON"),
        ("539.12/.13", "539.12/539.13"),
    ],
)
def test_spaces_capitals_and_signs_that_look_alike_do_not_count(one, other):
    assert SCHEME.parse(one).key == SCHEME.parse(other).key


@pytest.mark.parametrize(
    ("text", "prefixes"),
    [
        ("53(075) FEY", ()),
        ("REF 53(075) FEY", ("REF",)),
        ("R53(075) FEY", ("R",)),
        ("Kampus, Käsikirjasto, 53(075) FEY", ("Kampus", "Käsikirjasto")),
        ("Kampus, Aikuiset 2. krs, 53(075) FEY", ("Kampus", "Aikuiset 2. krs")),
        ("53(075) CD FEY", ("CD",)),
        ("53(075) FEY DVD", ("DVD",)),
    ],
)
def test_marks_are_taken_off_and_do_not_count_within_a_partition(text, prefixes):
    parsed = SCHEME.parse(text)
    assert parsed.prefixes == prefixes
    assert parsed.key == SCHEME.parse("53(075) fey").key


def test_the_class_is_the_same_with_and_without_a_heading():
    assert SCHEME.parse("821.111-1 AUS").key[0] == SCHEME.parse("821.111-1").key[0]


def test_v_and_w_are_one_letter_for_libraries_that_keep_it_so():
    shelf = ["53 VAL", "53 WAL", "53 VUO"]
    old = UdcScheme(v_equals_w=True)
    assert sorted(shelf, key=lambda text: old.parse(text).key) == shelf
    assert sorted(shelf, key=lambda text: SCHEME.parse(text).key) != shelf


@pytest.mark.parametrize("text", ["", " , ", "SHA", "REF", "()", ":::", "v.2", '"'])
def test_other_text_is_refused_with_an_example(text):
    with pytest.raises(CallNumberError, match=r"821\.111 SHA"):
        SCHEME.parse(text)
    with pytest.raises(CallNumberError):
        SCHEME.end_key(text)


@pytest.mark.parametrize(
    ("last", "within", "beyond"),
    [
        ("53", ["53+54", "53/55", "53 ÖST", "53(075)", "53'1", "539.9"], ["54", "54+55"]),
        ("94(48)", ["94(48)", '94(48)"19" SUO', "94(48).1"], ["94(480)", "94(49)"]),
        ("53/55", ["53/55", "53/55 FEY", "53/55:37"], ["53/54", "53"]),
        ("53/", ["53/59", "53/54"], ["54"]),
        ("53(", ["53(075)", "53(=411)", "53(44)"], ["54"]),
        ("53 FEY", ["53 FEYNMAN, Richard", "53 FEY 2"], ["53 FEZ", "53(075)"]),
    ],
)
def test_the_end_of_a_call_number_takes_in_what_begins_with_it(last, within, beyond):
    end = SCHEME.end_key(last)
    assert all(SCHEME.parse(text).key <= end for text in within)
    assert all(SCHEME.parse(text).key > end for text in beyond)


def test_numbers_may_have_any_length():
    long = "5" * 10_000
    texts = [f"{long}/6", long, f"{long} 9", f"{long} {long}", f"{long}1"]
    shuffled = random.Random(2).sample(texts, len(texts))
    assert sorted(shuffled, key=lambda text: SCHEME.parse(text).key) == texts


@given(
    st.sampled_from(["5", "53", "53.1", "53(4)", '53"19"', "53-1", "53:37", "53+54", "53Abc"]),
    st.sampled_from(["", "1", ".2", ".01", "+6", "/9", "/.9", ":6", "::6", "=1", "(0", "(4)", "-0"])
    | st.sampled_from(['"1"', "*1", "'1", "Xy", " FEY", " ÅBE, A", " : 37", " CD ABB"]),
)
def test_what_goes_on_behind_a_notation_is_within_its_end(text, more):
    assert SCHEME.parse(text + more).key <= SCHEME.end_key(text)


@given(st.lists(call_numbers, min_size=3, max_size=6))
def test_the_order_is_total(texts):
    for key in ("key", "list_key"):
        keys = sorted(getattr(SCHEME.parse(text), key) for text in texts)
        assert all(low <= high and not high < low for low, high in combinations(keys, 2))


@given(call_numbers | st.text())
def test_random_text_raises_nothing_but_a_call_number_error(text):
    try:
        parsed = SCHEME.parse(text)
    except CallNumberError:
        return
    assert parsed.key <= SCHEME.end_key(text)
