import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.printable import check_call_number, printable
from floorplans.errors import CallNumberError

LETTERS = st.text(st.characters(categories=["L", "N", "P", "S"]))


@given(st.text())
def test_what_is_left_of_any_text_steers_no_terminal(text):
    left = printable(text)
    assert all(sign.isprintable() or sign.isspace() for sign in left)
    assert not set("\x00\x07\x08\x1b\x7f\x9b\n\r\u202e") & set(left)


@given(LETTERS)
def test_what_can_be_seen_stays_as_it_is(text):
    assert printable(text) == text
    check_call_number(text)


@pytest.mark.parametrize(("sign", "name"), [("\x1b", "001B"), ("\x00", "0000"), ("\x9b", "009B")])
def test_a_control_character_in_a_call_number_is_named(sign, name):
    with pytest.raises(CallNumberError, match=rf"such as U\+{name}; write it without"):
        check_call_number(f"84.2 TOL{sign}[31m")
