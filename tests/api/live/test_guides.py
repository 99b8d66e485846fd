from dataclasses import fields, replace
from datetime import datetime

import pytest

from api.branches import Branch, build_branch
from api.finding import find_place
from api.live.guide_schemas import GuideOut
from api.live.guides import CLOSED_EVERY_S, GoalAsked, Leader
from floorplans.model import Closure, Plan, Text
from routing.model import Spot
from routing.search import find_route
from tests.support.moved import moved_plan
from tests.support.plans import toy_plan
from tests.support.room import Room

SUBJECT = "reader"
FICTION = GoalAsked("84.2 TOL", None, None, "", "walk")
SURE_M = 0.2
START = Spot("1", 1.5, 2.5)


def leader(room: Room, asked: GoalAsked = FICTION, language: str = "en") -> Leader:
    return Leader(room.live, room.branch.id, SUBJECT, asked, language)


def stand(room: Room, led: Leader, spot: Spot, seconds: float = 0.5) -> GuideOut | None:
    """Let the reader be at a spot for a while; gives the last advice."""
    advice = None
    for _ in range(max(1, round(seconds / 0.5))):
        room.now_s += 0.5
        room.live.check_in(room.branch.id, SUBJECT, spot.level, spot.x_m, spot.y_m, SURE_M)
        advice = led.take() or advice
    return advice


def test_nothing_is_told_of_whom_nothing_is_heard(room):
    assert leader(room).take() is None


def test_the_first_advice_has_the_steps_of_the_way_and_later_ones_do_not(room):
    led = leader(room)
    first = stand(room, led, START)
    assert first is not None
    assert first.steps is not None
    assert first.text.startswith(first.steps[0].text)
    assert first.steps[-1].kind == "arrive"
    assert (first.kind, first.step) == ("go", 0)
    again = stand(room, led, START)
    assert again is not None
    assert again.steps is None
    assert again.text == first.text


@pytest.mark.parametrize(
    ("language", "words"), [("fi", "Olet perillä"), ("sv", "Du är framme"), ("en", "You have")]
)
def test_who_walks_there_has_arrived_in_their_language(room, language, words):
    led = leader(room, language=language)
    advice = stand(room, led, START)
    place = find_place(room.branch, "84.2 TOL")
    goal = Spot(place.level, place.x_m, place.y_m)
    route = find_route(room.branch.graph, START, goal)
    for x_m, y_m in route.legs[0].points:
        advice = stand(room, led, Spot("1", x_m, y_m))
    advice = stand(room, led, goal, 6.0)
    assert advice is not None
    assert advice.kind == "arrived"
    assert advice.text.startswith(words)
    assert advice.next == ""


def test_who_goes_elsewhere_is_told_with_the_way_from_there(room):
    led = leader(room, GoalAsked(None, None, "1,1.0,5.0", "", "walk"))
    stand(room, led, Spot("1", 2.0, 2.5))
    advice = stand(room, led, Spot("1", 8.0, 2.3), 5.0)
    assert advice is not None
    assert advice.kind == "off_route"
    assert advice.text.startswith("You are off the route")


def test_a_new_plan_is_planned_again_and_said_with_its_steps(room):
    led = leader(room)
    before = stand(room, led, START)
    room.live.replace_branch(build_branch(moved_plan()))
    after = led.take()
    assert before is not None
    assert after is not None
    assert after.kind == "replanned"
    assert after.text.startswith("The map has been updated")
    assert after.steps
    assert after.news == before.news + 1


def test_what_another_collection_holds_after_a_new_plan_has_not_moved(room):
    led = leader(room)
    stand(room, led, START)
    ranges = tuple(
        replace(each, partition="lap-kauno") if each.id == "r2" else each
        for each in room.branch.plan.ranges
    )
    room.live.replace_branch(build_branch(replace(room.branch.plan, ranges=ranges)))
    after = led.take()
    assert after is not None
    assert "the old shelf no longer has it" in after.text
    assert "another collection: Children's fiction. " in after.text


