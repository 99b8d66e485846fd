from dataclasses import replace

import pytest

from floorplans.checks.closures import MOST_TRIED
from floorplans.checks.rules import BUILDING
from floorplans.model import (
    Closure,
    Connector,
    Fixture,
    Hours,
    Landmark,
    Level,
    NameForms,
    Opening,
    OpenSpan,
    SpecialDay,
    Stop,
    Text,
    Unit,
)
from floorplans.validate import check_plan
from routing.graph import route_graph
from routing.model import Spot
from routing.search import find_route
from tests.support.checks import (
    SOUND,
    Broken,
    add,
    change,
    find_problems,
    uncovered,
    why_not_reported,
    without,
)
from tests.support.plans import rectangle

WORDS = Text("Sana")
GLOBE = Landmark("globe", WORDS, "1", 7.5, 4.0)
UP = Connector(
    "up", "escalator", WORDS, (Stop("1", 7.5, 4.0), Stop("2", 2.0, 2.0)), 1.0, 5.0, False, "up"
)
THIRD = Level("3", 2, Text("3. kerros"), rectangle(0, 0, 5, 5))
BOW_TIE = ((4.0, 0.8), (6.0, 1.4), (6.0, 0.8), (4.0, 1.4))


def opened(*spans, special=()):
    return replace(SOUND, hours=Hours(tuple(spans), tuple(special)))


def closed(**fields):
    return add("closures", Closure("c1", WORDS, **fields))


def hatch(width_m):
    return add("openings", Opening("hatch", "1", "passage", (9.0, 5.2), (9.0, 5.2 + width_m)))


