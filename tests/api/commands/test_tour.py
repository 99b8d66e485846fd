import io
import json
from dataclasses import replace
from typing import get_args

import pytest

from api.cli import main
from api.touring import Reason
from floorplans.formats.native import format_plan
from floorplans.model import BayRun, Closure, Opening, Range, Text, Unit
from kiosk_ui.messages import LANGUAGES, load_messages
from tests.support.plans import CHECKED_ON, rectangle, toy_plan

LIST = "84.2 TOL\n61.2 HÄM\nL84.2 HAA\n84.2 KIR\n84.2 AAL\n"


@pytest.fixture
def tour(tmp_path, capsys):
    def run(content, *options, plan=None, start="1,1.2,0.5"):
        file, plan_file = tmp_path / "list.txt", tmp_path / "plan.json"
        plan_file.write_text(format_plan(plan or toy_plan()), encoding="utf-8")
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        begin = ["--from", start] if start else []
        status = main(["tour", "--plan", str(plan_file), *begin, *options, str(file)])
        printed = capsys.readouterr()
        return status, printed.out.replace("\u00a0", " "), printed.err

    return run


def picked(document):
    return [pick["call_number"] for stop in document["stops"] for pick in stop["picks"]]


def test_the_list_is_printed_in_the_order_of_the_way_and_each_bay_in_shelf_order(tour):
    status, out, err = tour(LIST)
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "5 teosta, 4 pysähdystä, 21 m, noin 1 min",
        "1. 1. kerros, hylly 1, puoli A, osat 3–4 (5 m)",
        "   84.2 TOL",
        "2. 1. kerros, hylly 2, puoli B, osat 1–4 (ihan vieressä)",
        "   61.2 HÄM",
        "3. 1. kerros, hylly 1, puoli A, osat 1–2 (2 m)",
        "   84.2 AAL",
        "   84.2 KIR",
        "4. 2. kerros, hylly 3, osa 1 (14 m)",
        "   L84.2 HAA – toinen hyllylauta ylhäältä",
    ]


@pytest.mark.parametrize(
    ("language", "beginning", "end"),
    [
        ("fi", "1 teos, 1 pysähdys, 10 m", "Viimeiseltä pysähdykseltä takaisin alkuun 5 m"),
        ("sv", "1 verk, 1 stopp, 10 m", "Från sista stoppet tillbaka till början 5 m"),
        ("en", "1 item at 1 stop, 10 m", "From the last stop back to the start 5 m"),
    ],
)
def test_one_is_said_as_one_and_the_way_back_is_said(tour, language, beginning, end):
    status, out, _ = tour("84.2 TOL\n", "--to", "start", "--lang", language)
    assert status == 0
    assert out.splitlines()[0].startswith(beginning)
    assert out.splitlines()[-1] == end


def test_another_end_is_said_and_a_free_start_has_no_way_to_it(tour):
    status, out, _ = tour(LIST, "--to", "1,1.2,0.5", "--lang", "en", start=None)
    assert status == 0
    lines = out.splitlines()
    assert lines[1] == "1. Floor 2, bookcase 3, section 1"
    assert lines[-1].startswith("From the last stop to the end ")


def test_json_has_every_stop_with_its_way_and_its_items(tour):
    status, out, _ = tour(LIST, "--to", "start", "--profile", "step-free", "--json")
    document = json.loads(out)
    assert (status, document["profile"], document["apart"]) == (0, "step-free", [])
    assert sorted(picked(document)) == sorted(LIST.split("\n")[:-1])
    routes = [*(stop["route"] for stop in document["stops"]), document["last"]]
    assert {leg["connector"] for route in routes for leg in route["legs"]} == {None, "lift"}
    assert sum(route["length_m"] for route in routes) == pytest.approx(
        document["length_m"], abs=0.05
    )
    assert routes[0]["start"] == routes[-1]["goal"]
    assert all(route["steps"][-1]["kind"] == "arrive" for route in routes)
    faces = [stop["picks"][0]["place"]["face"] for stop in document["stops"]]
    assert sorted(faces) == ["1A", "1A", "2B", "3A"]


def test_a_start_inside_a_shelf_is_moved_and_it_is_said_how_far(tour):
    status, out, _ = tour("84.2 TOL\n", "--lang", "en", start="1,4.5,3.1")
    assert status == 0
    assert out.splitlines()[1] == "The start was moved 0.5 m to where one can walk."
    _, out, _ = tour("84.2 TOL\n", "--json", start="1,4.5,3.1")
    assert json.loads(out)["start_moved_m"] == pytest.approx(0.5, abs=0.01)


