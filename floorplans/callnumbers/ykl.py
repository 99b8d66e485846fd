"""The scheme "ykl": the Finnish public libraries' classification with a heading.

The digits of the class compare as decimals, without the dot: 07 before 1, 84.2 before 84.21
before 84.31; people also type a comma for the dot. The heading follows in Finnish alphabetical
order. Catalogues write department, collection and material with the call number in several
ways: ``AIK 84.2 PAA``, ``84.2 PAA AIK``, ``L84.2 PAA``, ``Aikuiset, Kaunokirjallisuus, 84.2
PAA``. Those marks name a partition and do not count within it. A whole number with a point is
an ordinal of theirs: ``2. krs``.

References
----------
Yleisten kirjastojen luokitusjärjestelmä (YKL), https://finto.fi/ykl/
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from floorplans.callnumbers.base import AFTER_ALL_LETTERS, CallNumber, SortKey, not_one
from floorplans.callnumbers.headings import HeadingKey, heading_end, heading_key
from floorplans.callnumbers.marks import MATERIAL_MARKS, split_marks, take_marks_off

_DEPARTMENT_MARKS = frozenset({"AIK", "HPA", "HYA", "HYL", "HYLV", "LAP", "MUS", "NUO", "VAR"})
_COLLECTION_MARKS = frozenset(
    {"FAN", "HELPPO", "ISO", "JÄNN", "KUVA", "KÄS", "LEHTI", "RUO", "SARJ", "SELKO"}
)
TRAILING_MARKS = MATERIAL_MARKS | _DEPARTMENT_MARKS | _COLLECTION_MARKS
"""Marks that catalogues put behind the heading; others count as part of the heading."""

_CLASS = re.compile(r"(?:^|(?<=[\s,]))([^\W\d_]*)([0-9]{1,2}(?:[.,][0-9]+\.?)?)(?=$|[\s,:;/])")
_WITHOUT_DOTS = str.maketrans("", "", ".,")
_EXAMPLES = ("84.2 TOL", "AIK 84.2 TOL", "L84.2 TOL")


class _Parts(NamedTuple):
    leading: tuple[str, ...]
    digits: str
    heading: HeadingKey
    trailing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YklScheme:
    """YKL call numbers.

    Examples
    --------
    >>> scheme = YklScheme()
    >>> sorted(["1 AAL", "84.21 AHO", "07 KIR", "84.2 ÖST"], key=lambda t: scheme.parse(t).key)
    ['07 KIR', '1 AAL', '84.2 ÖST', '84.21 AHO']
    >>> scheme.parse("LAP L84.2 SAL").prefixes
    ('LAP', 'L')
    """

    name: str = "ykl"
    v_equals_w: bool = False

    def parse(self, text: str) -> CallNumber:
        """Take a call number apart; see `Scheme.parse`."""
        leading, digits, heading, trailing = self._take_apart(text)
        key = (digits, *heading)
        return CallNumber(text.strip(), key, leading + trailing, (leading, *key, trailing))

    def end_key(self, text: str) -> SortKey:
        """Give the key after all call numbers that begin so; see `Scheme.end_key`."""
        parts = self._take_apart(text)
        if not parts.heading[0]:
            return (parts.digits + AFTER_ALL_LETTERS, (), "")
        return (parts.digits, *heading_end(parts.heading))

    def _take_apart(self, text: str) -> _Parts:
        found = _CLASS.search(text)
        if found is None:
            raise not_one("YKL", text.strip()[:60], _EXAMPLES)
        glued, number = found.groups()
        leading = split_marks(text[: found.start()])
        if glued:
            leading += (glued,)
        words, middle, trailing = take_marks_off(text[found.end() :], TRAILING_MARKS)
        heading = heading_key(words, v_equals_w=self.v_equals_w)
        return _Parts(leading + middle, number.translate(_WITHOUT_DOTS), heading, trailing)
