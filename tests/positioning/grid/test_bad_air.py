"""Recordings with impossible values: refused by their place, or left out; and lost tracks."""

import math

import numpy as np
import pytest

from positioning.grid.live_ground import make_ground
from positioning.grid.live_track import advance, start_track
from positioning.grid.space import Space, space_of_site
from positioning.hygiene import screened
from positioning.recordings import read_recording
from positioning.rows import RecordingError
from tests.support.halls import Moment, hear_all, make_hall

HALL = make_hall()
GROUND = make_ground(HALL, Space(space_of_site(HALL, 0.5).levels))


def files(rows: str) -> dict[str, str]:
    return {
        "sightings.csv": "time_s,subject,device_model,radio,rssi_dbm\n" + rows,
        "ask.csv": "time_s,subject,level\n1.0,s,1\n",
    }


@pytest.mark.parametrize("text", ["nan", "inf", "-inf", "loud", "", "1e400"])
@pytest.mark.parametrize("column", ["time_s", "rssi_dbm"])
def test_what_is_no_number_is_refused_by_file_line_and_column(column, text):
    bad = {"time_s": "0.5", "rssi_dbm": "-60", column: text}
    rows = f"0.2,s,,b100,-60\n{bad['time_s']},s,,b100,{bad['rssi_dbm']}\n"
    with pytest.raises(RecordingError, match=rf"sightings.csv line 3: {column} "):
        read_recording(files(rows))


def test_what_no_radio_can_measure_is_left_out_and_counted():
    recording = read_recording(files("0.2,s,,b100,-60\n0.4,s,,b100,12\n0.6,s,,b100,127\n"))
    accepted, counts = screened(recording.sightings, {"b100"})
    assert [each.time_s for each in accepted] == [0.2]
    assert counts.impossible == 2


@pytest.mark.parametrize("seed", range(10))
def test_one_who_is_suddenly_elsewhere_is_found_within_five_seconds(seed):
    rng = np.random.default_rng([seed, 1])
    here, there = rng.uniform([2, 2], [22, 16], (2, 2))
    while math.dist(here, there) < 9.0:
        there = rng.uniform([2, 2], [22, 16])
    places = [*[here] * 20, *[there] * 20]
    moments = [Moment(0.5 * (number + 1), "1", *place) for number, place in enumerate(places)]
    _, fixes = advance(start_track(GROUND, "walker"), hear_all(HALL, moments, seed), 20.0)
    late = [fix for fix in fixes if fix.time_s > 15.0]
    missed_m = [math.dist((fix.x_m, fix.y_m), there) for fix in late]
    assert np.median(missed_m) < 4.0
