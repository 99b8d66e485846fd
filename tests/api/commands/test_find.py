import json

import pytest

from api.cli import main
from tests.support.rich_plans import rich_plan
from tests.support.toy_file import write_plan


def test_a_call_number_is_answered_with_level_shelf_face_bays_and_board(tmp_path, capsys):
    assert main(["find", "--plan", write_plan(tmp_path), "LAP 84.2 JAN", "--lang", "en"]) == 0
    words = capsys.readouterr().out.replace("\N{NO-BREAK SPACE}", " ").lower()
    assert "floor 2, bookcase 3" in words
    assert "section 1" in words
    assert "third" in words
    assert "children's fiction" in words


def test_finnish_is_the_language_unless_another_is_asked_for(tmp_path, capsys):
    main(["find", "--plan", write_plan(tmp_path), "84.2 TOL"])
    words = capsys.readouterr().out.replace("\N{NO-BREAK SPACE}", " ")
    assert words.startswith("1. kerros, hylly 1, puoli A, osat 3–4")


def test_json_is_one_document_with_the_place(tmp_path, capsys):
    plan = write_plan(tmp_path)
    assert main(["find", "--plan", plan, "84.2 TOL", "--partition", "aik-kauno", "--json"]) == 0
    (place,) = json.loads(capsys.readouterr().out)["places"]
    assert (place["face"], place["first_bay"], place["last_bay"]) == ("1A", 3, 4)
    assert place["confidence"] == 1.0
    assert place["partition_name"] == "Aikuisten kaunokirjallisuus"
    assert place["text"]


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_call_number_that_no_range_holds_gives_status_1(tmp_path, capsys, options):
    plan = write_plan(tmp_path)
    assert main(["find", "--plan", plan, "07 HEL", "--partition", "lap-kauno", *options]) == 1
    out = capsys.readouterr().out
    assert json.loads(out)["places"] == [] if options else "No range" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["???"], "one looks like"),
        (["84.2 TOL", "--partition", "x"], 'no partition "x"'),
    ],
)
def test_wrong_use_is_one_clear_line_with_status_2(tmp_path, capsys, arguments, message):
    assert main(["find", "--plan", write_plan(tmp_path), *arguments]) == 2
    captured = capsys.readouterr()
    assert message in captured.err
    assert captured.err.count("\n") == 1
    assert captured.out == ""


def test_a_missing_plan_is_named(tmp_path, capsys):
    missing = str(tmp_path / "none.json")
    assert main(["find", "--plan", missing, "84.2 TOL"]) == 2
    assert missing in capsys.readouterr().err


def find_rich(tmp_path, capsys, *arguments):
    """Ask the plan with every way of keeping things; give the status and the words."""
    status = main(["find", "--plan", write_plan(tmp_path, rich_plan()), "--lang", "en", *arguments])
    return status, capsys.readouterr().out.replace("\N{NO-BREAK SPACE}", " ")


def test_a_border_is_this_section_or_the_next(tmp_path, capsys):
    _, words = find_rich(tmp_path, capsys, "84.2 HEI")
    assert words.startswith("Floor 1, bookcase 1, side A, section 1 or 2\n")


def test_kinds_are_named_and_displays_count_for_the_day(tmp_path, capsys):
    _, words = find_rich(tmp_path, capsys, "84.2 KIV", "--on", "2026-12-24")
    assert [line.split(":")[0] for line in words.splitlines() if not line.startswith(" ")] == [
        "Floor 1, bookcase 1, side A, section 2",
        "On display until 12 Jan 2027",
        "On the returns trolley",
    ]
    _, later = find_rich(tmp_path, capsys, "84.2 KIV", "--on", "2027-01-13")
    assert "On display" not in later
    assert find_rich(tmp_path, capsys, "95 KAR")[1].startswith("In closed stacks, ask the staff")


def test_titles_find_what_is_in_order_of_titles(tmp_path, capsys):
    asked = ("no number", "--partition", "films", "--title", "Huuto", "--json")
    status, document = find_rich(tmp_path, capsys, *asked)
    place = json.loads(document)["places"][0]
    assert (status, place["kind"], place["face"], place["first_bay"]) == (0, "title", "2A", 1)


def test_a_theme_is_named_in_the_readers_language(tmp_path, capsys):
    _, document = find_rich(tmp_path, capsys, "84.2 JÄNN KIV", "--json")
    assert json.loads(document)["places"][0]["theme"] == "Crime"


def test_a_day_that_is_none_is_refused(tmp_path, capsys):
    with pytest.raises(SystemExit) as refused:
        find_rich(tmp_path, capsys, "84.2 KIV", "--on", "Christmas")
    assert refused.value.code == 2
    assert '"Christmas" is no day' in capsys.readouterr().err
