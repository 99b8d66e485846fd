import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorplans.callnumbers.registry import SCHEME_NAMES, get_scheme
from floorplans.errors import CallNumberError, PlanReferenceError


@pytest.mark.parametrize("name", SCHEME_NAMES)
@given(text=st.text(max_size=20), other=st.text(max_size=20))
def test_every_scheme_orders_what_it_reads_and_refuses_the_rest(name, text, other):
    scheme = get_scheme(name)
    try:
        first, second = scheme.parse(text), scheme.parse(other)
    except CallNumberError:
        return
    assert (first.key <= second.key) != (first.key > second.key)
    assert (first.list_key <= second.list_key) != (first.list_key > second.list_key)
    assert first.key <= scheme.end_key(text)


@pytest.mark.parametrize("name", SCHEME_NAMES)
def test_every_scheme_has_its_own_name_and_refuses_nothingness(name):
    scheme = get_scheme(name)
    assert scheme.name == name
    with pytest.raises(CallNumberError, match=r"such as|looks like"):
        scheme.parse(" , ")


def test_an_unknown_scheme_is_named_with_those_there_are():
    with pytest.raises(PlanReferenceError, match='"zdc"; known: ykl, finnish, text'):
        get_scheme("zdc")


def test_text_puts_numbers_by_size_and_takes_in_what_begins_with_the_end():
    scheme = get_scheme("text")
    marks = ["B 1 c 10", "B 1 c 2", "B 1", "ab", "AA-10", "AA-2"]
    assert sorted(marks, key=lambda mark: scheme.parse(mark).key) == marks[::-1]
    assert scheme.parse("B 1 c 10").key <= scheme.end_key("B 1") < scheme.parse("B 2").key
    assert scheme.parse("abc").key <= scheme.end_key("ab") < scheme.parse("ac").key


def test_the_switch_for_w_reaches_the_finnish_schemes():
    for name, prefix in (("ykl", "84.2 "), ("finnish", "")):
        scheme = get_scheme(name, v_equals_w=True)
        assert scheme.parse(prefix + "Wa").key < scheme.parse(prefix + "Vo").key
