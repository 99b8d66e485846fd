"""Items without a place are stored, counted in groups, and placed when a plan knows how."""

import random
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from api.branches import build_branch
from api.catalogue.placing import make_placing
from api.catalogue.search import parse_query
from api.importing import import_items
from api.storage import unplaced as stored
from api.storage.refused_rows import list_refused
from api.storage.sqlite_items import SqliteItems
from api.storage.unplaced import find_counts, names_text, shown_run
from api.storage.upgrade import prepare_database
from api.unplaced import count_gain, count_unplaced, shelve
from api.upkeep.placing import Recounting
from floorplans.aliases import CatalogueNames, assign_names
from tests.support.library import store_library
from tests.support.plans import toy_plan

HEADER = "barcode,title,author,year,call_number,partition,language,status,due_on,department"
PLAN = toy_plan()
MUSIC, HALL = CatalogueNames(department="MUS"), CatalogueNames(department="Lehtisali")
NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


def row(barcode, call_number, partition="", department="", title="Kirja"):
    return f"{barcode},{title},,,{call_number},{partition},fi,available,,{department}\n"


ROWS = [
    row(1, "84.2 AAL", "aik-kauno"),
    *(row(10 + each, "84.2 HEI", department="MUS", title=f"Levy {each % 2}") for each in range(5)),
    row(20, "03 LEH", department="Lehtisali"),
    *(row(30 + each, "99.9 ÖÖÖ", "aik-kauno") for each in range(3)),
    *(row(40 + each, "84.2 HAV", "aik-varasto") for each in range(2)),
]


def bring(database, plan=PLAN, rows=ROWS):
    table = [f"{HEADER}\n", *rows]
    return import_items(database, "toy", table, make_placing(plan), plan=plan, accept_fewer=True)


@pytest.fixture
def database(tmp_path):
    with closing(prepare_database(store_library(tmp_path).database)) as database:
        yield database


def grouped(counts):
    return {(each.kind, each.name): each.count for each in counts.groups}


def works(database, words):
    return SqliteItems(database).search("toy", parse_query(words), 9, 0).works


def test_an_import_counts_in_groups_what_has_no_place(database):
    report = bring(database)
    assert (report.items, report.refused, report.names.total()) == (6, 0, 6)
    counts = find_counts(database, "toy")
    assert grouped(counts) == {
        ("names", names_text(MUSIC)): 5,
        ("range", "aik-kauno"): 3,
        ("partition", "aik-varasto"): 2,
        ("names", names_text(HALL)): 1,
    }
    assert counts.items == 11
    assert [each.count for each in counts.groups] == [5, 3, 2, 1]
    assert counts.groups[0].examples == (("84.2 HEI", "Levy 0"), ("84.2 HEI", "Levy 1"))


def test_a_partition_is_guessed_by_where_the_call_numbers_stand(database):
    bring(database)
    guess = find_counts(database, "toy").groups[0].guess
    assert (guess.partition, guess.share) == ("aik-kauno", 100)


def test_a_partition_is_guessed_by_the_words_of_its_own_names(database):
    partition = next(each for each in PLAN.partitions if each.id == "aik-tieto")
    words = f"Iso {partition.collection.fi}"
    bring(database, rows=[row(1, "99.9 ÖÖÖ", department=words)])
    guess = find_counts(database, "toy").groups[0].guess
    assert guess.partition == "aik-tieto"
    assert guess.words


def test_an_import_that_stops_leaves_the_groups_as_they_were(database):
    bring(
        database, rows=[*ROWS, *(row(1000 + each, "84.2 AAL", "aik-kauno") for each in range(600))]
    )
    before = find_counts(database, "toy")
    stopped = import_items(database, "toy", [f"{HEADER}\n", *ROWS], make_placing(PLAN), plan=PLAN)
    assert stopped.stopped
    assert find_counts(database, "toy") == before


def test_the_groups_are_those_of_the_items_that_are_shown(database):
    bring(database)
    bring(database, rows=ROWS[:1])
    assert find_counts(database, "toy").groups == ()
    assert not list(stored.count_names(database, "toy", 1))


def test_a_plan_says_what_it_would_give_a_place_before_it_is_published(database):
    bring(database)
    plan = assign_names(assign_names(PLAN, MUSIC, "aik-kauno"), HALL, "aik-kauno")
    run = shown_run(database, "toy")
    gains = [
        count_gain(database, "toy", run, names_text(each), shelve(plan, ""))
        for each in (MUSIC, HALL)
    ]
    assert gains == [(5, 0), (0, 1)]
    assert count_gain(database, "toy", run, names_text(MUSIC), shelve(PLAN, "")) == (0, 0)


def test_what_a_published_plan_places_is_found_and_counts_no_more(database):
    rows = [*ROWS, row(50, "84.2 HEI", "aik-kauno", title="Levy 1")]
    bring(database, rows=rows)
    plan = assign_names(PLAN, MUSIC, "aik-kauno")
    recounting = Recounting(database)
    recounting.recount(build_branch(plan)).result()
    recounting.close()
    assert ("names", names_text(MUSIC)) not in grouped(find_counts(database, "toy"))
    assert {each.title: len(each.copies) for each in works(database, "levy")} == {
        "Levy 0": 3,
        "Levy 1": 3,
    }
    assert {each.partition for each in works(database, "levy")} == {"aik-kauno"}


def test_groups_are_counted_anew_once_for_each_version(database):
    bring(database)
    recounting = Recounting(database)
    branch = build_branch(assign_names(PLAN, HALL, "aik-kauno"))
    old = recounting.find(branch)
    assert old.version != branch.version
    recounting.recount(branch).result()
    new = recounting.find(branch)
    recounting.close()
    assert new.version == branch.version
    assert grouped(new)["range", "aik-kauno"] == 4


def test_names_are_read_from_the_form_in_which_they_are_stored_alone():
    assert stored.read_names(names_text(MUSIC)) == MUSIC
    for wrong in ("", "[]", '{"shelf": "1"}', '{"department": 1}', "1"):
        with pytest.raises(ValueError):
            stored.read_names(wrong)


def test_each_item_is_in_one_group_or_has_a_place(database):
    generator = random.Random(7)
    partitions = [each.id for each in PLAN.partitions]
    rows = []
    for each in range(400):
        call_number = (
            f"{generator.choice(['84.2', '58.1', '03', '99.9'])} {generator.choice('AK')}AX"
        )
        department = f"D{generator.randrange(9)}"
        where = generator.choice([(generator.choice(partitions), ""), ("", department)])
        rows.append(row(each, call_number, *where))
    report = bring(database, rows=rows)
    counts = find_counts(database, "toy")
    named = sum(each.count for each in counts.groups if each.kind == "names")
    assert named == report.names.total()
    assert report.items + named == len(rows)
    again = count_unplaced(database, "toy", counts.run, shelve(PLAN, counts.version), counts.at)
    assert again == counts


def test_refused_rows_are_kept_with_their_reasons(database):
    bring(database, rows=[*ROWS, "1,2\n", row(99, "", "aik-kauno")])
    kept = list(list_refused(database, shown_run(database, "toy")))
    assert [(each.line, each.column, each.key) for each in kept] == [
        (14, "", "staff.items.row.ragged"),
        (15, "call_number", "staff.items.row.empty"),
    ]


def test_without_ranges_every_item_of_a_partition_is_without_a_place(database):
    bring(database, plan=replace(PLAN, ranges=()))
    assert grouped(find_counts(database, "toy"))["partition", "aik-kauno"] == 4
