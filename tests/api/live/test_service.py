import asyncio
import logging
import math
import time
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import numpy as np
import pytest
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st

from api.branches import Branches, build_branch
from api.demo.visitors import hear, plan_walk, sought_places
from api.endpoints import health
from api.live import intake, turns
from api.live.bus import BusClosedError
from api.live.intake import Receipt, TooManySubjectsError
from api.live.pipeline import fold
from api.live.plans import PlanWatcher
from api.live.service import HeardPacket, LiveService
from api.plans import demo_text
from api.problems import ProblemError
from api.storage.upgrade import prepare_database
from floorplans.formats.native import parse_plan
from floorplans.model import Plan
from positioning.simulate import SimulatedAir
from positioning.sites import site_from_plan
from routing.search import find_route
from tests.support.moved import moved_plan
from tests.support.plans import BEACON_UUID, toy_plan
from tests.support.room import Room

ABOVE = f"ibeacon:{BEACON_UUID}:1:201"
BELOW = f"ibeacon:{BEACON_UUID}:1:101"
STRANGE = "ibeacon:00000000-0000-4000-8000-000000000000:1:1"
CART_TAG = "address:C0:DE:00:00:00:01"


def packet(key: str = BELOW, rssi_dbm: float = -65.0, age_s: float = 0.2) -> HeardPacket:
    return HeardPacket(key, rssi_dbm, age_s)


def test_what_a_subject_hears_becomes_its_position(room):
    assert room.live.post_from_subject("toy", "tablet", [packet()]) == Receipt(1, 0, 0)
    room.wait(1.0)
    position = room.live.find_position("toy", "tablet")
    assert position is not None
    assert position.level == "1"
    assert room.live.list_positions("toy") == (position,)


def test_a_tag_that_a_radio_hears_is_positioned_by_its_name(room):
    room.live.post_from_radio("toy", "b201", [packet(CART_TAG), packet(STRANGE)])
    room.wait(1.0)
    position = room.live.find_position("toy", "cart")
    assert position is not None
    assert position.level == "2"


def test_adverts_of_strangers_are_counted_and_leave_no_trace(room):
    assert room.live.post_from_subject("toy", "tablet", [packet(STRANGE)] * 3) == Receipt(0, 3, 0)
    assert room.live.post_from_radio("toy", "b101", [packet(STRANGE)]) == Receipt(0, 1, 0)
    live = room.live.get_state("toy")
    assert (live.intake.waiting, live.movers, live.positions, live.health) == ({}, {}, {}, {})


def test_an_unknown_branch_is_refused(room):
    with pytest.raises(ProblemError, match="nowhere"):
        room.live.post_from_subject("nowhere", "tablet", [packet()])


def test_a_subject_that_falls_silent_is_gone_after_half_a_minute_and_nothing_is_kept(room):
    room.live.post_from_subject("toy", "tablet", [packet()])
    room.wait(29.0)
    assert room.live.find_position("toy", "tablet") is not None
    room.wait(2.0)
    live = room.live.get_state("toy")
    assert (live.intake.waiting, live.movers, live.positions) == ({}, {}, {})


def test_a_page_is_told_that_a_subject_is_gone(room):
    with room.live.bus.subscribe("toy", "tablet") as subscription:
        room.live.post_from_subject("toy", "tablet", [packet()])
        room.wait(1.0)
        room.wait(31.0)
        event = asyncio.run(subscription.next(0.0))
    assert event is not None
    assert (event.kind, event.data["subject"]) == ("gone", "tablet")


def test_batches_in_any_order_give_the_same_position(branch):
    """The ages put the packets in order, so a batch that was overtaken loses nothing."""
    batches = [[packet(rssi_dbm=-60.0 - k, age_s=0.3 - 0.1 * k)] for k in range(3)]
    positions = []
    for order in (batches, batches[::-1]):
        room = Room(branch)
        for batch in order:
            room.live.post_from_subject("toy", "tablet", batch)
        room.wait(1.0)
        positions.append(room.live.find_position("toy", "tablet"))
    assert positions[0] is not None
    assert positions[0] == positions[1]


