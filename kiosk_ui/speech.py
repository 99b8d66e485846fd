"""Words as a voice reads them: no symbols, no abbreviations, no numbers that must be inflected."""

from __future__ import annotations

import re

from kiosk_ui.messages import name_language, say

MOST_LISTED = 5
MOST_LETTERS = 4

_RANGE = re.compile(r"\b(\d+)–(\d+)\b")
_FLOOR = re.compile(r"\b(\d{1,2})\. (kerros|kerroksen|kerrokseen|kerroksessa|kerroksesta)\b")
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_PIECES = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+")
_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_COMMAS = re.compile(r",(?:\s*,)+|,(?=\s*(?:[.:;]|$))")


def spoken(text: str, language: str) -> str:
    """Make a sentence of the interface readable aloud.

    Parameters
    ----------
    text : str
        The sentence.
    language : str
        Its language.

    Returns
    -------
    str
        Ranges are counted out, what was in brackets is between commas, and the ordinals of
        Finnish floors are words, because voices do not inflect them.

    Examples
    --------
    >>> spoken("Sections\u00a03–5 (side A)", "en")
    'Sections 3, 4 and 5, side A'
    >>> spoken("Nouse portaat 2. kerrokseen", "fi")
    'Nouse portaat toiseen kerrokseen'
    """
    plain = " ".join(text.split())
    plain = _RANGE.sub(lambda found: _count_out(int(found[1]), int(found[2]), language), plain)
    plain = _BRACKETS.sub(r", \1,", plain)
    plain = _COMMAS.sub(lambda found: "," if found[0].count(",") > 1 else "", plain)
    if name_language(language) == "fi":
        plain = _FLOOR.sub(_floor, plain)
    return plain


def spoken_call_number(text: str, language: str) -> str:
    """Say a call number piece by piece: numbers, letters one by one, words as they are.

    Examples
    --------
    >>> spoken_call_number("84.2 TOL", "en")
    '84 point 2, T O L'
    >>> spoken_call_number("L84.31 Woolf", "fi")
    'L 84 piste 3 1, Woolf'
    """
    return ", ".join(
        " ".join(_say_piece(p, language) for p in _PIECES.findall(word)) for word in text.split()
    )


def _say_piece(piece: str, language: str) -> str:
    if _NUMBER.fullmatch(piece):
        first, *others = piece.split(".")
        point = say("spoken.point", language)
        return " ".join([first, *(f"{point} {' '.join(each)}" for each in others)])
    return " ".join(piece) if piece.isupper() and len(piece) <= MOST_LETTERS else piece


def _count_out(first: int, last: int, language: str) -> str:
    if first < last < first + MOST_LISTED:
        listed = ", ".join(str(each) for each in range(first, last))
        return say("spoken.and", language, first=listed, last=last)
    return say("spoken.range", language, first=first, last=last)


def _floor(found: re.Match[str]) -> str:
    number, word = int(found[1]), found[2]
    ordinal = _ORDINALS.get(word, ())[number - 1 : number]
    return f"{ordinal[0]} {word}" if ordinal and number else found[0]


_ORDINALS = {
    "kerros": (
        "ensimmäinen",
        "toinen",
        "kolmas",
        "neljäs",
        "viides",
        "kuudes",
        "seitsemäs",
        "kahdeksas",
        "yhdeksäs",
        "kymmenes",
    ),
    "kerroksen": (
        "ensimmäisen",
        "toisen",
        "kolmannen",
        "neljännen",
        "viidennen",
        "kuudennen",
        "seitsemännen",
        "kahdeksannen",
        "yhdeksännen",
        "kymmenennen",
    ),
    "kerrokseen": (
        "ensimmäiseen",
        "toiseen",
        "kolmanteen",
        "neljänteen",
        "viidenteen",
        "kuudenteen",
        "seitsemänteen",
        "kahdeksanteen",
        "yhdeksänteen",
        "kymmenenteen",
    ),
    "kerroksessa": (
        "ensimmäisessä",
        "toisessa",
        "kolmannessa",
        "neljännessä",
        "viidennessä",
        "kuudennessa",
        "seitsemännessä",
        "kahdeksannessa",
        "yhdeksännessä",
        "kymmenennessä",
    ),
    "kerroksesta": (
        "ensimmäisestä",
        "toisesta",
        "kolmannesta",
        "neljännestä",
        "viidennestä",
        "kuudennesta",
        "seitsemännestä",
        "kahdeksannesta",
        "yhdeksännestä",
        "kymmenennestä",
    ),
}
"""Finnish floors 1 to 10 by the form of "kerros" that follows."""
