"""Where a call number stands: from ranges to places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from floorplans.callnumbers.base import CallNumber
from floorplans.errors import CallNumberError, PlanReferenceError
from floorplans.shelving.answering import (
    Asked,
    Sought,
    find_in_gaps,
    find_in_section,
    find_on_overlays,
)
from floorplans.shelving.index import ShelfIndex
from floorplans.shelving.orders import Scale
from floorplans.shelving.places import Place
from floorplans.shelving.sections import Section
from floorplans.shelving.written import without_marks
from floorplans.wording import no_partition

NO_MARKS: frozenset[str] = frozenset()
BESIDE_A_MARK = 2
"""Most signs that part a mark from what follows: a comma and a space."""
WORDS_THAT_REMAIN = 2
"""A mark that stands where the heading should is the heading."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A call number taken apart.

    Attributes
    ----------
    call_number : str
        The call number without marks.
    marks : tuple[str, ...]
        The marks, as written.
    partitions : tuple[str, ...]
        Ids of the partitions that the marks name best, the one with the fewest further
        prefixes first; none where there are no marks, or only unknown ones.
    """

    call_number: str
    marks: tuple[str, ...]
    partitions: tuple[str, ...]


_Question = Sequence[tuple[Section, Asked]]
"""The sections to look in, and what is asked of each."""


def locate(
    index: ShelfIndex,
    call_number: str,
    partition: str | None = None,
    *,
    title: str | None = None,
    on: date | None = None,
) -> tuple[Place, ...]:
    """Find where a call number stands.

    Parameters
    ----------
    index : ShelfIndex
        The plan's ranges.
    call_number : str
        The call number, marks of department, collection, theme or size included or not.
    partition : str, optional
        Id of the partition to look in. Without it all are looked in, or those that the marks
        in the call number name best ("AIK 84.2 TOL").
    title : str, optional
        The title, for partitions that are in the order of titles.
    on : date, optional
        The day, for displays and trolleys that stand for a time.

    Returns
    -------
    tuple[Place, ...]
        Places that hold the call number, by partition; the partition that the marks fit best
        is first, else the plan's order counts. Where none does, those in gaps that it would
        fill, with less confidence. Then places where it may be as well: oversize shelves,
        closed stacks, displays, trolleys. Empty where there is nothing of these.

    Raises
    ------
    CallNumberError
        If the text is no call number of the scheme, unless a title will do.
    PlanReferenceError
        If there is no such partition.
    """
    if partition is None:
        question = _ask_all(index, call_number, title)
    else:
        question = _ask_one(index, _get_section(index, partition), call_number, title)
    places: list[Place] = []
    beside: list[Place] = []
    elsewhere: list[Place] = []
    for section, asked in question:
        found = find_in_section(section, asked)
        places += found.places
        if found.beside:
            (beside if found.places else elsewhere).extend(found.beside)
    if places:
        places += beside
    else:
        places = _find_gaps(index, question) + elsewhere
    if index.has_overlays:
        places += _find_overlays(index, question, places, on.isoformat() if on else "")
    return tuple(places)


def is_held(
    index: ShelfIndex, call_number: str, partition: str, *, title: str | None = None
) -> bool:
    """Tell whether a range of a partition holds a call number; gaps between ranges do not.

    Examples
    --------
    >>> from floorplans.model import Plan, Text
    >>> from floorplans.shelving.index import build_shelf_index
    >>> empty = build_shelf_index(Plan("keskusta", Text("Keskusta"), "ykl", ()))
    >>> is_held(empty, "84.2 TOL", "aik-kauno")
    False
    """
    section = index.sections.get(partition)
    if section is None:
        return False
    try:
        question = _ask_one(index, section, call_number, title)
    except CallNumberError:
        return False
    found = (find_in_section(section, asked) for section, asked in question)
    return any(each.places or each.beside for each in found)


def split_call_number(index: ShelfIndex, text: str) -> Taken:
    """Take a call number apart, into its marks and what remains.

    Parameters
    ----------
    index : ShelfIndex
        The plan's ranges.
    text : str
        As a catalogue or a person writes it: "AIK 84.2 PAA", "84.2 PAA AIK", "L84.2 PAA",
        "Aikuiset, Kaunokirjallisuus, 84.2 PAA".

    Raises
    ------
    CallNumberError
        If the text is no call number of any scheme of the plan.
    """
    plain, own = _take_off_marks(index, text)
    _, parsed = _parse(index.scales, plain)[0]
    marks = (*parsed.prefixes, *own)
    named = _find_named(index, marks)
    return Taken(
        without_marks(plain, parsed.prefixes),
        marks,
        tuple(section.partition for section in named),
    )


def find_beginning(index: ShelfIndex, partition: str) -> Place | None:
    """Find where a partition begins; ``None`` if its ranges do not tell.

    The call number of the place is the first one, or the first title where titles are in order.
    """
    section = index.sections.get(partition)
    if section is None:
        return None
    apart = (kept.order for kept in section.marked)
    for order in (section.ordinary, section.titles, *apart, section.closed):
        slot = order.find_first()
        if slot is not None and slot.place.range_first:
            return slot.head._replace(call_number=slot.place.range_first)
    return None


def _ask_one(index: ShelfIndex, section: Section, call_number: str, title: str | None) -> _Question:
    """Ask one section, by title if its call numbers cannot be read and its titles can."""
    plain, marks = _take_off_marks(index, call_number)
    by_title = _read_title(index, call_number, title) if title and section.titles else None
    scale = section.ordinary.scale
    try:
        parsed = scale.scheme.parse(plain)
    except CallNumberError:
        if by_title is None:
            raise
        asked = Asked(None, by_title, NO_MARKS, True)
    else:
        sought, all_marks = _read(call_number.strip(), parsed, scale, marks)
        asked = Asked(sought, by_title, all_marks, True)
    return ((section, asked),)


def _ask_all(index: ShelfIndex, call_number: str, title: str | None) -> _Question:
    """Ask the sections that the marks name, or else all whose scheme can read it."""
    plain, marks = _take_off_marks(index, call_number)
    parsed = _parse(index.scales, plain)
    named = _find_named(index, (*parsed[0][1].prefixes, *marks))
    by_title = _read_title(index, call_number, title) if title and named else None
    asked = {}
    for scale, each in parsed:
        sought, all_marks = _read(call_number.strip(), each, scale, marks)
        asked[scale.scheme.name] = Asked(sought, by_title, all_marks, bool(named))
    return [
        (section, asked[section.scheme.name])
        for section in named or index.sections.values()
        if section.scheme.name in asked
    ]


def _parse(scales: Iterable[Scale], text: str) -> list[tuple[Scale, CallNumber]]:
    """Read a text in each scheme that can; raise the error of the first one if none can."""
    parsed = []
    errors = []
    for scale in scales:
        try:
            parsed.append((scale, scale.scheme.parse(text)))
        except CallNumberError as error:
            errors.append(error)
    if not parsed:
        raise errors[0]
    return parsed


def _read(
    call_number: str, parsed: CallNumber, scale: Scale, marks: tuple[str, ...]
) -> tuple[Sought, frozenset[str]]:
    """Give what is sought in a scheme, and the marks that came with it."""
    key, prefixes, text = parsed.key, parsed.prefixes, parsed.text
    length, all_marks = len(text), NO_MARKS
    if marks or prefixes:
        length -= sum(len(prefix) + BESIDE_A_MARK for prefix in prefixes)
        all_marks = frozenset(mark.casefold() for mark in (*prefixes, *marks))
    return Sought(call_number, text, length, key, scale.find(key), not any(key[1:])), all_marks


def _read_title(index: ShelfIndex, call_number: str, title: str) -> Sought | None:
    try:
        key = index.titles.scheme.parse(title).key
    except CallNumberError:
        return None
    return Sought(call_number.strip(), title, len(title), key, index.titles.find(key), False)


def _take_off_marks(index: ShelfIndex, text: str) -> tuple[str, tuple[str, ...]]:
    """Take off the plan's own marks of themes and sizes, as long as class and heading remain."""
    if not index.marks:
        return text, ()
    words = text.split()
    marks = tuple(word for word in words[1:] if word in index.marks)
    if not marks or len(words) - len(marks) < WORDS_THAT_REMAIN:
        return text, ()
    return without_marks(text, marks), marks