def test_what_cannot_be_placed_is_listed_apart_with_the_reason(tour):
    lines = "call_number;partition\n??;\n99.9 ZZZ;\n84.2 TOL;attic\n84.2 TOL;\n"
    status, out, _ = tour(lines, "--lang", "en")
    assert status == 1
    assert out.splitlines()[0].startswith("1 item at 1 stop")
    assert out.splitlines()[-4:] == [
        "3 items are not on the tour:",
        "   line 2, ??: This is not a call number.",
        "   line 3, 99.9 ZZZ: No bookcase on the map holds this call number. Ask the staff.",
        "   line 4, 84.2 TOL: The library has no partition “attic”.",
    ]
    _, out, _ = tour(lines, "--json")
    reasons = [(each["lines"], each["reason"]) for each in json.loads(out)["apart"]]
    assert reasons == [([2], "call-number"), ([3], "no-place"), ([4], "partition")]


@pytest.mark.parametrize("head", ["", "call_number;title\n"])
def test_a_line_with_control_characters_is_listed_apart_and_they_are_shown(tour, head):
    line = 2 if head else 1
    status, out, _ = tour(f"{head}84.2 TO\x07L\n84.2 TOL\n", "--lang", "en")
    assert status == 1
    assert out.splitlines()[0].startswith("1 item at 1 stop")
    assert out.splitlines()[-1] == (
        f"   line {line}, 84.2 TO\\x07L: The line has control characters, which no shelf has. "
        "Write it without them."
    )
    _, out, _ = tour(f"{head}84.2\x0cTOL\n", "--json")
    (apart,) = json.loads(out)["apart"]
    assert (apart["call_number"], apart["reason"]) == ("84.2\\x0CTOL", "controls")


def test_what_cannot_be_reached_is_listed_apart_with_the_reason(tour):
    no_lift = replace(toy_plan(), connectors=toy_plan().connectors[:1])
    status, out, _ = tour(LIST, "--profile", "step-free", "--lang", "en", plan=no_lift)
    assert status == 1
    assert "1 item is not on the tour:" in out
    (line,) = (each for each in out.splitlines() if "line 3, L84.2 HAA: " in each)
    assert "stairs" in line


def test_a_lift_out_of_order_is_named_until_it_runs_again(tour):
    broken = Closure(
        "c", Text("Hissi on rikki"), ends_at="2026-12-01T08:00", connectors=("lift", "stairs")
    )
    plan = replace(toy_plan(), closures=(broken,))
    status, out, _ = tour(LIST, "--at", "2026-11-30T12:00", plan=plan)
    assert status == 1
    assert "1.12.2026" in out.splitlines()[-1]
    assert tour(LIST, "--at", "2026-12-02T12:00", plan=plan)[0] == 0


@pytest.mark.parametrize("is_round", [True, False])
def test_a_one_way_door_is_the_reason_where_a_tour_does_not_lead_in_or_back(tour, is_round):
    back = Unit("back", "1", "room", Text("Takahuone"), rectangle(0.0, 3.6, 9.0, 4.4))
    door = Opening("back-door", "1", "door", (7.0, 3.6), (8.0, 3.6), one_way=True)
    quiet = replace(toy_plan().openings[1], staff_only=True)
    openings = (toy_plan().openings[0], quiet, *toy_plan().openings[2:])
    if is_round:
        door = replace(door, start=door.end, end=door.start)
    plan = replace(toy_plan(), units=(*toy_plan().units, back), openings=(*openings, door))
    options = ("--to", "start") if is_round else ()
    status, out, _ = tour("61.2 HÄM\nL84.2 HAA\n", *options, "--json", plan=plan)
    document = json.loads(out)
    assert (status, picked(document)) == (1, ["L84.2 HAA"])
    (apart,) = document["apart"]
    assert (apart["call_number"], apart["reason"]) == ("61.2 HÄM", "one-way")
    assert [each["id"] for each in apart["no_way"]["blocks"]] == ["back-door"]
    _, out, _ = tour("61.2 HÄM\n", *options, "--lang", "en", plan=plan)
    assert "leads the other way only: a door on the way" in out


def test_a_one_way_door_between_the_start_and_the_end_is_the_reason(tour):
    quiet = replace(toy_plan().openings[1], one_way=True)
    openings = (toy_plan().openings[0], quiet, *toy_plan().openings[2:])
    status, _, err = tour(
        LIST,
        "--to",
        "1,1.2,0.5",
        "--lang",
        "en",
        start="1,10.5,6.5",
        plan=replace(toy_plan(), openings=openings),
    )
    assert status == 1
    assert "leads the other way only: a door on the way" in err


