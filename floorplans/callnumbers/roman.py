"""Roman numerals of volumes and series."""

from __future__ import annotations

from collections.abc import Mapping

_TENS = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")
_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


def roman_numerals(greatest: int) -> Mapping[str, str]:
    """Give Roman numerals in capitals with their Arabic ones, from 1 to at most 99.

    Examples
    --------
    >>> roman_numerals(39)["XXIX"], "XL" in roman_numerals(39)
    ('29', False)
    """
    numbered = enumerate(tens + ones for tens in _TENS for ones in _ONES)
    return {roman: str(number) for number, roman in numbered if 0 < number <= greatest}
