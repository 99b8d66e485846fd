import pytest

from api.catalogue.search import parse_query
from api.demo.subjects import demo_subjects
from api.plans import demo_text
from api.storage.sqlite_subjects import SqliteSubjects
from api.storage.upgrade import prepare_database
from api.topics import find_topics
from floorplans.formats.native import parse_plan
from floorplans.shelving import build_shelf_index
from floorplans.shelving.topics import places_of_class

SUBJECTS = demo_subjects()
SHELVES = build_shelf_index(parse_plan(demo_text("keskusta", "plan.json")))


def test_nothing_of_the_demos_own_list_is_left_out():
    assert SUBJECTS.problems == ()
    assert len(SUBJECTS.classes) > 120
    assert all(each.labels.sv and each.labels.en for each in SUBJECTS.classes)


def test_every_language_has_everyday_words():
    counts = {
        language: sum(each.language == language for each in SUBJECTS.terms)
        for language in ("fi", "sv", "en")
    }
    assert min(counts.values()) > 150


def test_the_demo_has_shelves_for_every_class():
    without = [
        each.notation for each in SUBJECTS.classes if not places_of_class(SHELVES, each.notation)
    ]
    assert without == []


@pytest.mark.parametrize(
    ("word", "language", "notation"),
    [("kissat", "fi", "67.45"), ("katter", "sv", "67.45"), ("cats", "en", "67.45")],
)
def test_an_everyday_word_leads_to_a_shelf(tmp_path, word, language, notation):
    database = prepare_database(f"sqlite:///{tmp_path / 'demo.sqlite'}")
    repository = SqliteSubjects(database)
    repository.replace(SUBJECTS)
    topic = find_topics(repository, SHELVES, parse_query(word), language, 5)[0]
    database.close()
    assert topic.notation == notation
    assert topic.places[0].partition == "aik-tieto"