def test_closed_stacks_are_for_the_staff(tour):
    closed = Range(
        "c", "lap-kauno", (BayRun("3A", 2, 2),), "L85 A", "L85 Ö", CHECKED_ON, kind="closed"
    )
    plan = replace(toy_plan(), ranges=(*toy_plan().ranges, closed))
    status, out, _ = tour("L85 KOI\n", "--lang", "en", plan=plan)
    assert status == 1
    assert out.splitlines() == [
        "There is nothing to fetch on the tour.",
        "1 item is not on the tour:",
        "   line 1, L85 KOI: This is in the closed stacks. Ask the staff.",
    ]
    status, out, _ = tour("L85 KOI\n", "--profile", "staff", "--lang", "en", plan=plan)
    assert status == 0
    assert out.startswith("1 item at 1 stop")


def test_where_no_way_leads_to_the_first_place_the_next_one_is_gone_to(tour):
    more = Range("m", "lap-kauno", (BayRun("1B", 1, 1),), "L84.2 AHO", "L84.2 KUN", CHECKED_ON)
    plan = replace(toy_plan(), ranges=(*toy_plan().ranges, more), connectors=())
    status, out, _ = tour("L84.2 HAA\n", "--lang", "en", plan=plan)
    assert status == 0
    assert "bookcase 1, side B, section 1" in out.splitlines()[1]
    assert "May also be elsewhere: Floor 2, bookcase 3" in out.splitlines()[2]


def test_of_places_that_are_as_likely_the_tour_goes_to_the_one_on_its_way(tour):
    more = Range("m", "lap-kauno", (BayRun("1B", 1, 1),), "L84.2 AHO", "L84.2 KUN", CHECKED_ON)
    plan = replace(toy_plan(), ranges=(*toy_plan().ranges, more))
    _, out, _ = tour("L84.2 HAA\n", "--lang", "en", plan=plan)
    assert out.splitlines()[1].startswith("1. Floor 1, bookcase 1, side B, section 1 (")
    assert "May also be elsewhere: Floor 2, bookcase 3" in out.splitlines()[2]
    _, out, _ = tour("L84.2 HAA\n", "--lang", "en", plan=plan, start="2,4,5")
    assert out.splitlines()[1].startswith("1. Floor 2, bookcase 3, section 1 (")


def test_a_tour_to_one_bay_from_anywhere_has_no_length(tour):
    _, out, _ = tour("84.2 TOL\n", "--lang", "en", start=None)
    assert out.splitlines()[0] == "1 item at 1 stop"
    _, out, _ = tour("84.2 TOL\n", "--lang", "selko", start=None)
    assert out.splitlines()[0] == "1 kirja, 1 paikka"


def test_what_is_asked_for_twice_is_fetched_once_and_said(tour):
    status, out, _ = tour("\n84.2 TOL\n \n84.2   tol\n\n", "--lang", "en")
    assert status == 0
    assert out.splitlines()[0].startswith("1 item at 1 stop")
    assert out.splitlines()[2] == "   84.2 TOL (2 times in the list, lines 2, 4)"
    _, out, _ = tour("84.2 TOL\n" * 9, "--lang", "en")
    assert "(9 times in the list, lines 1, 2, 3, 4, 5, …)" in out


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_may_name_partitions_and_titles_in_any_order(tour, separator):
    rows = [
        ("barcode", "Title", "call_number", "partition"),
        ("1", "Sinuhe egyptiläinen", "84.2 WAL", "aik-kauno"),
        ("2", "", "L84.2 HAA", ""),
        ("", "", "", ""),
    ]
    table = "\ufeff" + "\r\n".join(separator.join(row) for row in rows)
    status, out, _ = tour(table)
    assert status == 0
    assert "   84.2 WAL: Sinuhe egyptiläinen" in out.splitlines()
    assert len(out.splitlines()) == 5


def test_the_list_may_come_from_standard_input(tour, monkeypatch, tmp_path, capsys):
    _, wanted, _ = tour(LIST)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(LIST.encode())))
    plan = ["--plan", str(tmp_path / "plan.json")]
    assert main(["tour", *plan, "--from", "1,1.2,0.5", "-"]) == 0
    assert capsys.readouterr().out.replace("\u00a0", " ") == wanted
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"84.2 \xd6ST")))
    assert main(["tour", *plan, "-"]) == 2
    assert "standard input is not UTF-8 text (byte 5)" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", None)
    assert main(["tour", *plan, "-"]) == 2
    assert "standard input is closed" in capsys.readouterr().err


