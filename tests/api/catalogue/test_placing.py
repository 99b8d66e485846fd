from dataclasses import replace

import pytest

from api.catalogue.items import parse_items, parse_names
from api.catalogue.placing import list_unplaced, make_placing
from api.catalogue.row_problems import ItemsFormatError
from floorplans.aliases import CatalogueNames
from floorplans.model import Alias
from tests.support.plans import toy_plan

PLAN = replace(toy_plan(), aliases=(Alias("aik-tieto", department="AIK", collection="TIE"),))
HEADER = "barcode;title;author;year;call_number;language;status;due_on;department;collection"


def read(*rows, header=HEADER):
    lines = [
        header,
        *(f"{number};T;;;84.2 A;fi;available;;{row}" for number, row in enumerate(rows)),
    ]
    return parse_items("\n".join(lines), make_placing(PLAN))


def test_names_stand_instead_of_the_partition():
    items, problems = read("AIK;TIE", "Aikuiset;Kaunokirjallisuus", "Children;")
    assert problems == ()
    assert [item.partition for item in items] == ["aik-tieto", "aik-kauno", "lap-kauno"]


def test_a_partition_beside_names_goes_first():
    items, problems = read("AIK;TIE;lap-kauno", "AIK;TIE;", header=f"{HEADER};partition")
    assert problems == ()
    assert [item.partition for item in items] == ["lap-kauno", "aik-tieto"]


def test_rows_whose_names_lead_to_no_partition_or_several_are_left_out_with_their_names():
    items, problems = read("MUS;CD", ";Kaunokirjallisuus", "MUS;CD", ";", "AIK;TIE")
    assert [item.barcode for item in items] == ["4"]
    assert [(each.line, each.column, each.names is None) for each in problems] == [
        (2, "partition", False),
        (3, "partition", False),
        (4, "partition", False),
        (5, "partition", True),
    ]
    assert (
        problems[0].message
        == '"MUS / CD" leads to no partition; choose it on the page of items without a place.'
    )
    assert "may mean aik-kauno, lap-kauno" in problems[1].message
    led_nowhere = [each.names for each in problems if each.names]
    assert [(each.names.words(), each.count) for each in list_unplaced(PLAN, led_nowhere)] == [
        ("MUS / CD", 2),
        ("Kaunokirjallisuus", 1),
    ]


def test_without_a_plan_the_partition_is_needed():
    with pytest.raises(ItemsFormatError, match='lacks "partition"'):
        parse_items(HEADER)


def test_a_column_of_names_that_stands_there_twice_is_refused():
    with pytest.raises(ItemsFormatError, match='has "department" twice'):
        parse_items(f"{HEADER};department", make_placing(PLAN))


def test_only_the_names_of_a_table_are_read_where_no_partition_is():
    text = "\ufefflocation,partition,title\nHylly A,,x\nHylly B,p,y\n,,z\n"
    assert parse_names(text) == (CatalogueNames(location="Hylly A"),)
