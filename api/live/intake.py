"""What has been heard and waits to be folded into tracks, bounded, with its losses counted."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from positioning.model import Sighting

SIGHTINGS_PER_SUBJECT = 4000
SUBJECTS_PER_BRANCH = 5000


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
    dropped: int = 0

    def admit(self, subject: str) -> deque[Sighting]:
        """Find or make the queue of a subject.

        Raises
        ------
        TooManySubjectsError
            If the subject is new and there are too many.
        """
        queue = self.waiting.get(subject)
        if queue is None:
            if len(self.waiting) >= SUBJECTS_PER_BRANCH:
                raise TooManySubjectsError(
                    f"{SUBJECTS_PER_BRANCH} subjects are live already; post again in a minute."
                )
            queue = self.waiting[subject] = deque(maxlen=SIGHTINGS_PER_SUBJECT)
        return queue

    def add(self, sighting: Sighting) -> bool:
        """Queue a sighting; ``False`` when an older one of the subject had to go for it.

        Raises
        ------
        TooManySubjectsError
            If the sighting is of a new subject and there are too many.
        """
        queue = self.admit(sighting.subject)
        fits = len(queue) < SIGHTINGS_PER_SUBJECT
        queue.append(sighting)
        self.dropped += not fits
        return fits

    def take(self, subject: str, until_s: float) -> list[Sighting]:
        """Take a subject's sightings up to a time, in the order of their times."""
        queue = self.waiting.get(subject, deque())
        due = sorted((each for each in queue if each.time_s <= until_s), key=lambda s: s.time_s)
        later = [each for each in queue if each.time_s > until_s]
        queue.clear()
        queue.extend(later)
        return due
