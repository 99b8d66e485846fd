"""What the forms of the staff's pages send."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Depends, Request

MOST_DIGITS = 10


async def _read_form(request: Request) -> Mapping[str, str]:
    text = (await request.body()).decode(errors="replace")
    fields = parse_qs(text, keep_blank_values=True)
    return {name: values[-1].strip() for name, values in fields.items()}


Form = Annotated[Mapping[str, str], Depends(_read_form)]
"""The fields of a form by their names, without blanks at their ends."""


def read_number(text: str) -> int | None:
    """Read the number of a thing that is stored; `None` for what is none.

    Examples
    --------
    >>> read_number("12"), read_number("-1"), read_number("9" * 5000)
    (12, None, None)
    """
    is_number = text.isascii() and text.isdigit() and len(text) < MOST_DIGITS
    return int(text) if is_number else None
