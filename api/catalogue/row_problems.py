"""What is wrong with a table of items, row by row, in the words of any language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from floorplans.aliases import CatalogueNames
from kiosk_ui.messages import say

Params = Mapping[str, str | int]

MOST_SHOWN_OF_A_CELL = 80


class ItemsFormatError(Exception):
    """The text is no table of items; the message names the columns it must have.

    ``key`` and ``params`` say it in any language; as text it is in English.
    """

    def __init__(self, key: str, **params: str | int) -> None:
        super().__init__(say(key, "en", **params))
        self.key = key
        self.params = params


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with a row, and what to do; ``column`` is empty for the row as a whole.

    ``key`` is the message that says it, with its ``params``. ``names`` are those that lead to
    no partition, or to several, where that is what is wrong.
    """

    line: int
    column: str
    key: str
    params: Params = field(default_factory=dict)
    names: CatalogueNames | None = None

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return say_problem(self.key, self.params, "en")

    def __str__(self) -> str:
        column = f', column "{self.column}"' if self.column else ""
        return f"Line {self.line}{column}: {self.message}"


def say_problem(key: str, params: Params, language: str) -> str:
    """Say what is wrong, with no more of a cell than can be read.

    Examples
    --------
    >>> say_problem("staff.items.row.empty", {"column": "title"}, "sv")
    'Cellen är tom; fyll i kolumnen title.'
    """
    short = {
        name: value[:MOST_SHOWN_OF_A_CELL] if name == "cell" and isinstance(value, str) else value
        for name, value in params.items()
    }
    return say(key, language, **short)
