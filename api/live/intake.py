"""What has been heard and waits to be folded into tracks, bounded, with its losses counted."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from positioning.model import Sighting

SIGHTINGS_PER_SUBJECT = 4000
SUBJECTS_PER_BRANCH = 5000

_TIME_S = attrgetter("time_s")


class TooManySubjectsError(Exception):
    """A branch has as many live subjects as it can take; try again when some have left."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one batch: taken, of radios not in the plan, or lost."""

    accepted: int
    unknown: int
    dropped: int


@dataclass(slots=True)
class Intake:
    """Sightings by subject until the next fold takes them."""

    waiting: dict[str, deque[Sighting]] = field(default_factory=dict)

    def admit(self, *subjects: str) -> None:
        """Make the queues of subjects that have none, or of none of them.

        Raises
        ------
        TooManySubjectsError
            If that would be too many.
        """
        new = set(subjects) - self.waiting.keys()
        if new and len(self.waiting) + len(new) > SUBJECTS_PER_BRANCH:
            raise TooManySubjectsError(
                f"{SUBJECTS_PER_BRANCH} subjects are live already; post again in a minute."
            )
        for subject in new:
            self.waiting[subject] = deque(maxlen=SIGHTINGS_PER_SUBJECT)

    def add(self, sightings: Sequence[Sighting]) -> int:
        """Queue sightings, all or none, and tell how many older ones had to go for them.

        Raises
        ------
        TooManySubjectsError
            If there are new subjects among them, and too many.
        """
        by_subject: dict[str, list[Sighting]] = {}
        for each in sightings:
            by_subject.setdefault(each.subject, []).append(each)
        self.admit(*by_subject)
        dropped = 0
        for subject, own in by_subject.items():
            queue = self.waiting[subject]
            dropped += max(len(queue) + len(own) - SIGHTINGS_PER_SUBJECT, 0)
            queue.extend(own)
        return dropped

    def take(self, subject: str, until_s: float) -> list[Sighting]:
        """Take a subject's sightings up to a time, in the order of their times."""
        queue = self.waiting.get(subject, deque())
        due: list[Sighting] = []
        later: list[Sighting] = []
        for each in queue:
            (due if each.time_s <= until_s else later).append(each)
        queue.clear()
        queue.extend(later)
        due.sort(key=_TIME_S)
        return due
