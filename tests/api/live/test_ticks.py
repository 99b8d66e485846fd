"""When subjects have their turn."""

import asyncio
from dataclasses import replace

import pytest

from api.branches import Branches
from api.live import turns
from api.live.positions import Position
from api.live.service import HeardPacket, LiveService
from tests.support.plans import BEACON_UUID

BELOW = f"ibeacon:{BEACON_UUID}:1:101"


class SlowClock:
    """Time that goes on whenever somebody looks at it."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        self.now_s += turns.TICK_S / 4
        return self.now_s


def test_a_crowd_that_comes_in_at_once_holds_up_nobody_who_is_there(branch):
    clock = SlowClock()
    live = LiveService(Branches([branch]), clock)

    def hear(*subjects: str) -> None:
        for subject in subjects:
            live.post_from_subject("toy", subject, [HeardPacket(BELOW, -65.0, 0.0)])
        clock.now_s += 0.6
        asyncio.run(live.tick())

    crowd = [f"phone-{number}" for number in range(12)]
    hear("tablet")
    before = live.find_position("toy", "tablet")
    hear("tablet", *crowd)
    after = live.find_position("toy", "tablet")
    assert before is not None
    assert after is not None
    assert after.time_s > before.time_s
    shown = [len(live.list_positions("toy"))]
    for _ in range(12):
        hear("tablet")
        shown.append(len(live.list_positions("toy")))
    assert 2 <= shown[0] < 7
    assert shown[-1] == 13
    assert shown == sorted(shown)


def test_areas_are_told_of_a_few_subjects_and_of_a_crowd_none(branch, monkeypatch):
    monkeypatch.setattr(turns, "MOST_WITH_AREAS", 1)
    live = LiveService(Branches([branch]), SlowClock())
    told = []
    publish = live.bus.publish
    monkeypatch.setattr(live.bus, "publish", lambda *args: told.append(args[3]) or publish(*args))
    for subjects in (["alone"], ["alone", "other"]):
        state = live.get_state("toy")
        for subject in subjects:
            state.movers.setdefault(subject, None)
        position = Position(subjects[0], "1", 2.0, 1.5, 1.0, 1000.0)
        turns.show(state, live.bus, position)
    assert [data["area"] is None for data in told] == [False, True]


def test_the_next_tick_is_due_when_the_stragglers_of_a_phase_have_had_their_time():
    due_s = turns.next_tick_s(7.0)
    assert 7.0 < due_s <= 7.0 + turns.TICK_S
    assert (due_s - turns.SETTLE_S) / turns.TICK_S == pytest.approx(
        round((due_s - turns.SETTLE_S) / turns.TICK_S)
    )
    assert turns.next_tick_s(due_s + 1e-6) == pytest.approx(due_s + turns.TICK_S)


def test_who_is_late_already_has_the_first_turn(branch):
    clock = SlowClock()
    live = LiveService(Branches([branch]), clock)

    def hear(*subjects: str) -> None:
        for subject in subjects:
            live.post_from_subject("toy", subject, [HeardPacket(BELOW, -65.0, 0.0)])
        clock.now_s += 0.6
        asyncio.run(live.tick())

    for late, others in (("b", "ac"), ("c", "ab"), ("a", "bc")):
        for subject in "abc":
            hear(subject)
        hear(*"abc")
        mover = live.get_state("toy").movers[late]
        live.get_state("toy").movers[late] = replace(
            mover, track=replace(mover.track, steps=mover.track.steps - 2)
        )
        due, new = turns._list_due(live.get_state("toy"), clock.now_s + 0.6)
        assert due[0] == late
        assert set(due[1:]) == set(others)
        assert not new
