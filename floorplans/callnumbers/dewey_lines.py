"""What follows the class of a Dewey call number: item number, year, volume, copy or a heading.

Every line or word of the label becomes one word of the key, of the same kinds as in headings
(`floorplans.callnumbers.headings`), so that item numbers and headings compare with each other.
"""

from __future__ import annotations

import re

from floorplans.callnumbers.base import AFTER_ALL_LETTERS
from floorplans.callnumbers.headings import END, LETTERS, NUMBER, Word, base_letters, heading_key
from floorplans.callnumbers.roman import roman_numerals

Lines = tuple[tuple[Word, ...], tuple[int, str], str]
"""The words; number of digits and digits of the copy; letters as written, of a heading."""

_NO_COPY = (0, "")
NO_LINES: Lines = ((), _NO_COPY, "")

_COPY = "copy"
_LABELS = (
    dict.fromkeys(("c", "cop", "copy", "ex"), _COPY)
    | dict.fromkeys(("v", "vol", "vols", "volume"), "v")
    | dict.fromkeys(("no", "nr", "num", "number"), "no")
    | dict.fromkeys(("pt", "pts", "part"), "pt")
    | dict.fromkeys(("bd", "band"), "bd")
    | dict.fromkeys(("ed", "edition"), "ed")
    | dict.fromkeys(("t", "tome"), "t")
)
_ARABIC = {roman.lower(): arabic for roman, arabic in roman_numerals(99).items()}

_WORD = re.compile(r"([^\W_]+)")
_RUN = re.compile(r"[0-9]+|[^0-9]+")
_NEXT_RUN = "\x00"
_LABEL_AND_NUMBER = re.compile(r"([a-z]+)([0-9]+)")


def read_lines(text: str, *, v_equals_w: bool = False) -> Lines:
    """Read what follows the class.

    Parameters
    ----------
    text : str
        Item number, year, volume and copy, or a heading.
    v_equals_w : bool
        Whether w counts as v in headings.

    Examples
    --------
    >>> read_lines("T59s v.2") < read_lines("T59s v.10") < read_lines("T593 1995")
    True
    >>> read_lines("T59 c.2") < read_lines("T59 1995") < read_lines("Tolstoy, Leo")
    True
    """
    words = _WORD.findall(text.casefold())
    if not words:
        return NO_LINES
    if words[0].isalpha() and not _is_labelled(words, 0):
        kept, written = heading_key(text, v_equals_w=v_equals_w)
        return kept, _NO_COPY, written
    return _read_item(words)


def lines_end(lines: Lines) -> Lines:
    """Give lines after all that begin with some lines; the last number is taken as whole."""
    words, copy, _ = lines
    if not words or copy != _NO_COPY:
        return ((*words, (END, 0, "")), _NO_COPY, "")
    *before, (kind, size, text) = words
    return ((*before, (kind, size, text + AFTER_ALL_LETTERS)), _NO_COPY, "")


def _read_item(words: list[str]) -> Lines:
    read: list[Word] = []
    copy = _NO_COPY
    place = 0
    while place < len(words):
        word = words[place]
        place += 1
        if _is_labelled(words, place - 1):
            label, number = _LABELS[word], words[place]
            place += 1
        elif read and (glued := _glued_volume(word, after_number=read[-1][0] == NUMBER)):
            label, number = glued
        else:
            read.append(_item_word(word))
            continue
        if label == _COPY:
            copy = _size(number)
        else:
            read += [(LETTERS, 0, label), (NUMBER, *_size(_ARABIC.get(number, number)))]
    return tuple(read), copy, ""


def _is_labelled(words: list[str], place: int) -> bool:
    """Tell whether a word says what kind of number the next one is."""
    if words[place] not in _LABELS or place + 1 == len(words):
        return False
    following = words[place + 1]
    return _is_number(following) or following in _ARABIC


def _glued_volume(word: str, *, after_number: bool) -> tuple[str, str] | None:
    """Read ``vol2``, and behind a year ``v2``, which elsewhere is an item number."""
    found = _LABEL_AND_NUMBER.fullmatch(word)
    if found is None or (len(found[1]) == 1 and not after_number):
        return None
    label = _LABELS.get(found[1])
    return (label, found[2]) if label else None


def _item_word(word: str) -> Word:
    runs = _RUN.findall(base_letters(word))
    if not _is_number(runs[0]):
        return (LETTERS, 0, _NEXT_RUN.join(runs))
    size, runs[0] = _size(runs[0])
    return (NUMBER, size, _NEXT_RUN.join(runs))


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit()


def _size(digits: str) -> tuple[int, str]:
    """Give number of digits and digits, so that numbers compare by size."""
    digits = digits.lstrip("0")
    return len(digits), digits
