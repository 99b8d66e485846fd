import dataclasses
import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.cli import main
from api.settings import load_settings
from api.storage.plans import find_published_hash, publish_plan, store_version
from api.storage.publications import list_publications
from api.storage.upgrade import prepare_database
from floorplans.formats.native import plan_hash
from floorplans.model import Text
from tests.support.library import CREATED_AT, second_plan
from tests.support.plans import toy_plan
from tests.support.toy_file import write_plan

RENAMED = dataclasses.replace(toy_plan(), name=Text("Uusi nimi"))
TWICE = Text("Toinen nimi")
BROKEN = dataclasses.replace(toy_plan(), scheme="nothing")
AHEAD = datetime.now(UTC).year + 1
OLD, NEW = plan_hash(toy_plan()), plan_hash(RENAMED)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [each for each in os.environ if each.startswith("HYLLYKARTTA_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HYLLYKARTTA_DATA_DIR", str(tmp_path / "data"))
    return tmp_path


@pytest.fixture
def shown(folder):
    """The branch "toy" with two versions, the newer one published."""
    for plan in (toy_plan(), RENAMED):
        assert main(["plan", "publish", write_plan(folder, plan)]) == 0
    return folder


def published():
    database = prepare_database(load_settings(os.environ).database)
    hash_ = find_published_hash(database, "toy")
    database.close()
    return hash_


def clock_at(time):
    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return cls.fromisoformat(time).astimezone(tz)

    return Clock


def versions(capsys):
    capsys.readouterr()
    assert main(["plan", "versions", "toy", "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_publishing_keeps_note_and_author_and_marks_the_version(folder, capsys):
    plan = write_plan(folder)
    assert main(["plan", "publish", plan, "--note", "Avajaiset", "--author", "Aino"]) == 0
    assert "a running server shows it within seconds" in capsys.readouterr().out
    (version,) = versions(capsys)["versions"]
    assert version.pop("created_at").endswith("+00:00")
    assert version == {"hash": OLD, "note": "Avajaiset", "author": "Aino", "published": True}


def test_a_plan_with_violations_changes_nothing(shown, capsys):
    assert main(["plan", "publish", write_plan(shown, BROKEN)]) == 1
    assert "violation [unknown-scheme]" in capsys.readouterr().err
    assert main(["plan", "publish", write_plan(shown, BROKEN), "--at", f"{AHEAD}-11-23T07:00"]) == 1
    listed = versions(capsys)
    assert [each["hash"] for each in listed["versions"]] == [NEW, OLD]
    assert listed["scheduled"] == []


def test_versions_are_listed_with_a_star_at_the_published_one(shown, capsys):
    capsys.readouterr()
    assert main(["plan", "versions", "toy"]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert head == "Times in Europe/Helsinki; * is published."
    assert [line[:14] for line in lines] == [f"* {NEW[:12]}", f"  {OLD[:12]}"]


def test_a_time_schedules_the_version_and_unschedule_takes_it_back(folder, capsys):
    plan = write_plan(folder)
    assert main(["plan", "publish", plan, "--at", f"{AHEAD}-11-23T07:00", "--note", "Muutto"]) == 0
    told = capsys.readouterr().out
    assert f"version {OLD[:12]} is to be published {AHEAD}-11-23 07:00 (Europe/Helsinki)" in told
    assert published() is None
    (scheduled,) = versions(capsys)["scheduled"]
    assert scheduled["due_at"] == f"{AHEAD}-11-23T05:00:00+00:00"
    assert scheduled["note"] == "Muutto"
    assert main(["plan", "versions", "toy"]) == 0
    listed = f"scheduled {scheduled['id']}: {OLD[:12]}  at {AHEAD}-11-23 07:00  Muutto"
    assert listed in capsys.readouterr().out
    assert main(told.split("hyllykartta ")[-1].split()) == 0
    assert versions(capsys)["scheduled"] == []


def test_what_came_due_while_no_server_ran_goes_before_what_is_published_now(shown, monkeypatch):
    monkeypatch.setattr("api.commands.plan.publish.datetime", clock_at("2026-03-02T09:30"))
    back = ["plan", "publish", f"toy@{OLD[:8]}", "--at", "2026-03-02T12:00"]
    assert main(back) == 0
    monkeypatch.setattr("api.commands.plan.publish.datetime", clock_at("2026-03-02T11:00"))
    third = dataclasses.replace(toy_plan(), name=Text("Kolmas"))
    assert main(["plan", "publish", write_plan(shown, third)]) == 0
    database = prepare_database(load_settings(os.environ).database)
    log = [each.hash for each in list_publications(database, "toy")]
    database.close()
    assert log == [plan_hash(third), OLD, NEW, OLD]


def test_rollback_goes_to_the_previous_version_and_twice_forward_again(shown, capsys):
    assert main(["plan", "rollback", "toy"]) == 0
    assert f"toy: back at version {OLD[:12]}" in capsys.readouterr().out
    assert published() == OLD
    assert main(["plan", "rollback", "toy"]) == 0
    assert published() == NEW


def test_rollback_goes_to_any_stored_version(shown):
    assert main(["plan", "publish", write_plan(shown, second_plan())]) == 0
    third = dataclasses.replace(toy_plan(), name=Text("Kolmas"))
    assert main(["plan", "publish", write_plan(shown, third)]) == 0
    assert main(["plan", "rollback", "toy", "--to", OLD[:6], "--note", "takaisin"]) == 0
    assert published() == OLD


def test_rollback_to_a_version_with_violations_changes_nothing(shown, capsys):
    database = prepare_database(load_settings(os.environ).database)
    publish_plan(database, BROKEN, CREATED_AT)
    publish_plan(database, RENAMED, CREATED_AT)
    database.close()
    assert main(["plan", "rollback", "toy"]) == 1
    assert "nothing was changed" in capsys.readouterr().out
    assert published() == NEW


def test_rollback_goes_to_what_was_shown_before_whatever_the_checker_says_of_it(folder):
    one, two, *rest = toy_plan().shelves
    shelves = (one, dataclasses.replace(two, x_m=one.x_m, y_m=one.y_m), *rest)
    overlapping = dataclasses.replace(toy_plan(), shelves=shelves)
    database = prepare_database(load_settings(os.environ).database)
    never_shown = store_version(database, dataclasses.replace(overlapping, name=TWICE), CREATED_AT)
    publish_plan(database, overlapping, CREATED_AT)
    publish_plan(database, toy_plan(), CREATED_AT)
    database.close()
    assert main(["plan", "rollback", "toy", "--to", never_shown]) == 1
    assert published() == OLD
    assert main(["plan", "rollback", "toy"]) == 0
    assert published() == plan_hash(overlapping)


def test_a_draft_is_begun_checked_and_published_without_disturbing_anybody(shown, capsys):
    capsys.readouterr()
    assert main(["plan", "draft", "toy", "--name", "Lasten muutto", "--author", "Aino"]) == 0
    name = capsys.readouterr().out.strip()
    assert re.fullmatch("draft:[0-9a-f]{12}", name)
    assert main(["plan", "check", name]) == 0
    assert main(["plan", "publish", f"toy@{OLD}"]) == 0
    capsys.readouterr()
    assert main(["plan", "drafts", "toy"]) == 0
    listed = capsys.readouterr().out
    assert listed.startswith(f"{name}  revision 1, ")
    assert listed.endswith("UTC  Lasten muutto  Aino\n")
    assert main(["plan", "drafts", "toy", "--json"]) == 0
    (draft,) = json.loads(capsys.readouterr().out)["drafts"]
    assert (draft["base_hash"], draft["revision"]) == (NEW, 1)
    assert main(["plan", "publish", name]) == 0
    assert published() == NEW


def test_a_draft_may_come_from_a_file_that_has_violations(folder, capsys):
    assert main(["plan", "drafts", "toy"]) == 0
    assert "toy: no drafts" in capsys.readouterr().out
    assert main(["plan", "draft", write_plan(folder, BROKEN)]) == 0
    name = capsys.readouterr().out.strip()
    assert main(["plan", "check", name]) == 1
    assert main(["plan", "publish", name]) == 1
    assert published() is None


@pytest.mark.parametrize(
    ("stored", "hash_"),
    [("toy@published", NEW), ("toy@previous", OLD), (f"toy@{OLD[:6]}", OLD), (f"toy@{NEW}", NEW)],
)
def test_every_verb_takes_stored_plans_by_name(shown, capsys, stored, hash_):
    capsys.readouterr()
    assert main(["plan", "check", stored, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["hash"] == hash_
    assert main(["find", "--plan", stored, "84.2 LIN"]) == 0


def test_a_settings_file_tells_where_stored_plans_are(shown, monkeypatch, capsys):
    monkeypatch.delenv("HYLLYKARTTA_DATA_DIR")
    config = shown / "settings.toml"
    config.write_text(f'data_dir = "{(shown / "data").as_posix()}"')
    for arguments in (
        ["plan", "check", "toy@published"],
        ["plan", "versions", "toy"],
        ["plan", "draft", "toy"],
        ["plan", "rollback", "toy"],
        ["find", "--plan", "toy@published", "84.2 LIN"],
        ["route", "--plan", "toy@published", "--from", "kiosk:toy-1", "--to", "84.2 LIN"],
    ):
        assert main([*arguments, "--config", str(config)]) == 0


def test_two_versions_are_compared_in_words_and_as_data(shown, capsys):
    capsys.readouterr()
    assert main(["plan", "diff", "toy@previous", "toy@published", "--lang", "en"]) == 0
    sentence = "The branch is now called Uusi nimi (was Toy library)"
    assert capsys.readouterr().out == f"{sentence}\n"
    assert main(["plan", "diff", "toy@previous", "toy@published", "--lang", "en", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["before"], told["after"], told["summary"]) == (OLD, NEW, [sentence])
    assert [(each["thing"], each["kind"]) for each in told["changes"]] == [("plan", "renamed")]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "toy@abcdef"], "no version that begins with abcdef; there are: "),
        (["check", "toy@newest"], '"newest" names no version; give 6 to 64 hexadecimal digits'),
        (["check", "attic@published"], '"attic" has no published plan'),
        (["check", "side@previous"], '"side" had no other plan published before'),
        (["check", "draft:0123"], 'no draft "0123"; list a branch\'s drafts'),
        (["versions", "attic"], '"attic" has no versions'),
        (["rollback", "side"], '"side" had no other plan published before'),
        (["rollback", "toy", "--to", "123"], '"123" names no version'),
        (["unschedule", "toy", "4"], "no scheduled publication 4; scheduled are: none"),
        (
            ["publish", "toy@previous", "--at", "2026-03-02T09:30"],
            "--at: 2026-03-02T09:30 has pass",
        ),
        (["publish", "toy@previous", "--at", "2127-03-30T03:30"], "clocks in Europe/Helsinki go f"),
        (["publish", "toy@previous", "--at", "soon"], '--at: "soon" is no time'),
        (["draft", "attic"], '"attic" is neither a file nor a branch with a published plan; such '),
        (["draft", "attic.json"], "such branches: side, toy."),
        (["draft", "draft:\udcff"], "is not UTF-8 text"),
        (["draft", f"draft:{'x' * 5000}"], "There is no draft"),
        (["publish", "toy@previous", "--note", "\udcff"], "is not UTF-8 text"),
        (["unschedule", "toy", "9" * 30], "no scheduled publication 9999"),
    ],
)
def test_what_is_not_there_is_one_clear_line(shown, capsys, arguments, words):
    assert main(["plan", "publish", write_plan(shown, second_plan())]) == 0
    capsys.readouterr()
    assert main(["plan", *arguments]) == 2
    told = capsys.readouterr()
    assert words in told.err
    assert told.err.count("\n") == 1
    assert told.out == ""
    assert published() == NEW
