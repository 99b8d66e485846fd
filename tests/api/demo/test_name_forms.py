"""The demo's names within sentences."""

import pytest

from api.demo.name_forms import COLLECTIONS, FORMS
from api.plans import demo_text
from floorplans.formats.native import parse_plan
from floorplans.model import Plan
from kiosk_ui.messages import name_form

PLANS = [parse_plan(demo_text(branch, "plan.json")) for branch in ("keskusta", "saari")]


def names(plan: Plan) -> list[str]:
    things = (each for collection in COLLECTIONS for each in getattr(plan, collection))
    return [plan.name.fi, *(each.name.fi for each in things if each.name)]


def test_every_form_is_of_a_name_that_is_there() -> None:
    assert set(FORMS) <= {name for plan in PLANS for name in names(plan)}


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.id)
def test_all_that_routes_lead_to_and_past_has_forms(plan: Plan) -> None:
    named = (*plan.levels, *plan.connectors, *plan.points_of_interest, *plan.landmarks)
    assert [each.name.fi for each in named if each.name.forms is None] == []


def test_a_level_is_told_as_its_signs_do() -> None:
    upper = PLANS[0].get_level("2").name
    forms = [name_form(upper, "fi", case) for case in ("of", "to", "at", "from")]
    assert forms == ["2. kerroksen", "2. kerrokseen", "2. kerroksessa", "2. kerroksesta"]
    assert [name_form(upper, each, "to") for each in ("sv", "en")] == ["våning 2", "floor 2"]
