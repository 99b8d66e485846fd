import json
from dataclasses import replace
from pathlib import Path

import pytest

from api.cli import main
from floorplans.formats.native import format_plan
from floorplans.model import BayRun, Closure, Range, Text
from tests.support.plans import CHECKED_ON, toy_plan


@pytest.fixture
def plan_file(tmp_path):
    path = tmp_path / "plan.json"
    path.write_text(format_plan(toy_plan()), encoding="utf-8")
    return str(path)


@pytest.fixture
def route(plan_file, capsys):
    def run(start, goal, *more, plan=None):
        if plan is not None:
            Path(plan_file).write_text(format_plan(plan), encoding="utf-8")
        status = main(["route", "--plan", plan_file, "--from", start, "--to", goal, *more])
        printed = capsys.readouterr()
        return status, printed.out.replace("\u00a0", " "), printed.err

    return run


def test_the_way_to_a_call_number_is_printed_step_by_step(route):
    status, out, err = route("1,1.2,0.5", "84.2 TOL")
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "1. kerros, hylly 1, puoli A, osat 3–4",
        "1. Lähde hyllyn 2 suuntaan ja kulje 3 m",
        "2. Käänny oikealle ensimmäiseen hyllyväliin (hyllyt 1 ja 2) ja kulje 2 m",
        "3. Hylly 1 on oikealla. Käänny hyllyä kohti: puoli A, osat 3–4. Etsi 84.2 TOL",
        "Yhteensä 5 m, noin 1 min",
    ]


def test_the_way_can_be_had_to_hear(route):
    _, out, _ = route("1,1.2,0.5", "84.2 TOL", "--as", "speech", "--lang", "en")
    assert out == (
        "Head towards bookcase 2 for 3 metres."
        " Turn right, to 2 o'clock, into the first aisle, between bookcases 1 and 2,"
        " and go 2 metres."
        " Bookcase 1 is on your right, at 3 o'clock. Turn to face it: side A, sections 3 and 4."
        " Look for 84 point 2, T O L.\n"
    )


def test_the_way_can_be_had_on_a_slip_with_footsteps(route):
    _, out, _ = route("1,1.2,0.5", "84.2 TOL", "--as", "slip", "--footsteps", "--lang", "sv")
    lines = out.splitlines()
    assert lines[0] == "84.2 TOL"
    assert "1. Gå 3 m (cirka 4 steg) mot hylla 2" in lines
    assert max(map(len, lines)) <= 42


def test_a_kiosk_can_be_the_start_and_english_the_language(route):
    status, out, _ = route("kiosk:toy-1", "84.2 TOL", "--lang", "en")
    assert status == 0
    assert out.splitlines()[1] == ("1. Turn round, with the service desk on your right, and go 2 m")


def test_json_has_the_legs_and_steps_of_the_profile(route):
    status, out, _ = route("1,2,1.5", "2,4,5", "--profile", "step-free", "--json")
    answer = json.loads(out)
    assert status == 0
    assert [leg["connector"] for leg in answer["legs"]] == ["lift", None]
    assert answer["profile"] == "step-free"
    assert answer["place"] is None
    assert sum(step["distance_m"] for step in answer["steps"]) == round(answer["length_m"])
    assert answer["steps"][-1]["kind"] == "arrive"
    lift = next(each for each in answer["steps"] if each["kind"] == "lift")
    assert (lift["key"], lift["params"]["level"]) == ("step.lift", "2")
    assert lift["spoken"] == "Mene hissillä ylös: toinen kerros"