def test_late_packets_do_not_turn_time_back(room):
    room.live.post_from_subject("toy", "tablet", [packet()])
    room.wait(1.0)
    before = room.live.find_position("toy", "tablet")
    room.live.post_from_subject("toy", "tablet", [packet(age_s=age_s) for age_s in (60, 4, 1.5)])
    room.wait(1.0)
    after = room.live.find_position("toy", "tablet")
    assert before is not None
    assert after is not None
    assert after.time_s > before.time_s


def test_old_packets_alone_show_nobody(room):
    room.live.post_from_subject("toy", "tablet", [packet(age_s=50.0)])
    room.wait(2.0)
    assert room.live.list_positions("toy") == ()


def test_subjects_with_the_same_packets_at_the_same_time_have_positions_of_their_own(room):
    for subject in ("tablet", "badge"):
        room.live.post_from_subject("toy", subject, [packet(), packet()])
    room.wait(1.0)
    tablet, badge = (room.live.find_position("toy", each) for each in ("tablet", "badge"))
    assert tablet is not None
    assert badge is not None
    assert (badge.subject, tablet.subject) == ("badge", "tablet")
    assert math.dist((badge.x_m, badge.y_m), (tablet.x_m, tablet.y_m)) < 0.1


def test_a_check_in_is_shown_before_the_next_tick(room):
    with room.live.bus.subscribe("toy", "tablet") as subscription:
        room.live.check_in("toy", "tablet", "1", 6.9, 3.0, 0.7)
        event = asyncio.run(subscription.next(0.0))
    assert event is not None
    assert (event.data["x_m"], event.data["y_m"]) == (pytest.approx(6.9), pytest.approx(3.0))


def test_after_a_check_in_the_track_goes_on_from_there(room):
    room.live.check_in("toy", "tablet", "1", 6.9, 3.0, 0.7)
    room.live.post_from_subject("toy", "tablet", [packet()])
    room.wait(1.0)
    position = room.live.find_position("toy", "tablet")
    assert position is not None
    assert math.dist((position.x_m, position.y_m), (6.9, 3.0)) < 2.0


def test_when_there_are_too_many_subjects_new_ones_wait_and_the_others_go_on(room, monkeypatch):
    monkeypatch.setattr(intake, "SUBJECTS_PER_BRANCH", 1)
    room.live.post_from_subject("toy", "tablet", [packet()])
    with pytest.raises(TooManySubjectsError):
        room.live.post_from_subject("toy", "badge", [packet()])
    with pytest.raises(TooManySubjectsError):
        room.live.check_in("toy", "badge", "1", 6.9, 3.0, 0.7)
    assert room.live.post_from_subject("toy", "tablet", [packet()]).accepted == 1
    room.wait(32.0)
    assert room.live.post_from_subject("toy", "badge", [packet()]).accepted == 1


def test_the_staff_see_silent_radios_too(room):
    room.live.post_from_subject("toy", "tablet", [packet(rssi_dbm=-60.0), packet(rssi_dbm=-70.0)])
    heard, silent = room.live.list_radio_health("toy")
    assert (heard.radio, heard.heard, heard.rssi_dbm) == ("b101", 2, pytest.approx(-61.0))
    assert (silent.radio, silent.heard, silent.last_heard_s) == ("b201", 0, None)


def test_a_subject_whose_positions_fail_is_dropped_loudly_and_the_others_go_on(
    room, caplog, monkeypatch
):
    def fail_for_one(mover, *args):
        if mover.track.subject == "doomed":
            raise ArithmeticError("no position")
        return fold(mover, *args)

    monkeypatch.setattr(turns, "fold", fail_for_one)
    room.live.post_from_subject("toy", "doomed", [packet()] * 5)
    room.live.post_from_subject("toy", "tablet", [packet()])
    room.wait(1.0)
    assert [each.subject for each in room.live.list_positions("toy")] == ["tablet"]
    (record,) = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert "dropped" in record.message


