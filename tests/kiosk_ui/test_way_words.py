from dataclasses import replace

import pytest

from floorplans.model import Closure, Text
from kiosk_ui.messages import LANGUAGES
from kiosk_ui.way_words import no_route_text, no_way_text, total_text
from routing.errors import NoRouteError
from routing.model import Block, NoWay
from tests.support.plans import toy_plan

NO_LIFT = NoWay("closed", (Block("connector", "lift", "works"),))


def closed_until(ends_at: str):
    """A plan whose lifts, of which there are many by their name, are closed."""
    works = Closure("works", Text("Remontti."), ends_at=ends_at, connectors=("lift",))
    plan = toy_plan()
    lift = next(each for each in plan.connectors if each.id == "lift")
    return replace(plan, closures=(works,), connectors=(replace(lift, name=Text("Hissit")),))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fi", "Suljettu 1.12.2026 klo 8 asti: Hissit (Remontti). Kysy neuvonnasta."),
        ("sv", "Stängt till 1.12.2026 kl. 8: Hissit (Remontti). Fråga i disken."),
        ("en", "Closed until 8:00 on 1 Dec 2026: Hissit (Remontti). Ask at the desk."),
        ("selko", "Kiinni 1.12.2026 kello 8 asti: Hissit. Syy: Remontti. Kysy neuvonnasta."),
    ],
)
def test_what_is_closed_is_named_so_that_one_and_many_are_said_alike(language, said):
    plan = closed_until("2026-12-01T08:00")
    assert no_way_text(NO_LIFT, plan, language).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("ends_at", "until"),
    [
        ("2026-12-01T00:00", "Suljettu 1.12.2026 asti:"),
        ("2026-12-01", "Suljettu 1.12.2026 asti:"),
        ("2026-12-01T14:30", "Suljettu 1.12.2026 klo 14.30 asti:"),
        ("2026-12-01T12:05Z", "Suljettu 1.12.2026 klo 14.05 asti:"),
    ],
)
def test_the_hour_of_an_end_is_said_unless_it_is_midnight(ends_at, until):
    said = no_way_text(NO_LIFT, closed_until(ends_at), "fi").replace("\u00a0", " ")
    assert said.startswith(until)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ends_at", ["", "soon", "1.12.2026"])
def test_an_end_that_cannot_be_read_is_not_said(language, ends_at):
    said = no_way_text(NO_LIFT, closed_until(ends_at), language)
    assert "Hissit" in said
    assert "2026" not in said
    assert "soon" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_leads_the_other_way_is_named_without_a_closure(language):
    why = NoWay("one-way", (Block("connector", "stairs"), Block("opening", "quiet-door-1")))
    plan = toy_plan()
    stairs = next(each.name for each in plan.connectors if each.id == "stairs")
    said = no_way_text(why, plan, language)
    assert f": {stairs.in_language(language)}. " in said
    door = no_way_text(replace(why, blocks=why.blocks[1:]), plan, language)
    assert door != said
    assert door != no_way_text(NoWay("cut-off"), plan, language)


def test_an_error_without_a_reason_is_said_as_it_is_and_one_with_it_in_the_language():
    plan = closed_until("")
    assert no_route_text(NoRouteError("No way."), plan, "fi") == "No way."
    said = no_route_text(NoRouteError("No way.", NO_LIFT), plan, "fi")
    assert said == "Suljettu nyt: Hissit (Remontti). Kysy neuvonnasta."


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_there_is_told_so_instead_of_no_metres(language):
    assert "0" not in total_text(0.2, 1, language)
    assert "1" in total_text(0.6, 1, language)
