"""Messages by key and language, from ``locales/``: one JSON file for each language.

The pages' scripts read the same files and say the same (``static/shared/messages.js``). What a
message may hold is in `kiosk_ui.message_format`. Plain Finnish has its own words where standard
Finnish is hard; everything else it takes from there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from floorplans.model import NameCase, Text
from kiosk_ui.message_format import Params, fill_message

Language = Literal["fi", "sv", "en", "selko"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
"""What pages, commands and the API speak; "selko" is plain Finnish (selkosuomi)."""

NameLanguage = Literal["fi", "sv", "en"]
NAME_LANGUAGES: tuple[NameLanguage, ...] = get_args(NameLanguage)
"""What names in plans and catalogues are written in."""

FALLBACKS: Mapping[str, NameLanguage] = {"selko": "fi"}
"""Languages that hold only what they say in another way than their base does."""

TAG, NAME = "language.tag", "language.name"

_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")
"""Keys of a language's BCP 47 tag and of its name in itself."""


@cache
def load_messages(language: str) -> Mapping[str, str]:
    """Load the messages of a language.

    Raises
    ------
    KeyError
        If there is no such language.
    """
    if language not in LANGUAGES:
        raise KeyError(f'there is no language "{language}"; languages: {", ".join(LANGUAGES)}')
    base = load_messages(FALLBACKS[language]) if language in FALLBACKS else {}
    return {**base, **load_own_messages(language)}


def load_own_messages(language: str) -> dict[str, str]:
    """Load only what a language's own file holds."""
    text = (files("kiosk_ui") / "locales" / f"{language}.json").read_text(encoding="utf-8")
    messages: dict[str, str] = json.loads(text)
    return messages


def say(key: str, language: str, **params: str | int | float) -> str:
    r"""Say a message.

    Parameters
    ----------
    key : str
        Key of the message.
    language : str
        "fi", "sv", "en" or "selko".
    **params : str, int or float
        What the message needs; more does no harm. Numbers are said as they are, so round them.
        Signs that would steer a terminal or a printer, or turn the text round, become spaces.

    Raises
    ------
    KeyError
        If the message or a parameter is missing, naming it.
    ValueError
        If a word is given where a number chooses the plural.

    Examples
    --------
    >>> say("map.overlay.route", "en", distance=13)
    'The route on this floor is 13\xa0m.'
    >>> say("map.level", "fi", count=1), say("map.level", "fi", count=2)
    ('Pohjapiirros, jossa on 1 hylly.', 'Pohjapiirros, jossa on 2 hyllyä.')
    """
    messages = load_messages(language)
    message = messages.get(key)
    if message is None:
        raise KeyError(f'there is no message "{key}" in "{language}"')
    try:
        return fill_message(message, _harmless(params), messages[TAG])
    except KeyError as missing:
        name = missing.args[0]
        raise KeyError(f'message "{key}" needs the parameter "{name}"') from missing


def _harmless(params: Params) -> Params:
    return {
        name: _STEERING.sub(" ", value) if isinstance(value, str) else value
        for name, value in params.items()
    }


def name_language(language: str) -> NameLanguage:
    """Give the language in which names are shown to a reader of a language.

    Examples
    --------
    >>> name_language("selko"), name_language("sv")
    ('fi', 'sv')
    """
    return next((each for each in NAME_LANGUAGES if each == language), "fi")


def name_form(text: Text, language: str, case: NameCase) -> str:
    """Give a name as it stands within a sentence, from the plan's own forms of it.

    Parameters
    ----------
    text : Text
        A name in a plan.
    language : str
        Language of the sentence; plain Finnish has the Finnish forms.
    case : {"of", "to", "at", "from"}
        What a Finnish sentence needs: "neuvonnan", "neuvontaan", "neuvonnassa", "neuvonnasta".
        Swedish and English have one form for all, with its article: "the service desk".

    Returns
    -------
    str
        Empty where the plan has no such form; then say the name as it is signed, in a sentence
        that leaves it unchanged ("Mene kohteeseen: Neuvonta"). In a message, ``select`` with
        ``none`` does that.

    Examples
    --------
    >>> from floorplans.model import NameForms
    >>> desk = Text("Neuvonta", en="Service desk", forms=NameForms(fi_to="neuvontaan"))
    >>> name_form(desk, "selko", "to"), name_form(desk, "fi", "of"), name_form(desk, "en", "to")
    ('neuvontaan', '', '')
    """
    return text.form(name_language(language), case)
