"""Standing still, seen in the acceleration."""

from __future__ import annotations

import math

from positioning.motion.records import StillInterval

_SPREAD_TIME_S = 0.5
# A hand that holds a phone trembles by 0.1 to 0.3 m/s², a slow walk shakes it by 1 and more.
_STILL_SD_MS2 = 0.4
_LEAST_STILL_S = 1.0
# A movement shows a moment after it has begun.
_ONSET_S = 0.2


class RestDetector:
    """Finds times without steps and with hardly any acceleration, sample by sample."""

    def __init__(self) -> None:
        self._mean_ms2: float | None = None
        self._variance = 0.0
        self._start_s: float | None = None
        self._time_s = 0.0

    def feed(
        self, time_s: float, acceleration_ms2: float, elapsed_s: float, has_stepped: bool
    ) -> StillInterval | None:
        """Take the length of one acceleration in.

        Returns
        -------
        StillInterval or None
            The interval that has just ended, if it was long enough.
        """
        mean_ms2 = acceleration_ms2 if self._mean_ms2 is None else self._mean_ms2
        share = 1 - math.exp(-elapsed_s / _SPREAD_TIME_S)
        away_ms2 = acceleration_ms2 - mean_ms2
        self._mean_ms2 = mean_ms2 + share * away_ms2
        # Capped, so that a stop is seen a second after the last step, and not three.
        squared = min(away_ms2 * away_ms2, 4 * _STILL_SD_MS2**2)
        self._variance += share * (squared - self._variance)
        is_quiet = self._variance < _STILL_SD_MS2**2 and not has_stepped
        ended = None if is_quiet else self.end()
        self._time_s = time_s
        if is_quiet and self._start_s is None:
            self._start_s = time_s
        return ended

    def end(self) -> StillInterval | None:
        """End the interval that lasts; None when none does or it is too short to count."""
        start_s, self._start_s = self._start_s, None
        end_s = self._time_s - _ONSET_S
        if start_s is None or end_s - start_s < _LEAST_STILL_S:
            return None
        return StillInterval(start_s, end_s)