def test_ten_thousand_lines_are_planned_and_one_more_is_refused(tour):
    lines = "".join(f"84.2 {a}{b}{c}\n" for a in "ABCDEFGHIJ" for b in "AEIO" for c in "KLMNP")
    status, out, _ = tour(lines * 50, "--json")
    document = json.loads(out)
    assert status == (1 if document["apart"] else 0)
    apart = [each["call_number"] for each in document["apart"]]
    assert sorted(picked(document) + apart) == sorted(lines.splitlines())
    status, out, err = tour(lines * 50 + "84.2 TOL\n")
    assert (status, out) == (2, "")
    assert "has more than 10,000 lines, the most that one tour takes; split the list" in err


@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        ("", [], "has no call numbers; write one on each line"),
        ("\n \n\t\n", [], "has no call numbers; write one on each line"),
        ("call_number\n", [], "has no call numbers"),
        (b"84.2 \xd6ST\n", [], "is not UTF-8 text (byte 5)"),
        ('call_number,title\n84.2 TOL,"x\n', [], "line 2: cannot be read as a table"),
        (LIST, ["--from", "1,nan,1"], '"1,nan,1" is no place; expected LEVEL,X,Y'),
        (LIST, ["--from", "9,1,1"], '"toy" has no level "9"; its levels: 1, 2.'),
        (LIST, ["--from", "1,90,1"], "more than 3 m from where one can walk"),
        (LIST, ["--from", "subject:me"], 'no moving "me"; start at LEVEL,X,Y'),
        (LIST, ["--to", "kiosk:x"], 'has no kiosk "x"; its kiosks: toy-1'),
        (LIST, ["--to", "1,2"], '"1,2" is no place'),
    ],
)
def test_what_cannot_be_read_is_one_clear_line(tour, content, options, words):
    status, out, err = tour(content, *options)
    assert (status, out) == (2, "")
    assert err.startswith("hyllykartta: ")
    assert err.count("\n") == 1
    assert words in err


def test_back_to_the_start_needs_a_start(tour):
    status, _, err = tour(LIST, "--to", "start", start=None)
    assert status == 2
    assert err == "hyllykartta: --to start needs a start; give one with --from.\n"


def test_a_start_that_no_way_joins_with_the_end_is_said(tour):
    status, out, err = tour(LIST, "--to", "2,2,6", plan=replace(toy_plan(), connectors=()))
    assert (status, out) == (1, "")
    assert "Kartta ei tunne reittiä tänne" in err
    status, out, err = tour(
        LIST, "--to", "2,2,6", "--json", plan=replace(toy_plan(), connectors=())
    )
    assert (status, err, json.loads(out)["no_way"]["why"]) == (1, "", "cut-off")


def test_a_line_that_is_far_too_long_is_no_call_number_and_is_said_short(tour):
    status, out, _ = tour("8" * 1_000_000 + "\n84.2 TOL\n")
    assert status == 1
    assert out.splitlines()[0].startswith("1 teos, 1 pysähdys")
    assert len(out) < 500


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_words(language):
    reasons = {f"tour.apart.{reason}" for reason in get_args(Reason) if reason != "no-way"}
    assert reasons <= load_messages(language).keys()


def test_a_row_without_a_call_number_is_listed_apart(tour):
    status, out, _ = tour("call_number,partition\n,aik-kauno\n84.2 TOL,\n", "--lang", "en")
    assert status == 1
    assert out.splitlines()[-1] == "   line 2, –: This is not a call number."


@pytest.mark.parametrize(("option", "value"), [("--profile", "fly"), ("--lang", "xx")])
def test_an_unknown_profile_or_language_is_refused_with_those_there_are(
    tour, capsys, option, value
):
    with pytest.raises(SystemExit) as stopped:
        tour(LIST, option, value)
    assert stopped.value.code == 2
    assert value in capsys.readouterr().err


@pytest.mark.parametrize(("name", "words"), [("", "directory"), ("nothing.txt", "No such file")])
def test_a_list_that_is_no_file_is_named(tmp_path, capsys, name, words):
    assert main(["tour", "--plan", "demo", str(tmp_path / name)]) == 2
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1


def test_a_time_that_the_branchs_clocks_do_not_have_is_refused(tour):
    status, out, err = tour(LIST, "--at", "9999-12-31T23:59-12:00")
    assert (status, out) == (2, "")
    assert "no time on the branch's clocks" in err
    assert err.count("\n") == 1
