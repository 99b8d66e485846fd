"""Domain records as the API's JSON, with words in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from api.branches import Branch
from api.finding import Guidance
from api.languages import Language
from api.no_way_schemas import no_way_out
from api.problems import ProblemError
from api.schemas import (
    BranchDetailOut,
    BranchOut,
    CopyOut,
    LegOut,
    LevelOut,
    NamedOut,
    PlaceOut,
    RouteOut,
    SpotOut,
    StepOut,
    TopicOut,
    WorkOut,
)
from api.storage.works import Work
from api.today import today_at
from api.topics import Topic
from floorplans.errors import CallNumberError, PlanReferenceError
from floorplans.model import Plan, Text
from floorplans.shelving import Place, locate
from kiosk_ui.step_words import SPEECH, step_text
from kiosk_ui.way_words import no_route_text
from kiosk_ui.words import place_text
from routing.errors import NoRouteError
from routing.model import Route, Spot

WALKING_M_PER_S = 1.1


def branch_out(branch: Branch, language: Language) -> BranchOut:
    """Write a branch as an entry of the list."""
    name = branch.plan.name.in_language(language)
    return BranchOut(id=branch.id, name=name, version=branch.version)


def branch_detail_out(branch: Branch, language: Language) -> BranchDetailOut:
    """Write a branch with its levels, partitions and kiosks."""
    plan = branch.plan

    def named(things: Sequence[tuple[str, Text]]) -> list[NamedOut]:
        return [NamedOut(id=id_, name=name.in_language(language)) for id_, name in things]

    return BranchDetailOut(
        **branch_out(branch, language).model_dump(),
        scheme=plan.scheme,
        levels=[
            LevelOut(id=each.id, name=each.name.in_language(language), ordinal=each.ordinal)
            for each in plan.levels
        ],
        partitions=named([(each.id, each.name) for each in plan.partitions]),
        kiosks=named([(each.id, each.name) for each in plan.kiosks]),
        shelf_count=len(plan.shelves),
    )


def place_out(branch: Branch, place: Place, language: Language) -> PlaceOut:
    """Write a place, its words included."""
    return PlaceOut(
        partition=place.partition,
        partition_name=partition_name(branch.plan, place.partition, language),
        call_number=place.call_number,
        level=place.level,
        level_name=branch.plan.get_level(place.level).name.in_language(language),
        shelf=place.shelf,
        shelf_number=place.shelf_number,
        face=place.face,
        face_name=place.face_name,
        first_bay=place.first_bay,
        last_bay=place.last_bay,
        first_board=place.first_board,
        last_board=place.last_board,
        spot=SpotOut(
            level=place.level,
            x_m=_cm(place.x_m),
            y_m=_cm(place.y_m),
            heading_deg=place.facing_deg,
        ),
        range_first=place.range_first,
        range_last=place.range_last,
        confidence=place.confidence,
        checked_on=place.checked_on,
        kind=place.kind,
        theme=place.theme.in_language(language) if place.theme else None,
        ends_on=place.ends_on or None,
        is_border=place.is_border,
        text=place_text(place, branch.plan, language),
    )


def work_out(branch: Branch, work: Work, language: Language) -> WorkOut:
    """Write a search result with its place."""
    places = find_work_places(branch, work)
    return WorkOut(
        title=work.title,
        author=work.author,
        year=work.year,
        call_number=work.call_number,
        partition=work.partition,
        partition_name=partition_name(branch.plan, work.partition, language),
        language=work.language,
        copies=[CopyOut.model_validate(copy) for copy in work.copies],
        available=work.available,
        total=len(work.copies),
        place=place_out(branch, places[0], language) if places else None,
    )


def topic_out(branch: Branch, topic: Topic, language: Language) -> TopicOut:
    """Write a topic with all its places."""
    return TopicOut(
        notation=topic.notation,
        label=topic.label,
        matched_term=topic.hit.term.term,
        language=topic.hit.term.language,
        shelved_as=topic.shelved_as or None,
        places=[place_out(branch, place, language) for place in topic.places],
    )


def route_out(branch: Branch, guidance: Guidance, language: Language) -> RouteOut:
    """Write a route with its steps in words and the place it leads to."""
    route, place = guidance.route, guidance.place
    return RouteOut(
        length_m=_cm(route.length_m),
        cost_m=_cm(route.cost_m),
        duration_s=round(route.cost_m / WALKING_M_PER_S),
        profile=route.profile,
        start=_spot_out(route.start),
        goal=_spot_out(route.goal),
        legs=[
            LegOut(
                level=leg.level,
                points=[(_cm(x_m), _cm(y_m)) for x_m, y_m in leg.points],
                length_m=_cm(leg.length_m),
                connector=leg.connector,
            )
            for leg in route.legs
        ],
        steps=[
            StepOut(
                kind=step.kind,
                text=step_text(step, branch.plan, language),
                spoken=step_text(step, branch.plan, language, SPEECH),
                key=step.key,
                params=dict(step.params),
                distance_m=_cm(step.distance_m),
                level=step.level,
                x_m=_cm(step.x_m),
                y_m=_cm(step.y_m),
            )
            for step in guidance.steps
        ],
        place=None if place is None else place_out(branch, place, language),
        others=[place_out(branch, each, language) for each in guidance.others],
        start_moved_m=_cm(guidance.start_moved_m),
    )


@contextmanager
def telling_why(plan: Plan, language: Language) -> Iterator[None]:
    """Answer where there is no way with the reason, in words and as data.

    Raises
    ------
    ProblemError
        "no-route", in the place of a `NoRouteError`.
    """
    try:
        yield
    except NoRouteError as error:
        extra = {} if error.why is None else {"no_way": no_way_out(error.why, plan)}
        said = no_route_text(error, plan, language)
        raise ProblemError("no-route", said, extra=extra) from error


def walking_minutes(route: Route) -> int:
    """Say how long a route takes at an easy pace, in whole minutes, at least one."""
    return max(1, round(route.cost_m / WALKING_M_PER_S / 60))


def find_work_places(branch: Branch, work: Work) -> tuple[Place, ...]:
    """Find where a work stands, best first: its display first if copies are only there.

    A catalogue may hold call numbers and partitions that the plan cannot place; those
    works are found without a place.
    """
    try:
        places = locate(
            branch.shelves,
            work.call_number,
            work.partition,
            title=work.title,
            on=today_at(branch.plan),
        )
    except (CallNumberError, PlanReferenceError):
        return ()
    is_shown = not work.available and any(copy.status == "on_display" for copy in work.copies)
    if is_shown:
        return tuple(sorted(places, key=lambda place: place.kind != "display"))
    return places


def partition_name(plan: Plan, partition: str, language: str) -> str:
    """Give a partition's name; its id where the plan does not have it."""
    for each in plan.partitions:
        if each.id == partition:
            return each.name.in_language(language)
    return partition


def _spot_out(spot: Spot) -> SpotOut:
    return SpotOut(
        level=spot.level, x_m=_cm(spot.x_m), y_m=_cm(spot.y_m), heading_deg=spot.heading_deg
    )


def _cm(length_m: float) -> float:
    """Round to centimetres."""
    return round(length_m, 2)
