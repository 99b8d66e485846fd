"""The scheme "lc": Library of Congress Classification, and NLM's, which is written alike.

Class letters compare alphabetically, the class number by size, its decimals as decimals. What
follows are *elements*, compared one by one; nothing comes before something, and at any place:

- numbers (dates, ordinals) come before letters: ``B9 20th`` < ``B9 2000`` < ``B9 L3``;
- letters with digits right behind them are a Cutter number, whose digits are decimals and may
  have work letters: ``.B52`` < ``.B52x`` < ``.B523`` < ``.B6``;
- a word with a number is a volume, part or opus, by size: ``no. 6`` < ``no. 51``; so is what is
  glued, if it is an abbreviation of that kind (``op57``), stands behind a date (``1902 v2``) or
  is a Köchel number in music (class M: ``K240``);
- directly behind the class a word comes after all Cutter numbers, elsewhere it is in the
  alphabet with them.

Words before the class ("Ref", "Folio", "[Microfilm]") name a partition.

References
----------
Library of Congress, *Classification and Shelflisting Manual*, G 55 and G 63 (Cutter numbers),
G 140 (dates), G 100 (filing rules: nothing before something; Cutter numbers as decimals)
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from floorplans.callnumbers.base import AFTER_ALL_LETTERS, CallNumber, SortKey, not_one
from floorplans.callnumbers.dates import put_years_first
from floorplans.callnumbers.headings import base_letters
from floorplans.callnumbers.marks import split_marks

Element = tuple[int, str, int, int, str, int, str]
"""Rank, letters, form, number of digits, digits, whether glued to the letters, work letters."""

_NUMBER, _LETTERS, _WORD_AFTER_CUTTERS = range(3)
_BARE, _WHOLE, _DECIMAL = range(3)

_CLASS = re.compile(
    r"(?:^|(?<=[ \[\](){}<>.,;:]))([a-z]{1,3}) ?([0-9]{1,6})(?![0-9])(?: ?\. ?([0-9]+))?",
    re.ASCII | re.IGNORECASE,
)
_CLASS_ALONE = re.compile(r"[A-Z]{1,3}")
_ELEMENT = re.compile(
    r"(?:(\.?)([^\W0-9_]++)(\. ?| (?![0-9]{4}(?![0-9]))|))?([0-9]+)((?:[^\W0-9_]++(?!\w))?)"
    r"|([^\W0-9_]++)"
)
_GLUED_ABBREVIATIONS = frozenset(
    {"bd", "ch", "copy", "disc", "fasc", "hft", "issue", "jahrg", "no", "nr", "op", "opus"}
    | {"part", "pt", "reel", "ser", "supp", "suppl", "vol", "vols"}
)
_VOLUMES = frozenset({"c", "v"})
_KOECHEL = "k"
_EXAMPLES = ("QA76.9 .D3 1995",)


@dataclass(frozen=True, slots=True)
class LcScheme:
    """Library of Congress and National Library of Medicine call numbers.

    Examples
    --------
    >>> scheme = LcScheme()
    >>> shelf = ["QA9 .B2", "QA9 .B15 v.10", "QA9 .B15 v.9", "QA9 1990 .C3", "Q300", "QA9.5 .A1"]
    >>> for text in sorted(shelf, key=lambda text: scheme.parse(text).key):
    ...     print(text)
    Q300
    QA9 1990 .C3
    QA9 .B15 v.9
    QA9 .B15 v.10
    QA9 .B2
    QA9.5 .A1
    >>> scheme.parse("Ref. PS3511.A86 A6 1995 v.2").prefixes
    ('Ref',)
    """

    name: str = "lc"

    def parse(self, text: str) -> CallNumber:
        """Take a call number apart; see `Scheme.parse`."""
        prefixes, *key = _take_apart(text)
        folded = tuple(mark.casefold() for mark in prefixes)
        return CallNumber(text.strip(), tuple(key), prefixes, (folded, *key))

    def end_key(self, text: str) -> SortKey:
        """Give the key after all call numbers that begin so; see `Scheme.end_key`.

        The call number is taken to end with a whole number, date or word where it has one.
        """
        _, class_key, elements = _take_apart(text)
        if not elements:
            return (class_key + AFTER_ALL_LETTERS, ())
        *before, last = elements
        return (class_key, (*before, _after(last)))


def _take_apart(text: str) -> tuple[tuple[str, ...], str, tuple[Element, ...]]:
    """Split into marks, class and elements."""
    plain = " ".join(text.split())
    found = _CLASS.search(plain)
    if found is None:
        if _CLASS_ALONE.fullmatch(plain):
            return (), plain.lower(), ()
        raise not_one("LC", plain[:60], _EXAMPLES)
    letters, number, decimals = found.groups("")
    letters = letters.lower()
    return (
        split_marks(plain[: found.start()]),
        f"{letters} {number:0>6}{decimals}",
        _elements(put_years_first(plain[found.end() :].casefold()), in_music=letters == "m"),
    )


def _elements(rest: str, *, in_music: bool) -> tuple[Element, ...]:
    elements: list[Element] = []
    dated = False
    behind_class = True
    for dot, letters, gap, digits, more, word in _ELEMENT.findall(rest):
        if word:
            rank = _WORD_AFTER_CUTTERS if behind_class and len(word) > 1 else _LETTERS
            elements.append((rank, base_letters(word), _BARE, 0, "", 0, ""))
        elif not letters:
            elements.append((_NUMBER, "", *_whole(digits), 0, more))
            dated = dated or len(digits) == 4
            continue
        elif gap or letters in _GLUED_ABBREVIATIONS:
            rank = _WORD_AFTER_CUTTERS if behind_class else _LETTERS
            elements.append((rank, base_letters(letters), *_whole(digits), int(not gap), more))
        elif not behind_class and (
            (dated and not dot and letters in _VOLUMES) or (in_music and letters == _KOECHEL)
        ):
            elements.append((_LETTERS, letters, *_whole(digits), 1, more))
        else:
            elements.append((_LETTERS, base_letters(letters), _DECIMAL, 0, digits, 0, more))
        behind_class = False
    return tuple(elements)


def _whole(digits: str) -> tuple[int, int, str]:
    """Give form, number of digits and digits, so that numbers compare by size."""
    digits = digits.lstrip("0")
    return (_WHOLE, len(digits), digits)


def _after(element: Element) -> Element:
    """Give an element after all that begin with it."""
    rank, letters, form, size, digits, glued, more = element
    if form == _BARE:
        return (rank, letters + AFTER_ALL_LETTERS, form, size, digits, glued, more)
    if form == _DECIMAL and not more:
        digits += AFTER_ALL_LETTERS
    return (rank, letters, form, size, digits, glued, more + AFTER_ALL_LETTERS)
