"""Every message of every language, said with everything that can change how it is said."""

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise

import pytest

from floorplans.model import NameForms, Text
from kiosk_ui.message_format import fill_message, parse_message
from kiosk_ui.messages import (
    FALLBACKS,
    LANGUAGES,
    NAME_LANGUAGES,
    TAG,
    load_messages,
    load_own_messages,
    name_form,
    name_language,
    say,
)
from tests.support.messages import NOT_OFFERED, WORD, list_said, parameter_sets

FINNISH = load_messages("fi")
FOR_PATRONS = [key for key in FINNISH if not key.startswith("staff.")]
"""The staff's pages are for who works with them: plain Finnish is for patrons."""
PLAIN = load_own_messages("selko")
FORM = re.compile(r"_(of|to|at|from)$")
"""Parameters for forms of names; not every language has a use for each."""

SAME_IN_TWO = frozenset({"aineisto", "Uskonto", "Historia", "Kioski", "Halkaisija"})
ENDS = ".?!:…"
ENDING_AS_THEY_DO = frozenset(
    {"status.date", "status.date_hour", "status.date_year", "language.decimal_mark"}
)
"""Finnish days have a full stop, and English decimals."""

WORDS_IN_A_PLAIN_SENTENCE = 14
HARD_WORDS = (
    "ajantasainen",
    "esteettömyys",
    "häiriö",
    "kadoksissa",
    "kirjoitusasu",
    "kuljetuksessa",
    "mahdot",
    "nimeke",
    "nimekke",
    "päivitettiin",
    "pyyntö",
    "sijainti",
    "simuloi",
    "suurikokoi",
    "todennäköisesti",
    "toimipis",
    "vastaanote",
    "ylläpitäjä",
)
PASSIVE = re.compile(r"\b\w{3,}(?:t(?:aa|ää)n|tiin)\b")
"""Finnish passives, and nouns that end like them; plain Finnish says who does what."""
NO_PASSIVES = frozenset({"neuvontaan", "suuntaan"})


def said_ways(key: str, language: str) -> Iterator[str]:
    messages = load_messages(language)
    for params in parameter_sets(key):
        yield fill_message(messages[key], params, messages[TAG])


