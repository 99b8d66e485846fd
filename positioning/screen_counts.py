"""What became of sightings that were screened."""

from __future__ import annotations

from dataclasses import dataclass, fields
from operator import add, attrgetter


@dataclass(frozen=True, slots=True)
class ScreenCounts:
    """What became of the sightings.

    Attributes
    ----------
    accepted : int
        Let through.
    impossible : int
        With an RSSI or a time that nothing can measure.
    unknown : int
        Of radios that the site lacks.
    late, future : int
        Too old, and not yet.
    clock : int
        Late or future, of radios that are so again and again while others are in time.
    duplicate : int
        One packet that came again.
    replayed : int
        A stretch of packets that came again at a later time.
    conflict : int
        Of another device with the same identity.
    thinned : int
        More of one radio than a step can use.
    """

    accepted: int = 0
    impossible: int = 0
    unknown: int = 0
    late: int = 0
    future: int = 0
    clock: int = 0
    duplicate: int = 0
    replayed: int = 0
    conflict: int = 0
    thinned: int = 0

    def __add__(self, other: ScreenCounts) -> ScreenCounts:
        return ScreenCounts(*map(add, _NUMBERS(self), _NUMBERS(other)))

    @property
    def total(self) -> int:
        """All that came in."""
        return sum(getattr(self, each.name) for each in fields(self))

    @property
    def dropped(self) -> int:
        """All that was not let through."""
        return self.total - self.accepted


_NUMBERS = attrgetter(*(each.name for each in fields(ScreenCounts)))
