"""What pages lead to: the shelf of a call number, or a point of interest."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from api.answers import partition_name
from api.branches import Branch
from api.catalogue.search import split_words
from api.finding import find_nearby, find_places, get_places, is_fetched
from api.languages import Language
from api.pages.frames import href
from api.problems import ProblemError
from floorplans.errors import CallNumberError
from floorplans.model import Partition, PointKind, PointOfInterest
from floorplans.shelving import find_beginning
from floorplans.shelving.places import GAP_CONFIDENCE, WHOLE_CONFIDENCE, Place, best_answer
from kiosk_ui.messages import say
from kiosk_ui.views import PlaceHitView, TileView
from kiosk_ui.words import DOUBTED_KINDS, also_text, answer_text, keep_together, place_text
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


def goals_of(
    branch: Branch, callno: str, partition: str, to: str, title: str, profile: Profile
) -> tuple[Goal, ...]:
    """Find what a page leads to: the point of interest ``to``, else the call number's places.

    Returns
    -------
    tuple of Goal
        At least one. The first is what the way is shown to; the others are where it may be as
        well, in the same partition.

    Raises
    ------
    ProblemError
        "no-place" if the branch has no such point, or no shelf holds the call number.
    CallNumberError
        If the text is no call number.
    """
    if not to:
        places = get_places(branch, callno, partition, title=title)
        return tuple(
            _as_open(each, profile)
            for each in places
            if each.partition in (places[0].partition, "")
        )
    for point in branch.plan.points_of_interest:
        if point.id == to:
            return (point,)
    raise ProblemError("no-place", f'"{branch.id}" has no point of interest "{to}".', "to")


def _as_open(place: Place, profile: Profile) -> Place:
    """Give a closed stack as a shelf like any other to those who may go there."""
    is_open = place.kind == "closed" and not is_fetched(place, profile)
    return place._replace(kind="call_number") if is_open else place


def put_displays_first(goals: Sequence[Goal]) -> tuple[Goal, ...]:
    """Lead to a display before the shelf, for what the catalogue says is on display."""
    return tuple(sorted(goals, key=lambda goal: goal.kind != "display"))


def goal_end(goal: Goal) -> Place | Spot:
    """Give what a way is planned to."""
    return goal if isinstance(goal, Place) else Spot(goal.level, goal.x_m, goal.y_m)


def goal_where(branch: Branch, goals: Sequence[Goal], language: Language) -> str:
    """Say where the first goal is, and those that are as likely."""
    goal = goals[0]
    if isinstance(goal, Place):
        return answer_text(best_answer(places_among(goals)), branch.plan, language)
    level = keep_together(branch.plan.get_level(goal.level).name.in_language(language))
    name = goal.name.in_language(language)
    return f"{level}, {name}" if len(branch.plan.levels) > 1 else name


def also_words(branch: Branch, goals: Sequence[Goal], language: Language) -> tuple[str, ...]:
    """Say where else something may be, each in a sentence."""
    places = places_among(goals)
    others = places[len(best_answer(places)) :]
    return tuple(also_text(place, branch.plan, language) for place in others)


def doubt_words(goals: Sequence[Goal], language: Language) -> str:
    """Say what to do where it is not sure on which bay something is; nothing where it is."""
    answer = best_answer(places_among(goals))
    if not answer or answer[0].kind not in DOUBTED_KINDS:
        return ""
    confidence = sum(place.confidence for place in answer)
    if answer[0].kind == "title" and confidence <= WHOLE_CONFIDENCE:
        return say("ui.doubt.titles", language)
    if confidence <= GAP_CONFIDENCE:
        return say("ui.doubt.gap", language)
    return say("ui.doubt", language) if answer[0].is_border else ""


def places_among(goals: Sequence[Goal]) -> tuple[Place, ...]:
    """Give the places among goals."""
    return tuple(goal for goal in goals if isinstance(goal, Place))


def goal_query(goal: Goal, callno: str, title: str, profile: Profile) -> str:
    """Write what asks the JSON interface for the way to a goal.

    Examples
    --------
    >>> from floorplans.model import Text
    >>> goal_query(PointOfInterest("wc", "toilet", Text("WC"), "1", 3.0, 4.5), "", "", "walk")
    'to=1%2C3.0%2C4.5&profile=walk'
    """
    if isinstance(goal, Place) and goal.kind != "display":
        asked = {"callno": callno, "partition": goal.partition, "title": title}
        return href("", **asked, profile=profile)[1:]
    return href("", to=f"{goal.level},{goal.x_m},{goal.y_m}", profile=profile)[1:]


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
    for partition in dict.fromkeys(place.partition for place in places if place.partition):
        answer = best_answer([place for place in places if place.partition == partition])
        name = partition_name(branch.plan, partition, language)
        hits.append(
            PlaceHitView(
                f"{keep_together(answer[0].call_number)}, {name}",
                answer_text(answer, branch.plan, language),
                link(answer[0], name),
            )
        )
    return tuple(hits[:MOST_PLACES])


def section_hits(
    branch: Branch, words: Sequence[str], language: Language, link: Callable[[Place, str], str]
) -> tuple[PlaceHitView, ...]:
    """Offer the partitions that the words of a search name, from where they begin."""
    hits = []
    for partition in branch.plan.partitions:
        place = find_beginning(branch.shelves, partition.id)
        if place is None or not _is_named(partition, words):
            continue
        name = partition.name.in_language(language)
        where = say("ui.section_begins", language, place=place_text(place, branch.plan, language))
        title = place.call_number if place.kind == "title" else name
        hits.append(PlaceHitView(name, where, link(place, title)))
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
