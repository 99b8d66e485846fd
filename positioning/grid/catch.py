"""How far radios are caught: learned from where a branch's subjects are when they hear them.

Which radio a packet is of says where one is, if one knows how far radios are caught; that
differs from place to place and from receiver to receiver, from some metres to some dozens.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

# Some packets are from anywhere.
STRAY_CATCH = 0.01
_MEMORY_PACKETS = 20_000.0
_LEAST_PACKETS = 300.0
# Packets of one moment, and moments near each other, say much the same.
_SURE_NATS = 60.0


@dataclass(frozen=True, slots=True)
class CatchCurve:
    """The chance that a packet is caught, up to a factor: a logistic function of distance.

    Attributes
    ----------
    half_m : float
        Where it is half of what it is near by.
    fall_m : float
        From there to 27 % of it.
    """

    half_m: float
    fall_m: float

    def shares(self, distance_m: NDArray[np.floating]) -> NDArray[np.floating]:
        """The chance at distances, of the same shape."""
        steps = np.clip((distance_m - self.half_m) / self.fall_m, -50.0, 50.0)
        shares: NDArray[np.floating] = 1 / (1 + np.exp(steps)) + STRAY_CATCH
        return shares


# Between library shelves one packet in two is caught at 9 m and one in eight at 13 m, of those
# that are near by (doi 10.3390/data4010012).
LIBRARY_CATCH = CatchCurve(9.1, 2.0)
CURVES = (
    LIBRARY_CATCH,
    *(
        CatchCurve(half_m, fall_m)
        for half_m, fall_m in product((6.0, 12.0, 16.0, 22.0), (2.0, 4.0))
    ),
    CatchCurve(9.1, 4.0),
)


@dataclass(frozen=True, slots=True, eq=False)
class CatchEvidence:
    """How well each of the curves explains who was heard.

    Attributes
    ----------
    packets : float
        So many, the older ones counted less.
    nats : (curves,) array
        Log-likelihoods of `CURVES`.
    """

    packets: float = 0.0
    nats: FloatArray = field(default_factory=lambda: np.zeros(len(CURVES)))


def note_heard(
    evidence: CatchEvidence, distances_m: FloatArray, heard: NDArray[np.int64]
) -> CatchEvidence:
    """Note which radios were heard in a moment.

    Parameters
    ----------
    evidence : CatchEvidence
        So far.
    distances_m : (radios,) array
        From where the subject is thought to be to all radios; infinite for those of other
        levels.
    heard : (n,) array
        Those heard, as indices of ``distances_m``.

    Returns
    -------
    CatchEvidence
    """
    here = np.isfinite(distances_m)
    kept = 1 - len(heard) / _MEMORY_PACKETS
    nats = evidence.nats * kept
    for number, curve in enumerate(CURVES):
        shares = np.where(here, curve.shares(distances_m), 0.0)
        nats[number] += float(np.log(shares[heard] / shares.sum()).sum())
    return CatchEvidence(evidence.packets * kept + len(heard), nats)


def choose_curve(evidence: CatchEvidence, current: CatchCurve) -> CatchCurve:
    """Choose the curve that explains most; the present one unless another is surely better."""
    best = int(np.argmax(evidence.nats))
    gain = evidence.nats[best] - evidence.nats[CURVES.index(current)]
    is_sure = evidence.packets >= _LEAST_PACKETS and gain > _SURE_NATS
    return CURVES[best] if is_sure else current
