"""What is let through to a branch's tracks, and what became of the rest, for the staff."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field, fields, replace
from statistics import median

from positioning.hygiene import Screen, ScreenCounts, screen
from positioning.model import Sighting

__all__ = ["DROPPED_KINDS", "ScreenCounts", "Screening"]

DROPPED_KINDS = tuple(each.name for each in fields(ScreenCounts) if each.name != "accepted")


@dataclass(slots=True)
class Screening:
    """The screens of a branch's live subjects, and the counts of all since the start."""

    counts: ScreenCounts = field(default_factory=ScreenCounts)
    screens: dict[str, Screen] = field(default_factory=dict)

    def let_through(
        self, subject: str, due: Sequence[Sighting], until_s: float, radios: Container[str]
    ) -> tuple[Sighting, ...]:
        """Screen what a subject heard up to a time; all calls of one subject go forward.

        Who is new has no past: what was heard long before it came is late.
        """
        before = self.screens.get(subject) or Screen(until_s=until_s)
        self.screens[subject], accepted, counts = screen(before, due, until_s, radios)
        if due:
            self.counts += counts
        return accepted

    def count_refused(self, unknown: int, overflowing: int) -> None:
        """Count what never came to be screened: of unknown radios, and more than can wait."""
        if unknown or overflowing:
            before = self.counts
            self.counts = replace(
                before, unknown=before.unknown + unknown, thinned=before.thinned + overflowing
            )

    def clock_errors_s(self) -> dict[str, float]:
        """Radios whose clocks are wrong now, by how much; the median of what subjects tell."""
        errors_s: dict[str, list[float]] = {}
        for each in self.screens.values():
            for radio, error_s in each.clock_errors_s.items():
                errors_s.setdefault(radio, []).append(error_s)
        return {radio: median(each) for radio, each in errors_s.items()}

    def forget(self, subject: str) -> None:
        """Forget a subject; its counts stay."""
        self.screens.pop(subject, None)
