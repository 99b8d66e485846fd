"""The counts that the staff see, and the screens behind them."""

import pytest

from api.live.screening import DROPPED_KINDS, Screening
from kiosk_ui.messages import LANGUAGES, say
from positioning.model import Sighting

RADIOS = {"b101", "b102"}


def sighting(time_s: float, radio: str = "b101", rssi_dbm: float = -70.0) -> Sighting:
    return Sighting(time_s, "tablet", radio, rssi_dbm)


def test_counts_of_all_subjects_add_up():
    screening = Screening()
    screening.let_through("tablet", [sighting(9.9), sighting(9.8, rssi_dbm=127.0)], 10.0, RADIOS)
    screening.let_through("badge", [sighting(9.9, "strange")], 10.0, RADIOS)
    screening.count_refused(unknown=3, overflowing=2)
    counts = screening.counts
    assert (counts.accepted, counts.impossible, counts.unknown, counts.thinned) == (1, 1, 4, 2)
    assert counts.total == 8


def test_who_is_new_has_no_past():
    screening = Screening()
    assert screening.let_through("tablet", [sighting(5.0)], 10.0, RADIOS) == ()
    assert screening.counts.late == 1


def test_packets_are_late_after_a_silence_in_which_the_track_went_on():
    screening = Screening()
    screening.let_through("tablet", [sighting(9.9)], 10.0, RADIOS)
    screening.let_through("tablet", [], 20.0, RADIOS)
    assert screening.let_through("tablet", [sighting(12.0)], 20.5, RADIOS) == ()


def test_a_clock_is_as_wrong_as_most_subjects_tell():
    screening = Screening()
    for step in range(8):
        now_s = 10.0 + step
        for number, off_s in enumerate((-30.0, -30.2, -29.0)):
            heard = [sighting(now_s - 0.1, "b102"), sighting(now_s + off_s)]
            screening.let_through(f"tag{number}", heard, now_s, RADIOS)
    assert screening.clock_errors_s() == {"b101": pytest.approx(-29.0, abs=1.5)}


def test_a_subject_that_is_forgotten_leaves_its_counts():
    screening = Screening()
    screening.let_through("tablet", [sighting(9.9)], 10.0, RADIOS)
    screening.forget("tablet")
    assert screening.screens == {}
    assert screening.counts.accepted == 1


def test_every_reason_to_drop_a_packet_has_its_words():
    for kind in DROPPED_KINDS:
        for language in LANGUAGES:
            assert "7" in say(f"ui.dropped_{kind}", language, number=7)
