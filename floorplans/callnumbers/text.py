"""The scheme "text": any marks in natural order, numbers by their size, no classes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from floorplans.callnumbers.base import AFTER_ALL_LETTERS, CallNumber, SortKey
from floorplans.errors import CallNumberError

Part = tuple[int, int, str]

_NUMBER, _LETTERS, _END = range(3)
_PART = re.compile(r"([0-9]+)|([^\W0-9_]+)")


@dataclass(frozen=True, slots=True)
class TextScheme:
    """Local marks such as "AA-11" or "v 1 c 2".

    Examples
    --------
    >>> scheme = TextScheme()
    >>> sorted(["AA-111", "AA-12", "AA-11"], key=lambda text: scheme.parse(text).key)
    ['AA-11', 'AA-12', 'AA-111']
    """

    name: str = "text"

    def parse(self, text: str) -> CallNumber:
        """Take a mark; see `Scheme.parse`."""
        key = ("", _parts(text), " ".join(text.split()))
        return CallNumber(text.strip(), key, (), key)

    def end_key(self, text: str) -> SortKey:
        """Give the key after all marks that begin so; see `Scheme.end_key`."""
        *before, last = _parts(text)
        if last[0] == _LETTERS:
            return ("", (*before, (_LETTERS, 0, last[2] + AFTER_ALL_LETTERS)), "")
        return ("", (*before, last, (_END, 0, "")), "")


def _parts(text: str) -> tuple[Part, ...]:
    folded = unicodedata.normalize("NFC", text).casefold()
    parts = tuple(
        (_NUMBER, len(number.lstrip("0")), number.lstrip("0")) if number else (_LETTERS, 0, letters)
        for number, letters in _PART.findall(folded)
    )
    if not parts:
        raise CallNumberError('A call number needs a letter or a number, such as "AA-11".')
    return parts
