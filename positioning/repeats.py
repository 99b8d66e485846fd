"""Packets that came before: the same one twice, or a whole stretch played again.

Only the last packets are remembered, some ten seconds of a busy place; what is older than
a packet may be late cannot come again at its own time anyway.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from positioning.model import Sighting

# Adverts of one set are at least 20 ms apart (Bluetooth Core 5.4, vol. 6 part B, 4.4.2.2), so
# the same RSSI twice within half of that is one packet that came twice.
_ONE_PACKET_S = 0.01
_REMEMBERED = 512
_SAME_SHIFT_S = 0.001
# A still subject repeats itself too: only packets unlike the one before from their radio tell.
# Twelve of these alike by chance: below 1e-6 even where RSSI scatters by 1 dB only.
_TELLING_PACKETS = 12
_REPLAYED_SHARE = 0.9


@dataclass(frozen=True, slots=True, eq=False)
class Memory:
    """The last packets let through, at most 512.

    Attributes
    ----------
    time_s : (packets,) array
        When.
    code : (packets,) array
        Stands for radio, RSSI and device model.
    changed : (packets,) array
        Whether the RSSI was another than in the packet before of the same radio.
    last_dbm : mapping of str to float
        Radio → its last RSSI.
    """

    time_s: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    code: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    changed: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, dtype=np.bool_))
    last_dbm: Mapping[str, float] = field(default_factory=dict)


def remember(memory: Memory, accepted: Sequence[Sighting]) -> Memory:
    """Add packets in the order of their times, and forget the oldest ones."""
    if not accepted:
        return memory
    last_dbm = dict(memory.last_dbm)
    changed = []
    for each in accepted:
        # Taken out and put back, so that the radios heard last stand last.
        changed.append(last_dbm.pop(each.radio, each.rssi_dbm) != each.rssi_dbm)
        last_dbm[each.radio] = each.rssi_dbm
    times_s = np.array([each.time_s for each in accepted], dtype=np.float64)
    return Memory(
        time_s=np.concatenate([memory.time_s, times_s])[-_REMEMBERED:],
        code=np.concatenate([memory.code, _codes(accepted)])[-_REMEMBERED:],
        changed=np.concatenate([memory.changed, np.array(changed)])[-_REMEMBERED:],
        last_dbm=dict(list(last_dbm.items())[-_REMEMBERED:]),
    )


def drop_duplicates(memory: Memory, heard: Sequence[Sighting]) -> list[Sighting]:
    """Leave out packets that are remembered, or that come twice here.

    Parameters
    ----------
    memory : Memory
        What was let through before.
    heard : sequence of Sighting
        In order of time.

    Returns
    -------
    list of Sighting
        In the same order.
    """
    if not heard:
        return []
    recent = memory.time_s >= heard[0].time_s - _ONE_PACKET_S
    slots = np.rint(memory.time_s[recent] / _ONE_PACKET_S).tolist()
    seen = set(zip(memory.code[recent].tolist(), slots, strict=True))
    fresh = []
    for each in heard:
        key = (_code(each), round(each.time_s / _ONE_PACKET_S))
        if key not in seen:
            seen.add(key)
            fresh.append(each)
    return fresh


def drop_replayed(memory: Memory, heard: Sequence[Sighting]) -> Sequence[Sighting]:
    """Leave out packets that repeat a stretch of the remembered ones, all off by the same time.

    A stretch counts as repeated when nearly all of it comes again with the same RSSI, and
    enough of it was unlike what came just before: a subject that stands still, or a
    simulation without noise, repeats itself too.

    Parameters
    ----------
    memory : Memory
        What was let through before.
    heard : sequence of Sighting
        Without duplicates of it.

    Returns
    -------
    sequence of Sighting
        In the same order.
    """
    if len(heard) < _TELLING_PACKETS or memory.changed.sum() < _TELLING_PACKETS:
        return heard
    times_s = np.array([each.time_s for each in heard])
    new, old = np.nonzero(_codes(heard)[:, None] == memory.code[None, :])
    shifts = np.rint((times_s[new] - memory.time_s[old]) / _SAME_SHIFT_S)
    which = np.unique(shifts, return_inverse=True)[1]
    votes = np.bincount(which, weights=memory.changed[old], minlength=1)
    if votes.max() < _TELLING_PACKETS:
        return heard
    same = which == votes.argmax()
    first_s, last_s = memory.time_s[old[same]].min(), memory.time_s[old[same]].max()
    stretch = np.count_nonzero((memory.time_s >= first_s) & (memory.time_s <= last_s))
    if len(np.unique(old[same])) < _REPLAYED_SHARE * stretch:
        return heard
    replayed = set(new[same].tolist())
    return [each for index, each in enumerate(heard) if index not in replayed]


def _codes(heard: Sequence[Sighting]) -> NDArray[np.int64]:
    return np.array([_code(each) for each in heard], dtype=np.int64)


def _code(each: Sighting) -> int:
    return hash((each.radio, each.rssi_dbm, each.device_model))
