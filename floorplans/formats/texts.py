"""Words from strangers: by language, without control characters, not too long."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from floorplans.model import Text

MOST_CHARACTERS = 120
EMPTY_WORDS = frozenset({"", "null", "none", "undefined"})


def clean(value: Any) -> str:
    r"""Give words in one line; nothing for what is no text.

    Examples
    --------
    >>> clean(" Reading \n room "), clean("null"), clean(7)
    ('Reading room', '', '')
    """
    if not isinstance(value, str):
        return ""
    kept = (" " if unicodedata.category(each) in ("Cc", "Cs") else each for each in value)
    words = " ".join("".join(kept).split())[:MOST_CHARACTERS].rstrip()
    return "" if words.lower() in EMPTY_WORDS else words


def read_labels(labels: Any, language: str) -> Text | None:
    """Read names by language tag.

    Parameters
    ----------
    labels : Any
        An object of words by language tag.
    language : str
        The tag whose words count where there are no Finnish ones.

    Returns
    -------
    Text or None
        None where there are no words.

    Examples
    --------
    >>> read_labels({"en": "Level 2", "ru": "Этаж 2"}, "en")
    Text(fi='Level 2', sv='', en='Level 2', forms=None)
    """
    words = _by_language(labels)
    first = words.get("fi") or words.get(_stem(language)) or next(iter(words.values()), "")
    return Text(first, words.get("sv", ""), words.get("en", "")) if first else None


def write_labels(text: Text) -> dict[str, str]:
    """Write names by language tag.

    Examples
    --------
    >>> write_labels(Text("Hissi", en="Lift"))
    {'fi': 'Hissi', 'en': 'Lift'}
    """
    words = {"fi": text.fi, "sv": text.sv, "en": text.en}
    return {tag: each for tag, each in words.items() if each}


def _by_language(labels: Any) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for tag, value in labels.items() if isinstance(labels, dict) else ():
        if words := clean(value):
            found.setdefault(_stem(tag), words)
    return found


def _stem(tag: str) -> str:
    return tag.partition("-")[0].lower()
