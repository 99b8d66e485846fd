"""The scheme "sudoc": Superintendent of Documents numbers of the United States.

The stem before the colon (agency, office, series) is the class; the book number follows. Both
are runs of letters and digits. Punctuation only parts them: all numbers are whole, years too,
spaces and capitals do not count, nor do points between letters (``U.K.``). Nothing comes before
something; then what is only parted by space or point, by a hyphen, by a slash. Letters come
before numbers.

Libraries differ in what follows the colon. This is the order that takes years as they are
written (``IN 8/2`` < ``IN 8/965``), with the exception that goes with it: numbered prints,
hearings and reports of Congress (``S.HRG. 104-374``) follow the numbers, as they began later.

References
----------
Cal Poly Humboldt Library, *SuDocs Shelving Tips*.
SirsiDynix, *U.S. Government Document (SuDoc) Sorting*: letters before numbers, whole numbers,
hyphens before slashes; it adds that the Government Printing Office leaves the order to libraries.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from floorplans.callnumbers.base import AFTER_ALL_LETTERS, CallNumber, SortKey, not_one
from floorplans.callnumbers.headings import base_letters
from floorplans.callnumbers.marks import split_marks

Run = tuple[int, int, int, str]
"""How it is parted from what is before; letters, digits or series; number of digits; text."""

_PARTINGS = "-;/+"
_END = len(_PARTINGS) + 1
_LETTERS, _DIGITS, _SERIES_OF_CONGRESS = range(3)

_AGENCY = re.compile(
    r"(?:^|(?<=[ \[\](){}<>,;]))(?:x/a|xj[hs]|[a-z]{1,5} ?[0-9]{1,9}(?![0-9]))(?= ?[.:/-]|$)",
    re.ASCII | re.IGNORECASE,
)
_POINT_IN_ABBREVIATION = re.compile(r"(?<=[^\W\d_])\.(?=[^\W\d_])")
_SERIES = re.compile(r" ?([hjs])\. ?([a-z]{2,})")
_RUN = re.compile(r"(?:([0-9]+)|([^\W0-9_]+))([\W_]*)")
_EXAMPLES = ("Y 4.ED 8/1:117-48",)


@dataclass(frozen=True, slots=True)
class SudocScheme:
    """Superintendent of Documents numbers.

    Examples
    --------
    >>> scheme = SudocScheme()
    >>> shelf = ["A 1.11:", "A 1.2/A:5", "A 1.2:10", "A 1.2:9", "A 1.2:C 9/996", "A 1.2:C 9"]
    >>> sorted(shelf, key=lambda text: scheme.parse(text).key)
    ['A 1.2:C 9', 'A 1.2:C 9/996', 'A 1.2:9', 'A 1.2:10', 'A 1.2/A:5', 'A 1.11:']
    """

    name: str = "sudoc"

    def parse(self, text: str) -> CallNumber:
        """Take a call number apart; see `Scheme.parse`."""
        prefixes, *key = _take_apart(text)
        folded = tuple(mark.casefold() for mark in prefixes)
        return CallNumber(text.strip(), tuple(key), prefixes, (folded, *key))

    def end_key(self, text: str) -> SortKey:
        """Give the key after all call numbers that begin so; see `Scheme.end_key`.

        The call number is taken to end with a whole number where it ends with one.
        """
        _, stem, book = _take_apart(text)
        if not book:
            return (stem if ":" in text else stem + AFTER_ALL_LETTERS, ((_END, 0, 0, ""),))
        parting, kind, size, last = book[-1]
        if kind == _DIGITS:
            return (stem, (*book, (_END, 0, 0, "")))
        return (stem, (*book[:-1], (parting, kind, size, last + AFTER_ALL_LETTERS)))


def _take_apart(text: str) -> tuple[tuple[str, ...], str, tuple[Run, ...]]:
    """Split into marks, stem and book number."""
    plain = " ".join(text.split())
    found = _AGENCY.search(plain)
    if found is None:
        raise not_one("SuDoc", plain[:60], _EXAMPLES)
    stem, _, book = plain[found.start() :].casefold().partition(":")
    return split_marks(plain[: found.start()]), _stem_key(stem), _book_key(book)


def _stem_key(stem: str) -> str:
    """Write a stem so that letters come before numbers and numbers compare by size."""
    return "".join(
        f"{parting}{last}" if kind == _LETTERS else f"{parting}~{size:06}{last}"
        for parting, kind, size, last in _runs(stem)
    )


def _book_key(book: str) -> tuple[Run, ...]:
    series = _SERIES.match(book)
    if series is None:
        return _runs(book)
    return ((0, _SERIES_OF_CONGRESS, 0, series[1] + series[2]), *_runs(book[series.end() :]))


def _runs(text: str) -> tuple[Run, ...]:
    runs: list[Run] = []
    parting = 0
    for digits, letters, behind in _RUN.findall(_POINT_IN_ABBREVIATION.sub("", text)):
        if letters:
            runs.append((parting, _LETTERS, 0, base_letters(letters)))
        else:
            size = digits.lstrip("0")
            runs.append((parting, _DIGITS, len(size), size))
        parting = _rank(behind)
    return tuple(runs)


def _rank(signs: str) -> int:
    """Rank what parts two runs; of several signs the strongest counts."""
    if signs in ("", " ", "."):
        return 0
    return max(_PARTINGS.find(sign) + 1 for sign in signs)
