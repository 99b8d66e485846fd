import json
import os
from pathlib import Path

import pytest

from api.cli import main
from api.commands import subjects
from api.settings import load_settings
from api.storage.sqlite_subjects import SqliteSubjects
from api.storage.upgrade import prepare_database

CLASSES = (
    "notation,fi,sv,en\n67,Maatalous,Jordbruk,Agriculture\n67.45,Lemmikit,Sällskapsdjur,Pets\n"
)
TERMS = "term,language,notation\nKissat,fi,67.45\nMuinaiset kissat,fi,67.45\n"
TURTLE = (
    "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    '<urn:x:67.45> skos:notation "67.45" ; skos:prefLabel "Lemmikit"@fi ; '
    'skos:altLabel "Kissat (67.45)"@fi .\n'
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [each for each in os.environ if each.startswith("HYLLYKARTTA_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HYLLYKARTTA_DATA_DIR", str(tmp_path))
    return tmp_path


def write(path: Path, text: str | bytes) -> str:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def stored() -> int:
    database = prepare_database(load_settings(os.environ).database)
    count = SqliteSubjects(database).count()
    database.close()
    return count


def test_classes_and_terms_are_imported_and_found(folder, capsys):
    tables = [write(folder / "classes.csv", CLASSES), write(folder / "terms.csv", TERMS)]
    assert main(["subjects", "import", *tables]) == 0
    assert capsys.readouterr().out == "2 classes, 8 terms.\n"
    assert main(["subjects", "find", "kissat"]) == 0
    assert capsys.readouterr().out == "67.45  Lemmikit  (Kissat)\n"


@pytest.mark.parametrize("name", ["ykl.ttl", "ykl", "ykl.txt"])
def test_turtle_is_known_by_its_name_or_its_beginning(folder, capsys, name):
    assert main(["subjects", "import", write(folder / name, TURTLE)]) == 0
    assert capsys.readouterr().out == "1 classes, 2 terms.\n"


def test_what_is_left_out_is_told_row_by_row_and_the_rest_is_stored(folder, capsys):
    broken = write(folder / "classes.csv", CLASSES + ",Nimetön,,\n67,Toinen,,\n")
    assert main(["subjects", "import", broken]) == 1
    told = capsys.readouterr()
    assert [line.partition(":")[0] for line in told.err.splitlines()] == [
        "classes.csv, line 4",
        "classes.csv, line 5",
    ]
    assert told.out == "2 classes, 6 terms; 2 left out.\n"
    assert stored() == 2


def test_an_import_takes_the_place_of_the_one_before(folder):
    assert main(["subjects", "import", write(folder / "classes.csv", CLASSES)]) == 0
    assert main(["subjects", "import", write(folder / "ykl.ttl", TURTLE)]) == 0
    assert stored() == 1


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("latin.csv", CLASSES.encode("latin-1"), "is not UTF-8 text"),
        ("wide.csv", CLASSES.encode("utf-16"), "is not UTF-8 text"),
        ("latin.ttl", TURTLE.replace("Kissat", "Hyvät").encode("latin-1"), "Invalid UTF-8"),
        ("cut.ttl", TURTLE[:-20], "no Turtle in UTF-8"),
        ("table.ttl", CLASSES, "no Turtle in UTF-8"),
        ("archive.csv", b"PK\x03\x04" + bytes(200), "the header does not fit"),
        ("other.csv", "title,author\nKirja,Minä\n", "the header does not fit"),
        ("empty.csv", "", "the header does not fit"),
        ("page.rdf", "<?xml version='1.0'?><rdf/>", "no Turtle in UTF-8"),
        ("terms.csv", TERMS, "The files have no class"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_clear_line_and_changes_nothing(
    folder, capsys, name, content, message
):
    assert main(["subjects", "import", write(folder / "good.csv", CLASSES)]) == 0
    capsys.readouterr()
    assert main(["subjects", "import", write(folder / name, content)]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1
    assert stored() == 2


def test_a_missing_file_a_folder_and_a_huge_file_are_refused(folder, capsys, monkeypatch):
    monkeypatch.setattr(subjects, "MOST_BYTES", 1 << 20)
    huge = folder / "huge.csv"
    with huge.open("wb") as stream:
        stream.truncate((1 << 20) + 1)
    for path, message in [
        (folder / "nowhere.ttl", "is no file"),
        (folder, "is no file"),
        (huge, "larger than 1 MiB"),
    ]:
        assert main(["subjects", "import", str(path)]) == 2
        assert message in capsys.readouterr().err


def test_topics_are_found_with_the_shelves_of_a_plan(folder, capsys):
    tables = [write(folder / "classes.csv", CLASSES), write(folder / "terms.csv", TERMS)]
    assert main(["subjects", "import", *tables]) == 0
    capsys.readouterr()
    assert main(["subjects", "find", "cats", "pets", "--plan", "demo"]) == 1
    assert "No class is about" in capsys.readouterr().out
    assert main(["subjects", "find", "pets", "--plan", "demo", "--lang", "en"]) == 0
    heading, *shelves = capsys.readouterr().out.splitlines()
    assert heading == "67.45  Pets  (Pets)"
    assert shelves
    assert all("ookcase" in line for line in shelves)


def test_topics_are_found_as_one_json_document(folder, capsys):
    assert main(["subjects", "import", write(folder / "classes.csv", CLASSES)]) == 0
    capsys.readouterr()
    assert main(["subjects", "find", "lemmikit", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "query": "lemmikit",
        "topics": [
            {
                "notation": "67.45",
                "label": "Lemmikit",
                "matched_term": "Lemmikit",
                "language": "fi",
            }
        ],
    }
    assert main(["subjects", "find", "lemmikit", "--json", "--plan", "demo"]) == 0
    (topic,) = json.loads(capsys.readouterr().out)["topics"]
    assert topic["shelved_as"] is None
    assert topic["places"][0]["partition"] == "aik-tieto"


@pytest.mark.parametrize(("words", "message"), [(" ", "at least one letter"), ("kissat", "import")])
def test_where_nothing_can_be_found_the_next_step_is_told(folder, capsys, words, message):
    assert main(["subjects", "find", words]) == 2
    assert message in capsys.readouterr().err
