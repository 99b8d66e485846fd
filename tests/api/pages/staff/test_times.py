"""Times of a branch in words."""

import dataclasses
from datetime import UTC, datetime

import pytest

from api.pages.staff.times import said_hours, told_hours
from floorplans.model import Hours, OpenSpan, SpecialDay
from tests.support.plans import toy_plan

HOURS = Hours((OpenSpan(1, "08:00", "20:00"),), (SpecialDay("2026-12-07"),))


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 11, 30, 5, tzinfo=UTC), "closed then"),
        (datetime(2026, 11, 30, 7, tzinfo=UTC), "open then"),
        (datetime(2026, 12, 7, 7, tzinfo=UTC), "closed all that day"),
        (datetime(2026, 12, 6, 7, tzinfo=UTC), "closed all that day"),
    ],
)
def test_a_time_says_whether_the_library_is_open_on_its_own_clocks(at, words):
    plan = dataclasses.replace(toy_plan(), hours=HOURS, time_zone="Europe/Helsinki")
    assert words in said_hours(at, plan, "en")


def test_a_closed_day_says_when_the_library_opens_next_and_offers_it():
    plan = dataclasses.replace(toy_plan(), hours=HOURS, time_zone="Europe/Helsinki")
    told = told_hours(datetime(2026, 12, 6, 7, tzinfo=UTC), plan, "fi")
    opens = "maanantaina 14.12.2026 klo\N{NO-BREAK SPACE}8"
    assert told.told == f"Kirjasto on silloin kiinni koko päivän. Kirjasto avataan vasta {opens}."
    assert (told.opens, told.offer) == ("2026-12-14T08:00", f"Siirrä julkaisu: {opens}")
    night = told_hours(datetime(2026, 11, 30, 5, tzinfo=UTC), plan, "fi")
    assert (night.told, night.closed_day) == ("Kirjasto on silloin kiinni.", False)


def test_a_library_that_opens_no_more_offers_nothing():
    plan = dataclasses.replace(toy_plan(), hours=Hours(()))
    told = told_hours(datetime(2026, 12, 6, 7, tzinfo=UTC), plan, "fi")
    assert (told.closed_day, told.opens) == (True, "")


def test_a_branch_without_hours_says_nothing_of_them():
    plan = dataclasses.replace(toy_plan(), hours=None)
    assert said_hours(datetime(2026, 11, 30, tzinfo=UTC), plan, "fi") == ""
