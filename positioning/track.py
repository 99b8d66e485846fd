"""The track of one subject: its settings, its counts and all that is known of it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from positioning.filters import FilterState, MotionModel
from positioning.gathering import Sums
from positioning.levels import LevelEvidence
from positioning.locators.base import Locator
from positioning.locators.multilateration import Multilateration
from positioning.model import Sighting
from positioning.sites import PreparedSite


@dataclass(frozen=True, slots=True)
class TrackSettings:
    """How a track is kept.

    Attributes
    ----------
    locator : Locator
        Turns the readings of a step into a position.
    motion : MotionModel
        How subjects move.
    shadowing_memory_s : float
        Time in which a walker comes to places with shadowing of their own.
    hold_s : float
        How long fixes go on after the last packet.
    opening_s : float
        How long a new track gathers packets and starts anew from all of them.
    late_s : float
        Packets that come later than this after their time are dropped.
    window_s : float
        How much of the last packets is held against the filter, lest it stay lost.
    """

    locator: Locator = field(default_factory=Multilateration)
    motion: MotionModel = field(default_factory=MotionModel)
    shadowing_memory_s: float = 3.0
    hold_s: float = 5.0
    late_s: float = 3.0
    window_s: float = 3.0
    opening_s: float = 2.0


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the sightings: used, or dropped and why."""

    used: int = 0
    impossible: int = 0
    unknown: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """All that is known of one subject. A new sighting makes a new track.

    ``steps`` counts the half seconds that are closed, from time 0. ``opening`` holds the
    packets of a young track, ``pending`` those of steps to come. A ``standing`` track
    averages all that it ever heard, in ``sums``. At ``checked_s`` the filter was last held
    against the ``recent`` packets, which denied it ``doubts`` times in a row.
    """

    site: PreparedSite
    subject: str
    settings: TrackSettings
    standing: bool
    known_level: str | None
    steps: int | None = None
    heard_s: float = -math.inf
    state: FilterState | None = None
    evidence: LevelEvidence = field(default_factory=LevelEvidence)
    opening: tuple[Sighting, ...] = ()
    recent: tuple[Sighting, ...] = ()
    pending: tuple[Sighting, ...] = ()
    checked_s: float = -math.inf
    doubts: int = 0
    sums: Sums = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)

    @property
    def level(self) -> str | None:
        """The level the subject is on, once known."""
        return self.known_level or self.evidence.level


def renew_site(track: Track, site: PreparedSite) -> Track:
    """Let a track go on in another version of its site.

    What it heard of radios that this version lacks, or has on another level, is forgotten.

    Parameters
    ----------
    track : Track
        So far; its level is one of the new site's, or not known yet.
    site : PreparedSite
        The site from now on.

    Returns
    -------
    Track
        With the same state.
    """
    levels = {level.id for level in site.site.levels}

    def stays(radio: str) -> bool:
        return radio in site.places and site.places[radio][0] == track.site.places[radio][0]

    def kept(packets: Iterable[Sighting]) -> tuple[Sighting, ...]:
        return tuple(each for each in packets if stays(each.radio))

    evidence = track.evidence
    return replace(
        track,
        site=site,
        evidence=replace(
            evidence,
            sums={level: total for level, total in evidence.sums.items() if level in levels},
            rival=evidence.rival if evidence.rival in levels else None,
        ),
        opening=kept(track.opening),
        recent=kept(track.recent),
        pending=kept(track.pending),
        sums={radio: total for radio, total in track.sums.items() if stays(radio)},
    )
