"""The scheme "ykl": the Finnish public libraries' classification with a heading.

The digits of the class compare as decimals, without the dot: 07 before 1, 84.2 before 84.21
before 84.31. The heading follows in Finnish alphabetical order. Catalogues write department,
collection and material with the call number in several ways: ``AIK 84.2 PAA``, ``84.2 PAA
AIK``, ``L84.2 PAA``, ``Aikuiset, Kaunokirjallisuus, 84.2 PAA``. Those marks name a partition
and do not count within it.

References
----------
Yleisten kirjastojen luokitusjärjestelmä (YKL), https://finto.fi/ykl/
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from floorplans.callnumbers.base import AFTER_ALL_LETTERS, CallNumber, SortKey
from floorplans.callnumbers.headings import HeadingKey, heading_end, heading_key
from floorplans.errors import CallNumberError

MATERIAL_MARKS = frozenset({"BD", "CD", "DVD", "LP", "NUOTTI"})
"""Marks that may also stand between the class and the heading ("78.891 CD ABB")."""

_DEPARTMENT_MARKS = frozenset({"AIK", "HPA", "HYA", "HYL", "HYLV", "LAP", "MUS", "NUO", "VAR"})
_COLLECTION_MARKS = frozenset(
    {"FAN", "HELPPO", "ISO", "JÄNN", "KUVA", "KÄS", "LEHTI", "RUO", "SARJ", "SELKO"}
)
TRAILING_MARKS = MATERIAL_MARKS | _DEPARTMENT_MARKS | _COLLECTION_MARKS
"""Marks that catalogues put behind the heading; others count as part of the heading."""

_CLASS = re.compile(r"(?:^|(?<=[\s,]))([^\W\d_]*)([0-9]{1,2}(?:\.[0-9]+)?)\.?(?=$|[\s,:;/])")
_HINT = 'one looks like "84.2 TOL", "AIK 84.2 TOL" or "L84.2 TOL"'


@dataclass(frozen=True, slots=True)
class _Parts:
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
        parts = self._take_apart(text)
        key = (parts.digits, *parts.heading)
        return CallNumber(
            text.strip(),
            key,
            parts.leading + parts.trailing,
            (parts.leading, *key, parts.trailing),
        )

    def end_key(self, text: str) -> SortKey:
        """Give the key after all call numbers that begin so; see `Scheme.end_key`."""
        parts = self._take_apart(text)
        if not parts.heading[0]:
            return (parts.digits + AFTER_ALL_LETTERS, (), "")
        return (parts.digits, *heading_end(parts.heading))

    def _take_apart(self, text: str) -> _Parts:
        found = _CLASS.search(text)
        if found is None:
            raise CallNumberError(f"{text.strip()[:60]!r} is no YKL call number; {_HINT}.")
        glued, number = found.groups()
        words = text[found.end() :].split()
        middle = words[:1] if len(words) > 1 and words[0] in MATERIAL_MARKS else []
        words = words[len(middle) :]
        trailing: list[str] = []
        while len(words) > 1 and words[-1] in TRAILING_MARKS:
            trailing.insert(0, words.pop())
        return _Parts(
            leading=(*_split_marks(text[: found.start()]), *([glued] if glued else []), *middle),
            digits=number.replace(".", ""),
            heading=heading_key(" ".join(words), v_equals_w=self.v_equals_w),
            trailing=tuple(trailing),
        )


def _split_marks(text: str) -> tuple[str, ...]:
    """Take marks apart: at commas where there are any, else at white space."""
    parts = text.split(",") if "," in text else text.split()
    return tuple(part.strip() for part in parts if part.strip())
