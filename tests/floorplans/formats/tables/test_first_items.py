import pytest

from floorplans.model import BayRun
from tests.support.table_files import complaints, put

HEADER = "sivu;hyllyväli;ensimmäinen;nähty"
WALK = ("1A;1;84.2 AAL;21.11.2026", "1a;2;84.2 HEI;", "1A;3;84.2 KOR;", "1A;4;84.2 SAA;")


def test_a_walk_becomes_a_range_with_exact_borders_instead_of_those_on_its_bays():
    result = put("first-items", HEADER, *WALK)
    assert complaints(result) == []
    new = result.plan.ranges[-1]
    assert new.runs == (BayRun("1A", 1, 4),)
    assert new.bay_firsts == ("84.2 AAL", "84.2 HEI", "84.2 KOR", "84.2 SAA")
    assert new.checked_on == "2026-11-21"
    assert {"r1", "r2"}.isdisjoint(each.id for each in result.plan.ranges)
    assert result.doubts == ()


def test_bays_that_are_not_on_the_list_keep_their_range():
    result = put("first-items", HEADER, *WALK[:3])
    assert result.doubts == ()
    assert result.plan.ranges[-1].runs[-1] == BayRun("1A", 3, 4)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("9A;1;84.2 AAL;21.11.2026", "face"),
        ("1A;7;84.2 AAL;21.11.2026", "bay"),
        ("1A;x;84.2 AAL;21.11.2026", "bay"),
        ("1A;1;84.2 AAL;soon", "seen_on"),
        ("1A;1;;", "seen_on"),
        ("1A;1;???;21.11.2026", "first"),
    ],
)
def test_a_row_that_makes_no_sense_is_told_by_its_column(row, column):
    result = put(
        "first-items", HEADER, "2A;1;00.1 KIR;20.11.2026" if column != "seen_on" else "", row
    )
    assert complaints(result)[0] == (3, column)


def test_a_bay_that_stands_there_twice_is_told():
    assert complaints(put("first-items", HEADER, WALK[0], WALK[0])) == [(3, "")]


def test_an_item_that_seems_misplaced_is_doubted_and_its_bay_not_known():
    rows = (WALK[0], WALK[1].replace("HEI", "ÖST"), *WALK[2:])
    result = put("first-items", HEADER, *rows)
    assert complaints(result) == []
    assert [(doubt.row, doubt.column) for doubt in result.doubts] == [(3, "first")]
    assert result.plan.ranges[-1].bay_firsts[1] == ""