BROKEN = {
    "no-levels": Broken(
        replace(SOUND, levels=()), "plan", "draw at least one", frozenset({"unknown-level"})
    ),
    "duplicate-id": Broken(add("landmarks", GLOBE, GLOBE), "landmark globe", "its own"),
    "unknown-level": Broken(
        change("points_of_interest", 0, level="7"), "point of interest desk", "choose one of: 1, 2"
    ),
    "unknown-scheme": Broken(
        change("partitions", 2, scheme="zdc"), "partition lap-kauno", "known: ykl"
    ),
    "time-zone": Broken(replace(SOUND, time_zone="Helsinki"), "plan", "Europe/Helsinki"),
    "level-ordinal": Broken(change("levels", 1, ordinal=0), "levels", "count levels from 0"),
    "level-size": Broken(
        change("levels", 0, outline=rectangle(0, 0, 1200, 8)),
        "level 1",
        "plans are in metres",
        frozenset({"radios-too-few"}),
    ),
    "level-crowded": Broken(
        add("fixtures", *(replace(SOUND.fixtures[0], id=f"desk-{n}") for n in range(2, 400))),
        "level 1",
        "drawn many times over",
    ),
    "name-forms": Broken(
        change("levels", 1, name=Text("2. kerros", forms=NameForms(fi_to="3. kerrokseen"))),
        "level 2",
        'fi_to is "3. kerrokseen", which is no form of "2. kerros"',
    ),
    "outline-empty": Broken(
        change("fixtures", 0, outline=((1, 1), (2, 2), (3, 3))), "fixture desk-1", "draw it again"
    ),
    "outline-crossed": Broken(
        change("fixtures", 0, outline=BOW_TIE), "fixture desk-1", "draw its corners in order"
    ),
    "outside-level": Broken(
        change("points_of_interest", 0, x_m=40.0), "point of interest desk", "move it in"
    ),
    "area-outside-level": Broken(
        change("fixtures", 0, outline=rectangle(11.5, 3, 1, 1)), "fixture desk-1", "move it in"
    ),
    "opening-without-wall": Broken(
        add("openings", Opening("stray", "1", "door", (7.5, 6.0), (7.5, 7.0))),
        "opening stray",
        "draw it on the wall",
    ),
    "opening-onto-nothing": Broken(
        add("openings", Opening("back", "1", "door", (12.0, 3.0), (12.0, 4.0))),
        "opening back",
        "move it to a wall between two rooms",
    ),
    "entrance-inside": Broken(
        change("openings", 1, kind="entrance"), "opening quiet-door-1", "make it a door"
    ),
    "opening-too-narrow": Broken(hatch(0.5), "opening hatch", "widen it to at least 0.6 m"),
    "opening-narrow": Broken(hatch(0.7), "opening hatch", "a wheelchair needs 0.8 m"),
    "one-way-door": Broken(
        change("openings", 1, one_way=True),
        "opening quiet-door-1",
        "into unit quiet-1, and no way leads out again; let it be passed both ways",
    ),
    "connector-stops": Broken(
        add(
            "connectors", replace(UP, id="ramp", kind="ramp", direction="both", stops=UP.stops[:1])
        ),
        "ramp ramp",
        "add or remove stops",
    ),
    "stop-moved": Broken(
        change("connectors", 0, stops=(Stop("1", 9.45, 0.9), Stop("2", 8.2, 5.2))),
        "stairs stairs",
        "It lies in shelf 4 on level 2; routes take it from 0.",
    ),
    "lift-steps": Broken(
        change("connectors", 1, step_free=False),
        "lift lift",
        "mark it as step-free",
        frozenset({"no-step-free-way"}),
    ),
    "escalator-step-free": Broken(
        add("connectors", replace(UP, step_free=True)), "escalator up", "mark it as not step-free"
    ),
    "connector-direction": Broken(
        change("connectors", 0, direction="up"), "stairs stairs", "set the direction of the stairs"
    ),
    "connector-cost": Broken(
        change("connectors", 0, level_cost_m=0.0), "stairs stairs", "a cost above 0 m"
    ),
    "level-not-joined": Broken(add("levels", THIRD), "level 3", "join it by stairs or a lift"),
    "level-one-way": Broken(
        replace(SOUND, connectors=(UP,)),
        "level 2",
        "add stairs",
        frozenset({"no-step-free-way"}),
    ),
    "no-step-free-way": Broken(without("connectors", "lift"), "level 2", "add it with its stops"),
    "closed-room": Broken(without("openings", "quiet-door-1"), "unit quiet-1", "add an opening"),
    "hours-unreadable": Broken(
        opened(OpenSpan(1, "8.00", "20:00")), "opening hours, weekday 1", "write it as 08:30"
    ),
    "hours-backwards": Broken(
        opened(OpenSpan(1, "20:00", "08:00")), "opening hours, weekday 1", "swap or correct"
    ),
    "hours-overlap": Broken(
        opened(OpenSpan(1, "08:00", "12:00"), OpenSpan(1, "11:00", "20:00")),
        "opening hours, weekday 1",
        "let one end where the other begins",
    ),
    "special-day-twice": Broken(
        opened(special=(SpecialDay("2026-12-06"), SpecialDay("2026-12-06", "10:00", "12:00"))),
        "opening hours, special day 2026-12-06",
        "keep what is true",
    ),
    "closure-times": Broken(
        closed(starts_at="tomorrow", units=("quiet-1",)), "closure c1", "2026-12-01T08:00"
    ),
    "closure-backwards": Broken(
        closed(starts_at="2026-12-02T08:00", ends_at="2026-12-01T08:00", units=("quiet-1",)),
        "closure c1",
        "swap them",
    ),
    "closure-day": Broken(
        closed(starts_at="2026-12-20", ends_at="2026-12-24", units=("quiet-1",)),
        "closure c1",
        "It ends when 2026-12-24 begins, and that day is open; write the hour",
    ),
    "closure-unknown-id": Broken(
        closed(units=("quiet-1", "cellar")), "closure c1", 'no unit "cellar"; correct the id'
    ),
    "closure-area": Broken(closed(level="1"), "closure c1", "give both or neither"),
    "closure-empty": Broken(closed(), "closure c1", "add what is closed"),
    "closure-past": Broken(
        closed(ends_at="2026-11-20T20:00", connectors=("lift", "stairs")),
        "closure c1",
        "take it away",
    ),
    "closure-cuts-off": Broken(
        closed(ends_at="2026-11-30T20:00", connectors=("lift", "stairs")),
        "closure c1",
        "no way leads to level 2; leave another way open",
    ),
    "closure-untried": Broken(
        add(
            "closures",
            *(Closure(f"c{n}", WORDS, units=("quiet-1",)) for n in range(MOST_TRIED + 1)),
        ),
        f"closure c{MOST_TRIED}",
        "take old ones away",
    ),
}


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_building_is_reported_with_place_and_remedy(rule):
    assert why_not_reported(rule, BROKEN[rule]) is None


