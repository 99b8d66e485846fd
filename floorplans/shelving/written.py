"""Call numbers as people and catalogues write them."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BETWEEN = " \t\r\n,;:"


def without_marks(text: str, marks: Iterable[str]) -> str:
    """Take marks out of a call number, each of them once.

    Parameters
    ----------
    text : str
        The call number.
    marks : iterable of str
        As written in it, by themselves or glued to the number.

    Examples
    --------
    >>> without_marks("Aikuiset, Kaunokirjallisuus, 84.2 TOL", ["Aikuiset", "Kaunokirjallisuus"])
    '84.2 TOL'
    >>> without_marks("LAP L84.2 SAL", ["LAP", "L"])
    '84.2 SAL'
    """
    for mark in marks:
        alone = rf"(?<!\w)[\[(<]?{re.escape(mark)}[\])>.]?(?=[\d\s,;:]|$)[\s,;:]*"
        text = re.sub(alone, "", text, count=1)
    return text.strip(_BETWEEN)
