"""Dates of issues, put in the order in which they follow each other: year, month, day."""

from __future__ import annotations

import re

_SEASONS = {"winter": 1, "spring": 4, "summer": 7, "fall": 10, "autumn": 10}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBER_OF = {name: number for number, name in enumerate(_MONTHS, 1)} | {
    name[:3]: number for name, number in _SEASONS.items()
}
_NAME = (
    r"(?<![^\W\d_])(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
    r"|winter|spring|summer|fall|autumn)(?![^\W\d_])\.?"
)
_ANY = re.compile(_NAME)
_BEFORE_YEAR = re.compile(
    rf"{_NAME}(?:[-/]{_NAME})? ?(?:([0-9]{{1,2}})(?:, ?| ))?([0-9]{{4}})(?![0-9])"
)
_AFTER_NUMBER = re.compile(rf"(?<=[0-9])[ :.,/-]{{0,2}}{_NAME}")


def put_years_first(text: str) -> str:
    """Write dates as numbers, the year first; a season counts as its first month.

    Months are read before a year and right after a number; elsewhere they may be names.

    Parameters
    ----------
    text : str
        Folded text, with single spaces.

    Examples
    --------
    >>> put_years_first("v 1 dec 1995"), put_years_first("1996: fall"), put_years_first("may")
    ('v 1 1995 12', '1996 10', 'may')
    """
    if _ANY.search(text) is None:
        return text
    return _AFTER_NUMBER.sub(_month, _BEFORE_YEAR.sub(_date, text))


def _date(found: re.Match[str]) -> str:
    first, last, day, year = found.groups()
    numbers = (year, *(str(_NUMBER_OF[name[:3]]) for name in (first, last) if name), day)
    return " ".join(number for number in numbers if number)


def _month(found: re.Match[str]) -> str:
    return f" {_NUMBER_OF[found[1][:3]]}"
