"""What an account may be called."""

from __future__ import annotations

MOST_NAME_LETTERS = 64


def is_name(name: str) -> bool:
    """Tell whether an account may have a name.

    Examples
    --------
    >>> is_name("hylly1"), is_name(" "), is_name("a" * 65)
    (True, False, False)
    """
    return 0 < len(name) <= MOST_NAME_LETTERS and name == name.strip() and name.isprintable()
