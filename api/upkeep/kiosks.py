"""Which kiosks are alive: their pages say so while they are open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

SILENT_AFTER_S = 300.0


@dataclass(slots=True)
class KioskWatch:
    """When each kiosk was last seen; times are monotonic seconds."""

    begun_s: float
    _seen_s: dict[str, float] = field(default_factory=dict)

    def note(self, kiosk: str, now_s: float) -> None:
        """Note that a kiosk shows its page."""
        self._seen_s[kiosk] = now_s

    def list_silent(self, kiosks: Iterable[str], now_s: float) -> tuple[tuple[str, float], ...]:
        """List the kiosks that are not seen, and for how long at least, seconds.

        Examples
        --------
        >>> watch = KioskWatch(begun_s=0.0)
        >>> watch.note("a", 500.0)
        >>> watch.list_silent(["a", "b"], 600.0)
        (('b', 600.0),)
        """
        ages_s = ((kiosk, now_s - self._seen_s.get(kiosk, self.begun_s)) for kiosk in kiosks)
        return tuple((kiosk, age_s) for kiosk, age_s in ages_s if age_s > SILENT_AFTER_S)
