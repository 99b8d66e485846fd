"""Text from outside, without signs that would steer a terminal or a printer."""

from __future__ import annotations

import unicodedata

from floorplans.errors import CallNumberError

STEERING = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Unicode's categories of signs that are not seen."""


def printable(text: str) -> str:
    r"""Drop what cannot be seen from a text; tabs and ends of lines become spaces.

    Examples
    --------
    >>> printable("84.2 TOL\x1b[31m"), printable("Sinuhe\negyptiläinen\x00")
    ('84.2 TOL[31m', 'Sinuhe egyptiläinen')
    """
    if text.isprintable():
        return text
    spaced = "".join(" " if sign.isspace() else sign for sign in text)
    return "".join(sign for sign in spaced if unicodedata.category(sign) not in STEERING)


def escaped(text: str) -> str:
    r"""Write control characters so that they are seen.

    Examples
    --------
    >>> print(escaped("84.2 TO\x07L"))
    84.2 TO\x07L
    """
    return "".join(f"\\x{ord(sign):02X}" if is_control(sign) else sign for sign in text)


def check_call_number(text: str) -> None:
    """Check that a call number has no control characters; a shelf has none on its labels.

    Raises
    ------
    CallNumberError
        If it has, naming the first one.
    """
    found = next((each for each in text if is_control(each)), None)
    if found is not None:
        raise CallNumberError(
            f"A call number has no control characters such as U+{ord(found):04X}; "
            "write it without them."
        )


def is_control(sign: str) -> bool:
    """Tell whether a sign steers a terminal; spaces, tabs and ends of lines do not."""
    return unicodedata.category(sign) == "Cc" and sign not in "\t\r\n"
