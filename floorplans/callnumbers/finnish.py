"""The scheme "finnish": headings in Finnish alphabetical order, without classes."""

from __future__ import annotations

from dataclasses import dataclass

from floorplans.callnumbers.base import CallNumber, SortKey
from floorplans.callnumbers.headings import HeadingKey, heading_end, heading_key
from floorplans.errors import CallNumberError
from floorplans.wording import Wording


@dataclass(frozen=True, slots=True)
class FinnishScheme:
    """Headings such as "Aalto, Veikko".

    Examples
    --------
    >>> scheme = FinnishScheme()
    >>> scheme.parse("Aalto, Veikko").key < scheme.parse("Aalto-Kallonen, Tuovi").key
    True
    """

    name: str = "finnish"
    v_equals_w: bool = False

    def parse(self, text: str) -> CallNumber:
        """Take a heading; see `Scheme.parse`."""
        key = ("", *self._heading(text))
        return CallNumber(text.strip(), key, (), key)

    def end_key(self, text: str) -> SortKey:
        """Give the key after all headings that begin so; see `Scheme.end_key`."""
        return ("", *heading_end(self._heading(text)))

    def _heading(self, text: str) -> HeadingKey:
        key = heading_key(text, v_equals_w=self.v_equals_w)
        if not key[0]:
            raise CallNumberError(
                Wording("heading", 'A heading needs a letter or a number, such as "Aalto, Veikko".')
            )
        return key
