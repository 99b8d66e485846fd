"""The scheme "udc": Universal Decimal Classification with a heading.

The digits compare as decimals, without the dots, and what follows a number decides next, the
general before the special: ``53+54``, ``53/55`` (the broader range first), ``53``, ``53:51``,
``53::51``, ``53[51]``, ``53=111``, ``53(075)``, ``53(44)``, ``53(=111)``, ``53"19"``,
``53*1``, ``53Newton``, ``53.001``, ``53-1``, ``53.01``, ``53'1``, ``531``. The same holds
within brackets and quotation marks. A heading follows behind white space, in Finnish
alphabetical order; marks before the number name a partition.

References
----------
UDC Summary, tables 1a to 1k, https://udcsummary.info/ (the notes on + and / give their order).
UDC Consortium, *UDC notation*: numbers as decimal fractions.
S. de Souza, *CDU*, on the vertical order of signs, as quoted in Brazilian examination papers.
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

_NOTHING, _LETTERS = "", "A/Z"
_FILING_ORDER = (
    *("+", "/", _NOTHING, ":", "::", "[", "=", "(0", "(", "(=", '"'),
    *("*", _LETTERS, ".00", "-", ".0", "'"),
)
_FILED_AS = {sign: chr(place) for place, sign in enumerate(_FILING_ORDER, 1)}
_END = _FILED_AS[_NOTHING]
_FILED_AS |= {"(0": _FILED_AS["(0"] + "0", ")": _END, "]": _END}

_SIGN = re.compile(r"::|\.00|\.0|\(0|\(=|[^\W\d_]+|[^0-9]")
_TIME = re.compile(r'"([^"]*)"')
_RANGE = re.compile(r"(?<![0-9.])([0-9][0-9.]*)/[-=']?(\.?[0-9][0-9.]*)")
_NINE_LESS = str.maketrans("0123456789", "9876543210", ".")
_SAME_SIGN = (
    dict.fromkeys(map(ord, "“”„‟″«»"), '"')
    | dict.fromkeys(map(ord, "`’‘´′ʹ"), "'")
    | dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
)

# A whole number with a point, not at the start, is an ordinal of the marks ("2. krs").
_NOTATION = re.compile(r"(?:^|(?<=[ ,])(?![0-9]+\. ))([^\W\d_]*)([(=\"\[-]{0,3}[0-9][^ ,;]*)")
_NEEDLESS_SPACE = re.compile(r" ?(::?|[+/]) ?(?=[0-9(=\"\[])| (?=[(=\"\[][=-]?[0-9])")
_INCOMPLETE = "+/:[=(-'*."
_EXAMPLES = ("821.111 SHA", "53(075)", "R 53/54 FEY")

_Parts = tuple[tuple[str, ...], str, HeadingKey, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class UdcScheme:
    """UDC call numbers.

    Examples
    --------
    >>> scheme = UdcScheme()
    >>> sorted(["531", "53", "53(075)", "53/54", "53-1"], key=lambda t: scheme.parse(t).key)
    ['53/54', '53', '53(075)', '53-1', '531']
    >>> scheme.parse("REF 53(075) FEY").prefixes
    ('REF',)
    """

    name: str = "udc"
    v_equals_w: bool = False

    def parse(self, text: str) -> CallNumber:
        """Take a call number apart; see `Scheme.parse`."""
        leading, notation, heading, trailing = self._take_apart(text)
        key = (_filed(notation), *heading)
        folded = tuple(mark.casefold() for mark in leading)
        return CallNumber(text.strip(), key, leading + trailing, (folded, *key, trailing))

    def end_key(self, text: str) -> SortKey:
        """Give the key after all call numbers that begin so; see `Scheme.end_key`."""
        _, notation, heading, _ = self._take_apart(text)
        if heading == NO_HEADING:
            open_end = _filed(notation.rstrip(_INCOMPLETE)).removesuffix(_END)
            return (open_end + AFTER_ALL_LETTERS, *NO_HEADING)
        return (_filed(notation), *heading_end(heading))

    def _take_apart(self, text: str) -> _Parts:
        """Find marks before the notation, the notation, the heading, and marks behind it."""
        plain = _plain(text)
        found = _NOTATION.search(plain)
        if found is None:
            raise not_one("UDC", text.strip()[:60], _EXAMPLES)
        glued, notation = found.groups()
        leading = split_marks(plain[: found.start()])
        if glued:
            leading = (*leading, glued)
        if found.end() == len(plain):
            return leading, notation, NO_HEADING, ()
        rest, middle, trailing = take_marks_off(plain[found.end() :], MATERIAL_MARKS)
        heading = heading_key(rest, v_equals_w=self.v_equals_w)
        return (*leading, *middle), notation, heading, trailing


def _plain(text: str) -> str:
    """Write signs that look alike the same way, without white space around connecting ones."""
    if not text.isascii() or "`" in text:
        text = unicodedata.normalize("NFKC", text.translate(_SAME_SIGN))
    text = " ".join(text.split())
    return _NEEDLESS_SPACE.sub(r"\1", text) if " " in text else text


def _filed(notation: str) -> str:
    """Write a notation so that texts compare in filing order."""
    if notation.isdigit():
        return notation + _END
    if "/" in notation:
        notation = _RANGE.sub(_broader_first, notation)
    if '"' in notation:
        notation = _TIME.sub(r'"\1)', notation)
    # A group in brackets at the very beginning files as what it holds.
    return _SIGN.sub(_file_sign, notation.lstrip("[")) + _END


def _broader_first(found: re.Match[str]) -> str:
    """Write the end of a range, given in full or from its last dot, so that later is less."""
    first, last = found.groups()
    if last.startswith("."):
        last = (first.rpartition(".")[0] or first) + last
    return f"{first}/{last.translate(_NINE_LESS)}"


def _file_sign(found: re.Match[str]) -> str:
    sign = found[0]
    if sign.isalpha():
        return _FILED_AS[_LETTERS] + base_letters(sign.casefold())
    return _FILED_AS.get(sign, "")