def test_when_the_positions_die_it_is_said_once_loudly_and_health_is_degraded(
    branch, tmp_path, caplog
):
    def broken_clock() -> float:
        raise OSError("no clock")

    async def die() -> dict[str, object]:
        app = FastAPI()
        app.include_router(health.router)
        app.state.branches = Branches([branch])
        app.state.database = prepare_database(f"sqlite:///{tmp_path / 'library.sqlite'}")
        app.state.live = live = LiveService(app.state.branches, broken_clock)
        app.state.plans = PlanWatcher(
            app.state.database, app.state.branches, live, lambda: datetime.now(UTC)
        )
        await live.start()
        while live.running:
            await asyncio.sleep(0.01)
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://library") as client:
            answer = await client.get("/api/v1/health")
        await live.stop()
        app.state.database.close()
        return answer.json()

    told = asyncio.run(die())
    assert (told["status"], told["live"]) == ("degraded", False)
    (record,) = [each for each in caplog.records if each.levelno == logging.CRITICAL]
    assert "restart the server" in record.message
    assert record.exc_info is not None
    assert isinstance(record.exc_info[1], OSError)


def test_positions_are_starting_until_all_that_they_need_is_loaded(branch):
    async def start() -> tuple[bool, bool, bool]:
        live = LiveService(Branches([branch]), time.monotonic)
        before = live.starting
        await live.start()
        at_first = live.starting
        while live.starting:
            await asyncio.sleep(0.01)
        running = live.running
        await live.stop()
        return before, at_first, running

    assert asyncio.run(start()) == (False, True, True)


def test_a_service_that_is_stopped_ends_its_streams_and_complains_of_nothing(branch, caplog):
    async def run() -> None:
        live = LiveService(Branches([branch]), lambda: 0.0)
        await live.start()
        with live.bus.subscribe("toy", None) as subscription:
            await live.stop()
            with pytest.raises(BusClosedError):
                await subscription.next(60.0)
        assert not live.running

    asyncio.run(run())
    assert caplog.records == []


def without_level_2() -> Plan:
    """The toy plan without its upper floor."""

    def below(things):
        return tuple(each for each in things if each.level == "1")

    plan = toy_plan()
    kept = tuple(each for each in plan.ranges if each.id in ("r1", "r2", "r3", "r4", "r5"))
    return replace(
        plan,
        levels=plan.levels[:1],
        units=below(plan.units),
        openings=below(plan.openings),
        connectors=(),
        fixtures=below(plan.fixtures),
        shelves=below(plan.shelves),
        ranges=kept,
        radios=below(plan.radios),
        points_of_interest=below(plan.points_of_interest),
    )


def test_who_moves_goes_on_in_a_new_version_of_the_plan(room):
    room.live.post_from_subject("toy", "tablet", [packet()])
    room.wait(1.0)
    before = room.live.find_position("toy", "tablet")
    room.live.replace_branch(build_branch(moved_plan()))
    assert room.live.find_position("toy", "tablet") == before
    room.live.post_from_subject("toy", "tablet", [packet()])
    room.wait(1.0)
    after = room.live.find_position("toy", "tablet")
    assert before is not None
    assert after is not None
    assert after.time_s > before.time_s
    assert math.dist((after.x_m, after.y_m), (before.x_m, before.y_m)) < 3.0


