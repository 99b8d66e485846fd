import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorplans.callnumbers.sab import SabScheme
from floorplans.errors import CallNumberError

SCHEME = SabScheme()

IN_ORDER = [
    # PM för bokuppsättare: "/" first, then "( )", then the class without additions; what has
    # digits comes before other subdivisions.
    ["Fb/0", "Fb(x)", "Fb", "Fb02", "Fb03", "Fba/0", "Fba(x)", "Fba", "Fbt", "Fc"],
    ["Hc.01/LC", "Hc.01(s)", "Hc.01", "Hc.016", "Hc.02", "Hc.03", "Hca", "Hce/LC", "Hce", "Hcee"],
    # Kungliga biblioteket, SAB-praxis i Libris: the additions; times are decimals.
    [
        "Kc",
        "Kc.2",
        "Kc.46",
        "Kc.5",
        "Kc.51",
        "Kc.54",
        "Kc.6",
        "Kc:k",
        "Kc-c",
        "Kc=k",
        "Kc,u",
        "Kca",
    ],
    ["Oab(p)", "Oab", "Oab:bf", "Oab:k", "Oab-c", "Oab-cz Lund", "Oab=sg", "Oabb", "Oä"],
    # The class comes before the heading; the Swedish alphabet ends z å ä ö.
    ["Hc", "Hc 1984", "Hc LIN", "Hc LINDGREN, Astrid", "Hc ÅKE", "Hc ÄNG", "Hc ÖST", "Hce ABC"],
    ["Hc Mylius", "Hc Müller", "Hc Ørn", "Hc Östergren"],
    # PM för bokuppsättare: what a hyphen joins is one word, and so is a name with a preposition;
    # Mc files as Mac and S:t as Sankt.
    ["Lz Lind", "Lz Lind-Berg", "Lz Lindberg", "Lz Lind-Bergh", "Lz Lindh"],
    ["Hce Vondel", "Hce von Euler", "Hce Vonnegut", "Hce Voss"],
    ["Hce Mabon", "Hce McCourt", "Hce Mac Donald", "Hce Macfie", "Hce Madden"],
    ["Ncca Sandberg", "Ncca S:t Erik", "Ncca S:ta Birgitta", "Ncca Santesson"],
    # Headings without a class.
    ["Lind", "Lind-Berg", "Lindbergh", "Lindh", "Mabon", "McCourt", "Macfie", "Åberg", "Öst"],
    ["Deland", "De Laval", "Delblanc", "Vondel", "von Euler", "Vonnegut"],
    # Marks before the class come first in a mixed list, marks behind it decide last.
    ["Fct ABC", "Hc LIN", "CD Ijx ABB", "Ref Ba NAT", "uHc AAL"],
    ["Hc LIN", "Hc LIN REF", "Hc STR"],
]
letters = st.from_regex(r"[A-ZÄ][a-zå]{0,4}", fullmatch=True)
additions = st.lists(
    st.sampled_from(["/0", "/LC", "(x)", ".01", ".5", "03", ":k", "-c", "=ub", ",u"]), max_size=2
)
classes = st.builds("{}{}".format, letters, additions.map("".join))
headings = st.sampled_from(
    ["", " LIN", " Åberg, A", " De Geer", " S:t Erik", " Lind-Berg", " 12 år"]
)
call_numbers = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "Ref ", "CD ", "u", "Vuxen, Facklitteratur, "]),
    classes,
    headings,
    st.sampled_from(["", " REF"]),
)


@pytest.mark.parametrize("expected", IN_ORDER)
def test_call_numbers_come_out_in_the_order_of_the_shelf(expected):
    shuffled = random.Random(11).sample(expected, len(expected))
    assert sorted(shuffled, key=lambda text: SCHEME.parse(text).list_key) == expected


@pytest.mark.parametrize(
    ("text", "prefixes"),
    [
        ("Hc.01 LIN", ()),
        ("hc.01 lin", ()),
        ("uHc.01 LIN", ("u",)),
        ("Ref Hc.01 LIN", ("Ref",)),
        ("Ref uHc.01 LIN", ("Ref", "u")),
        ("Hc.01 CD LIN", ("CD",)),
        ("Hc.01 LIN REF", ("REF",)),
        ("Vuxen, Skönlitteratur, Hc.01 LIN", ("Vuxen", "Skönlitteratur")),
    ],
)
def test_marks_are_taken_off_and_do_not_count_within_a_partition(text, prefixes):
    parsed = SCHEME.parse(text)
    assert parsed.prefixes == prefixes
    assert parsed.key == SCHEME.parse("HC01 Lin").key


