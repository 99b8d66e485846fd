from dataclasses import replace

from floorplans.model import Alias
from tests.support.plans import toy_plan
from tests.support.table_files import complaints, put

HEADER = "partition;branch;department;collection;location;material;language"
MUSIC = Alias("aik-tieto", department="Musiikki")
PLAN = replace(toy_plan(), aliases=(MUSIC,))


def test_rows_are_added_to_the_aliases_there_are_and_none_comes_twice():
    result = put("aliases", HEADER, "aik-kauno;;AIK;;;;", "aik-tieto;;Musiikki;;;;", plan=PLAN)
    assert result.plan.aliases == (MUSIC, Alias("aik-kauno", department="AIK"))
    (changes,) = result.changes
    assert (changes.added, changes.unchanged, changes.removed) == (1, 1, 0)


def test_to_replace_takes_the_others_out():
    row = "Barnens skönlitteratur;;Barn;;;;SV"
    row = row.replace("Barnens skönlitteratur", "Skönlitteratur för barn")
    result = put("aliases", HEADER, row, plan=PLAN, mode="replace")
    assert result.plan.aliases == (Alias("lap-kauno", department="Barn", language="sv"),)


def test_headers_are_understood_in_finnish():
    result = put("aliases", "aineistoryhmä;osasto;kokoelma", "aik-kauno;Aikuiset;Dekkarit")
    assert result.plan.aliases == (Alias("aik-kauno", "", "Aikuiset", "Dekkarit"),)


def test_unknown_partitions_and_languages_are_told_by_row():
    result = put("aliases", HEADER, "attic;;A;;;;", ";;B;;;;", "aik-kauno;;C;;;;se")
    assert complaints(result) == [(2, "partition"), (3, "partition"), (4, "language")]


def test_a_row_that_names_nothing_is_doubted_since_it_gets_everything_else():
    result = put("aliases", HEADER, "aik-kauno;;;;;;")
    assert result.plan is not None
    assert [doubt.row for doubt in result.doubts] == [2]
