"""What pages lead to: the shelf of a call number, or a point of interest."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from api.answers import partition_name
from api.branches import Branch
from api.catalogue.search import split_words
from api.finding import find_place, find_places
from api.languages import Language
from api.pages.frames import href
from api.problems import ProblemError
from floorplans.errors import CallNumberError
from floorplans.model import Partition, PointKind, PointOfInterest
from floorplans.shelving import Place
from kiosk_ui.views import PlaceHitView, TileView
from kiosk_ui.words import keep_together, place_text, say
from routing.model import Profile, Spot

TILE_KINDS: Sequence[PointKind] = (
    "service_desk",
    "returns",
    "self_check",
    "holds",
    "toilet",
    "printer",
)
MOST_PLACES = 6
LEAST_BEGINNING = 4

Goal = Place | PointOfInterest


def goal_of(branch: Branch, callno: str, partition: str, to: str) -> Goal:
    """Find what a page leads to: the point of interest ``to``, else the call number's shelf.

    Raises
    ------
    ProblemError
        "no-place" if the branch has no such point, or no shelf holds the call number.
    CallNumberError
        If the text is no call number.
    """
    if not to:
        return find_place(branch, callno, partition)
    for point in branch.plan.points_of_interest:
        if point.id == to:
            return point
    raise ProblemError("no-place", f'"{branch.id}" has no point of interest "{to}".', "to")


def goal_end(goal: Goal) -> Place | Spot:
    """Give what a way is planned to."""
    return goal if isinstance(goal, Place) else Spot(goal.level, goal.x_m, goal.y_m)


def goal_where(branch: Branch, goal: Goal, language: Language) -> str:
    """Say where a goal is."""
    if isinstance(goal, Place):
        return place_text(goal, branch.plan, language)
    level = keep_together(branch.plan.get_level(goal.level).name.in_language(language))
    name = goal.name.in_language(language)
    return f"{level}, {name}" if len(branch.plan.levels) > 1 else name


def goal_query(goal: Goal, callno: str, profile: Profile) -> str:
    """Write what asks the JSON interface for the way to a goal.

    Examples
    --------
    >>> from floorplans.model import Text
    >>> goal_query(PointOfInterest("wc", "toilet", Text("WC"), "1", 3.0, 4.5), "", "walk")
    'to=1%2C3.0%2C4.5&profile=walk'
    """
    if isinstance(goal, Place):
        return href("", callno=callno, partition=goal.partition, profile=profile)[1:]
    return href("", to=f"{goal.level},{goal.x_m},{goal.y_m}", profile=profile)[1:]


def find_nearby(branch: Branch, kind: PointKind, level: str) -> PointOfInterest | None:
    """Find a point of interest of a kind, on a level if that has one."""
    points = [each for each in branch.plan.points_of_interest if each.kind == kind]
    return min(points, key=lambda each: each.level != level, default=None)


def tiles(
    branch: Branch, level: str, language: Language, link: Callable[[str], str]
) -> tuple[TileView, ...]:
    """Offer what people ask for without searching, one of each kind."""
    near = [find_nearby(branch, kind, level) for kind in TILE_KINDS]
    return tuple(
        TileView(each.name.in_language(language), each.kind, link(each.id))
        for each in near
        if each is not None
    )


def place_hits(
    branch: Branch, callno: str, language: Language, link: Callable[[Place, str], str]
) -> tuple[PlaceHitView, ...]:
    """Offer the shelves of a call number in every partition; none if it is not one.

    ``link`` gets the place and its partition's name.
    """
    try:
        places = find_places(branch, callno)
    except CallNumberError:
        return ()
    hits = []
    for place in places[:MOST_PLACES]:
        name = partition_name(branch, place.partition, language)
        hits.append(
            PlaceHitView(
                f"{keep_together(place.call_number)}, {name}",
                place_text(place, branch.plan, language),
                link(place, name),
            )
        )
    return tuple(hits)


def section_hits(
    branch: Branch, words: Sequence[str], language: Language, link: Callable[[Place, str], str]
) -> tuple[PlaceHitView, ...]:
    """Offer the partitions that the words of a search name, from where they begin."""
    hits = []
    for partition in branch.plan.partitions:
        first = next((e.first for e in branch.plan.ranges if e.partition == partition.id), None)
        if first is None or not _is_named(partition, words):
            continue
        place = find_place(branch, first, partition.id)
        name = partition.name.in_language(language)
        where = say("ui.section_begins", language, place=place_text(place, branch.plan, language))
        hits.append(PlaceHitView(name, where, link(place, name)))
    return tuple(hits[:MOST_PLACES])


def _is_named(partition: Partition, words: Sequence[str]) -> bool:
    """Tell whether every word is a mark of a partition or begins a word of its name."""
    marks = [mark.lower() for mark in partition.prefixes]
    names = (partition.name, partition.block)
    named = [w for name in names for t in (name.fi, name.sv, name.en) for w in split_words(t)]
    return bool(words) and all(
        word in marks
        or word in named
        or (len(word) >= LEAST_BEGINNING and any(each.startswith(word) for each in named))
        for word in words
    )
