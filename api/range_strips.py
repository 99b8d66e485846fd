"""The strip of a partition with what is known of each bay: its border, load and age."""

from __future__ import annotations

from dataclasses import dataclass

from api.range_jobs import Counts, main_kind
from floorplans.model import Plan
from floorplans.shelving.loads import Load, Stock, count_loads, list_rooms_m, make_stock
from floorplans.shelving.strips import Spot, Strip, borders, list_strip


@dataclass(frozen=True, slots=True)
class LaidBay:
    """One bay: what it begins with, what it has to hold, and when somebody last saw it."""

    spot: Spot
    first: str | None
    is_free: bool
    load: Load
    checked_on: str


@dataclass(frozen=True, slots=True)
class Laid:
    """A partition's strip at a revision of a draft."""

    strip: Strip
    revision: int
    stock: Stock
    bays: tuple[LaidBay, ...]


@dataclass(frozen=True, slots=True)
class Stops:
    """The items of two neighbouring bays, and the call numbers with how many come before.

    ``at`` is the position of the first of them that stands on the second bay.
    """

    items: int
    at: int
    stops: tuple[tuple[str, int], ...]


def lay_out(plan: Plan, revision: int, partition: str, counts: Counts) -> Laid:
    """Lay out a partition with what is known of its bays.

    Raises
    ------
    PlanReferenceError
        If there is no such partition.
    """
    kind = main_kind(plan, partition)
    strip = list_strip(plan, partition, kind)
    stock = make_stock(strip.scheme, counts(partition, kind))
    loads = count_loads(strip, stock, list_rooms_m(plan, strip))
    bays = (
        LaidBay(
            bay.spot,
            first,
            not bay.pieces,
            load,
            min((strip.ranges[piece.range].checked_on for piece in bay.pieces), default=""),
        )
        for bay, first, load in zip(strip.bays, borders(strip), loads, strict=True)
    )
    return Laid(strip, revision, stock, tuple(bays))


def list_stops(laid: Laid, spot: Spot) -> Stops:
    """List the call numbers on a bay and on the one before it that holds anything."""
    at = laid.strip.find(spot)
    if at is None:
        return Stops(0, 0, ())
    before = next((each for each in reversed(laid.bays[:at]) if not each.is_free), None)
    load = laid.bays[at].load
    begin = before.load.first if before else load.first
    end = max(load.end, before.load.end if before else 0)
    sums, texts = laid.stock.sums, laid.stock.texts
    stops = tuple((texts[each], sums[each] - sums[begin]) for each in range(begin, end))
    items = sums[end] - sums[begin] if end > begin else 0
    return Stops(items, max(load.first - begin, 0), stops)
