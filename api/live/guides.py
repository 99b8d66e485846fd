"""A subject that is led to a goal: positions in, advice out."""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace
from functools import partial
from typing import Self

from api.branches import Branch
from api.finding import find_goals, is_fetched, plan_best_way
from api.languages import Language
from api.live.guide_schemas import GuideOut, GuideStepOut
from api.live.positions import Position
from api.live.service import LiveService
from api.problems import ProblemError
from api.today import local_at
from floorplans.closures import Closed, closed_at
from floorplans.errors import CallNumberError
from kiosk_ui.guide_words import advice_text, next_text
from kiosk_ui.messages import say
from kiosk_ui.speech import spoken
from kiosk_ui.step_words import SPEECH, TEXT, Manner, step_text
from kiosk_ui.way_words import no_way_text
from positioning.model import Fix
from routing.errors import NoRouteError, RoutingError
from routing.guidance.advice import DEFAULTS, Advice, GuidingSettings, Heard
from routing.guidance.course import Course, make_course, spot_of
from routing.guidance.following import follow
from routing.guidance.state import Guiding
from routing.model import NoWay, Profile, Route, Spot

CLOSED_EVERY_S = 30.0
AGAIN_S = 3.0


@dataclass(frozen=True, slots=True)
class GoalAsked:
    """What somebody looks for, as it was asked for."""

    callno: str | None
    partition: str | None
    to: str | None
    title: str
    profile: Profile


