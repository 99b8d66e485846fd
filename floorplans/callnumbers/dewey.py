"""The scheme "dewey": Dewey Decimal Classification with an item number or a heading.

The class compares as a decimal number, 641.5 before 641.51 before 642; primes and slashes that
show where a class may be cut do not count. Then the lines of the label compare one by one, and
nothing comes before something: item numbers by letters, digits as decimals and work letters
(``T59`` < ``T59s`` < ``T593`` < ``T6``), years, volumes and parts by their size (``v.2`` <
``v.10``, ``v.I`` < ``v.II``), headings in alphabetical order. Copies decide last.
Marks such as ``REF``, ``J`` or ``FIC`` name a partition; behind one of them, a heading may
stand without a class.

References
----------
Allen County Public Library, *Shelving skills test study guide*, on the order of classes and
work letters.
University of Florida, *Call numbers in the Dewey Decimal Classification*, on item numbers,
years and volumes.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

from floorplans.callnumbers.base import AFTER_ALL_LETTERS, CallNumber, SortKey, not_one
from floorplans.callnumbers.dewey_lines import NO_LINES, Lines, lines_end, read_lines
from floorplans.callnumbers.marks import MATERIAL_MARKS, split_marks, take_marks_off

_MARKS_OF_HEADINGS = frozenset(
    {"B", "BB", "BIO", "BIOG", "E", "EASY", "ER", "F", "FIC", "FICTION", "GN", "JB", "JE", "JF"}
    | {"JFIC", "MYS", "P", "PB", "PIC", "SF", "SS", "WES", "YAF", "YF"}
)
_LEADING_MARKS = _MARKS_OF_HEADINGS | (
    {"AUDIO", "AV", "BIG", "CD", "DVD", "FF", "FOL", "FOLIO", "GRAPHIC", "J", "JR", "JUV", "LP"}
    | {"LT", "OS", "OVERSIZE", "Q", "QUARTO", "R", "REF", "REFERENCE", "SPEC", "TEEN", "TR", "V"}
    | {"VID", "X", "Y", "YA", "YR", "+", "*"}
)
_TRAILING_MARKS = MATERIAL_MARKS | {"FOLIO", "JUV", "OVERSIZE", "REF", "TEEN"}
_AROUND_A_MARK = "[](),.:;"

_DECIMALS = r"(?:[0-9]{3} (?=[0-9]{1,3}(?:\s|$)))*[0-9]+(?:[/'’′][0-9]+)*"
_CLASS = rf"([0-9]{{1,3}})(?![0-9])(?:[/'’′]?\.(?: (?=[0-9]{{3}}(?:\s|$)))?({_DECIMALS}))?"
_CLASS_AT_START = re.compile(r"([^\W\d_]{0,3}|[+*])" + _CLASS)
_CLASS_AMONG_WORDS = re.compile(r"(?:^|(?<=[\s,]))()(?=[0-9]{3})" + _CLASS)
_SIGN = re.compile(r"[^0-9]")
_EXAMPLES = ("641.5 S65 1995", "813.54 SMI", "FIC SMI")


class _Parts(NamedTuple):
    leading: tuple[str, ...]
    whole: str
    decimals: str
    lines: Lines
    trailing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeweyScheme:
    """Dewey call numbers.

    Examples
    --------
    >>> scheme = DeweyScheme()
    >>> shelf = ["641.5 T59s", "641.51 A1", "641.5 T593", "641.5 T59 v.10", "641.5 T59 v.2"]
    >>> for text in sorted(shelf, key=lambda text: scheme.parse(text).key):
    ...     print(text)
    641.5 T59 v.2
    641.5 T59 v.10
    641.5 T59s
    641.5 T593
    641.51 A1
    >>> scheme.parse("REF 641.5 SMI").prefixes, scheme.parse("J FIC ROW").prefixes
    (('REF',), ('J', 'FIC'))
    """

    name: str = "dewey"
    v_equals_w: bool = False

    def parse(self, text: str) -> CallNumber:
        """Take a call number apart; see `Scheme.parse`."""
        leading, whole, decimals, lines, trailing = self._take_apart(text)
        key = (f"{whole:0>3}{decimals}" if whole else "", *lines)
        folded = tuple(mark.casefold() for mark in leading)
        return CallNumber(text.strip(), key, leading + trailing, (folded, *key, trailing))

    def end_key(self, text: str) -> SortKey:
        """Give the key after all call numbers that begin so; see `Scheme.end_key`.

        A class of one or two digits takes in those of three digits that begin with it; other
        whole numbers at the end are taken as complete.
        """
        _, whole, decimals, lines, _ = self._take_apart(text)
        number = f"{whole:0>3}{decimals}" if decimals or lines != NO_LINES else whole
        if whole and lines == NO_LINES:
            return (number + AFTER_ALL_LETTERS, *NO_LINES)
        return (number, *lines_end(lines))

    def _take_apart(self, text: str) -> _Parts:
        plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
        found = _find_class(plain)
        if found is None:
            raise not_one("Dewey", text.strip()[:60], _EXAMPLES)
        leading, whole, decimals, rest = found
        rest, middle, trailing = take_marks_off(rest, _TRAILING_MARKS)
        lines = read_lines(rest, v_equals_w=self.v_equals_w)
        return _Parts(leading + middle, whole, decimals, lines, trailing)


_Found = tuple[tuple[str, ...], str, str, str]
"""Marks, the class before and behind the point, and what follows it."""


def _find_class(text: str) -> _Found | None:
    marks, rest = _take_leading_marks(text)
    of_heading = not _MARKS_OF_HEADINGS.isdisjoint(mark.upper() for mark in marks)
    if found := _CLASS_AT_START.match(rest):
        glued, whole, _ = found.groups()
        if (not glued or glued.upper() in _LEADING_MARKS) and (len(whole) == 3 or not of_heading):
            return _found(marks, found, rest)
    before, comma, last = text.rpartition(",")
    if comma and (_CLASS_AT_START.match(last.lstrip()) or all(_take_leading_marks(last))):
        within = _find_class(last)
        return within and (split_marks(before) + within[0], *within[1:])
    if not of_heading and (found := _CLASS_AMONG_WORDS.search(text)):
        return _found(split_marks(text[: found.start()]), found, text)
    return (marks, "", "", rest) if marks else None


def _take_leading_marks(text: str) -> tuple[tuple[str, ...], str]:
    """Part known marks from what follows; one letter at the very end is a heading."""
    words = text.split()
    marks: list[str] = []
    for place, word in enumerate(words, 1):
        mark = word.strip(_AROUND_A_MARK)
        if mark.upper() not in _LEADING_MARKS or (len(mark) == 1 and place == len(words)):
            break
        marks.append(mark)
    return tuple(marks), " ".join(words[len(marks) :])


def _found(marks: tuple[str, ...], found: re.Match[str], text: str) -> _Found:
    glued, whole, decimals = found.groups("")
    if glued:
        marks = (*marks, glued)
    return marks, whole, _SIGN.sub("", decimals), text[found.end() :]