def test_every_rule_for_buildings_has_a_plan_that_breaks_it():
    assert uncovered(BROKEN, BUILDING) == set()


@pytest.mark.parametrize(
    ("hours", "rule"),
    [
        (Hours((OpenSpan(8, "08:00", "20:00"),)), "hours-unreadable"),
        (Hours((), (SpecialDay("6.12.2026"),)), "hours-unreadable"),
        (Hours((), (SpecialDay("2026-12-06", "10:00", "09:00"),)), "hours-backwards"),
    ],
)
def test_hours_of_openings_are_checked_too(hours, rule):
    (problem,) = find_problems(change("openings", 1, hours=hours))
    assert (problem.rule, problem.thing) == (rule, "quiet-door-1")


@pytest.mark.parametrize(
    ("stop", "words"),
    [
        (Stop("1", 8.42, 0.9), "in a wall"),
        (Stop("1", 5.0, 1.1), "in fixture desk-1"),
        (Stop("1", 4.0, -0.3), "outside its floor"),
        (Stop("1", 5.0, 3.0), "in shelf 1"),
    ],
)
def test_the_check_warns_of_a_stop_that_routes_move(stop, words):
    plan = replace(SOUND, connectors=(with_stop(SOUND.connectors[0], stop), SOUND.connectors[1]))
    (problem,) = find_problems(plan)
    assert (problem.rule, problem.severity) == ("stop-moved", "warning")
    assert words in problem.message
    route = find_route(route_graph(plan, "walk"), Spot("1", 7.5, 4.0), Spot("2", 2.0, 2.0))
    assert route.legs[0].connector == "stairs"


@pytest.mark.parametrize("stop", [Stop("1", 4.0, -0.8), Stop("1", 4.0, -20.0)])
def test_a_stop_that_no_route_can_use_is_a_violation(stop):
    plan = replace(SOUND, connectors=(with_stop(SOUND.connectors[0], stop), SOUND.connectors[1]))
    (problem,) = find_problems(plan)
    assert (problem.rule, problem.severity) == ("unreachable-point", "violation")
    assert "Nobody can stand within 1 m of it on level 1" in problem.message
    route = find_route(route_graph(plan, "walk"), Spot("1", 7.5, 4.0), Spot("2", 2.0, 2.0))
    assert route.legs[0].connector == "lift"


def test_the_staff_s_own_lift_need_not_be_reached_by_patrons():
    lift = replace(
        SOUND.connectors[1], id="goods", stops=(Stop("1", 1.0, 7.2), Stop("2", 2.0, 2.0))
    )
    assert find_problems(add("connectors", lift)) == ()


def with_stop(connector, stop):
    return replace(connector, stops=(stop, connector.stops[1]))


def test_hours_of_a_special_day_may_come_in_parts():
    parts = (
        SpecialDay("2026-12-05", "08:00", "10:00", staffed=False),
        SpecialDay("2026-12-05", "10:00", "24:00"),
    )
    assert find_problems(opened(special=parts)) == ()


def test_a_one_way_door_beside_another_and_a_two_way_escalator_are_fine():
    plan = change("openings", 1, one_way=True)
    openings = (*plan.openings, Opening("quiet-door-2", "1", "door", (9.0, 5.1), (9.0, 5.9)))
    assert find_problems(replace(SOUND, openings=openings, connectors=(*SOUND.connectors, UP))) == (
        ()
    )


def test_a_one_way_door_in_and_another_out_are_as_good_as_one_both_ways():
    way_in = change("openings", 1, one_way=True)
    way_out = Opening("quiet-door-2", "1", "door", (9.0, 5.9), (9.0, 5.1), one_way=True)
    assert find_problems(replace(way_in, openings=(*way_in.openings, way_out))) == ()


