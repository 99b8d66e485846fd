"""Routes through the demo library in words, against the ones that were read aloud.

After a change that is meant, write them anew, read them aloud, and commit them:

    HYLLYKARTTA_GOLDEN=write pytest tests/api/test_told_routes.py
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from api.branches import Branch, build_branch
from api.finding import find_place, plan_best_way, resolve_start
from api.plans import load_plan
from floorplans.model import PointOfInterest
from kiosk_ui.messages import LANGUAGES
from kiosk_ui.step_words import Manner, route_speech, step_text
from routing.directions.steps import describe
from routing.model import Profile, Route, Spot, Step

GOLDEN = Path(__file__).parents[1] / "golden"


@dataclass(frozen=True)
class Told:
    """A route that is told; ``goal`` is a call number, a point's id or LEVEL,X,Y."""

    why: str
    start: str
    goal: str
    profile: Profile = "walk"
    heading_deg: float | None = None
    title: str = ""
    manner: Manner = field(default_factory=Manner)


ROUTES = (
    Told("from the entrance to fiction", "1,20,3", "84.2 TOL", title="Taru sormusten herrasta"),
    Told("from a kiosk, facing it, to fiction", "kiosk:keskusta-1", "84.2 WAL"),
    Told("short, facing away", "1,31,14.9", "84.2 AHO", heading_deg=0.0),
    Told("up the stairs to history", "1,40,22", "90 HIS"),
    Told("up the lift without steps", "1,20,3", "61.2 HÄM", "step-free"),
    Told("from a shelf's label to children's books", "point:K1A05", "L84.2 HAA"),
    Told("through two doors, in footsteps", "1,2,25", "1,42,2", manner=Manner(counts_steps=True)),
    Told("to a room behind the second door", "2,14,21.8", "2,3,24.2"),
    Told("down the stairs to the computers", "2,2,3", "computers-1"),
    Told(
        "with a wheelchair to the toilet",
        "kiosk:keskusta-3",
        "accessible_toilet-1",
        "step-free",
    ),
    Told(
        "from an aisle, facing its shelf, to the next one", "1,33.9,12", "84.2 AHO", heading_deg=180
    ),
    Told("round the end of a shelf", "1,39.5,17", "84.2 WAL", heading_deg=90),
    Told("from the children's books to history", "1,8,14", "90 HIS", heading_deg=0),
    Told("from history to the children's books", "2,3.1,18", "L84.2 HAA", heading_deg=270),
    Told("with a pushchair to the children's books", "2,34,12", "L84.2 HAA", "pushchair"),
    Told("for staff, from the workshop", "1,33,26", "61.2 HÄM", "staff"),
    Told("quietly to the reading lounge", "1,20,3", "seats-1", "quiet"),
    Told("from a kiosk upstairs, facing it, down to fiction", "kiosk:keskusta-3", "84.2 TOL"),
    Told("with a wheelchair over two levels", "1,12,25", "90 HIS", "step-free", heading_deg=90),
    Told("out again", "2,3.1,18", "entrance-1", manner=Manner(counts_steps=True)),
)


class NoSubjects:
    def find_position(self, branch_id: str, subject: str) -> None:
        return None


@pytest.fixture(scope="module")
def branch() -> Branch:
    return build_branch(load_plan("demo", None))


def way(branch: Branch, told: Told) -> tuple[Route, tuple[Step, ...]]:
    start = resolve_start(branch, told.start, NoSubjects())
    if told.heading_deg is not None:
        start = replace(start, heading_deg=told.heading_deg)
    goal = find_goal(branch, told.goal)
    place = None if isinstance(goal, Spot) else goal
    route = plan_best_way(branch, start, (goal,), told.profile).route
    return route, describe(route, branch.guide, place, told.title)


def find_goal(branch, goal):
    points: dict[str, PointOfInterest] = {each.id: each for each in branch.plan.points_of_interest}
    if goal in points:
        return Spot(points[goal].level, points[goal].x_m, points[goal].y_m)
    if goal.count(",") == 2:
        level, x_m, y_m = goal.split(",")
        return Spot(level, float(x_m), float(y_m))
    return find_place(branch, goal)


def page(branch: Branch, language: str) -> str:
    parts = []
    for told in ROUTES:
        route, steps = way(branch, told)
        said = [step_text(each, branch.plan, language, told.manner) for each in steps]
        parts += [
            f"== {told.why}: {round(route.length_m)} m ==",
            *(f"{number}. {text}." for number, text in enumerate(said, 1)),
            "",
            route_speech(steps, branch.plan, language, told.manner),
            "",
        ]
    return "\n".join(parts).replace("\u00a0", " ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_routes_are_told_as_they_were_when_they_were_read_aloud(branch, language):
    path = GOLDEN / f"routes-{language}.txt"
    now = page(branch, language)
    if os.environ.get("HYLLYKARTTA_GOLDEN") == "write":
        path.write_text(now, encoding="utf-8")
    assert now.splitlines() == path.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("told", ROUTES, ids=lambda told: told.why)
def test_a_voice_finds_nothing_in_a_route_that_it_cannot_read(branch, told):
    _, steps = way(branch, told)
    for language in LANGUAGES:
        speech = route_speech(steps, branch.plan, language, told.manner)
        assert not set(speech) & set("()–\u00a0{}/|"), speech
        assert " m " not in speech
        assert ",," not in speech
        assert ", ," not in speech
