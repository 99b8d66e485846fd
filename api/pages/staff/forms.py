"""What the forms of the staff's pages send."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Depends, Request


async def _read_form(request: Request) -> Mapping[str, str]:
    text = (await request.body()).decode(errors="replace")
    fields = parse_qs(text, keep_blank_values=True)
    return {name: values[-1].strip() for name, values in fields.items()}


Form = Annotated[Mapping[str, str], Depends(_read_form)]
"""The fields of a form by their names, without blanks at their ends."""
