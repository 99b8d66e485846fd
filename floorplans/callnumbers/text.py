"""The scheme "text": any marks in natural order, numbers by their size, no classes.

Marks are read as sections (parted by ``/``), words (by white space), parts (by other
punctuation) and runs of letters or digits. They compare section by section, word by word,
part by part and run by run; nothing comes before something and numbers before letters, so
``v 1`` < ``v 1 c 2`` < ``v 1-1`` < ``v 1a`` and ``A/7/3`` < ``A/28/1``. White space beside
punctuation does not count. Beyond that:

- digits right behind one to three letters of which the first is a capital are a Cutter number,
  hence decimals: ``A11`` < ``A2``, but ``A-2`` < ``A-11`` and ``v2`` < ``v11``;
- dates compare by year, then month or season: ``Dec 1995`` < ``Jan 1996``;
- in the symbols of documents, a section from the third on in Roman numerals is a number
  (``OEA/SER.L/V/III`` < ``OEA/SER.L/V/5``), and two digits between a series and a number are
  a year (``HR/PUB/98/2`` < ``HR/PUB/22/6``). The General Assembly (``A/…``) counts sessions.

References
----------
United Nations, *United Nations document symbols*, https://research.un.org/en/docs/symbols
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from floorplans.callnumbers.base import AFTER_ALL_LETTERS, CallNumber, SortKey
from floorplans.callnumbers.dates import put_years_first
from floorplans.callnumbers.headings import base_letters
from floorplans.callnumbers.roman import roman_numerals
from floorplans.errors import CallNumberError
from floorplans.wording import Wording

Part = tuple[int, int, int, str]
"""How it is parted from what is before; letters or not; number of digits; text."""

_SECTION, _WORD, _PUNCTUATION, _NOTHING, _END = range(1, 6)
_DIGITS, _LETTERS = range(2)
_DECIMAL = 0

_RUN = re.compile(r"(?:([0-9]+)|((?:[^\W0-9_][\u0300-\u036f]*)+))([\W_]*)")
_CAPITAL_BEFORE_DIGITS = re.compile(r"(?<![^\W_])([^\W\d_]{1,3})(?=[0-9])")
_DECIMALS_FOLLOW = "\x00"
_SHORT_YEAR = re.compile(r"^(?!A/)((?:[A-Z]+/){2,})([0-9]{2})(?=/[0-9]+$)")
_FIRST_SHORT_YEAR = 45
_ARABIC = roman_numerals(39)
"""Beyond these, L and C are letters of committees and limited documents."""


@dataclass(frozen=True, slots=True)
class TextScheme:
    """Local marks such as "AA-11" or "v 1 c 2", Cutter numbers, symbols of documents.

    Examples
    --------
    >>> scheme = TextScheme()
    >>> sorted(["AA-111", "AA-12", "AA-11"], key=lambda text: scheme.parse(text).key)
    ['AA-11', 'AA-12', 'AA-111']
    >>> sorted(["A2", "A11", "v11", "v2"], key=lambda text: scheme.parse(text).key)
    ['A11', 'A2', 'v2', 'v11']
    """

    name: str = "text"

    def parse(self, text: str) -> CallNumber:
        """Take a mark; see `Scheme.parse`."""
        key = ("", _parts(text))
        return CallNumber(text.strip(), key, (), key)

    def end_key(self, text: str) -> SortKey:
        """Give the key after all marks that begin so; see `Scheme.end_key`.

        A mark begins with another if it goes on after a whole number, numeral or date.
        """
        *before, (parting, kind, size, last) = _parts(text)
        if kind == _LETTERS or size == _DECIMAL:
            return ("", (*before, (parting, kind, size, last + AFTER_ALL_LETTERS)))
        return ("", (*before, (parting, kind, size, last), (_END, _DIGITS, 0, "")))


def _parts(text: str) -> tuple[Part, ...]:
    parts: list[Part] = []
    between = ""
    for digits, letters, behind in _RUN.findall(_fold(text)):
        if letters:
            parts.append((_parting(between), _LETTERS, 0, base_letters(letters)))
        elif between == _DECIMALS_FOLLOW:
            parts.append((_NOTHING, _DIGITS, _DECIMAL, digits))
        else:
            size = digits.lstrip("0")
            parts.append((_parting(between), _DIGITS, len(size) + 1, size))
        between = behind
    if not parts:
        raise CallNumberError(
            Wording("bare_text", 'A call number needs a letter or a number, such as "AA-11".')
        )
    return tuple(parts)


def _parting(between: str) -> int:
    if not between:
        return _NOTHING
    if between == " ":
        return _WORD
    return _SECTION if "/" in between else _PUNCTUATION


def _fold(text: str) -> str:
    """Spell out what is short, mark Cutter numbers, and make capitals small."""
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    if plain.count("/") >= 2:
        plain = _spell_out_symbol(plain)
    plain = _CAPITAL_BEFORE_DIGITS.sub(_mark_cutter, plain)
    return put_years_first(plain.casefold())


def _spell_out_symbol(text: str) -> str:
    """Write Roman numerals in digits and years in full."""
    sections = _SHORT_YEAR.sub(_full_year, text).split("/")
    sections[2:] = [_ARABIC.get(section.strip(), section) for section in sections[2:]]
    return "/".join(sections)


def _full_year(found: re.Match[str]) -> str:
    before, year = found.groups()
    return f"{before}{19 if int(year) >= _FIRST_SHORT_YEAR else 20}{year}"


def _mark_cutter(found: re.Match[str]) -> str:
    letters = found[1]
    return letters + _DECIMALS_FOLLOW if letters[0].isupper() else letters
