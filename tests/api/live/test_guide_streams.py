"""Pages that lead somebody, and come back after a break."""

import asyncio
import json
from dataclasses import replace
from datetime import datetime

import pytest

from api.branches import build_branch
from api.live import guide_streams
from api.live.guide_schemas import GuideOut
from api.live.guide_streams import Leaders, stream_guided
from api.live.guides import CLOSED_EVERY_S, GoalAsked, Leader
from floorplans.model import Closure, Text
from routing.model import Spot
from tests.support.room import Room

FICTION = GoalAsked("84.2 TOL", None, None, "", "walk")
START, ASTRAY = Spot("1", 1.5, 2.5), Spot("1", 8.0, 2.3)


def stand(room: Room, led: Leader, spot: Spot, seconds: float) -> GuideOut:
    """Let the reader be at a spot for a while; gives the last advice."""
    advice = None
    for _ in range(round(seconds / 0.5)):
        room.now_s += 0.5
        room.live.check_in(room.branch.id, "reader", spot.level, spot.x_m, spot.y_m, 0.2)
        advice = led.take() or advice
    assert advice is not None
    return advice


def lead(leaders: Leaders, room: Room, subject: str = "reader", asked: GoalAsked = FICTION):
    return leaders.lead(room.branch.id, subject, asked, "en")


def test_a_page_that_comes_back_goes_on_and_is_given_the_steps_and_the_alert_in_force(room):
    async def go() -> None:
        leaders = Leaders(room.live)
        with lead(leaders, room) as led:
            stand(room, led, START, 1.0)
            alarmed = stand(room, led, ASTRAY, 5.0)
        with lead(leaders, room) as led:
            back = stand(room, led, ASTRAY, 0.5)
        assert alarmed.kind != "go"
        assert (back.kind, back.news, back.step) == (alarmed.kind, alarmed.news, alarmed.step)
        assert back.steps

    asyncio.run(go())


def test_a_page_that_is_back_before_its_break_is_noticed_goes_on_beside_the_old_one(room):
    async def go() -> None:
        leaders = Leaders(room.live)
        with lead(leaders, room) as old:
            before = stand(room, old, ASTRAY, 5.0)
            with lead(leaders, room) as led:
                back = stand(room, led, ASTRAY, 0.5)
                assert back.news == before.news
                assert led is not old
            assert stand(room, old, ASTRAY, 0.5).steps is None

    asyncio.run(go())


def test_what_closes_and_opens_is_told_though_nobody_moves(
    room: Room, monkeypatch: pytest.MonkeyPatch
):
    shut = Closure(
        "a", Text("Maalaus"), "2026-12-01T10:00", "2026-12-01T12:00", openings=("quiet-door-1",)
    )
    room = Room(build_branch(replace(room.branch.plan, closures=(shut,))))
    quiet_room = GoalAsked(None, None, "1,10.5,6.5", "", "walk")

    async def go() -> list[str]:
        told = []
        with (
            lead(Leaders(room.live), room, asked=quiet_room) as led,
            room.live.bus.subscribe(room.branch.id, "reader") as subscription,
        ):
            arriving = stream_guided(subscription, led, heartbeat_s=0.01)
            for hour in (9, 11, 13):
                now = datetime(2026, 12, 1, hour, 30)
                monkeypatch.setattr("api.live.guides.local_at", lambda plan, at, now=now: now)
                monkeypatch.setattr("api.finding.local_at", lambda plan, at, now=now: now)
                room.now_s += CLOSED_EVERY_S
                if hour == 9:
                    room.live.check_in(room.branch.id, "reader", "1", 1.5, 2.5, 0.2)
                text = ""
                while "event: guide" not in text:
                    text = await anext(arriving)
                told.append(json.loads(text.partition("data: ")[2])["kind"])
        return told

    assert asyncio.run(go()) == ["go", "no_way", "replanned"]


def test_another_subject_or_goal_knows_nothing_of_the_first(room):
    async def go() -> None:
        leaders = Leaders(room.live)
        with lead(leaders, room) as led:
            stand(room, led, START, 1.0)
        elsewhere = GoalAsked(None, None, "1,8.0,4.0", "", "walk")
        with lead(leaders, room, "other") as other, lead(leaders, room, asked=elsewhere) as moved:
            assert other.take() is None
            assert stand(room, moved, START, 0.5).news == 1

    asyncio.run(go())


def test_who_stays_away_is_forgotten_and_no_more_are_kept_than_a_bound(
    room: Room, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(guide_streams, "MOST_KEPT", 3)

    async def go() -> None:
        leaders = Leaders(room.live, kept_s=0.0)
        with lead(leaders, room) as led:
            stand(room, led, ASTRAY, 5.0)
        for number in range(5):
            with lead(leaders, room, f"other-{number}"):
                assert leaders.kept <= 3
        await asyncio.sleep(0.05)
        assert leaders.kept == 0
        with lead(leaders, room) as led:
            assert stand(room, led, ASTRAY, 0.5).news == 1

    asyncio.run(go())
