"""What the live tracker heard in a time: packets summed up per radio."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from positioning.grid.live_ground import LiveGround

FloatArray = NDArray[np.float32]
# Time in seconds, number of the radio, RSSI in dBm.
Packet = tuple[float, int, float]
# Number of the radio → packets, sum of their RSSI in dBm.
Sums = Mapping[int, tuple[int, float]]

# The strongest of those heard; the kernels' products hold no more.
MOST_RADIOS = 16
# That a radio is heard at all says where one is; not so of one that hangs somewhere else.
_LEAST_WEIGHT = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What was heard in a time.

    Attributes
    ----------
    radios : (n,) int64 array
        Numbers of the radios, at most `MOST_RADIOS`.
    rssi_dbm, packet_db2 : (n,) float32 arrays
        Mean RSSI of each, and its variance about what the place and the moment give.
    repeats : float
        How many looks in a row share what lasts.
    """

    radios: NDArray[np.int64]
    rssi_dbm: FloatArray
    packet_db2: FloatArray
    repeats: float


def look_at(
    ground: LiveGround, sums: Mapping[int, tuple[int, float]], repeats: float
) -> Look | None:
    """Make a look of the radios that are trusted; ``None`` if none of them was heard."""
    weight_of = ground.weights.item
    trusted = [radio for radio in sums if weight_of(radio) >= _LEAST_WEIGHT]
    if not trusted:
        return None
    radios = np.array(trusted, dtype=np.int64)
    counts = np.array([sums[radio][0] for radio in trusted], dtype=np.float32)
    rssi_dbm = np.array([sums[radio][1] for radio in trusted], dtype=np.float32) / counts
    if len(radios) > MOST_RADIOS:
        strongest = np.argsort(-rssi_dbm, kind="stable")[:MOST_RADIOS]
        radios, counts, rssi_dbm = radios[strongest], counts[strongest], rssi_dbm[strongest]
    packet_db2 = np.float32(ground.noise.packet_sd_db**2)
    return Look(radios, rssi_dbm, packet_db2 / counts, repeats)


def is_trusted(ground: LiveGround, radio: int) -> bool:
    """Tell whether a radio has any say."""
    return ground.weights.item(radio) >= _LEAST_WEIGHT


def sum_up(packets: Iterable[Packet]) -> Sums:
    """Count the packets of each radio and sum their RSSI."""
    sums: dict[int, tuple[int, float]] = {}
    for _, radio, rssi_dbm in packets:
        count, total = sums.get(radio, (0, 0.0))
        sums[radio] = (count + 1, total + rssi_dbm)
    return sums


def join_sums(several: Iterable[Sums]) -> Sums:
    """Sum up several times as one."""
    sums: dict[int, tuple[int, float]] = {}
    for each in several:
        for radio, (count, total) in each.items():
            before, before_total = sums.get(radio, (0, 0.0))
            sums[radio] = (before + count, before_total + total)
    return sums
