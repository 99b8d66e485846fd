"""The scheme "sab": the classification of Swedish libraries (SAB) with a heading.

The class is a capital, small letters for its subdivisions, and additions: ``/0`` for a medium,
``(x)`` for a form, ``.5`` for a time, ``:k`` for an aspect, ``-c`` for a place, ``=ub`` for a
language, ``,u`` for readers. At any place in it, what has a medium comes first, then what has
a form, then the class itself, digits, other additions, and further letters: Fc/0, Fc(x), Fc,
Fc03, Fc-c, Fct. Shelving rules give no order for the other additions; it is that of the list
above. Capitals do not count. The u before a class ("uHc") and marks like "Ref" or "CD" name a
partition.

The heading follows in Swedish alphabetical order, where names joined by a hyphen or beginning
with a preposition count as one word: Degas, De Geer, Degenfeld. A heading without a class, such
as "Borg-Grubbström", has its place among the letters of classes. De is a class and a preposition:
"De GEE" has the class, "De Geer" is a name.

References
----------
Kungliga biblioteket, *SAB-praxis i Libris*, on additions.
*PM för bokuppsättare*, a Swedish public library's rules for shelving.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from floorplans.callnumbers.base import AFTER_ALL_LETTERS, CallNumber, SortKey, not_one
from floorplans.callnumbers.headings import (
    NO_HEADING,
    HeadingKey,
    base_letters,
    heading_end,
    heading_key,
)
from floorplans.callnumbers.marks import MATERIAL_MARKS, split_marks, take_marks_off

_LEADING_MARKS = frozenset(
    {"BARN", "CD", "DVD", "FACK", "KURS", "LL", "LP", "MAGASIN", "MP3", "POCKET", "REF"}
    | {"REFERENS", "STORSTIL", "UNGDOM", "VUXEN"}
)
_TRAILING_MARKS = MATERIAL_MARKS | _LEADING_MARKS

_END = "\x03"
# In ASCII : ; < = follow the digits, and letters follow them.
_FILED_AS = str.maketrans("/():-=,", f"\x01\x02{_END}:;<=", ".'’")
_FILED_HYPHEN = ";"

_CLASS = re.compile(r"(u(?=[A-ZÅÄÖ]))?([^\W\d_](?:[^\W_]|[/().:='’-]|,(?=[^\W\d_]))*)")
_SURELY_A_CLASS = re.compile(
    r"u?[A-ZÅÄÖ](?:[a-zåäö]{0,4}(?:[/.(:=-][^\W_]|[0-9]|,u| [A-ZÅÄÖ0-9]{2})"
    r"|(?![aeiouyåäö])[a-zåäö]{1,4}(?=$| ))"
)
_NAME = re.compile(
    r"(?:(?i:de|del|della|van|von|zu) |Mc|M['’]|S:ta? )(?=[A-ZÅÄÖ][a-zåäö])|[^\W\d_]+-(?=[A-ZÅÄÖ])"
)
"""How a heading without a class begins, if it does not look like a class."""

_JOINED = re.compile(
    r"(?i:^(af|av|de|del|della|di|du|la|le|mac|van|von|zu)) (?=[A-ZÅÄÖ])"
    r"|(?<=[^\W\d_])[-‐‑](?=[^\W\d_])"
)
_SAINT = re.compile(r"(?i:\bs:t(?=a?\b))")
_SON_OF = re.compile(r"(?i:\bm(?:c ?|['’]))(?=[^\W\d_])")
_EXAMPLES = ("Hc LIN", "Fc(x)", "Ref Hce/LC STR")

_Parts = tuple[tuple[str, ...], str, HeadingKey, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class SabScheme:
    """SAB call numbers.

    Examples
    --------
    >>> scheme = SabScheme()
    >>> sorted(["Fct", "Fc", "Fc03", "Fc(x)", "Fc/0"], key=lambda text: scheme.parse(text).key)
    ['Fc/0', 'Fc(x)', 'Fc', 'Fc03', 'Fct']
    >>> scheme.parse("Ref uHc LIN").prefixes
    ('Ref', 'u')
    """

    name: str = "sab"
    v_equals_w: bool = False

    def parse(self, text: str) -> CallNumber:
        """Take a call number apart; see `Scheme.parse`."""
        leading, notation, heading, trailing = self._take_apart(text)
        key = (notation + _END, *heading)
        folded = tuple(mark.casefold() for mark in leading)
        return CallNumber(text.strip(), key, leading + trailing, (folded, *key, trailing))

    def end_key(self, text: str) -> SortKey:
        """Give the key after all call numbers that begin so; see `Scheme.end_key`."""
        _, notation, heading, _ = self._take_apart(text)
        if heading == NO_HEADING:
            return (notation.rstrip(_FILED_HYPHEN) + AFTER_ALL_LETTERS, *NO_HEADING)
        return (notation + _END, *heading_end(heading))

    def _take_apart(self, text: str) -> _Parts:
        """Find marks before the class, the class as it files, the heading, and marks behind."""
        plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
        leading, rest = _take_leading_marks(" ".join(plain.split()))
        if _NAME.match(rest):
            rest = _spell_out(rest)
        found = _CLASS.match(rest)
        if found is None:
            raise not_one("SAB", text.strip()[:60], _EXAMPLES)
        readers, notation = found.groups()
        if readers:
            leading = (*leading, readers)
        heading, middle, trailing = take_marks_off(rest[found.end() :], _TRAILING_MARKS)
        return (*leading, *middle), _filed(notation), self._heading(heading), trailing

    def _heading(self, text: str) -> HeadingKey:
        return heading_key(_spell_out(text), v_equals_w=self.v_equals_w)


def _spell_out(text: str) -> str:
    """Join what counts as one word; write Mc and S:t in full."""
    if text.isalpha() and text[:2].casefold() != "mc":
        return text
    return _SON_OF.sub("mac", _SAINT.sub("sankt", _JOINED.sub(r"\1", text)))


def _take_leading_marks(text: str) -> tuple[tuple[str, ...], str]:
    if "," in text and not _SURELY_A_CLASS.match(text):
        segments = [segment.strip() for segment in text.split(",")]
        for place, segment in enumerate(segments):
            if place and _SURELY_A_CLASS.match(segment):
                return split_marks(",".join(segments[:place])), ", ".join(segments[place:])
    words = text.split()
    count = 0
    while count + 1 < len(words) and _is_mark(words[count]):
        count += 1
    return split_marks(" ".join(words[:count])), " ".join(words[count:])


def _is_mark(word: str) -> bool:
    word = word.rstrip(".,:")
    return word in _LEADING_MARKS or (len(word) > 2 and word.upper() in _LEADING_MARKS)


def _filed(notation: str) -> str:
    """Write a class so that texts compare in filing order."""
    return base_letters(notation.casefold()).translate(_FILED_AS)
