import pytest

from floorplans.errors import PlanReferenceError
from floorplans.geometry import shelf_outline
from floorplans.model import Plan
from floorplans.shelving import Place
from kiosk_ui.svg.frame import to_svg
from kiosk_ui.svg.thumbnail import draw_thumbnail
from tests.support.svg import of_class, parse, path_points

LARGEST_BYTES = 4096


def test_the_sought_shelf_is_in_the_middle(plan: Plan, place: Place) -> None:
    root = parse(draw_thumbnail(plan, place))
    shelf = next(each for each in plan.shelves if each.id == place.shelf)
    outline = path_points(of_class(root, "m-goal")[0].get("d", ""))
    assert outline == [to_svg(*point) for point in shelf_outline(shelf)]
    left, top, width, height = map(float, root.get("viewBox", "").split())
    assert (left + width / 2, top + height / 2) == pytest.approx(to_svg(shelf.x_m, shelf.y_m))


def test_it_is_small_enough_for_every_row_of_results(plan: Plan, place: Place) -> None:
    assert len(draw_thumbnail(plan, place).encode()) < LARGEST_BYTES


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_it_says_what_it_shows(plan: Plan, place: Place, language: str) -> None:
    title, description = list(parse(draw_thumbnail(plan, place, language)))[:2]
    assert "84.2 KIV" in (title.text or "")
    assert description.text == plan.get_level("1").name.in_language(language)


def test_shelves_of_other_levels_are_left_out(plan: Plan, upstairs: Place) -> None:
    root = parse(draw_thumbnail(plan, upstairs))
    drawn = path_points(of_class(root, "m-shelf")[0][0].get("d", ""))
    below = next(shelf for shelf in plan.shelves if shelf.id == "s1")
    assert to_svg(*shelf_outline(below)[0]) not in drawn


def test_a_place_that_the_plan_no_longer_has_is_named(plan: Plan, place: Place) -> None:
    with pytest.raises(PlanReferenceError):
        draw_thumbnail(plan, place._replace(face="77X"))