def _get_section(index: ShelfIndex, partition: str) -> Section:
    try:
        return index.sections[partition]
    except KeyError:
        raise PlanReferenceError(no_partition(partition, index.sections)) from None


def _find_named(index: ShelfIndex, marks: Collection[str]) -> list[Section]:
    """Find the sections that marks name best, those with the fewest further prefixes first."""
    if not marks:
        return []
    wanted = {mark.casefold() for mark in marks}
    counted = Counter(
        partition for mark in wanted for partition in index.partitions_by_mark.get(mark, ())
    )
    most = max(counted.values(), default=0)
    named = [index.sections[each] for each in index.sections if counted[each] == most > 0]
    return sorted(named, key=lambda section: len(section.prefixes - wanted))


def _find_gaps(index: ShelfIndex, question: _Question) -> list[Place]:
    """Find gaps; another scheme than the plan's reads too much to fill its gaps unasked."""
    return [
        place
        for section, asked in question
        if asked.is_named or section.scheme == index.scheme
        for place in find_in_gaps(section, asked)
    ]


def _find_overlays(
    index: ShelfIndex, question: _Question, places: Sequence[Place], on: str
) -> list[Place]:
    """Find displays and trolleys of the places' partitions, then those of no partition.

    Where there is no place, those that hold everything say nothing and are left out.
    """
    partitions = {place.partition for place in places}
    found = []
    of_all = None
    for section, asked in question:
        if not partitions or section.partition in partitions:
            found += find_on_overlays(section.overlays, asked, on)
        if section.scheme == index.scheme:
            of_all = asked
    if of_all is not None:
        found += find_on_overlays(index.overlays, of_all, on)
    found.sort(key=lambda place: -place.confidence)
    return found if places else [place for place in found if place.range_first]