@pytest.mark.parametrize(
    ("start", "goal", "status", "words"),
    [
        ("9,1,1", "84.2 TOL", 2, '"toy" has no level "9"; its levels: 1, 2.'),
        ("1,90,1", "84.2 TOL", 2, "more than 3 m from where one can walk"),
        ("somewhere", "84.2 TOL", 2, '"somewhere" is no place; expected LEVEL,X,Y'),
        ("1,nan,1", "84.2 TOL", 2, '"1,nan,1" is no place'),
        ("1,1_0,1", "84.2 TOL", 2, '"1,1_0,1" is no place'),
        ("1,٣,1", "84.2 TOL", 2, '"1,٣,1" is no place'),
        ("a,b,1,1", "84.2 TOL", 2, '"toy" has no level "a,b"'),
        ("subject:me", "84.2 TOL", 2, 'no moving "me"; start at LEVEL,X,Y'),
        ("1,1,1", "??", 2, "'??' is no YKL call number"),
        ("1,1,1", "99.9 ZZZ", 1, "No shelf on the map"),
        ("1,1,1", "9,2,2", 2, 'no level "9"'),
        ("1,1,1", "1,2,3,4", 2, 'no level "1,2"'),
        ("1,1,1", "", 2, "--to is empty; give a call number, or LEVEL,X,Y"),
        ("1,1,1", "1,,2", 2, '"1,,2" is no place; expected LEVEL,X,Y'),
        ("1,1,1", "kiosk:", 2, 'has no kiosk ""; its kiosks: toy-1.'),
        ("1,1,1", "point:", 2, "write what is on one, such as point:T1A01."),
        ("point:T9", "84.2 TOL", 2, 'no locator point "T9"'),
        ("1,1,1", "84.2 TOL\x1b[31m", 2, "no control characters such as U+001B"),
        ("1,1\x1b[31m", "84.2 TOL", 2, '"1,1[31m" is no place'),
        ("1,1,1", "L84.2\x00", 2, "no control characters such as U+0000"),
    ],
)
def test_what_cannot_be_answered_is_one_clear_line(route, start, goal, status, words):
    answer, out, err = route(start, goal)
    assert (answer, out) == (status, "")
    assert err.startswith("hyllykartta: ")
    assert err.count("\n") == 1
    assert words in err
    assert not set("\x00\x1b") & set(err)


def test_a_form_to_read_and_json_do_not_go_together(route):
    status, out, err = route("1,1.2,0.5", "84.2 TOL", "--json", "--as", "slip")
    assert (status, out) == (2, "")
    assert "leave out --as slip" in err


def test_two_numbers_are_a_class_and_it_is_said_how_a_spot_is_written(route):
    status, out, err = route("1,1.2,0.5", "84,2")
    assert status == 0
    assert "Etsi 84,2" in out
    assert err == (
        'hyllykartta: "84,2" is taken for a call number; a spot has its level before it, such as '
        '"1,84,2".\n'
    )
    assert route("1,1.2,0.5", "84.2 TOL")[2] == ""


def test_a_kiosk_and_a_label_can_be_the_goal(route):
    for goal, spot in (("kiosk:toy-1", "1,2,1.5"), ("point:T1A01", "1,6.9,3")):
        ways = [json.loads(route("1,10,3", to, "--json")[1]) for to in (goal, spot)]
        assert ways[0]["length_m"] == ways[1]["length_m"]


def test_an_unknown_partition_is_named(route):
    status, _, err = route("1,1,1", "84.2 TOL", "--partition", "attic")
    assert status == 2
    assert '"toy" has no partition "attic"' in err


@pytest.mark.parametrize("at", ["0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00"])
def test_a_time_that_the_branchs_clocks_do_not_have_is_refused(route, at):
    status, out, err = route("1,1.2,0.5", "84.2 TOL", "--at", at)
    assert (status, out) == (2, "")
    assert err.startswith("hyllykartta: ")
    assert "no time on the branch's clocks" in err


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", "Suljettu 1.12.2026 klo 8 asti: "),
        ("sv", "Stängt till 1.12.2026 kl. 8: "),
        ("en", "Closed until 8:00 on 1 Dec 2026: "),
    ],
)
def test_why_no_way_leads_is_said_in_the_language(route, language, words):
    broken = Closure("c", Text("Rikki"), ends_at="2026-12-01T08:00", connectors=("lift", "stairs"))
    options = ("--at", "2026-11-30T12:00", "--lang", language)
    plan = replace(toy_plan(), closures=(broken,))
    status, out, err = route("1,1.2,0.5", "2,2,5", *options, plan=plan)
    assert (status, out) == (1, "")
    assert err.replace("\u00a0", " ").startswith(f"hyllykartta: {words}")
    assert "Rikki" in err


