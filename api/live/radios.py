"""How the radios of a branch are heard: the staff's view of their health."""

from __future__ import annotations

from collections.abc import Sequence

from positioning.health import RadioHealth, forget_looks, note_packets
from positioning.model import Sighting, Site

__all__ = ["RadioHealth", "note_sightings", "renew_health"]


def note_sightings(health: dict[str, RadioHealth], sightings: Sequence[Sighting]) -> None:
    """Bring the health of the sighted radios up to date, in place."""
    health.update(note_packets(health, sightings))


def renew_health(health: dict[str, RadioHealth], before: Site, after: Site) -> None:
    """Let radios that another version of the plan moved or tuned begin anew, in place."""
    known = {radio.id: radio for radio in before.radios}
    changed = [radio.id for radio in after.radios if known.get(radio.id) != radio]
    health.update(forget_looks(health, changed))