@pytest.mark.parametrize(
    ("text", "prefixes", "same"),
    [
        ("Vuxen, Hce", ("Vuxen",), "Hce"),
        ("Barn, Facklitteratur, Oab SMI", ("Barn", "Facklitteratur"), "Oab SMI"),
        ("Magasin, K LIN", ("Magasin",), "K LIN"),
        ("Hc Strindberg, August", (), "Hc strindberg,august"),
        ("Andersson, Dan", (), "andersson,  dan"),
        ("Bergman, I", (), "bergman, i"),
    ],
)
def test_commas_part_marks_but_not_the_names_of_people(text, prefixes, same):
    assert SCHEME.parse(text).prefixes == prefixes
    assert SCHEME.parse(text).key == SCHEME.parse(same).key


def test_the_class_is_the_same_with_and_without_a_heading():
    assert SCHEME.parse("Hce/LC STR").key[0] == SCHEME.parse("Hce/LC").key[0]
    assert SCHEME.parse("Hce STR").key[0] != SCHEME.parse("Hce/LC STR").key[0]


def test_v_and_w_are_one_letter_for_libraries_that_keep_it_so():
    shelf = ["Hc VAL", "Hc WAL", "Hc VUO"]
    old = SabScheme(v_equals_w=True)
    assert sorted(shelf, key=lambda text: old.parse(text).key) == shelf
    assert sorted(shelf, key=lambda text: SCHEME.parse(text).key) != shelf


@pytest.mark.parametrize("text", ["", " , ", "84.2 TOL", "/0", "(x)", "=ub", "-"])
def test_other_text_is_refused_with_an_example(text):
    with pytest.raises(CallNumberError, match="Hc LIN"):
        SCHEME.parse(text)
    with pytest.raises(CallNumberError):
        SCHEME.end_key(text)


@pytest.mark.parametrize(
    ("last", "within", "beyond"),
    [
        ("Hc", ["Hc/LC", "Hc(x)", "Hc ÖST", "Hc.01", "Hc,u", "Hce ABC"], ["Hd", "I"]),
        ("Fc(x)", ["Fc(x)", "Fc(x) SAO", "Fc(x).5"], ["Fc", "Fc(y)"]),
        ("Hc LIN", ["Hc LINDGREN, Astrid", "Hc LIN 2"], ["Hc LIO", "Hce ABC"]),
        ("Lind-", ["Lind-Berg", "Lindberg"], ["Ling"]),
    ],
)
def test_the_end_of_a_call_number_takes_in_what_begins_with_it(last, within, beyond):
    end = SCHEME.end_key(last)
    assert all(SCHEME.parse(text).key <= end for text in within)
    assert all(SCHEME.parse(text).key > end for text in beyond)


def test_numbers_may_have_any_length():
    long = "5" * 10_000
    texts = ["Hc 9", f"Hc {long}", f"Hc {long}1", f"Hc.{long}", f"Hc.{long}1"]
    shuffled = random.Random(2).sample(texts, len(texts))
    assert sorted(shuffled, key=lambda text: SCHEME.parse(text).key) == texts


@given(classes, headings)
def test_what_goes_on_behind_a_class_is_within_its_end(text, more):
    assert SCHEME.parse(text + more).key <= SCHEME.end_key(text)


@given(st.lists(call_numbers, min_size=3, max_size=6))
def test_the_order_is_total(texts):
    for key in ("key", "list_key"):
        keys = sorted(getattr(SCHEME.parse(text), key) for text in texts)
        assert all(low <= high and not high < low for low, high in combinations(keys, 2))


@given(call_numbers | st.text() | st.text("HceuÅ /(x).0-:=,Ref", max_size=20))
def test_random_text_raises_nothing_but_a_call_number_error(text):
    try:
        parsed = SCHEME.parse(text)
    except CallNumberError:
        return
    assert parsed.key <= SCHEME.end_key(text)