def ending(text: str) -> str:
    return text[-1:] if text[-1:] in ENDS else ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_can_be_said_with_everything_that_changes_it(language):
    for key in load_messages(language):
        for said in said_ways(key, language):
            assert not set("{}#") & set(said), key
            assert said == said.strip(), key
            assert not re.search(r"[ \u00a0]{2}|[ \u00a0][,.;:?!]|\.\.|,,|[,;]\.", said), (
                key,
                said,
            )
            assert not re.search(r"\bnone\b|undefined", said), (key, said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_ends_alike_in_every_language(language):
    for key in FINNISH.keys() - ENDING_AS_THEY_DO:
        for said, finnish in zip(said_ways(key, language), said_ways(key, "fi"), strict=True):
            assert ending(said) == ending(finnish), (key, said)
            assert bool(said) == bool(finnish), key


def test_all_languages_have_the_same_messages():
    for language in NAME_LANGUAGES:
        assert load_messages(language).keys() == FINNISH.keys()
    assert PLAIN.keys() <= FINNISH.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_say_the_same_parameters_in_every_language(language):
    """What a message only chooses by, as "walks or moves", may be its language's own."""
    for key, message in load_messages(language).items():
        own, finnish = (list_said(parse_message(each)) for each in (message, FINNISH[key]))
        without_forms = {name for name in own ^ finnish if not FORM.search(name)}
        if language in FALLBACKS:
            without_forms -= finnish
        assert without_forms == set(), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_message_files_are_sorted_so_that_changes_are_easy_to_read(language):
    text = (files("kiosk_ui") / "locales" / f"{language}.json").read_text(encoding="utf-8")
    keys = [key for key, _ in json.loads(text, object_pairs_hook=list)]
    assert keys == sorted(set(keys))


def test_nothing_is_left_untranslated():
    for key in FINNISH:
        said = [next(said_ways(key, language)) for language in NAME_LANGUAGES]
        bare = [re.sub(r"[\d\W]", "", each.replace(WORD, "")) for each in said]
        for one, other in pairwise((*bare, bare[0])):
            assert len(one) < 5 or one != other or said[0] in SAME_IN_TWO, (key, said)


def test_no_language_has_letters_of_another():
    for key in FINNISH:
        for language, foreign in (("fi", "å"), ("selko", "å"), ("en", "åäö")):
            words = " ".join(said_ways(key, language)).replace(WORD, "").lower()
            assert not set(foreign) & set(words), key


def test_every_language_has_a_name_of_its_own_and_a_tag():
    assert [say("language.name", each) for each in LANGUAGES] == [
        "Suomi",
        "Svenska",
        "English",
        "Selkosuomi",
    ]
    assert [say(TAG, each) for each in LANGUAGES] == ["fi", "sv", "en", "fi-simple"]


def test_plain_finnish_holds_only_what_it_says_in_another_way():
    assert [key for key, message in PLAIN.items() if message == FINNISH[key]] == []
    assert say("ui.back", "selko") == say("ui.back", "fi")
    assert say("ui.not_found", "selko") != say("ui.not_found", "fi")


def test_plain_finnish_has_short_sentences():
    for key in FINNISH:
        for said in said_ways(key, "selko"):
            for sentence in re.split(r"[.?!:…]\s", said.replace(WORD, "sana")):
                assert len(sentence.split()) <= WORDS_IN_A_PLAIN_SENTENCE, (key, sentence)


def test_plain_finnish_has_neither_hard_words_nor_passives():
    for key in FOR_PATRONS:
        for said in said_ways(key, "selko"):
            words = said.replace(WORD, "").replace(NOT_OFFERED, "").lower()
            assert not [each for each in HARD_WORDS if each in words], (key, said)
            assert set(PASSIVE.findall(words)) <= NO_PASSIVES, (key, said)
            assert ";" not in words, (key, said)


def test_numbers_are_inflected_with_what_they_count():
    said = {
        language: [say("ui.results", language, count=count) for count in (0, 1, 2)]
        for language in LANGUAGES
    }
    assert said == {
        "fi": ["Ei tuloksia", "1 tulos", "2 tulosta"],
        "sv": ["Inga träffar", "1 träff", "2 träffar"],
        "en": ["No results", "1 result", "2 results"],
        "selko": ["Emme löytäneet mitään", "Löysimme 1 tuloksen", "Löysimme 2 tulosta"],
    }


DESK = Text(
    "Neuvonta",
    "Kundtjänst",
    "Service desk",
    NameForms("neuvonnan", "neuvontaan", "neuvonnassa", "neuvonnasta", "kundtjänsten", ""),
)


@pytest.mark.parametrize("language", ["fi", "selko"])
def test_a_name_is_inflected_as_the_plan_has_it(language):
    forms = [name_form(DESK, language, case) for case in ("of", "to", "at", "from")]
    assert forms == ["neuvonnan", "neuvontaan", "neuvonnassa", "neuvonnasta"]


def test_swedish_and_english_have_one_form_for_every_case():
    assert {name_form(DESK, "sv", case) for case in ("of", "to", "at", "from")} == {"kundtjänsten"}
    assert name_form(DESK, "en", "to") == ""


def test_a_name_without_forms_has_none():
    assert [name_form(Text("Aula"), language, "to") for language in LANGUAGES] == [""] * 4


def test_plain_finnish_shows_names_in_finnish():
    assert [name_language(each) for each in LANGUAGES] == ["fi", "sv", "en", "fi"]
    assert DESK.in_language("selko") == "Neuvonta"


def test_what_is_missing_is_named():
    with pytest.raises(KeyError, match=r"ui\.nowhere"):
        say("ui.nowhere", "fi")
    with pytest.raises(KeyError, match=r'map\.overlay\.route" needs the parameter "distance'):
        say("map.overlay.route", "fi")
    with pytest.raises(KeyError, match='no language "xx"; languages: fi, sv, en, selko'):
        say("map.overlay.route", "xx")
