import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.live import intake
from api.live.intake import Intake, TooManySubjectsError
from positioning.model import Sighting


def heard(time_s: float, subject: str = "cart", rssi_dbm: float = -70.0) -> Sighting:
    return Sighting(time_s, subject, "b101", rssi_dbm)


TIMES = st.lists(st.floats(0, 100), max_size=60)


@given(TIMES, st.floats(0, 100))
def test_what_is_taken_and_what_is_left_is_what_came(times, until_s):
    waiting = Intake()
    waiting.add([heard(time_s) for time_s in times])
    due = [each.time_s for each in waiting.take("cart", until_s)]
    assert due == sorted(time_s for time_s in times if time_s <= until_s)
    later = [each.time_s for each in waiting.take("cart", 1000.0)]
    assert later == sorted(time_s for time_s in times if time_s > until_s)


def test_packets_of_one_time_stay_in_the_order_they_came():
    waiting = Intake()
    waiting.add([heard(5.0, rssi_dbm=-80.0), heard(5.0, rssi_dbm=-60.0), heard(4.0)])
    assert [each.rssi_dbm for each in waiting.take("cart", 9.0)] == [-70.0, -80.0, -60.0]


def test_a_full_queue_drops_the_oldest_and_counts_them(monkeypatch):
    monkeypatch.setattr(intake, "SIGHTINGS_PER_SUBJECT", 10)
    waiting = Intake()
    assert waiting.add([heard(time_s) for time_s in range(8)]) == 0
    assert waiting.add([heard(time_s) for time_s in range(8, 14)]) == 4
    assert [each.time_s for each in waiting.take("cart", 99.0)] == list(range(4, 14))


def test_subjects_do_not_push_each_other_out(monkeypatch):
    monkeypatch.setattr(intake, "SIGHTINGS_PER_SUBJECT", 3)
    waiting = Intake()
    waiting.add([heard(1.0, "tablet")])
    waiting.add([heard(time_s) for time_s in range(9)])
    assert len(waiting.take("tablet", 99.0)) == 1


def test_a_batch_with_a_subject_too_many_is_refused_whole(monkeypatch):
    monkeypatch.setattr(intake, "SUBJECTS_PER_BRANCH", 2)
    waiting = Intake()
    waiting.add([heard(1.0, "one")])
    with pytest.raises(TooManySubjectsError, match="post again"):
        waiting.add([heard(2.0, "one"), heard(2.0, "two"), heard(2.0, "three")])
    assert list(waiting.waiting) == ["one"]
    assert len(waiting.take("one", 9.0)) == 1


def test_who_is_live_already_is_heard_also_when_no_new_subject_is(monkeypatch):
    monkeypatch.setattr(intake, "SUBJECTS_PER_BRANCH", 1)
    waiting = Intake()
    waiting.add([heard(1.0)])
    assert waiting.add([heard(2.0)]) == 0
    assert len(waiting.take("cart", 9.0)) == 2


def test_nothing_waits_of_a_subject_that_was_never_heard():
    assert Intake().take("nobody", 9.0) == []
