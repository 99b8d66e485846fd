import dataclasses
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.catalogue.search import parse_query
from api.catalogue.subjects import SubjectClass, Subjects, SubjectTerm
from api.storage import sqlite_subjects
from api.storage.engine import Database
from api.storage.seed import ensure_subjects
from api.storage.sqlite_subjects import SqliteSubjects
from api.storage.upgrade import prepare_database
from floorplans.model import Text
from tests.support.library import library_subjects


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    opened = prepare_database(f"sqlite:///{tmp_path_factory.mktemp('topics') / 'library.sqlite'}")
    yield opened
    opened.close()


@pytest.fixture
def subjects(database: Database) -> SqliteSubjects:
    repository = SqliteSubjects(database)
    repository.replace(library_subjects())
    return repository


def find(subjects: SqliteSubjects, text: str, language="fi") -> list[tuple[str, str]]:
    query = parse_query(text)
    assert query is not None
    hits = subjects.search(query, language, 10)
    return [(hit.subject.notation, hit.term.term) for hit in hits]


@pytest.mark.parametrize("word", ["Kissat", "KATTER", "cats"])
def test_a_topic_is_found_in_every_language(subjects, word):
    assert find(subjects, word)[0] == ("67.452", word.capitalize())


def test_the_words_themselves_go_first_then_what_begins_with_them_as_words_then_any(subjects):
    assert find(subjects, "kissat") == [("67.452", "Kissat"), ("67.45", "Kissat, hoito")]
    assert find(subjects, "kissa") == [
        ("67.452", "Kissat"),
        ("67.45", "Kissat, hoito"),
        ("67.452063", "Kissanäyttelyt"),
    ]
    assert find(subjects, "hoito") == [("67.45", "Kissat, hoito")]


def test_each_class_is_found_once_by_its_best_term(subjects):
    assert [notation for notation, _ in find(subjects, "katt")] == ["67.452", "67.452063"]


def test_a_hit_says_whether_its_term_begins_with_the_words(subjects):
    beginning, held = (subjects.search(parse_query(q), "fi", 1)[0] for q in ("kissa", "hoito"))
    assert (beginning.begins, held.begins) == (True, False)


def test_words_typed_without_marks_find_those_that_have_them_and_marks_are_kept_apart(subjects):
    assert find(subjects, "poytatavat") == [("91.5", "Pöytätavat")]
    assert find(subjects, "pöytätavat") == [("91.5", "Pöytätavat")]
    assert find(subjects, "kissanayttelyt") == [("67.452063", "Kissanäyttelyt")]


def test_a_beginning_of_two_letters_is_none(subjects):
    assert find(subjects, "ki") == []


def test_of_equally_good_terms_the_readers_language_goes_first(database):
    repository = SqliteSubjects(database)
    classes = tuple(SubjectClass(str(each), Text(str(each))) for each in (1, 2))
    terms = (SubjectTerm("1", "sv", "Depression"), SubjectTerm("2", "en", "Depression"))
    repository.replace(Subjects(classes, terms))
    assert [notation for notation, _ in find(repository, "depression", "sv")] == ["1", "2"]
    assert [notation for notation, _ in find(repository, "depression", "en")] == ["2", "1"]


def test_the_classes_above_one_come_nearest_first(subjects):
    above = subjects.find_broader("67.452063")
    assert [each.notation for each in above] == ["67.452", "67.45", "67", "6"]
    assert above[0].labels == Text("Kissat", "Katter", "Cats")
    assert subjects.find_broader("nowhere") == ()


def test_classes_that_are_above_each_other_come_to_an_end(database):
    repository = SqliteSubjects(database)
    repository.replace(
        Subjects((SubjectClass("1", Text("Yksi"), "2"), SubjectClass("2", Text("Kaksi"), "1")), ())
    )
    assert [each.notation for each in repository.find_broader("1")] == ["2"]


def test_replacing_leaves_nothing_of_what_there_was(subjects):
    subjects.replace(
        Subjects((SubjectClass("1", Text("Yksi")),), (SubjectTerm("1", "fi", "Yksi"),))
    )
    assert subjects.count() == 1
    assert find(subjects, "kissat") == []
    subjects.replace(Subjects((), ()))
    assert (subjects.count(), find(subjects, "yksi")) == (0, [])


def test_a_failure_half_way_leaves_everything_as_it_was(subjects, monkeypatch):
    monkeypatch.setattr(sqlite_subjects, "BATCH", 2)
    good = library_subjects()
    broken = dataclasses.replace(good, classes=(*good.classes, good.classes[0]))
    with pytest.raises(Exception, match="UNIQUE"):
        subjects.replace(broken)
    assert subjects.count() == len(good.classes)
    assert find(subjects, "kissat")


def test_subjects_are_stored_at_a_start_only_where_there_are_none(database):
    SqliteSubjects(database).replace(Subjects((), ()))
    assert ensure_subjects(database, library_subjects)
    assert not ensure_subjects(database, lambda: Subjects((), ()))
    assert SqliteSubjects(database).count() == len(library_subjects().classes)


@given(text=st.text(max_size=40))
def test_any_text_can_be_searched(database, text):
    query = parse_query(text)
    if query is not None:
        assert isinstance(SqliteSubjects(database).search(query, "fi", 5), tuple)
