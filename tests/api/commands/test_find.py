import json

import pytest

from api.cli import main
from tests.support.toy_file import write_plan


def test_a_call_number_is_answered_with_level_shelf_face_bays_and_board(tmp_path, capsys):
    assert main(["find", "--plan", write_plan(tmp_path), "LAP 84.2 JAN", "--lang", "en"]) == 0
    words = capsys.readouterr().out.replace("\N{NO-BREAK SPACE}", " ").lower()
    assert "floor 2, shelf 3" in words
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
