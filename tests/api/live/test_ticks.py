"""When subjects have their turn."""

import asyncio

import pytest

from api.branches import Branches
from api.live import service
from api.live.service import HeardPacket, LiveService
from tests.support.plans import BEACON_UUID

BELOW = f"ibeacon:{BEACON_UUID}:1:101"


class SlowClock:
    """Time that goes on whenever somebody looks at it."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        self.now_s += service.TICK_S / 4
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


def test_the_next_tick_is_due_when_the_stragglers_of_a_phase_have_had_their_time():
    due_s = service.next_tick_s(7.0)
    assert 7.0 < due_s <= 7.0 + service.TICK_S
    assert (due_s - service.SETTLE_S) / service.TICK_S == pytest.approx(
        round((due_s - service.SETTLE_S) / service.TICK_S)
    )
    assert service.next_tick_s(due_s + 1e-6) == pytest.approx(due_s + service.TICK_S)