class Leader:
    """Leads one subject to one goal, on one page.

    Parameters
    ----------
    live : LiveService
        Where positions and plans come from.
    branch : str
        Branch id.
    subject : str
        Whom to lead.
    asked : GoalAsked
        Where to.
    language : Language
        What to say it in.
    settings : GuidingSettings
        The thresholds.
    """

    def __init__(
        self,
        live: LiveService,
        branch: str,
        subject: str,
        asked: GoalAsked,
        language: Language,
        settings: GuidingSettings = DEFAULTS,
    ) -> None:
        self._settings = settings
        self._live = live
        self._branch_id = branch
        self._subject = subject
        self._asked = asked
        self._language = language
        self._course: Course | None = None
        self._looked_s = 0.0
        self._state: Guiding | None = None
        self._shown_way = 0
        self._position: Position | None = None
        self._judged = ("", "")
        self._trouble_s: float | None = None
        self._trouble = ""
        self._why: NoWay | None = None

    def go_on(self, language: Language) -> Self:
        """Give one who leads on from here on another page, which has seen nothing yet."""
        other = copy.copy(self)
        other._language, other._shown_way, other._trouble_s = language, 0, None
        return other

    def take(self) -> GuideOut | None:
        """Take in where the subject is now and say what to tell; nothing where no spot is known."""
        branch = self._live.get_state(self._branch_id).branch
        position = self._find_position(branch)
        if position is None:
            return None
        now_s, judged = self._live.now_s(), (branch.version, position.level)
        is_tried = self._trouble_s is not None and now_s - self._trouble_s < AGAIN_S
        if is_tried and judged == self._judged:
            return None
        self._judged = judged
        if not _has_level(branch, position):
            return self._in_trouble(now_s, say("guide.level_gone", self._language))
        try:
            course = self._renew_course(branch, position)
            heard = _heard(position, self._find_fix(position))
            self._state, advice = follow(course, self._state, heard, self._settings)
        except RoutingError as error:
            self._why = error.why if isinstance(error, NoRouteError) else None
            return self._in_trouble(now_s, self._no_way_words(branch))
        except (ProblemError, CallNumberError):
            return self._in_trouble(now_s, say("guide.gone", self._language))
        self._trouble_s = None
        return self._write(advice, branch)

    def _find_position(self, branch: Branch) -> Position | None:
        """Find where the subject is; the last position if a new plan lacks its level."""
        position, last = self._live.find_position(self._branch_id, self._subject), self._position
        if position is None and last is not None and not _has_level(branch, last):
            self._position = None
            return last
        if position is None or position.known.knows != "spot":
            return None
        self._position = position
        return position

    def _find_fix(self, position: Position) -> Fix | None:
        """Find the fix behind a position, before it was moved to where one can walk."""
        mover = self._live.get_state(self._branch_id).movers.get(self._subject)
        fix = mover.fix if mover is not None else None
        is_of_it = fix is not None and (fix.time_s, fix.level) == (position.time_s, position.level)
        return fix if is_of_it else None

    def _renew_course(self, branch: Branch, position: Position) -> Course:
        """Give the course; another one after a new plan, and when something opens or closes."""
        now_s, course = self._live.now_s(), self._course
        is_same = course is not None and course.version == branch.version
        if course is not None and is_same and now_s - self._looked_s < CLOSED_EVERY_S:
            return course
        self._looked_s = now_s
        closed = closed_at(branch.plan, local_at(branch.plan, None))
        if course is None or not is_same or course.closed != closed:
            self._course = course = self._set_course(branch, _spot(position), closed)
        return course

    def _set_course(self, branch: Branch, start: Spot, closed: Closed) -> Course:
        asked = self._asked
        goals = find_goals(branch, asked.callno, asked.partition, asked.to, title=asked.title)
        guidance = plan_best_way(branch, start, goals, asked.profile)
        place, end = guidance.place, guidance.route.goal
        goal = end if place is None or is_fetched(place, asked.profile) else place
        find = partial(self._find_route, branch, spot_of(goal), closed)
        graph = branch.ways.at(closed).graph
        version = branch.version
        return make_course(branch.guide, graph, goal, end, find, version, asked.title, closed)

    def _find_route(self, branch: Branch, goal: Spot, closed: Closed, start: Spot) -> Route:
        """Find the route from where one is, and keep why there is none."""
        self._why = None
        try:
            return branch.ways.find(start, (goal,), self._asked.profile, closed)[1]
        except NoRouteError as error:
            self._why = error.why
            raise

    def _words(self, advice: Advice, branch: Branch, manner: Manner) -> str:
        if advice.kind != "no_way":
            return advice_text(advice, branch.plan, self._language, manner)
        said = self._no_way_words(branch)
        return spoken(said, self._language) if manner.is_speech else said

    def _no_way_words(self, branch: Branch) -> str:
        if self._why is None:
            return say("guide.no_way", self._language)
        return no_way_text(self._why, branch.plan, self._language).removesuffix(".")

    def _in_trouble(self, now_s: float, text: str) -> GuideOut | None:
        is_said = self._trouble_s is not None and self._trouble == text
        self._trouble_s, self._trouble, self._course = now_s, text, None
        if is_said:
            return None
        news = 0
        if self._state is not None:
            # What is said next is news, and the last words are no more in force.
            news = self._state.news + 1
            self._state = replace(self._state, kind="no_way", since_s=now_s, news=news)
        return GuideOut(kind="no_way", text=text, spoken=spoken(text, self._language), news=news)

    def _write(self, advice: Advice, branch: Branch) -> GuideOut:
        language, plan = self._language, branch.plan
        is_new = advice.way_number != self._shown_way
        self._shown_way = advice.way_number
        steps = [
            GuideStepOut(
                kind=each.kind,
                text=step_text(each, plan, language),
                spoken=step_text(each, plan, language, SPEECH),
            )
            for each in (advice.way.steps if is_new else ())
        ]
        return GuideOut(
            kind=advice.kind,
            text=self._words(advice, branch, TEXT),
            spoken=self._words(advice, branch, SPEECH),
            next=next_text(advice, plan, language),
            news=advice.news,
            step=advice.step,
            step_left_m=round(advice.step_left_m),
            left_m=round(advice.left_m),
            steps=steps if is_new else None,
        )


def _heard(position: Position, fix: Fix | None) -> Heard:
    return Heard(
        position.time_s,
        position.level,
        position.x_m,
        position.y_m,
        position.radius_95_m,
        position.heading_deg,
        (fix.x_m, fix.y_m) if fix is not None else None,
    )


def _has_level(branch: Branch, position: Position) -> bool:
    return any(each.id == position.level for each in branch.plan.levels)


def _spot(position: Position) -> Spot:
    return Spot(position.level, position.x_m, position.y_m, position.heading_deg)