def test_of_one_way_entrances_one_has_to_lead_in_and_one_out():
    entrances = (
        Opening("in", "1", "entrance", (2.2, 0.0), (0.6, 0.0), one_way=True),
        Opening("out", "1", "entrance", (2.6, 0.0), (3.8, 0.0), one_way=True),
    )
    others = SOUND.openings[1:]
    assert find_problems(replace(SOUND, openings=(*entrances, *others))) == ()
    for missing, leads in zip(entrances, ("out only", "in only"), strict=True):
        kept = tuple(each for each in entrances if each is not missing)
        (problem,) = find_problems(replace(SOUND, openings=(*kept, *others)))
        assert (problem.rule, problem.thing) == ("one-way-door", kept[0].id)
        assert f"leads {leads}" in problem.message


def test_faces_that_a_one_way_door_only_leads_away_from_are_not_reached():
    across = Unit("back", "1", "room", WORDS, rectangle(0.0, 2.4, 9.0, 5.6))
    door = Opening("back-door", "1", "door", (7.0, 2.4), (8.0, 2.4), one_way=True)
    plan = replace(SOUND, units=(*SOUND.units, across), openings=(*SOUND.openings, door))
    found = {(each.rule, each.thing) for each in find_problems(plan)}
    assert {("one-way-door", "back-door"), ("unreachable-face", "1B")} <= found
    turned = replace(
        plan, openings=(*SOUND.openings, replace(door, start=door.end, end=door.start))
    )
    (problem,) = (each for each in find_problems(turned) if each.rule == "one-way-door")
    assert "into unit back, and no way leads out again" in problem.message


def test_a_door_with_a_wall_right_behind_it_leads_onto_nothing():
    wall = Fixture("wall", "1", "wall", rectangle(9.05, 5.0, 1.2, 3.0))
    (problem,) = (p for p in find_problems(add("fixtures", wall)) if "opening" in p.rule)
    assert (problem.rule, problem.thing) == ("opening-onto-nothing", "quiet-door-1")


def test_an_entrance_that_is_blocked_leads_onto_nothing():
    box = Fixture("box", "1", "furniture", rectangle(0.3, 0.0, 2.2, 1.2))
    problems = find_problems(replace(add("fixtures", box), kiosks=()))
    assert ("opening-onto-nothing", "entrance-1") in {(p.rule, p.thing) for p in problems}


def test_a_closed_room_is_no_loss_but_what_lies_behind_it_is():
    across = rectangle(2.0, 0.0, 0.6, 8.0)
    (problem,) = find_problems(closed(level="1", outline=across))
    assert problem.rule == "closure-cuts-off"
    assert "level 2" in problem.message
    assert "face 1A" in problem.message
    assert find_problems(closed(level="2", outline=rectangle(2.0, 2.0, 8.0, 5.0))) == ()


def test_without_a_day_nothing_is_past():
    past = BROKEN["closure-past"].plan
    assert {problem.rule for problem in check_plan(past)} == {"closure-cuts-off"}


def test_without_an_entrance_the_largest_space_is_where_people_are():
    assert find_problems(without("openings", "entrance-1")) == ()


def test_an_escalator_that_runs_down_leads_to_no_upper_level():
    plan = replace(SOUND, connectors=(replace(UP, direction="down"),))
    assert [(each.rule, each.place) for each in find_problems(plan)] == [
        ("level-not-joined", "level 2")
    ]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        (Text("Aula", forms=NameForms(en_the="the lobby")), "there is no name in en; add it"),
        (Text("Aula", forms=NameForms(fi_to="saliin")), 'no form of "Aula"'),
        (Text("Aula", "Aulan", forms=NameForms(sv_the="den stora salen")), 'no form of "Aulan"'),
    ],
)
def test_a_form_of_no_name_or_of_another_is_told(name, says):
    problems = check_plan(change("units", 0, name=name))
    assert [says in each.message for each in problems if each.rule == "name-forms"] == [True]


def test_articles_capitals_and_endings_make_no_other_name():
    forms = NameForms("Hiljaisen salin", "hiljaiseen saliin", sv_the="den tysta salen")
    forms = replace(forms, en_the="the quiet room")
    name = Text("Hiljainen sali", "Tyst sal", "Quiet room", forms)
    assert check_plan(change("units", 0, name=name)) == check_plan(SOUND)


def test_an_opening_as_wide_as_a_person_is_no_wall():
    rules = {each.rule for each in find_problems(hatch(0.6))}
    assert "opening-narrow" in rules
    assert "opening-too-narrow" not in rules
