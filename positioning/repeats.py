"""Packets that came before: the same one twice, or a whole stretch played again.

Only the last packets are remembered, some ten seconds of a busy place; what is older than
a packet may be late cannot come again at its own time anyway.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from floorplans.compiled import compiled
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


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Packets in the order of their times, with ``time_s`` and ``code`` as `Memory` has them."""

    heard: list[Sighting]
    time_s: NDArray[np.float64]
    code: NDArray[np.int64]

    @staticmethod
    def of(heard: list[Sighting]) -> Batch:
        """Make a batch of packets that are in order."""
        codes = [hash((each.radio, each.rssi_dbm, each.device_model)) for each in heard]
        times_s = [each.time_s for each in heard]
        return Batch(heard, np.array(times_s, dtype=np.float64), np.array(codes, dtype=np.int64))


def remember(memory: Memory, accepted: Batch) -> Memory:
    """Add packets; forget the oldest ones."""
    if not accepted.heard:
        return memory
    last_dbm = dict(memory.last_dbm)
    changed = []
    for each in accepted.heard:
        radio, rssi_dbm = each.radio, each.rssi_dbm
        # Taken out and put back, so that the radios heard last stand last.
        changed.append(last_dbm.pop(radio, rssi_dbm) != rssi_dbm)
        last_dbm[radio] = rssi_dbm
    if len(last_dbm) > _REMEMBERED:
        last_dbm = dict(list(last_dbm.items())[-_REMEMBERED:])
    return Memory(
        time_s=np.concatenate((memory.time_s, accepted.time_s))[-_REMEMBERED:],
        code=np.concatenate((memory.code, accepted.code))[-_REMEMBERED:],
        changed=np.concatenate((memory.changed, np.array(changed)))[-_REMEMBERED:],
        last_dbm=last_dbm,
    )


def drop_duplicates(memory: Memory, batch: Batch) -> list[Sighting]:
    """Leave out packets that are remembered, or that come twice here.

    Parameters
    ----------
    memory : Memory
        What was let through before.
    batch : Batch
        What came since.

    Returns
    -------
    list of Sighting
        In the same order; the one given if there is none to leave out.
    """
    heard = batch.heard
    if not heard:
        return heard
    if not has_doubles(memory.time_s, memory.code, batch.time_s, batch.code, _ONE_PACKET_S):
        return heard
    recent = memory.time_s >= heard[0].time_s - _ONE_PACKET_S
    seen = set(_keys(memory.time_s[recent], memory.code[recent]))
    fresh = []
    for each, key in zip(heard, _keys(batch.time_s, batch.code), strict=True):
        if key not in seen:
            seen.add(key)
            fresh.append(each)
    return fresh


def _keys(time_s: NDArray[np.float64], code: NDArray[np.int64]) -> list[tuple[int, float]]:
    """What packets are the same by: their codes, and their times to a hundredth of a second."""
    return list(zip(code.tolist(), np.rint(time_s / _ONE_PACKET_S).tolist(), strict=True))


def drop_replayed(memory: Memory, batch: Batch) -> list[Sighting]:
    """Leave out packets that repeat a stretch of the remembered ones, all off by the same time.

    A stretch counts as repeated when nearly all of it comes again with the same RSSI, and
    enough of it was unlike what came just before: a subject that stands still, or a
    simulation without noise, repeats itself too.

    Parameters
    ----------
    memory : Memory
        What was let through before.
    batch : Batch
        Without duplicates of it.

    Returns
    -------
    list of Sighting
        In the same order; the one given if there is none to leave out.
    """
    heard, times_s, new_codes = batch.heard, batch.time_s, batch.code
    if len(heard) < _TELLING_PACKETS:
        return heard
    most = most_alike(
        memory.time_s, memory.code, memory.changed, times_s, new_codes,
        _SAME_SHIFT_S, _TELLING_PACKETS,
    )  # fmt: skip
    if most < _TELLING_PACKETS:
        return heard
    new, old = np.nonzero(new_codes[:, None] == memory.code[None, :])
    shifts = np.rint((times_s[new] - memory.time_s[old]) / _SAME_SHIFT_S)
    which = np.unique(shifts, return_inverse=True)[1]
    votes = np.bincount(which, weights=memory.changed[old], minlength=1)
    same = which == votes.argmax()
    first_s, last_s = memory.time_s[old[same]].min(), memory.time_s[old[same]].max()
    stretch = np.count_nonzero((memory.time_s >= first_s) & (memory.time_s <= last_s))
    if len(np.unique(old[same])) < _REPLAYED_SHARE * stretch:
        return heard
    replayed = set(new[same].tolist())
    return [each for index, each in enumerate(heard) if index not in replayed]


@compiled
def has_doubles(
    time_s: NDArray[np.float64],
    code: NDArray[np.int64],
    new_time_s: NDArray[np.float64],
    new_code: NDArray[np.int64],
    one_packet_s: float,
) -> bool:
    """Tell whether one of the new packets is remembered, or comes twice; they are in order."""
    marks = np.rint(new_time_s / one_packet_s)
    for new in range(len(marks)):
        other = new - 1
        while other >= 0 and marks[other] == marks[new]:
            if new_code[other] == new_code[new]:
                return True
            other -= 1
    since_s = new_time_s[0] - one_packet_s
    for old in range(len(code)):
        if time_s[old] >= since_s:
            mark = np.rint(time_s[old] / one_packet_s)
            for new in range(len(marks)):
                if marks[new] == mark and new_code[new] == code[old]:
                    return True
    return False


@compiled
def most_alike(
    time_s: NDArray[np.float64],
    code: NDArray[np.int64],
    changed: NDArray[np.bool_],
    new_time_s: NDArray[np.float64],
    new_code: NDArray[np.int64],
    same_shift_s: float,
    at_least: int,
) -> int:
    """How many telling packets come again, at most, that are all off by the same time.

    0 if fewer than ``at_least`` come again at all.
    """
    shifts, found = np.empty(len(code) * len(new_code)), 0
    for old in range(len(code)):
        if changed[old]:
            for new in range(len(new_code)):
                if new_code[new] == code[old]:
                    shifts[found] = np.rint((new_time_s[new] - time_s[old]) / same_shift_s)
                    found += 1
    if found < at_least:
        return 0
    ordered = np.sort(shifts[:found])
    most, run = 0, 0
    for at in range(found):
        run = run + 1 if at > 0 and ordered[at] == ordered[at - 1] else 1
        most = max(most, run)
    return most