def test_whose_level_a_new_plan_lacks_is_told_at_once_and_led_on_from_where_she_is_next(room):
    led = leader(room, FICTION)
    before = stand(room, led, Spot("2", 2.0, 5.0))
    room.live.replace_branch(build_branch(only_level_1(room.branch.plan)))
    gone = led.take()
    assert before is not None
    assert gone is not None
    assert (gone.kind, gone.news) == ("no_way", before.news + 1)
    assert gone.text.startswith("The map has been updated, and your floor is not on it")
    assert led.take() is None
    after = stand(room, led, START)
    assert after is not None
    assert after.kind == "replanned"


def only_level_1(plan: Plan) -> Plan:
    """The plan without what is on its other level."""
    kept = {
        each.name: tuple(thing for thing in things if getattr(thing, "level", "1") == "1")
        for each in fields(plan)
        if isinstance(things := getattr(plan, each.name), tuple)
    }
    faces = {face.id for shelf in kept["shelves"] for face in shelf.faces}
    ranges = tuple(e for e in plan.ranges if all(run.face in faces for run in e.runs))
    level = (plan.get_level("1"),)
    return replace(plan, **{**kept, "levels": level, "connectors": (), "ranges": ranges})


def test_when_the_way_is_back_she_is_led_on_at_once_though_nobody_moves(
    branch: Branch, monkeypatch: pytest.MonkeyPatch
):
    room = Room(branch)
    led = leader(room, GoalAsked(None, None, "1,10.5,6.5", "", "walk"))
    stand(room, led, START)
    shut = Closure(
        "a", Text("Maalaus"), "2026-12-01T10:00", "2026-12-01T12:00", openings=("quiet-door-1",)
    )
    said = []
    days = [(11, (shut,)), (11, ()), *[(11, (shut,)), (13, (shut,))] * 2]
    for hour, closures in days:
        now = datetime(2026, 12, 1, hour, 30)
        monkeypatch.setattr("api.live.guides.local_at", lambda plan, at, now=now: now)
        monkeypatch.setattr("api.finding.local_at", lambda plan, at, now=now: now)
        if closures != room.live.get_state(branch.id).branch.plan.closures:
            room.live.replace_branch(build_branch(replace(branch.plan, closures=closures)))
        else:
            room.now_s += CLOSED_EVERY_S
        advice = led.take()
        assert advice is not None
        said.append((advice.kind, advice.text.split(".")[0]))
    assert [kind for kind, _ in said] == ["no_way", "replanned"] * 3
    assert [text for _, text in said[1::2]] == [
        "What was closed is open again",
        "The map has been updated, and the route has been planned again",
        "What was closed is open again",
    ]


def test_what_a_new_plan_does_not_hold_any_more_is_said_once(room):
    led = leader(room)
    stand(room, led, START)
    emptied = replace(toy_plan(), ranges=())
    room.live.replace_branch(build_branch(emptied))
    gone = led.take()
    assert gone is not None
    assert (gone.kind, gone.text.startswith("What you look for")) == ("no_way", True)
    assert stand(room, led, START, 8.0) is None
    room.live.replace_branch(build_branch(toy_plan()))
    found = stand(room, led, START, 8.0)
    assert found is not None
    assert found.kind in ("go", "replanned")


def test_a_door_that_is_closed_now_is_no_way_and_an_open_one_is_again(branch: Branch):
    closed = Closure("painting", Text("Maalaus"), openings=("quiet-door-1",))
    room = Room(build_branch(replace(branch.plan, closures=(closed,))))
    led = leader(room, GoalAsked(None, None, "1,10.5,6.5", "", "walk"))
    advice = stand(room, led, START)
    assert advice is not None
    assert (advice.kind, advice.text.count("Maalaus")) == ("no_way", 1)
    assert advice.text.startswith("Closed now: ")
    room.live.replace_branch(branch)
    again = stand(room, led, START, 8.0)
    assert again is not None
    assert again.kind == "go"


def test_stairs_that_are_closed_are_gone_round_from_the_first_advice_on(branch: Branch):
    broken = Closure("broken", Text("Rikki"), connectors=("stairs",))
    room = Room(build_branch(replace(branch.plan, closures=(broken,))))
    upstairs = GoalAsked(None, None, "2,2.0,5.0", "", "walk")
    advice = stand(room, leader(room, upstairs), START)
    assert advice is not None
    assert advice.steps is not None
    kinds = [each.kind for each in advice.steps]
    assert "lift" in kinds
    assert "stairs" not in kinds


