import dataclasses

from kiosk_ui.svg.moves import draw_moves, list_moved_levels
from tests.support.plans import toy_plan


def with_first_shelf(**changes: object):
    plan = toy_plan()
    first = dataclasses.replace(plan.shelves[0], **changes)
    return dataclasses.replace(plan, shelves=(first, *plan.shelves[1:]))


def test_only_levels_whose_shelves_stand_in_another_way_are_listed():
    before = toy_plan()
    assert list_moved_levels(before, before) == ()
    moved = with_first_shelf(x_m=before.shelves[0].x_m + 0.5)
    assert list_moved_levels(before, moved) == (before.shelves[0].level,)


def test_a_moved_shelf_is_drawn_dashed_where_it_was_and_filled_where_it_is():
    before = toy_plan()
    svg = draw_moves(before, with_first_shelf(x_m=before.shelves[0].x_m + 0.5), "1", "en")
    assert svg.count('class="m-before"') == svg.count('class="m-after"') == 1
    assert "Before 1, after 1." in svg


def test_a_removed_shelf_is_only_drawn_dashed():
    before = toy_plan()
    after = dataclasses.replace(before, shelves=before.shelves[1:])
    svg = draw_moves(before, after, before.shelves[0].level, "en")
    assert 'class="m-after"' not in svg
    assert 'class="m-before"' in svg
