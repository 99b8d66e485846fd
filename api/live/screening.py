"""What is let through to a branch's tracks, and what became of the rest, for the staff."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field, fields
from statistics import median

from positioning.hygiene import Screen, ScreenCounts, screen
from positioning.model import Sighting

__all__ = ["DROPPED_KINDS", "ScreenCounts", "Screening"]

DROPPED_KINDS = tuple(each.name for each in fields(ScreenCounts) if each.name != "accepted")


@dataclass(slots=True)
class Screening:
    """The screens of a branch's live subjects, and the counts of those who left.

    ``refused`` is what never came to be screened, and what was screened of forgotten subjects.
    """

    refused: ScreenCounts = field(default_factory=ScreenCounts)
    screens: dict[str, Screen] = field(default_factory=dict)

    @property
    def counts(self) -> ScreenCounts:
        """What became of all packets since the start."""
        # Other threads ask, while subjects come and go.
        return sum((each.counts for each in list(self.screens.values())), self.refused)

    def let_through(
        self, subject: str, due: Sequence[Sighting], until_s: float, radios: Container[str]
    ) -> tuple[Sighting, ...]:
        """Screen what a subject heard up to a time; all calls of one subject go forward.

        Who is new has no past: what was heard long before it came is late.
        """
        before = self.screens.get(subject) or Screen(until_s=until_s)
        self.screens[subject], accepted, _ = screen(before, due, until_s, radios)
        return accepted

    def count_refused(self, unknown: int, overflowing: int) -> None:
        """Count what never came to be screened: of unknown radios, and more than can wait."""
        if unknown or overflowing:
            self.refused += ScreenCounts(unknown=unknown, thinned=overflowing)

    def clock_errors_s(self) -> dict[str, float]:
        """Radios whose clocks are wrong now, by how much; the median of what subjects tell."""
        errors_s: dict[str, list[float]] = {}
        for each in self.screens.values():
            for radio, error_s in each.clock_errors_s.items():
                errors_s.setdefault(radio, []).append(error_s)
        return {radio: median(each) for radio, each in errors_s.items()}

    def forget(self, subject: str) -> None:
        """Forget a subject; its counts stay."""
        known = self.screens.pop(subject, None)
        if known is not None:
            self.refused += known.counts