def test_json_says_why_no_way_leads_and_until_when(route):
    broken = Closure("c", Text("Rikki"), ends_at="2026-12-01T08:00", connectors=("lift", "stairs"))
    options = ("--at", "2026-11-30T12:00", "--json")
    plan = replace(toy_plan(), closures=(broken,))
    status, out, err = route("1,1.2,0.5", "2,2,5", *options, plan=plan)
    problem = json.loads(out)
    assert (status, err) == (1, "")
    assert (problem["type"], problem["no_way"]["why"]) == ("/problems/no-route", "closed")
    (block,) = problem["no_way"]["blocks"]
    assert block == {
        "kind": "connector",
        "id": "stairs",
        "closure": "c",
        "ends_at": "2026-12-01T08:00+02:00",
    }
    assert problem["detail"].startswith("Suljettu")
    status, out, _ = route("1,1.2,0.5", "99.9 ZZZ", "--json")
    assert (status, json.loads(out)["type"]) == (1, "/problems/no-place")


def test_a_display_is_offered_on_its_last_day_and_not_after_it(route):
    shown = Range(
        "d",
        "aik-kauno",
        (BayRun("2A", 1, 1),),
        "84.2 TOL",
        "84.2 TOL",
        CHECKED_ON,
        kind="display",
        starts_on="2026-01-01",
        ends_on="2029-12-31",
    )
    plan = replace(toy_plan(), ranges=(*toy_plan().ranges, shown))
    _, out, _ = route("1,1.2,0.5", "84.2 TOL", "--at", "2029-12-31T12:00", plan=plan)
    assert "esillä 31.12.2029 asti" in out
    _, out, _ = route("1,1.2,0.5", "84.2 TOL", "--at", "2030-01-01T12:00", plan=plan)
    assert "esillä" not in out


def test_the_staff_is_led_into_the_closed_stacks_and_others_to_the_desk(route):
    stacks = Range(
        "c", "lap-kauno", (BayRun("3A", 2, 2),), "L85 A", "L85 Ö", CHECKED_ON, kind="closed"
    )
    plan = replace(toy_plan(), ranges=(*toy_plan().ranges, stacks))
    places = {}
    for profile in ("walk", "staff"):
        _, out, _ = route("1,1.2,0.5", "L85 KOI", "--profile", profile, "--json", plan=plan)
        places[profile] = json.loads(out)["goal"]["level"]
    assert places == {"walk": "1", "staff": "2"}
    _, out, _ = route("1,1.2,0.5", "L85 KOI", "--profile", "staff", plan=plan)
    assert "osa 2" in out.splitlines()[0]
    assert "Etsi L85 KOI" in out


def test_who_is_there_already_is_told_so(route):
    status, out, _ = route("1,1.2,0.5", "1,1.2,0.5", "--lang", "en")
    assert status == 0
    assert out.splitlines()[-1] == "You have arrived"
    assert "0 m" not in out


def test_another_place_of_another_collection_is_told_with_its_name(route):
    youth = Range("y", "lap-kauno", (BayRun("2A", 1, 1),), "L84.2 TOL", "L84.2 TOL", CHECKED_ON)
    plan = replace(toy_plan(), ranges=(*toy_plan().ranges, youth))
    _, out, _ = route("1,1.2,0.5", "84.2 TOL", plan=plan)
    assert (
        out.splitlines()[-1] == "Tai 1. kerros, hylly 2, puoli A, osa 1 (Lasten kaunokirjallisuus)"
    )


def test_a_closure_whose_time_cannot_be_read_is_refused_with_its_name(route):
    works = Closure("works", Text("Remontti"), ends_at="ensi viikolla", connectors=("lift",))
    status, out, err = route("1,1.2,0.5", "84.2 TOL", plan=replace(toy_plan(), closures=(works,)))
    assert (status, out) == (2, "")
    assert "closure works" in err
    assert "write it as 2026-12-01T08:00" in err
