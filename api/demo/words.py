"""Invented titles and names for the demo catalogue."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from numpy.random import Generator

AuthorKind = Literal["person", "foreign", "group", "any", "biographer", "title"]

_SLOT = re.compile(r"\{(\w+)\}")
_PLAIN_LETTERS = str.maketrans("ÁÉÍÓÚ", "AEIOU")
_ARTICLES = {
    "en": ("a", "the"),
    "sv": ("den", "det"),
    "fr": ("la", "le"),
    "it": ("il", "la"),
    "es": ("el", "la"),
}


@cache
def _words() -> dict[str, dict[str, tuple[str, ...]]]:
    """Read the packaged lists; a list of words is one text with commas between them."""
    document = tomllib.loads((files("api.demo") / "words.toml").read_text(encoding="utf-8"))
    return {
        section: {name: _entries(entries) for name, entries in lists.items()}
        for section, lists in document.items()
    }


def _entries(entries: str | list[str]) -> tuple[str, ...]:
    if isinstance(entries, str):
        return tuple(" ".join(word.split()) for word in entries.split(",") if word.strip())
    return tuple(entries)


def pick(rng: Generator, choices: tuple[str, ...]) -> str:
    """Pick one of several words, each with the same chance."""
    return choices[int(rng.integers(len(choices)))]


def make_title(rng: Generator, pattern: str) -> str:
    """Make up a title of a kind, such as ``novel`` or ``picture``.

    Examples
    --------
    >>> import numpy
    >>> make_title(numpy.random.default_rng(1), "german")
    'Stein und Salz'
    """
    title = pick(rng, _words()["patterns"][pattern])
    while slot := _SLOT.search(title):
        title = title[: slot.start()] + _fill(rng, slot[1], title) + title[slot.end() :]
    return title[0].upper() + title[1:]


def _fill(rng: Generator, slot: str, title: str) -> str:
    """Fill a slot with a word that the title does not have yet."""
    if slot == "name":
        return make_name(rng)
    if slot == "number":
        return str(rng.integers(1, 47))
    return pick(rng, tuple(word for word in _words()["words"][slot] if word not in title))


def make_subtitle(rng: Generator, partition: str, class_number: str) -> str:
    """Make up what follows the title of a book of facts; every other has nothing."""
    subtitles = _words()["subtitles"]
    choices = subtitles.get(partition, subtitles.get(class_number[0], ()))
    return f": {pick(rng, choices)}" if choices and rng.random() < 0.5 else ""


def make_name(rng: Generator) -> str:
    """Make up a Finnish family name."""
    names = _words()["names"]
    first = pick(rng, names["finnish_first"])
    ends = tuple(end for end in names["finnish_last"] if end != first.lower())
    return first + pick(rng, ends)


def make_author(rng: Generator, kind: AuthorKind) -> str:
    """Make up an author: a family name or a group; nobody for works known by their title."""
    if kind == "title":
        return ""
    if kind == "group" or (kind == "any" and rng.random() < 0.15):
        return _make_group(rng)
    if kind == "foreign" or (kind == "person" and rng.random() < 0.4):
        names = _words()["names"]
        return pick(rng, names["other_first"]) + pick(rng, names["other_last"])
    return make_name(rng)


def _make_group(rng: Generator) -> str:
    names = _words()["names"]
    place = pick(rng, names["finnish_first"]) + pick(rng, names["place_last"])
    return f"{place} {pick(rng, names['group'])}"


def make_heading(text: str, language: str) -> str:
    """Shorten a name or title to the letters on the spine; articles do not count.

    Examples
    --------
    >>> make_heading("Östervik", "fi"), make_heading("The Amber Road", "en")
    ('ÖST', 'AMB')
    """
    words: list[str] = re.findall(r"\w+", text)
    if len(words) > 1 and words[0].lower() in _ARTICLES.get(language, ()):
        words = words[1:]
    return words[0][:3].upper().translate(_PLAIN_LETTERS)
