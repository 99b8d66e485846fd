"""A partition spread over bays anew, in proportion to its items."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise, zip_longest
from typing import Literal

from floorplans.errors import ShelvingError
from floorplans.shelving.even import fill_up, share_out
from floorplans.shelving.loads import ITEMS_PER_M, Load, Stock
from floorplans.shelving.shifting import Shifted, heal, list_fallen
from floorplans.shelving.strips import Piece, Strip, borders
from floorplans.wording import Wording

How = Literal["even", "full"]
MM = 1000


@dataclass(frozen=True, slots=True)
class Spread:
    """How a partition is spread.

    Attributes
    ----------
    how : {"even", "full"}
        "even": all bays alike, so that the fullest is as empty as can be. "full": one bay after
        the other up to the growth room, so that the last ones stay free.
    growth_percent : float
        How much of each bay stays free.
    items_per_m : float
        How many items stand on a metre of board.
    """

    how: How = "even"
    growth_percent: float = 0.0
    items_per_m: float = ITEMS_PER_M


def spread(
    strip: Strip, positions: Sequence[int], stock: Stock, loads: Sequence[Load], wanted: Spread
) -> Shifted:
    """Spread what stands on bays over them anew.

    Parameters
    ----------
    strip : Strip
        The bays of a partition.
    positions : sequence of int
        The bays, by their positions in the strip, ascending. Where all of them are free, all of
        the partition moves onto them.
    stock : Stock
        The items of the partition.
    loads : sequence of Load
        What each bay of the strip has to hold now; `count_loads` counts it.
    wanted : Spread
        How.

    Returns
    -------
    Shifted
        The strip, and the borders of bays that nothing stands on any more. Each bay's first
        item is one of the stock. The largest fill is the least that contiguous bays can have.

    Raises
    ------
    ShelvingError
        If there are no items, they do not fit with the growth room, nobody knows which ones stand
        on the bays, or other bays lie between.
    """
    held = [at for at in positions if strip.bays[at].pieces]
    sources = held or [at for at, bay in enumerate(strip.bays) if bay.pieces]
    _refuse_unclear(strip, sources)
    rooms = [round(loads[at].room_m * MM) for at in positions]
    begin = min((loads[at].first for at in sources if loads[at].end), default=0)
    end = max((loads[at].end for at in sources), default=0)
    sums = [each - stock.sums[begin] for each in stock.sums[begin : end + 1]]
    if not positions or min(rooms) <= 0 or not sums[-1]:
        raise ShelvingError(
            Wording(
                "no_items_there",
                "The catalogue has no items on these bays; choose bays that hold any.",
            )
        )
    part = Fraction(round((100 - wanted.growth_percent) * 100), 10_000)
    full = part * Fraction(round(wanted.items_per_m * 100), 100 * MM)
    cuts, largest = share_out(sums, rooms)
    if largest > full:
        raise ShelvingError(_too_much(sums[-1], sum(rooms), full, wanted))
    if wanted.how == "full":
        cuts = fill_up(sums, rooms, full)
    filled = {
        at: begin + cuts[number]
        for number, at in enumerate(positions)
        if cuts[number] < cuts[number + 1]
    }
    gone = [at for at in sources if at not in filled]
    return Shifted(_place(strip, stock, sources, filled), list_fallen(strip, gone))


def _too_much(items: int, room_mm: int, full: Fraction, wanted: Spread) -> Wording:
    fits = int(full * room_mm)
    growth = f"{wanted.growth_percent:g}"
    if items > fits:
        return Wording(
            "too_much",
            "{items} items are to stand there, and with {growth} % growth room "
            "there is room for {fits}; choose more bays or less growth room.",
            items=items,
            growth=growth,
            fits=fits,
        )
    return Wording(
        "too_tight",
        "Too many items share one call number for a bay with {growth} % growth room; take less "
        "growth room.",
        growth=growth,
    )


def _refuse_unclear(strip: Strip, sources: Sequence[int]) -> None:
    """End where nobody knows what stands on bays, or where it may not be parted from others."""
    for before, after in pairwise(sources):
        if any(strip.bays[at].pieces for at in range(before + 1, after)):
            raise ShelvingError(
                Wording("between", "Bays between the chosen ones hold something; choose them, too.")
            )
    known = borders(strip)
    following = range(sources[-1] + 1, len(strip.bays)) if sources else range(0)
    after_all = next((at for at in following if strip.bays[at].pieces), None)
    for at in (*sources[:1], after_all):
        if at is not None and known[at] is None:
            spot = strip.bays[at].spot
            raise ShelvingError(
                Wording(
                    "unknown_beginning",
                    "Nobody knows what bay {bay} of {face} begins with; type it, or choose "
                    "all bays of the range.",
                    bay=spot.bay,
                    face=spot.face,
                )
            )


def _place(strip: Strip, stock: Stock, sources: Sequence[int], filled: Mapping[int, int]) -> Strip:
    """Put the ranges that stood on bays onto others, by what each bay begins with."""
    here = {piece.range for at in sources for piece in strip.bays[at].pieces}
    starts = [
        (key, id_)
        for id_, each in strip.ranges.items()
        if id_ in here and (key := strip.key(each.first)) is not None
    ]
    keys = [key for key, _ in starts]
    bays = [replace(bay, pieces=()) if at in sources else bay for at, bay in enumerate(strip.bays)]
    chosen = sorted(filled)
    for at, after in zip_longest(chosen, chosen[1:]):
        begin = max(bisect_right(keys, stock.keys[filled[at]]) - 1, 0)
        stop = len(keys) if after is None else bisect_left(keys, stock.keys[filled[after]])
        others = [Piece(id_, strip.ranges[id_].first) for _, id_ in starts[begin + 1 : stop]]
        bays[at] = replace(
            bays[at], pieces=(Piece(starts[begin][1], stock.texts[filled[at]]), *others)
        )
    return heal(strip, tuple(bays))
