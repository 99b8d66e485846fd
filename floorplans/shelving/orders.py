"""Orders: slots that can be searched in microseconds.

Call numbers are compared once, with all the ends that ranges of their scheme have; from then
on only whole numbers are.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from floorplans.callnumbers.base import Scheme, SortKey
from floorplans.shelving.slots import Slot


@dataclass(frozen=True, slots=True)
class Scale:
    """A scheme with all keys at which slots begin or end, ascending."""

    scheme: Scheme
    keys: tuple[SortKey, ...]

    def find(self, key: SortKey) -> int:
        """Find a key's position: odd at one of the scale's keys, even between two.

        Examples
        --------
        >>> from floorplans.callnumbers.registry import get_scheme
        >>> scale = Scale(get_scheme("text"), (("1",), ("3",)))
        >>> [scale.find((key,)) for key in ("0", "1", "2", "3", "4")]
        [0, 1, 2, 3, 4]
        """
        before = bisect_left(self.keys, key)
        is_on = before < len(self.keys) and self.keys[before] == key
        return 2 * before + is_on


def make_scale(scheme: Scheme, slots: Iterable[Slot]) -> Scale:
    """Make the scale of slots whose keys are of one scheme."""
    keys = {key for slot in slots for key in (slot.first, slot.end)}
    return Scale(scheme, tuple(sorted(keys)))


class _Layer(NamedTuple):
    """Slots of which neither the firsts nor the ends, as positions, ever go back."""

    slots: tuple[Slot, ...]
    firsts: tuple[int, ...]
    ends: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """Slots of one scheme in layers, and those that hold everything.

    Slots that lie within others are in layers of their own; without any there is one layer.
    What is before the position ``begin`` or after ``end`` is in none of the layers.
    """

    scale: Scale
    layers: tuple[_Layer, ...]
    whole: tuple[Slot, ...]
    begin: int
    end: int

    def __bool__(self) -> bool:
        """Tell whether there is any slot."""
        return bool(self.layers or self.whole)

    def list_slots(self) -> tuple[Slot, ...]:
        """Give all slots in order, those that hold everything last."""
        slots = [slot for layer in self.layers for slot in layer.slots]
        return (*sorted(slots, key=_interval), *self.whole)

    def find_first(self) -> Slot | None:
        """Find the slot that the order begins with; ``None`` if nothing says where."""
        firsts = [layer.slots[0] for layer in self.layers]
        return min(firsts, key=_interval, default=None)

    def find_holding(self, position: int) -> list[Slot]:
        """Find the slots that hold what is at a position of the scale, in order."""
        found: list[Slot] = []
        for slots, firsts, ends in self.layers:
            after = bisect_right(firsts, position)
            begin = after
            while begin and ends[begin - 1] >= position:
                begin -= 1
            found += slots[begin:after]
        if len(self.layers) > 1:
            found.sort(key=_interval)
        if self.whole:
            found += self.whole
        return found

    def find_between(self, first: SortKey, end: SortKey) -> list[Slot]:
        """Find the slots that hold anything from one key to another, in order."""
        begin, stop = self.scale.find(first), self.scale.find(end)
        found = [
            slot
            for slots, firsts, ends in self.layers
            for slot in slots[bisect_left(ends, begin) : bisect_right(firsts, stop)]
        ]
        return sorted(found, key=_interval)

    def find_around(self, position: int) -> tuple[Slot | None, Slot | None]:
        """Find the last slot before a position that no slot holds, and the first one after it."""
        before: list[Slot] = []
        after: list[Slot] = []
        for slots, firsts, _ in self.layers:
            at = bisect_right(firsts, position)
            before += slots[max(at - 1, 0) : at]
            after += slots[at : at + 1]
        return (
            max(before, key=lambda slot: slot.end, default=None),
            min(after, key=lambda slot: slot.first, default=None),
        )


def make_order(scale: Scale, slots: Iterable[Slot]) -> Order:
    """Sort slots into an order.

    Parameters
    ----------
    scale : Scale
        One that has all their ends.
    slots : iterable of Slot
        The slots; of those that begin and end alike the first is first.
    """
    in_order = sorted(slots, key=_interval)
    whole = tuple(slot for slot in in_order if slot.is_whole)
    parted = [slot for slot in in_order if not slot.is_whole]
    layers = tuple(_make_layers(scale, parted))
    begin = min((layer.firsts[0] for layer in layers), default=0)
    end = max((layer.ends[-1] for layer in layers), default=-1)
    return Order(scale, layers, whole, begin, end)


def _interval(slot: Slot) -> tuple[SortKey, SortKey]:
    return slot.first, slot.end


def _make_layers(scale: Scale, in_order: Iterable[Slot]) -> Iterator[_Layer]:
    """Put each slot into the first layer whose ends it does not go back behind."""
    layers: list[list[Slot]] = []
    last_ends: list[int] = []
    for slot in in_order:
        end = scale.find(slot.end)
        fits = bisect_left(last_ends, -end)
        if fits == len(layers):
            layers.append([])
            last_ends.append(0)
        layers[fits].append(slot)
        last_ends[fits] = -end
    for layer in layers:
        yield _Layer(
            tuple(layer),
            tuple(scale.find(slot.first) for slot in layer),
            tuple(scale.find(slot.end) for slot in layer),
        )
