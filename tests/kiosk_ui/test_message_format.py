import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_ui.message_format import fill_message, parse_message, plural_category
from tests.support.messages import list_parameters

SHELVES = "{count, plural, =0 {ei hyllyjä} one {# hylly} other {# hyllyä}}"
LIFT = "Mene hissillä {to, select, none {kerrokseen {level}} other {{to}}}"


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "ei hyllyjä"), (1, "1 hylly"), (2, "2 hyllyä"), (21, "21 hyllyä"), (1.5, "1.5 hyllyä")],
)
def test_a_number_chooses_its_own_words_or_those_of_its_plural_category(count, words):
    assert fill_message(SHELVES, {"count": count}, "fi") == words


@pytest.mark.parametrize("language", ["fi", "sv", "en", "fi-simple"])
def test_only_a_single_one_is_one(language):
    ones = [each for each in (-1, 0, 0.5, 1, 1.0, 1.5, 2, 11, 21, 101) if each in (1, -1)]
    categories = {each: plural_category(each, language) for each in (-1, 0, 0.5, 1, 1.5, 2, 21)}
    assert [number for number, category in categories.items() if category == "one"] == ones[:2]


def test_a_language_without_a_known_rule_is_refused():
    with pytest.raises(ValueError, match='no plural rule is known for "lt"'):
        plural_category(2, "lt")


def test_a_form_that_a_name_has_is_said_and_else_the_name_itself():
    params = {"level": "2", "to": "toiseen kerrokseen"}
    assert fill_message(LIFT, params, "fi") == "Mene hissillä toiseen kerrokseen"
    assert fill_message(LIFT, {**params, "to": ""}, "fi") == "Mene hissillä kerrokseen 2"
    assert fill_message(LIFT, {"level": "2"}, "fi") == "Mene hissillä kerrokseen 2"


def test_a_word_that_is_not_offered_is_other():
    message = "{side, select, left {vasemmalla} right {oikealla} other {edessä}}"
    said = [fill_message(message, {"side": each}, "fi") for each in ("left", "right", "up", "")]
    assert said == ["vasemmalla", "oikealla", "edessä", "edessä"]


def test_whole_numbers_are_said_without_decimals_and_others_as_they_are():
    assert fill_message("{a} {b} {c}", {"a": 2.0, "b": 2.5, "c": 2}, "en") == "2 2.5 2"


def test_a_number_sign_is_itself_outside_of_a_plural_and_within_it_the_number():
    nested = "#{count, plural, other {# {where, select, here {here #} other {there}}}}"
    assert fill_message(nested, {"count": 7, "where": "here"}, "en") == "#7 here 7"


@pytest.mark.parametrize(
    ("message", "complaint"),
    [
        ("{count", "no parameter after the { at character 1"),
        ("a } b", "a } too many at character 3"),
        ("{count, plural, one {# shelf}}", 'the choice by "count" has no "other"'),
        ("{count, plural, other {# shelves}", "lacks a } at character 34"),
        ("{count, plural, other {# shelves", "lacks a } at character 33"),
        ("{count, ordinal, other {#th}}", "no parameter after the { at character 1"),
        ("{}", "no parameter after the { at character 1"),
    ],
)
def test_a_message_that_cannot_be_read_says_where(message, complaint):
    with pytest.raises(ValueError) as raised:
        parse_message(message)
    assert complaint in str(raised.value)


def test_a_word_where_a_number_chooses_is_refused():
    with pytest.raises(ValueError, match='"count" chooses a plural and must be a number'):
        fill_message(SHELVES, {"count": "two"}, "fi")


def test_a_missing_parameter_is_named():
    with pytest.raises(KeyError, match="level"):
        fill_message("Floor {level}", {}, "en")


@given(st.text())
def test_any_text_is_a_message_or_refused(text):
    try:
        message = parse_message(text)
    except ValueError:
        return
    assert fill_message(text, dict.fromkeys(list_parameters(message), 1), "fi") or not text.strip()


@given(st.text(alphabet=st.characters(exclude_characters="{}")))
def test_what_has_no_braces_is_said_as_it_is(text):
    assert fill_message(text, {}, "en") == text


@given(st.text(), st.text())
def test_what_parameters_hold_is_never_read_as_a_message(one, other):
    assert fill_message("{one}|{other}", {"one": one, "other": other}, "fi") == f"{one}|{other}"


def test_an_empty_option_for_the_very_number_is_said_as_nothing():
    message = "A tour{metres, plural, =0 {} other {, # m}}"
    assert fill_message(message, {"metres": 0}, "en") == "A tour"
    assert fill_message(message, {"metres": 2}, "en") == "A tour, 2 m"