def test_a_lift_that_goes_out_of_order_ahead_is_named_and_gone_round(branch: Branch):
    room = Room(branch)
    led = leader(room, GoalAsked(None, None, "2,2.0,5.0", "", "walk"))
    before = stand(room, led, START)
    stairs = closing(branch, connectors=("stairs",))
    room.live.replace_branch(build_branch(stairs))
    round_it = led.take()
    assert before is not None
    assert round_it is not None
    assert round_it.text.startswith(
        "Closed until 8:00 on 1\u00a0Dec\u00a02026: Stairs (Maalaus). A new route"
    )
    assert (round_it.kind, round_it.news) == ("replanned", before.news + 1)
    assert "lift" in {each.kind for each in round_it.steps or ()}


def test_what_closes_and_opens_by_the_clock_is_said_only_where_it_is_on_the_way(
    branch: Branch, monkeypatch: pytest.MonkeyPatch
):
    closures = (
        Closure(
            "a", Text("Huolto"), "2026-12-01T10:00", "2026-12-01T12:00", connectors=("stairs",)
        ),
        Closure("b", Text("Muutto"), "2026-12-01T11:00", openings=("quiet-door-1",)),
    )
    room = Room(build_branch(replace(branch.plan, closures=closures)))
    led = leader(room, GoalAsked(None, None, "2,2.0,5.0", "", "walk"))
    said = []
    for hour in (9, 10, 11, 12):
        now = datetime(2026, 12, 1, hour, 30)
        monkeypatch.setattr("api.live.guides.local_at", lambda plan, at, now=now: now)
        monkeypatch.setattr("api.finding.local_at", lambda plan, at, now=now: now)
        room.now_s += CLOSED_EVERY_S
        advice = stand(room, led, START)
        assert advice is not None
        said.append(advice)
    assert [each.kind for each in said] == ["go", "replanned", "replanned", "replanned"]
    assert said[1].text.startswith(
        "Closed until 12:00 on 1\u00a0Dec\u00a02026: Stairs (Huolto). A new route"
    )
    assert (said[2].text, said[2].news) == (said[1].text, said[1].news)
    assert said[3].text.startswith("What was closed is open again. A new route begins here")


def test_when_the_only_way_closes_the_reason_and_what_is_near_are_said(branch: Branch):
    room = Room(branch)
    led = leader(room, GoalAsked(None, None, "1,10.5,6.5", "", "walk"))
    before = stand(room, led, START)
    room.live.replace_branch(build_branch(closing(branch, openings=("quiet-door-1",))))
    advice = led.take()
    assert before is not None
    assert advice is not None
    assert (advice.kind, advice.news) == ("no_way", before.news + 1)
    assert advice.text == (
        "Closed until 8:00 on 1\u00a0Dec\u00a02026: a door on the way (Maalaus). Ask at the desk. "
        "You can get to within 2\u00a0m of it"
    )


def closing(branch: Branch, **things: tuple[str, ...]) -> Plan:
    """The branch's plan with things that are closed for a while."""
    closed = Closure("painting", Text("Maalaus"), ends_at="2026-12-01T08:00", **things)
    return replace(branch.plan, closures=(closed,))


def test_a_goal_that_is_none_is_refused(branch: Branch):
    room = Room(branch)
    led = leader(room, GoalAsked("84.2 TOL", "no-such-partition", None, "", "walk"))
    advice = stand(room, led, START)
    assert advice is not None
    assert advice.kind == "no_way"


def test_who_strays_to_where_no_way_leads_on_from_is_told_why(branch: Branch):
    room = Room(build_branch(replace(branch.plan, connectors=())))
    led = leader(room, GoalAsked(None, None, "1,1.0,5.0", "", "walk"))
    assert stand(room, led, START) is not None
    advice = stand(room, led, Spot("2", 2.0, 5.0), 20.0)
    assert advice is not None
    assert advice.kind == "no_way"
    assert advice.text == "The map shows no route to this place. Ask at the desk"
