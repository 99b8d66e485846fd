"""Items scanned along bays: which are out of order, where they belong, in walking order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from api.branches import Branch
from api.pick_lists import Entry
from api.storage.works import ItemRepository
from api.touring import Trip, plan_picks
from api.walking import find_barcode
from floorplans.callnumbers.base import SortKey
from floorplans.errors import CallNumberError
from floorplans.shelving import Place
from floorplans.shelving.locate import split_call_number
from floorplans.shelving.misplaced import find_out_of_order

SEED = 1
Why = Literal["order", "partition", "unknown"]


@dataclass(frozen=True, slots=True)
class Scanned:
    """One scanned item; without a key nothing is known of its order."""

    text: str
    call_number: str
    partition: str
    title: str
    key: SortKey | None


@dataclass(frozen=True, slots=True)
class Astray:
    """An item that does not belong where it was scanned.

    Attributes
    ----------
    at : int
        Which scan of its bay it was, from 1.
    item : Scanned
        The item.
    why : {"order", "partition", "unknown"}
        Out of order, of another partition, or neither barcode nor call number is known.
    after, before : str
        The call numbers between which it belongs on this bay; empty where it does not.
    rivals : tuple[int, ...]
        Scans that may be wrong in its stead.
    places : tuple[Place, ...]
        Where it belongs by the map.
    batch : int
        Which of the scanned bays it was on, from 1.
    partition : str
        What belongs on that bay.
    """

    at: int
    item: Scanned
    why: Why
    after: str = ""
    before: str = ""
    rivals: tuple[int, ...] = ()
    places: tuple[Place, ...] = ()
    batch: int = 1
    partition: str = ""


def find_astray(
    branch: Branch, items: ItemRepository, bays: Sequence[Sequence[str]], partition: str = ""
) -> tuple[Astray, ...]:
    """Name the items of some bays that stand wrong.

    Parameters
    ----------
    branch : Branch
        Where.
    items : ItemRepository
        Knows barcodes.
    bays : sequence of sequence of str
        Barcodes or call numbers of each bay as they stand, left to right and board by board.
    partition : str, optional
        What belongs on the bays; what most of the items of a bay are of if not given.

    Returns
    -------
    tuple of Astray
        Those with a place in walking order, then the others.
    """
    found = [
        replace(each, batch=batch)
        for batch, texts in enumerate(bays, 1)
        for each in _find_on_bay(branch, items, texts, partition)
    ]
    return _in_walking_order(branch, found)


def _find_on_bay(
    branch: Branch, items: ItemRepository, texts: Sequence[str], partition: str
) -> list[Astray]:
    scans = [_read(branch, items, text) for text in texts]
    named = [each.partition for each in scans if each.partition]
    partition = partition or max(named, key=named.count, default="")
    here = [
        at
        for at, each in enumerate(scans)
        if each.key is not None and each.partition in ("", partition)
    ]
    found = [
        Astray(
            here[each.at] + 1,
            scans[here[each.at]],
            "order",
            "" if each.after is None else scans[here[each.after]].call_number,
            "" if each.before is None else scans[here[each.before]].call_number,
            tuple(here[rival] + 1 for rival in each.rivals),
        )
        for each in find_out_of_order([scans[at].key for at in here])
    ]
    for at, each in enumerate(scans):
        if at not in here:
            found.append(Astray(at + 1, each, "unknown" if each.key is None else "partition"))
    return [replace(each, partition=partition) for each in found]


def _read(branch: Branch, items: ItemRepository, text: str) -> Scanned:
    work = find_barcode(items, branch.id, text)
    call_number = work.call_number if work else text
    partition = work.partition if work else ""
    try:
        taken = split_call_number(branch.shelves, call_number)
        partition = partition or next(iter(taken.partitions), "")
        section = branch.shelves.sections.get(partition)
        scheme = section.scheme if section else branch.shelves.scheme
        key: SortKey | None = scheme.parse(taken.call_number).key
    except CallNumberError:
        key = None
    return Scanned(text, call_number, partition, work.title if work else "", key)


def _in_walking_order(branch: Branch, found: Sequence[Astray]) -> tuple[Astray, ...]:
    entries = [
        Entry(
            each.item.call_number, each.item.partition or each.partition, each.item.title, (number,)
        )
        for number, each in enumerate(found)
        if each.why != "unknown"
    ]
    if not entries:
        return tuple(found)
    tour = plan_picks(branch, entries, Trip(profile="staff"), np.random.default_rng(SEED))
    told = {
        pick.entry.lines[0]: (pick.place, *pick.others)
        for stop in tour.stops
        for pick in stop.picks
    }
    others = (each for number, each in enumerate(found) if number not in told)
    return (*(replace(found[number], places=places) for number, places in told.items()), *others)
