"""How the radios of a branch are heard: the staff's view of their health."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from positioning.model import Sighting

SMOOTHING = 0.1


@dataclass(frozen=True, slots=True)
class RadioHealth:
    """One radio: how often it was heard, when last, and its smoothed RSSI."""

    radio: str
    heard: int = 0
    last_heard_s: float | None = None
    rssi_dbm: float | None = None

    def after(self, sighting: Sighting) -> RadioHealth:
        """Give the health after one more sighting."""
        smoothed = (
            sighting.rssi_dbm
            if self.rssi_dbm is None
            else self.rssi_dbm + SMOOTHING * (sighting.rssi_dbm - self.rssi_dbm)
        )
        return replace(self, heard=self.heard + 1, last_heard_s=sighting.time_s, rssi_dbm=smoothed)


def note_sightings(health: dict[str, RadioHealth], sightings: Sequence[Sighting]) -> None:
    """Bring the health of the sighted radios up to date, in place."""
    for sighting in sightings:
        known = health.get(sighting.radio, RadioHealth(sighting.radio))
        health[sighting.radio] = known.after(sighting)
