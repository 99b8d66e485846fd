"""The ranges of a plan, sorted so that places are found in microseconds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from floorplans.callnumbers.base import Scheme
from floorplans.callnumbers.finnish import FinnishScheme
from floorplans.callnumbers.registry import get_scheme
from floorplans.model import OVERLAY_KINDS, Plan
from floorplans.shelving.orders import Order, Scale, make_order, make_scale
from floorplans.shelving.sections import Section, build_section
from floorplans.shelving.slots import Slot, make_slots


@dataclass(frozen=True, slots=True)
class ShelfIndex:
    """What `floorplans.shelving.locate` searches; see `build_shelf_index`.

    Attributes
    ----------
    scheme : Scheme
        What orders the plan's call numbers.
    scales : tuple[Scale, ...]
        The scales of all its schemes, the plan's own first.
    titles : Scale
        The scale of titles.
    sections : mapping of str to Section
        What each partition has, by its id.
    marks : frozenset[str]
        The marks of themes and sizes, as written.
    partitions_by_mark : mapping of str to tuple[str, ...]
        The partitions that are called by a mark, in small letters.
    overlays : Order
        Displays and trolleys of no partition.
    has_overlays : bool
        Whether there is any display or trolley at all.
    """

    scheme: Scheme
    scales: tuple[Scale, ...]
    titles: Scale
    sections: Mapping[str, Section]
    marks: frozenset[str]
    partitions_by_mark: Mapping[str, tuple[str, ...]]
    overlays: Order
    has_overlays: bool


def build_shelf_index(plan: Plan) -> ShelfIndex:
    """Sort a plan's ranges.

    Ranges with call numbers, faces or bays that do not make sense are left out;
    `floorplans.validate.check_plan` reports them.

    Parameters
    ----------
    plan : Plan
        The plan.

    Returns
    -------
    ShelfIndex
        What `floorplans.shelving.locate` needs.

    Raises
    ------
    PlanReferenceError
        If the plan's scheme, or a partition's, is unknown.
    """
    names = [plan.scheme, *(each.scheme for each in plan.partitions if each.scheme)]
    schemes = {name: get_scheme(name, v_equals_w=plan.v_equals_w) for name in names}
    scheme_of = {each.id: each.scheme or plan.scheme for each in plan.partitions}
    faces = {face.id: (shelf, face) for shelf in plan.shelves for face in shelf.faces}
    by_title = FinnishScheme(v_equals_w=plan.v_equals_w)
    slots: defaultdict[str, list[Slot]] = defaultdict(list)
    titles: list[Slot] = []
    call_numbers: dict[str, list[Slot]] = {name: [] for name in schemes}
    for each in plan.ranges:
        name = scheme_of.get(each.partition, plan.scheme)
        is_by_title = each.kind == "title"
        made = make_slots(each, by_title if is_by_title else schemes[name], faces)
        slots[each.partition] += made
        (titles if is_by_title else call_numbers[name]).extend(made)
    scales = {name: make_scale(scheme, call_numbers[name]) for name, scheme in schemes.items()}
    title_scale = make_scale(by_title, titles)
    sections = {
        each.id: build_section(each, slots[each.id], scales[scheme_of[each.id]], title_scale)
        for each in plan.partitions
    }
    of_all = [slot for slot in slots[""] if slot.range.kind in OVERLAY_KINDS]
    overlays = make_order(scales[plan.scheme], of_all)
    return ShelfIndex(
        scheme=schemes[plan.scheme],
        scales=tuple(scales.values()),
        titles=title_scale,
        sections=sections,
        marks=frozenset(mark for each in plan.ranges for mark in each.marks),
        partitions_by_mark=_group_by_mark(sections.values()),
        overlays=overlays,
        has_overlays=bool(overlays) or any(each.overlays for each in sections.values()),
    )


def _group_by_mark(sections: Iterable[Section]) -> dict[str, tuple[str, ...]]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for section in sections:
        for mark in section.marks:
            groups[mark].append(section.partition)
    return {mark: tuple(partitions) for mark, partitions in groups.items()}
