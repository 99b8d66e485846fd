"""The live track of one subject: all that is known of it."""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass, field

import numpy as np

from positioning.grid.belief import Belief
from positioning.grid.live_belief import chances_of_levels
from positioning.grid.live_gait import SENSES_FOR_S, Gait, on_foot
from positioning.grid.live_ground import STEP_S, LiveGround
from positioning.grid.live_look import Packet, Sums
from positioning.model import Fix
from positioning.track import Counts

PHASES = 16
HOLD_S = 30.0
# Steps lead on for longer than that; the belief widens with them.
HOLD_STEPPING_S = 120.0
_KNOWN_OFFSET_SD_DB = 2.0
_UNKNOWN_OFFSET_SD_DB = 8.0


@dataclass(frozen=True, slots=True, eq=False)
class LiveTrack:
    """All that is known of one subject. New sightings make a new track.

    Attributes
    ----------
    ground : LiveGround
        Where it is.
    subject : str
    phase_s : float
        Its steps end this much after whole half seconds.
    steps : int or None
        Half seconds that are closed.
    heard_s, began_s : float
        When the last packet came, and when the belief began.
    belief : Belief or None
    pending : tuple of (time_s, radio's number, rssi_dbm)
        Packets of steps to come.
    recent : tuple of mapping
        What the last steps heard.
    doubts : int
        How often in a row the belief could hardly explain it.
    widening : float
        How much wider than the belief's own the radii are, for what it could not explain.
    device_model : str or None
    spot : Fix or None
        A place known from elsewhere, until the next step.
    gait : Gait or None
        What its sensors tell of how it moves; ``None`` while they are silent.
    counts : Counts
    """

    ground: LiveGround
    subject: str
    phase_s: float
    steps: int | None = None
    heard_s: float = -math.inf
    began_s: float = -math.inf
    belief: Belief | None = None
    pending: tuple[Packet, ...] = ()
    recent: tuple[Sums, ...] = ()
    doubts: int = 0
    widening: float = 1.0
    device_model: str | None = None
    spot: Fix | None = None
    gait: Gait | None = None
    counts: Counts = field(default_factory=Counts)

    @property
    def paced(self) -> LiveGround:
        """The ground, with the subject's own way to move on it."""
        return on_foot(self.ground, self.gait)

    @property
    def level(self) -> str | None:
        """The level that the subject is most likely on; ``None`` while nothing is known."""
        if self.belief is None:
            return None
        if len(self.belief.parts) == 1:
            return next(iter(self.belief.parts))
        chances = chances_of_levels(self.belief)
        return max(sorted(chances), key=lambda level: chances[level])

    @property
    def due_s(self) -> float:
        """When the next step ends."""
        return -math.inf if self.steps is None else (self.steps + 1) * STEP_S + self.phase_s


def start_track(ground: LiveGround, subject: str) -> LiveTrack:
    """Start the track of a subject of whom nothing is known yet.

    Parameters
    ----------
    ground : LiveGround
        Where it is.
    subject : str
        Whose sightings will come.
    """
    return LiveTrack(ground, subject, phase_s(subject))


def phase_s(subject: str) -> float:
    """How long after whole half seconds a subject's steps end; always the same."""
    return zlib.crc32(subject.encode()) % PHASES * STEP_S / PHASES


def closed_s(track: LiveTrack) -> float:
    """The end of the last step."""
    return -math.inf if track.steps is None else track.steps * STEP_S + track.phase_s


def held_until_s(track: LiveTrack) -> float:
    """Until when something is known of a subject of which no more packets are heard."""
    if track.gait is None:
        return track.heard_s + HOLD_S
    sensed_s = min(track.gait.sensed_s + SENSES_FOR_S, track.heard_s + HOLD_STEPPING_S)
    return max(track.heard_s + HOLD_S, sensed_s)


def offset_db_of(track: LiveTrack) -> tuple[float, float]:
    """How much stronger the device hears than the plan's radios send, and how sure that is."""
    offsets_db = dict(track.ground.site.device_offsets_db)
    known_db = offsets_db.get(track.device_model or "")
    if known_db is not None:
        return known_db, _KNOWN_OFFSET_SD_DB
    middle_db = float(np.median(list(offsets_db.values()))) if offsets_db else 0.0
    return middle_db, _UNKNOWN_OFFSET_SD_DB
