import dataclasses
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.catalogue.items import Item
from api.catalogue.search import parse_query
from api.storage.engine import Database
from api.storage.sqlite_items import SqliteItems
from api.storage.upgrade import prepare_database
from api.storage.works import Found
from tests.support.library import ITEMS


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    opened = prepare_database(f"sqlite:///{tmp_path_factory.mktemp('items') / 'library.sqlite'}")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def items(database: Database) -> SqliteItems:
    repository = SqliteItems(database)
    repository.replace("toy", ITEMS)
    repository.replace("side", [dataclasses.replace(ITEMS[0], barcode="5001")])
    return repository


def find(items: SqliteItems, text: str, limit: int = 20, offset: int = 0) -> Found:
    query = parse_query(text)
    assert query is not None
    return items.search("toy", query, limit, offset)


def titles(items: SqliteItems, text: str) -> list[str]:
    return [work.title for work in find(items, text).works]


def test_copies_that_stand_together_are_one_work(items):
    (work,) = find(items, "tuntematon sotilas linna").works
    assert [copy.barcode for copy in work.copies] == ["4001", "4002"]
    assert (work.available, work.year) == (1, 2021)
    assert work.copies[1].due_on == "2026-04-01"


def test_a_title_that_begins_with_the_words_goes_before_one_that_has_them(items):
    assert titles(items, "tuntematon") == ["Tuntematon sotilas", "Sotilas ja tuntematon tyttö"]
    assert titles(items, "sotilas") == ["Sotilas ja tuntematon tyttö", "Tuntematon sotilas"]


def test_what_is_on_the_shelf_goes_before_what_is_on_loan(items):
    assert titles(items, "kuu") == ["Kuu laskee", "Kuu nousee"]


def test_an_author_is_found_by_either_name(items):
    assert set(titles(items, "linna väinö")) == {"Tuntematon sotilas", "Täällä Pohjantähden alla"}
    assert set(titles(items, "väinö")) == {"Tuntematon sotilas", "Täällä Pohjantähden alla"}


def test_the_last_word_may_be_a_beginning_and_the_others_may_not(items):
    assert titles(items, "täällä poh") == ["Täällä Pohjantähden alla"]
    assert titles(items, "tää pohjantähden") == []


def test_a_letter_with_its_mark_finds_itself_only(items):
    assert titles(items, "härmä") == ["Härmä"]


def test_letters_without_marks_find_those_with_them_after_themselves(items):
    assert titles(items, "harma") == ["Harma aamu", "Härmä"]


def test_words_half_with_and_half_without_marks_are_found_as_a_last_resort(items):
    assert set(titles(items, "härma")) == {"Harma aamu", "Härmä"}


@pytest.mark.parametrize("text", ["84.2 lin", "84.2 LIN", "84,2 lin"])
def test_a_call_number_finds_what_begins_with_it(items, text):
    assert set(titles(items, text)) == {"Tuntematon sotilas", "Täällä Pohjantähden alla"}


def test_call_numbers_go_before_titles_with_the_same_number(items):
    assert titles(items, "58") == ["Lintujen vuosi", "58 askelta"]


def test_a_barcode_finds_its_own_work(items):
    assert titles(items, " 4009 ") == ["Lintujen vuosi"]


def test_branches_are_apart(items):
    query = parse_query("tuntematon")
    assert query is not None
    assert [
        copy.barcode for work in items.search("side", query, 20, 0).works for copy in work.copies
    ] == ["5001"]
    assert items.search("none", query, 20, 0).total == 0


def test_pages_follow_each_other_without_gaps(items):
    everything = find(items, "84.2", limit=100)
    pages = [find(items, "84.2", limit=3, offset=offset) for offset in (0, 3, 6, 9)]
    assert [work for page in pages for work in page.works] == list(everything.works)
    assert {page.total for page in pages} == {everything.total} == {len(everything.works)}
    assert find(items, "4009", offset=1) == Found(1, ())


def test_replacing_items_forgets_the_old_ones(database):
    repository = SqliteItems(database)
    repository.replace("moving", ITEMS)
    repository.replace("moving", [Item("1", "Uusi", "", None, "10 UUS", "aik-tieto", "fi")])
    query = parse_query("tuntematon")
    new = parse_query("uusi")
    assert query is not None
    assert new is not None
    assert repository.search("moving", query, 20, 0).total == 0
    assert repository.search("moving", new, 20, 0).works[0].year is None
    repository.replace("moving", [])
    assert repository.count("moving") == 0
    assert repository.search("moving", new, 20, 0).total == 0


@pytest.mark.parametrize(
    "text",
    ['"', "*", "a*", 'AND OR NOT NEAR("', "title:x", "^", "{title}", "--", "' OR 1=1", "\x00"],
)
def test_signs_and_operators_are_only_letters_to_look_for(items, text):
    find(items, text)


@given(text=st.text(max_size=60))
def test_any_text_can_be_searched(items, text):
    query = parse_query(text)
    if query is not None:
        found = items.search("toy", query, 20, 0)
        assert found.total >= len(found.works)


@given(work=st.sampled_from(ITEMS), cut=st.integers(1, 40))
def test_the_beginning_of_every_title_finds_it(items, work, cut):
    beginning = work.title[:cut].strip()
    assert work.title in [found.title for found in find(items, beginning, limit=100).works]
