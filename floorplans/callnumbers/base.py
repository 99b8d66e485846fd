"""What every call number scheme gives: a parsed call number with a key to sort by.

A key is a tuple whose first element is the **class** (the empty string in schemes without
classes); what follows is the scheme's own business. Keys of one scheme compare with each
other, keys of different schemes do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from floorplans.errors import CallNumberError
from floorplans.wording import Wording

SortKey = tuple[Any, ...]

AFTER_ALL_LETTERS = "\U0010ffff"
"""Put after a text, it stands after everything that begins with that text."""


@dataclass(frozen=True, slots=True)
class CallNumber:
    """A call number, taken apart.

    Attributes
    ----------
    text : str
        As written, without outer white space.
    key : SortKey
        Its place within one partition.
    prefixes : tuple[str, ...]
        Department, collection and material marks written with it: they name a partition.
    list_key : SortKey
        Its place in a list that mixes partitions: marks before the number come first.
    """

    text: str
    key: SortKey
    prefixes: tuple[str, ...]
    list_key: SortKey


class Scheme(Protocol):
    """A way of writing and ordering call numbers."""

    def __hash__(self) -> int: ...

    @property
    def name(self) -> str:
        """Name of the scheme, as plans and the command line have it."""
        ...

    def parse(self, text: str) -> CallNumber:
        """Take a call number apart.

        Raises
        ------
        CallNumberError
            If the text is no call number of the scheme.
        """
        ...

    def end_key(self, text: str) -> SortKey:
        """Give a key not below that of any call number that begins with the text.

        Raises
        ------
        CallNumberError
            If the text is no call number of the scheme.
        """
        ...


def not_one(scheme: str, text: str, examples: Sequence[str]) -> CallNumberError:
    """Make the error about text that is no call number of a scheme.

    Examples
    --------
    >>> print(not_one("YKL", "???", ("84.2 TOL", "L84.2 TOL")))
    '???' is no YKL call number; one looks like "84.2 TOL" or "L84.2 TOL".
    """
    *others, last = (f'"{each}"' for each in examples)
    listed = " or ".join(filter(None, (", ".join(others), last)))
    return CallNumberError(
        Wording(
            "call_number",
            "{text!r} is no {scheme} call number; one looks like {listed}.",
            text=text,
            scheme=scheme,
            listed=listed,
            example=examples[0],
        )
    )
