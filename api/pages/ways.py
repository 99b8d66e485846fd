"""Where the reader stands, what is sought and the way between, as views."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from api.answers import walking_minutes
from api.branches import Branch
from api.finding import Guidance, is_fetched, plan_best_way, resolve_start
from api.languages import Language
from api.live.dots import dot_of
from api.live.positions import Position
from api.live.service import LiveService
from api.pages.frames import entrance_of, in_address, level_maps
from api.pages.goals import Goal, also_words, doubt_words, goal_end, goal_where
from floorplans.model import Kiosk, LocatorPoint
from floorplans.shelving.places import Place
from kiosk_ui.messages import say
from kiosk_ui.step_words import SPEECH, step_text
from kiosk_ui.svg.position import Dot
from kiosk_ui.views import LevelMapView, StepView, WayChoice, WayView
from kiosk_ui.way_words import no_way_text
from kiosk_ui.words import date_text
from routing.errors import NoRouteError, OffTheMapError
from routing.model import NoWay, Profile, Spot

OFFERED: Sequence[Profile] = ("walk", "step-free", "pushchair", "quiet")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the reader is: the spot, words for it, and the live subject if one is followed.

    ``known`` is false where nobody said, and the way begins at the entrance.
    """

    spot: Spot
    text: str
    known: bool
    subject: str = ""
    position: Position | None = None

    def dot_in(self, branch: Branch) -> Dot | None:
        """Give the live position as the map draws it."""
        return None if self.position is None else dot_of(self.position, branch)


def find_standing(branch: Branch, here: str, live: LiveService, language: Language) -> Standing:
    """Find where the reader stands from the page's ``from``.

    A live subject that is not heard any more begins at the entrance, and the text says so.

    Raises
    ------
    ProblemError
        If ``from`` names something that the branch does not have.
    """
    entrance = entrance_of(branch.plan)
    if not here:
        return Standing(entrance, say("ui.from_entrance", language), known=False)
    kind, _, name = here.partition(":")
    if kind == "subject":
        position = live.find_position(branch.id, name)
        if position is None:
            return Standing(entrance, say("ui.here_lost", language), known=False, subject=name)
        spot = Spot(position.level, position.x_m, position.y_m, position.heading_deg)
        return Standing(spot, say("ui.from_live", language), True, name, position)
    spot = resolve_start(branch, here, live)
    return Standing(spot, _from_text(branch, kind, name, spot, language), known=True)


def here_words(branch: Branch, standing: Standing, here: str, language: Language) -> str:
    """Say where the reader is, for the note on top; nothing where nobody said."""
    if standing.subject:
        return say("ui.here_live" if standing.known else "ui.here_lost", language)
    return _thing_words(branch, here, standing.spot, language) if standing.known else ""


def _from_text(branch: Branch, kind: str, name: str, spot: Spot, language: Language) -> str:
    if kind == "kiosk":
        return say("ui.from_kiosk", language)
    words = _thing_words(branch, f"{kind}:{name}", spot, language)
    return say("ui.from_here", language, place=words)


def _thing_words(branch: Branch, here: str, spot: Spot, language: Language) -> str:
    kind, _, name = here.partition(":")
    level = branch.plan.get_level(spot.level).name.in_language(language)
    things: dict[str, tuple[LocatorPoint | Kiosk, ...]] = {
        "point": branch.plan.locator_points,
        "kiosk": branch.plan.kiosks,
    }
    for thing in things.get(kind, ()):
        if thing.id == name:
            return say(
                "ui.here_point", language, name=thing.name.in_language(language), level=level
            )
    return level


@dataclass(frozen=True, slots=True)
class Shown:
    """A goal with what a page says of it and of the way there."""

    where: str
    also: tuple[str, ...]
    age: str
    doubt: str
    levels: tuple[LevelMapView, ...]
    way: WayView | None
    problem: str


def show_way(
    branch: Branch,
    standing: Standing,
    goals: Sequence[Goal],
    profile: Profile,
    language: Language,
    title: str = "",
) -> Shown:
    """Find the way to the first of a page's goals and show both; ``title`` is what is sought."""
    guidance, problem = _try_way(branch, standing.spot, goals, profile, language, title)
    goal = goals[0]
    if guidance is not None and guidance.place is not None:
        goal = guidance.place
    place = goal if isinstance(goal, Place) else None
    on_shelf = None if place is not None and is_fetched(place, profile) else place
    levels = level_maps(
        branch,
        language,
        current=_level_to_open(standing, goal, guidance),
        route=guidance.route if guidance else None,
        place=on_shelf,
        start=standing.spot if standing.known and standing.position is None else None,
        start_label=None if standing.known else say("ui.start_entrance", language),
        dot=standing.dot_in(branch),
    )
    return Shown(
        where=goal_where(branch, goals, language),
        also=also_words(branch, goals, language),
        age=_age_words(on_shelf, language),
        doubt=doubt_words(goals, language),
        levels=levels,
        way=way_view(branch, guidance, standing, language) if guidance else None,
        problem=problem,
    )


def _level_to_open(standing: Standing, goal: Goal, guidance: Guidance | None) -> str:
    """Choose where the map begins: where one stands, else where the way leads."""
    if guidance is None:
        return goal.level
    return standing.spot.level if standing.known else guidance.route.goal.level


def _age_words(place: Place | None, language: Language) -> str:
    if place is None:
        return ""
    return say("ui.checked", language, date=date_text(place.checked_on, language))


def _try_way(
    branch: Branch,
    start: Spot,
    goals: Sequence[Goal],
    profile: Profile,
    language: Language,
    title: str,
) -> tuple[Guidance | None, str]:
    ends = [goal_end(goal) for goal in goals]
    try:
        return plan_best_way(branch, start, ends, profile, title=title), ""
    except OffTheMapError:
        return None, say("ui.no_way.off_the_map", language)
    except NoRouteError as error:
        return None, no_way_text(error.why or NoWay("cut-off"), branch.plan, language)


def way_view(branch: Branch, guidance: Guidance, standing: Standing, language: Language) -> WayView:
    """Write a way in words and numbers."""
    route = guidance.route
    return WayView(
        summary=say("ui.route_summary", language, metres=round(route.length_m)),
        duration=say("ui.route_minutes", language, count=walking_minutes(route)),
        steps=tuple(
            StepView(
                step.kind,
                step_text(step, branch.plan, language),
                step_text(step, branch.plan, language, SPEECH),
            )
            for step in guidance.steps
        ),
        from_text=standing.text,
    )


def way_choices(
    profile: Profile, language: Language, link: Callable[[str], str]
) -> tuple[WayChoice, ...]:
    """Offer the ways of those who visit; ``link`` gets what the address says of the profile."""
    return tuple(
        WayChoice(say(f"ui.way.{each}", language), link(in_address(each)), each == profile)
        for each in OFFERED
    )
