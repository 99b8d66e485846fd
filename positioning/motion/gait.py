"""Steps in the vertical acceleration, and how long they are.

References
----------
H. Weinberg, Using the ADXL202 in Pedometer and Personal Navigation Applications, Analog
Devices AN-602, 2002.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

SMOOTHING_S = 0.07
# Of the two smoothings together, at 1.8 steps a second.
_DELAY_S = 0.1
_LEVEL_S = 1.5
_TURN_MS2 = 0.5
_LEAST_SWING_MS2 = 1.0
_LEAST_SHARE = 0.4
_LEAST_INTERVAL_S = 0.3
_GREATEST_INTERVAL_S = 1.3
# Set so that 77 recorded walks are right on average, for swings smoothed as here; walks differ
# by 7 % (sd).
_WEINBERG = 0.45
_LENGTH_RANGE_M = (0.25, 1.1)


@dataclass(frozen=True, slots=True)
class Footfall:
    """One step as the acceleration tells it; the interval reaches back to the step before."""

    time_s: float
    interval_s: float
    swing_ms2: float


class StepDetector:
    """Finds steps as peaks of the smoothed vertical acceleration, sample by sample.

    A single peak is no walk: the first of a run is told together with the second.
    """

    def __init__(self) -> None:
        self._start(None)

    def _start(self, level_ms2: float | None) -> None:
        self.vertical_ms2 = 0.0
        self._once_ms2 = 0.0
        self._level_ms2 = level_ms2
        self._is_rising = True
        self._valley_ms2 = 0.0
        self._trough_ms2 = 0.0
        self._peak_ms2 = 0.0
        self._peak_time_s = 0.0
        self._last: Footfall | None = None
        self._is_walking = False

    def feed(self, time_s: float, up_ms2: float, elapsed_s: float) -> tuple[Footfall, ...]:
        """Take one vertical acceleration in.

        Parameters
        ----------
        time_s : float
            Of the sample.
        up_ms2 : float
            Vertical acceleration with gravity, m/s².
        elapsed_s : float
            Since the sample before; 0 starts anew.

        Returns
        -------
        tuple of Footfall
            The steps that are certain now: none, one, or the first two of a run.
        """
        if self._level_ms2 is None or elapsed_s <= 0:
            self._start(up_ms2)
            return ()
        self._smooth(up_ms2, self._level_ms2, elapsed_s)
        if not self._turns_down(time_s):
            return ()
        return self._take(self._peak_time_s - _DELAY_S, self._peak_ms2 - self._valley_ms2)

    def _smooth(self, up_ms2: float, level_ms2: float, elapsed_s: float) -> None:
        level_ms2 += (1 - math.exp(-elapsed_s / _LEVEL_S)) * (up_ms2 - level_ms2)
        share = 1 - math.exp(-elapsed_s / SMOOTHING_S)
        self._level_ms2 = level_ms2
        self._once_ms2 += share * (up_ms2 - level_ms2 - self._once_ms2)
        self.vertical_ms2 += share * (self._once_ms2 - self.vertical_ms2)

    def _turns_down(self, time_s: float) -> bool:
        """Whether a peak is certain now: the acceleration has fallen well below it."""
        now = self.vertical_ms2
        if self._is_rising:
            if now > self._peak_ms2:
                self._peak_ms2, self._peak_time_s = now, time_s
            if now < self._peak_ms2 - _TURN_MS2:
                self._is_rising = False
                self._trough_ms2 = now
                return True
            return False
        self._trough_ms2 = min(self._trough_ms2, now)
        if now > self._trough_ms2 + _TURN_MS2:
            self._is_rising = True
            self._valley_ms2 = self._trough_ms2
            self._peak_ms2, self._peak_time_s = now, time_s
        return False

    def _take(self, time_s: float, swing_ms2: float) -> tuple[Footfall, ...]:
        """Whether a peak is a step, and of a run."""
        last = self._last
        interval_s = time_s - last.time_s if last else math.inf
        least_ms2 = _LEAST_SWING_MS2
        if last and interval_s <= _GREATEST_INTERVAL_S:
            least_ms2 = max(least_ms2, _LEAST_SHARE * last.swing_ms2)
        if swing_ms2 < least_ms2 or interval_s < _LEAST_INTERVAL_S:
            return ()
        self._last = Footfall(time_s, interval_s, swing_ms2)
        if last is None or interval_s > _GREATEST_INTERVAL_S:
            self._is_walking = False
            return ()
        first = () if self._is_walking else (Footfall(last.time_s, interval_s, last.swing_ms2),)
        self._is_walking = True
        return (*first, self._last)


def step_length_m(swing_ms2: float) -> float:
    """Length of a step from the swing of the vertical acceleration, after Weinberg.

    Parameters
    ----------
    swing_ms2 : float
        From valley to peak, m/s², > 0.

    Returns
    -------
    float
        Metres, within what people walk.

    Examples
    --------
    >>> round(step_length_m(6.0), 2)
    0.7
    """
    least_m, greatest_m = _LENGTH_RANGE_M
    return min(max(_WEINBERG * math.sqrt(math.sqrt(swing_ms2)), least_m), greatest_m)
