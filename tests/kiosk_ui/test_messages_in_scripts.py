"""The pages' scripts say every message as the server does, and refuse what it refuses."""

import pytest

from kiosk_ui.message_format import fill_message, plural_category
from kiosk_ui.messages import LANGUAGES, TAG, load_messages, say
from tests.support.messages import parameter_sets
from tests.support.node import need_node, run_node

NUMBERS = (-2, -1, -0.5, 0, 0.5, 1, 1.0, 1.5, *range(2, 130), 1000, 10**6)
ODD = (
    "{count, plural, =0 {none} =2 {a pair} one {# one} other {# of {what}}}",
    "{what, select, a {A{count, plural, one {#} other {##}}} none {nothing} other {{what}!}}",
    "{ what } and {count,plural,other{#}} # {missing, select, none {–} other {{missing}}}",
    "{constructor, select, toString {x} other {y}}",
    "{count} {missing}",
    "{count, plural, one {#}}",
    "a } b",
    "{what",
    "{what, plural, other {#}}",
)


@pytest.fixture(scope="module")
def node() -> None:
    """Node, which the scripts are run with outside of a browser."""
    need_node()


def run_scripts(messages, cases, numbers=()):
    return run_node("say_all.mjs", {"messages": messages, "cases": cases, "numbers": list(numbers)})


@pytest.mark.usefixtures("node")
def test_every_message_of_every_language_is_said_alike():
    messages = {language: load_messages(language) for language in LANGUAGES}
    cases = [
        (language, key, params)
        for language in LANGUAGES
        for key in messages[language]
        for params in parameter_sets(key)
    ]
    numbers = [(say(TAG, language), number) for language in LANGUAGES for number in NUMBERS]
    answers = run_scripts(messages, cases, numbers)
    for (language, key, params), said in zip(cases, answers["said"], strict=True):
        assert said == say(key, language, **params), (language, key, params)
    assert answers["categories"] == [plural_category(number, tag) for tag, number in numbers]


@pytest.mark.usefixtures("node")
def test_odd_messages_are_said_alike_and_bad_ones_are_refused_by_both():
    values = [
        {"count": count, "what": what} for count in (0, 1, 2.0, 2.5) for what in ("", "a", "b")
    ]
    messages = {TAG: "en"} | {str(number): message for number, message in enumerate(ODD)}
    cases = [("odd", str(number), params) for number in range(len(ODD)) for params in values]
    answers = run_scripts({"odd": messages}, cases)["said"]
    for (_, key, params), said in zip(cases, answers, strict=True):
        if isinstance(said, str):
            assert said == fill_message(messages[key], params, "en")
            continue
        with pytest.raises((KeyError, ValueError)) as refused:
            fill_message(messages[key], params, "en")
        assert str(refused.value.args[0]) in said["refused"]
