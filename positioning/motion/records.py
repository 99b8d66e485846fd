"""Records of motion: raw samples of a phone's sensors, and the steps they tell of.

Headings are radians counter-clockwise from east; a bearing known only from the phone's own
sensors is off by a bias that changes slowly within a bout of carrying.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Vector = tuple[float, float, float]
Quaternion = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class MotionSample:
    """One reading of a phone's sensors; None is a sensor that told nothing.

    Axes are the device's: x to the right of the screen, y to its top, z out of it. Of a
    vector's axes some may be NaN (a missing axis). The quaternion (x, y, z, w) turns device
    axes into east, north, up.
    """

    time_s: float
    acceleration_ms2: Vector | None = None
    rotation_rads: Vector | None = None
    magnetic_ut: Vector | None = None
    attitude: Quaternion | None = None


@dataclass(frozen=True, slots=True, eq=False)
class MotionSamples:
    """The raw samples of one subject, as they came; NaN where something is missing.

    ``time_s`` has shape (n,), ``attitude`` (n, 4) with columns x, y, z, w, the others (n, 3).
    """

    time_s: FloatArray
    acceleration_ms2: FloatArray
    rotation_rads: FloatArray
    magnetic_ut: FloatArray
    attitude: FloatArray


@dataclass(frozen=True, slots=True)
class StepEvent:
    """One step on foot.

    Attributes
    ----------
    time_s : float
        When the foot took the weight.
    length_m, length_sd_m : float
        Estimated length and the spread of single steps around a walker's own scale.
    heading_rad : float or None
        Walking direction, or None when nothing tells it.
    heading_sd_rad : float
        Spread of single steps, without the bias.
    bias_sd_rad : float
        Spread of the bias that all headings of one bout share; π says that it is unknown.
    bout : int
        Number of the bout of carrying. The bias of one bout tells nothing of the next one's.
    """

    time_s: float
    length_m: float
    heading_rad: float | None
    length_sd_m: float
    heading_sd_rad: float
    bias_sd_rad: float
    bout: int


@dataclass(frozen=True, slots=True)
class StillInterval:
    """A time without steps and with hardly any acceleration: the subject is at one place."""

    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Motion:
    """What the sensors of one subject tell, in order of time."""

    steps: tuple[StepEvent, ...]
    stills: tuple[StillInterval, ...]
