import pytest

from floorplans.shelving import build_shelf_index, locate
from floorplans.walkable import build_walkable
from kiosk_ui.slip import slip_text
from kiosk_ui.step_words import Manner
from routing.directions.steps import build_guide, describe
from routing.graph import build_graph
from routing.model import Spot
from routing.search import find_route
from tests.support.plans import toy_plan

PLAN = toy_plan()
GRAPH = build_graph(PLAN, build_walkable(PLAN))
PLACE = locate(build_shelf_index(PLAN), "84.2 TOL")[0]
ROUTE = find_route(GRAPH, Spot("1", 1.2, 0.5), Spot(PLACE.level, PLACE.x_m, PLACE.y_m))
STEPS = describe(ROUTE, build_guide(PLAN), PLACE, "Hobitti")


def slip(language="en", **more):
    return slip_text(ROUTE, STEPS, PLAN, language, minutes=1, place=PLACE, **more)


def test_a_slip_has_what_is_sought_where_it_is_the_steps_and_their_sum():
    lines = slip(title="Hobitti").splitlines()
    assert lines[:3] == ["Hobitti", "84.2 TOL", "Floor 1, bookcase 1, side A, sections 3–4"]
    numbered = [line for line in lines if line[:1].isdigit() and line[1:2] == "."]
    assert [line[0] for line in numbered] == [str(n + 1) for n in range(len(STEPS))]
    assert lines[-1] == f"{round(ROUTE.length_m)} m in all, about 1 min"


@pytest.mark.parametrize("width", [20, 32, 42, 80])
@pytest.mark.parametrize("language", ["fi", "sv", "en", "selko"])
def test_no_line_of_a_slip_is_longer_than_its_paper(width, language):
    text = slip(language, width=width, title="Hobitti eli Sinne ja takaisin", manner=Manner())
    assert max(map(len, text.splitlines())) <= width
    assert "\u00a0" not in text


def test_a_slip_without_a_shelf_begins_with_the_steps():
    text = slip_text(ROUTE, STEPS[:1], PLAN, "en", minutes=1)
    assert text.startswith("1. ")


def test_a_slip_that_is_too_narrow_is_refused():
    with pytest.raises(ValueError, match="at least 20 letters wide, not 12"):
        slip(width=12)
