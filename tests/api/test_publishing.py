import dataclasses
from datetime import UTC, datetime

import pytest

from api.publishing import DueTimeError, find_obstacles, local_time, read_due_time
from tests.support.library import second_plan
from tests.support.plans import toy_plan

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HELSINKI = "Europe/Helsinki"


@pytest.mark.parametrize(
    ("text", "in_utc"),
    [
        ("2026-03-02T07:00", "2026-03-02T05:00+00:00"),
        ("2026-07-02 07:00", "2026-07-02T04:00+00:00"),
        ("2026-03-02T07:00Z", "2026-03-02T07:00+00:00"),
        ("2026-10-25T03:30+02:00", "2026-10-25T01:30+00:00"),
        ("2026-03-29T02:59", "2026-03-29T00:59+00:00"),
        ("2026-03-29T04:00", "2026-03-29T01:00+00:00"),
    ],
)
def test_a_time_is_on_the_branchs_clocks_unless_it_has_an_offset(text, in_utc):
    assert read_due_time(text, HELSINKI, NOW) == datetime.fromisoformat(in_utc)


@pytest.mark.parametrize(
    ("text", "zone", "words"),
    [
        ("tomorrow", HELSINKI, '"tomorrow" is no time; write it as 2026-11-23T07:00'),
        ("2026-03-01T14:00", HELSINKI, "has passed"),
        ("2026-03-29T03:30", HELSINKI, "is not there, as clocks in Europe/Helsinki go forward"),
        (
            "2026-10-25T03:30",
            HELSINKI,
            "is there twice.*2026-10-25T03:30:00\\+03:00 or 2026-10-25T03:30:00\\+02:00",
        ),
        ("2026-03-02T07:00", "Europe/Atlantis", '"Europe/Atlantis" is unknown here'),
        ("2026-03-02T07:00", "../etc", "is unknown here"),
    ],
)
def test_a_time_at_which_nothing_can_be_published_says_why(text, zone, words):
    with pytest.raises(DueTimeError, match=words):
        read_due_time(text, zone, NOW)


def test_times_are_shown_on_the_branchs_clocks_or_said_to_be_utc():
    assert local_time(NOW, HELSINKI) == "2026-03-01 14:00"
    assert local_time(NOW, "Europe/Atlantis") == "2026-03-01 12:00 UTC"
    last = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    assert local_time(last, HELSINKI) == "9999-12-31 23:59 UTC"


def test_a_sound_plan_has_no_obstacles_also_beside_itself():
    assert find_obstacles(toy_plan(), [toy_plan(), second_plan()]) == ()


@pytest.mark.parametrize("id_", ["a/b", "..", "a@b", "draft:1", "a b", "a\\b", "a?", "x" * 65])
def test_an_id_that_no_address_or_command_can_have_is_an_obstacle(id_):
    (obstacle,) = find_obstacles(dataclasses.replace(toy_plan(), id=id_), [])
    assert obstacle.rule == "branch-id"


@pytest.mark.parametrize("id_", ["keskusta", "Ääkköslä-2", "saari.uusi", "x" * 64])
def test_an_id_may_have_any_letters(id_):
    assert find_obstacles(dataclasses.replace(toy_plan(), id=id_), []) == ()


def test_printed_ids_of_another_branch_are_an_obstacle_beside_the_plans_own_errors():
    twin = dataclasses.replace(toy_plan(), id="twin", scheme="nothing")
    rules = [each.rule for each in find_obstacles(twin, [toy_plan(), second_plan()])]
    assert rules == ["unknown-scheme", "printed-id-taken"]
