"""``hyllykartta items import`` of a catalogue that does not know the plan's partitions."""

import json
from contextlib import closing
from dataclasses import replace

import pytest

from api.catalogue.search import parse_query
from api.cli import main
from api.storage.sqlite_items import SqliteItems
from api.storage.upgrade import prepare_database
from floorplans.model import Alias
from tests.support.library import store_library
from tests.support.plans import toy_plan
from tests.support.toy_file import write_plan

HEADER = "barcode,title,author,year,call_number,language,status,due_on,department,collection"
ROWS = (
    "1,Linnut,,,58.1 HAV,fi,available,,Aikuiset,Tietokirjallisuus",
    "2,Kuut,,,84.2 KUU,fi,available,,Lapset,",
    "3,Levy,,,78.8 LEV,fi,available,,MUS,CD",
    "4,Levy 2,,,78.8 LEV,fi,available,,MUS,CD",
)


@pytest.fixture
def settings(tmp_path, monkeypatch):
    monkeypatch.setenv("HYLLYKARTTA_DATA_DIR", str(tmp_path))
    return store_library(tmp_path)


@pytest.fixture
def command(tmp_path, settings):
    file = tmp_path / "names.csv"
    file.write_text("\n".join([HEADER, *ROWS]), encoding="utf-8")
    return ["items", "import", str(file), "--branch", "toy"]


def find(settings, title):
    with closing(prepare_database(settings.database)) as database:
        return SqliteItems(database).search("toy", parse_query(title), 5, 0).works


def test_items_are_placed_by_the_published_plan_and_the_others_wait(command, settings, capsys):
    assert main(command) == 1
    told = capsys.readouterr()
    assert told.out == "toy: 2 items, and 2 that wait for a place.\n"
    assert told.err.splitlines()[-1] == "      2  MUS / CD  →  no partition"
    assert [work.partition for work in find(settings, "linnut")] == ["aik-tieto"]
    assert [work.partition for work in find(settings, "kuut")] == ["lap-kauno"]


def test_aliases_of_a_plan_that_is_named_count_instead(command, settings, tmp_path, capsys):
    aliases = (Alias("aik-tieto", department="MUS"),)
    plan = write_plan(tmp_path, replace(toy_plan(), aliases=aliases))
    assert main([*command, "--plan", plan]) == 0
    assert capsys.readouterr().out == "toy: 4 items.\n"
    assert [work.partition for work in find(settings, "levy 2")] == ["aik-tieto"]


def test_json_is_one_document(command, capsys):
    assert main([*command, "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert (document["items"], document["waiting"], document["problems"]) == (2, 2, [])
    (unplaced,) = document["unplaced"]
    assert (unplaced["department"], unplaced["count"], unplaced["partitions"]) == ("MUS", 2, [])


def test_the_check_of_a_plan_counts_items_by_their_names(command, tmp_path, capsys):
    assert main(["plan", "check", write_plan(tmp_path), "--items", command[2], "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert "items-without-partition" not in {each["rule"] for each in document["problems"]}