def test_radios_of_the_new_version_are_listened_for_and_those_of_the_old_no_more(room):
    plan = toy_plan()
    first, *rest = plan.radios
    swapped = replace(plan, radios=(replace(first, id="fresh", key=STRANGE), *rest))
    room.live.post_from_subject("toy", "tablet", [packet(), packet(ABOVE, -90.0)])
    room.wait(0.25)
    room.live.replace_branch(build_branch(swapped))
    assert STRANGE in room.live.radio_keys("toy")
    assert BELOW not in room.live.radio_keys("toy")
    assert room.live.post_from_subject("toy", "tablet", [packet(), packet(STRANGE)]) == Receipt(
        1, 1, 0
    )
    room.wait(2.0)
    assert room.live.find_position("toy", "tablet") is not None


def test_who_is_on_a_level_that_is_no_more_is_gone_until_heard_again(room):
    room.live.post_from_subject("toy", "tablet", [packet(ABOVE)])
    room.wait(1.0)
    with room.live.bus.subscribe("toy", "tablet") as subscription:
        asyncio.run(subscription.next(0.0))
        room.live.replace_branch(build_branch(without_level_2()))
        gone, plan = (asyncio.run(subscription.next(0.0)) for _ in range(2))
    assert gone is not None
    assert plan is not None
    assert (gone.kind, plan.kind) == ("gone", "plan")
    assert room.live.list_positions("toy") == ()
    room.live.post_from_subject("toy", "tablet", [packet(BELOW)])
    room.wait(1.0)
    position = room.live.find_position("toy", "tablet")
    assert position is not None
    assert position.level == "1"


DOINGS = st.lists(
    st.one_of(
        st.tuples(
            st.just("post"),
            st.sampled_from(["tablet", "badge"]),
            st.lists(
                st.builds(
                    HeardPacket,
                    st.sampled_from([ABOVE, BELOW, STRANGE]),
                    st.floats(-127.0, 20.0),
                    st.floats(0.0, 60.0) | st.just(0.2),
                ),
                max_size=8,
            ),
        ),
        st.tuples(st.just("check in"), st.sampled_from(["tablet", "badge"]), st.just("1")),
        st.tuples(st.just("wait"), st.just(""), st.sampled_from([0.25, 1.0, 3.0, 31.0])),
    ),
    max_size=12,
)


@settings(max_examples=60)
@given(DOINGS)
def test_whatever_comes_in_whatever_order_dots_stand_on_floors_and_nobody_stays_for_ever(
    branch, doings
):
    room = Room(branch)
    for doing, subject, what in doings:
        if doing == "post":
            room.live.post_from_subject("toy", subject, what)
        elif doing == "check in":
            room.live.check_in("toy", subject, what, 6.9, 3.0, 0.7)
        else:
            room.wait(what)
        for position in room.live.list_positions("toy"):
            spot = (position.x_m, position.y_m)
            assert math.dist(branch.walkable.nearest(position.level, *spot), spot) < 0.01
            assert 0 < position.radius_95_m < math.inf
    room.wait(61.0)
    live = room.live.get_state("toy")
    assert (live.intake.waiting, live.movers, live.positions) == ({}, {}, {})


def test_the_dot_follows_a_walk_through_the_small_branch():
    """A visitor walks from shelf to shelf in simulated air; the seed fixes all of it."""
    saari = build_branch(parse_plan(demo_text("saari", "plan.json")))
    room = Room(saari)
    air = SimulatedAir(site_from_plan(saari.plan), np.random.default_rng(7))
    radios = {radio.id: radio for radio in saari.plan.radios}
    goals = sought_places(saari)
    walk = plan_walk(find_route(saari.graph, goals[0], goals[-1]), saari.plan, 0.0, 20.0)
    away_m = []
    for step in range(round(walk.ends_s / 0.5)):
        spot = walk.at(step * 0.5)
        room.live.post_from_subject("saari", "visitor", list(hear(air, radios, room.now_s, spot)))
        room.wait(0.5)
        position = room.live.find_position("saari", "visitor")
        if position is not None:
            away_m.append(math.dist((position.x_m, position.y_m), (spot.x_m, spot.y_m)))
    assert len(away_m) > 0.9 * walk.ends_s / 0.5
    assert np.median(away_m) < 3.0
