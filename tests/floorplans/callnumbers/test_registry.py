import marshal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorplans.callnumbers.base import CallNumber
from floorplans.callnumbers.registry import SCHEME_NAMES, get_scheme
from floorplans.errors import CallNumberError, PlanReferenceError

EXAMPLES = {
    "ykl": "AIK 84.2 Öst, A CD",
    "dewey": "R 813.54 K42m 1999 v.2",
    "lc": "Ref QA76.9 .D3 1995 v.2",
    "udc": "53(075)=111 Fey",
    "sab": "Hce Öst",
    "sudoc": "Y 4.J 89/2:S.HRG.104-374",
    "finnish": "Ääri-Öst, 13",
    "text": "AA-12 Dec 1995",
}
pieces = st.sampled_from(
    [*"0189 .,:;/-+()[]='\"*aBwÖé", "84.2", "813.54", "QA", "Y 4", "AIK ", "1995", "ſ", "²", "٣"]
)
texts = st.one_of(
    st.builds("{}{}".format, st.sampled_from(sorted(EXAMPLES.values())), st.text(max_size=8)),
    st.lists(pieces, max_size=12).map("".join),
    st.text(max_size=20),
)


def parse_all(name: str, texts: list[str]) -> list[CallNumber]:
    scheme = get_scheme(name)
    parsed = []
    for text in texts:
        try:
            parsed.append(scheme.parse(text))
        except CallNumberError:
            continue
    return parsed


def test_every_scheme_of_the_command_line_is_there():
    assert SCHEME_NAMES == ("ykl", "dewey", "lc", "udc", "sab", "sudoc", "finnish", "text")


@pytest.mark.parametrize("name", SCHEME_NAMES)
@given(texts=st.lists(texts, max_size=6))
def test_every_scheme_orders_what_it_reads_and_refuses_the_rest(name, texts):
    parsed = parse_all(name, [*texts, EXAMPLES[name]])
    for keys in ([each.key for each in parsed], [each.list_key for each in parsed]):
        keys.sort()
        assert all(low <= high and not high < low for low, high in combinations(keys, 2))
    for each in parsed:
        assert each.key <= get_scheme(name).end_key(each.text)


@pytest.mark.parametrize("name", SCHEME_NAMES)
@given(text=texts)
def test_outer_white_space_makes_no_difference(name, text):
    plain, spaced = (parse_all(name, [each]) for each in (text.strip(), f" {text.strip()}\t"))
    assert plain == spaced


@pytest.mark.parametrize("name", SCHEME_NAMES)
def test_keys_are_plain_data_that_can_be_stored(name):
    (parsed,) = parse_all(name, [EXAMPLES[name]])
    assert marshal.loads(marshal.dumps(parsed.list_key)) == parsed.list_key


@pytest.mark.parametrize("name", SCHEME_NAMES)
@pytest.mark.parametrize(
    "piece", [*"1aÖ .,-:/+(['\"", "a1", "a ", "1 ", "1/", "Dec ", "X/", "a\u0301"]
)
@pytest.mark.timeout(5)
def test_very_long_text_takes_no_longer_than_reading_it(name, piece):
    long = piece * (100_000 // len(piece))
    parse_all(name, [long, long + "!", f"{EXAMPLES[name]} {long}", EXAMPLES[name] + long])


@pytest.mark.parametrize("name", SCHEME_NAMES)
def test_every_scheme_has_its_own_name_and_refuses_nothingness(name):
    scheme = get_scheme(name)
    assert scheme.name == name
    with pytest.raises(CallNumberError, match=r"such as|looks like"):
        scheme.parse(" , ")


def test_an_unknown_scheme_is_named_with_those_there_are():
    with pytest.raises(PlanReferenceError, match='"zdc"; known: ykl, dewey, lc, udc, sab'):
        get_scheme("zdc")


def test_the_switch_for_w_reaches_the_finnish_schemes():
    for name, prefix in (("ykl", "84.2 "), ("finnish", "")):
        scheme = get_scheme(name, v_equals_w=True)
        assert scheme.parse(prefix + "Wa").key < scheme.parse(prefix + "Vo").key
        plain = get_scheme(name)
        assert plain.parse(prefix + "Vo").key < plain.parse(prefix + "Wa").key
