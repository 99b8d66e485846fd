import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.languages import LANGUAGES, choose_language


@pytest.mark.parametrize(
    ("wanted", "header", "expected"),
    [
        (None, None, "fi"),
        ("sv", "en", "sv"),
        ("en-gb", None, "en"),
        ("EN", None, "en"),
        ("se", "sv-FI,en;q=0.5", "sv"),
        (None, "en;q=0.5, sv;q=0.9", "sv"),
        (None, "sv;q=0, en;q=0.1", "en"),
        (None, "de, fr", "fi"),
        (None, "en;q=much", "fi"),
        ("selko", "en", "selko"),
        ("SELKO", None, "selko"),
        ("fi-simple", "sv", "selko"),
        ("fi-simple-x-a", None, "fi"),
        (None, "selko, fi-simple;q=0.9", "fi"),
        (None, "fi-simple, sv", "fi"),
    ],
)
def test_the_address_goes_before_the_browser_and_finnish_is_the_last_resort(
    wanted, header, expected
):
    assert choose_language(wanted, header) == expected


@given(st.text())
def test_no_browser_chooses_plain_finnish_by_itself(header):
    assert choose_language(None, header) != "selko"


@given(st.text(), st.text())
def test_any_text_gives_a_language(wanted, header):
    assert choose_language(wanted, header) in LANGUAGES
