"""Marks of department, collection and material written with a call number."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

MATERIAL_MARKS = frozenset({"BD", "CD", "DVD", "LP", "NUOTTI"})
"""Marks that may also stand between the class and the heading ("78.891 CD ABB")."""

_AROUND_A_MARK = " \t\r\n[](){}<>.,;:"


def split_marks(text: str) -> tuple[str, ...]:
    """Take marks apart: at commas where there are any, else at white space.

    Examples
    --------
    >>> split_marks("Aikuiset, Kaunokirjallisuus, ")
    ('Aikuiset', 'Kaunokirjallisuus')
    >>> split_marks("[Folio] Ref. ")
    ('Folio', 'Ref')
    """
    if not text:
        return ()
    parts = text.split(",") if "," in text else text.split()
    return tuple(mark for part in parts if (mark := part.strip(_AROUND_A_MARK)))


def take_marks_off(
    text: str, trailing_marks: AbstractSet[str]
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Part what follows a class into a heading and the marks around it.

    A mark alone is the heading.

    Parameters
    ----------
    text : str
        What follows the class.
    trailing_marks : Set[str]
        Words that are marks where they stand behind the heading.

    Returns
    -------
    tuple[str, tuple[str, ...], tuple[str, ...]]
        The heading, material marks before it, and marks behind it.

    Examples
    --------
    >>> take_marks_off("CD ABB AIK", {"AIK"})
    ('ABB', ('CD',), ('AIK',))
    >>> take_marks_off(" CD", {"CD"})
    ('CD', (), ())
    """
    words = text.split()
    first, last = 0, len(words)
    if last > 1 and words[0] in MATERIAL_MARKS:
        first = 1
    while last > first + 1 and words[last - 1] in trailing_marks:
        last -= 1
    return " ".join(words[first:last]), tuple(words[:first]), tuple(words[last:])
