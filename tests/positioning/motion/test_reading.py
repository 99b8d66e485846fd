import gzip

import numpy as np
import pytest

from positioning.motion.reading import read_motion
from positioning.motion.simulate import Leg, simulate_walk
from positioning.motion.steps import steps_of_motion
from positioning.recordings import RecordingError

HEADER = "time_s,subject,ax,ay,az,gx,gy,gz,mx,my,mz,qx,qy,qz,qw\n"
ROW = "0.5,ann,0.1,0.2,9.8,0.01,0.02,0.03,1,20,-40,0,0,0,1\n"


def test_plain_and_packed_motion_read_the_same():
    plain = read_motion({"motion.csv": HEADER + ROW})
    packed = read_motion({"motion.csv.gz": gzip.compress((HEADER + ROW).encode())})
    for motion in (plain, packed):
        (samples,) = motion.values()
        assert samples.time_s.tolist() == [0.5]
        assert samples.acceleration_ms2.tolist() == [[0.1, 0.2, 9.8]]
        assert samples.rotation_rads.tolist() == [[0.01, 0.02, 0.03]]
        assert samples.magnetic_ut.tolist() == [[1, 20, -40]]
        assert samples.attitude.tolist() == [[0, 0, 0, 1]]


def test_without_a_file_there_is_no_motion():
    assert read_motion({"sightings.csv": ""}) == {}


def test_subjects_are_kept_apart_in_the_order_of_the_file():
    rows = "".join(f"{t},{who},{t},0,9.8\n" for t, who in [(0, "ann"), (1, "bo"), (2, "ann")])
    motion = read_motion({"motion.csv": "time_s,subject,ax,ay,az\n" + rows})
    assert list(motion) == ["ann", "bo"]
    assert motion["ann"].time_s.tolist() == [0, 2]
    assert motion["bo"].acceleration_ms2[:, 0].tolist() == [1]


def test_missing_columns_and_empty_fields_are_unknown():
    text = " subject ,az,time_s,ax\nann,9.8,0,\nann,,1,0.5\nann,nan,2\n\n"
    samples = read_motion({"motion.csv": "\ufeff" + text})["ann"]
    nan = np.nan
    expected = [[nan, nan, 9.8], [0.5, nan, nan], [nan, nan, nan]]
    np.testing.assert_array_equal(samples.acceleration_ms2, expected)
    assert np.isnan(samples.attitude).all()


def test_columns_that_nobody_knows_are_passed_over():
    text = "note,time_s,note,subject,az\nslow,1,,ann,9.8\n"
    assert read_motion({"motion.csv": text})["ann"].acceleration_ms2[0, 2] == 9.8


def test_a_row_with_wide_numbers_within_reason_is_read():
    text = "time_s,subject,ax,ay\n1700000000.25,ann,900000,900000\n"
    samples = read_motion({"motion.csv": text})["ann"]
    assert samples.time_s[0] == 1700000000.25
    assert samples.acceleration_ms2[0, :2].tolist() == [900000, 900000]


def test_a_simulated_walk_survives_writing_and_reading():
    samples = simulate_walk([Leg(8.0)], np.random.default_rng(3)).samples
    columns = (samples.acceleration_ms2, samples.rotation_rads, samples.magnetic_ut)
    table = np.column_stack([samples.time_s, *columns, samples.attitude])
    rows = "".join(
        f"{row[0]!r},ann," + ",".join(map(repr, row[1:])) + "\n" for row in table.tolist()
    )
    again = read_motion({"motion.csv": HEADER + rows})["ann"]
    assert steps_of_motion(again) == steps_of_motion(samples)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "motion.csv line 1: column time_s, subject is missing; found: nothing"),
        ("time_s,ax\n", "motion.csv line 1: column subject is missing"),
        ("time_s,subject,ax,ax\n", "motion.csv line 1: column ax is there twice"),
        (HEADER + ROW + ROW.replace("9.8", "down"), "motion.csv line 3: az 'down' is no number"),
        (HEADER + ROW.replace("0.5,", "inf,"), "motion.csv line 2: time_s 'inf' is no number"),
        (HEADER + ROW.replace("0.5,", "nan,"), "motion.csv line 2: time_s 'nan' is no number"),
        (HEADER + ROW.replace("0.5,", ","), "motion.csv line 2: time_s '' is no number"),
        (HEADER + ROW.replace("0.1", "1e9"), "motion.csv line 2: ax '1e9' is no number within"),
        (HEADER + ROW.replace("ann", " "), "motion.csv line 2: subject is empty"),
        (HEADER + ROW.strip() + ",7\n", "motion.csv line 2: more fields than the header has"),
        (HEADER + f'0.5,"{"a" * 200_000}"\n', "motion.csv line 2: is no CSV"),
    ],
)
def test_bad_motion_is_refused_with_file_and_line(text, told):
    with pytest.raises(RecordingError) as refusal:
        read_motion({"motion.csv": text})
    assert told in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "document", "told"),
    [
        ("motion.csv.gz", b"time_s,subject\n", "is not packed with gzip"),
        ("motion.csv.gz", gzip.compress(HEADER.encode(), mtime=0)[:-9], "is not packed with gzip"),
        ("motion.csv.gz", gzip.compress(b"time_s,subject\n\xff", mtime=0), "is not UTF-8 text"),
        ("motion.csv", b"\xff\xfe", "is not UTF-8 text"),
    ],
)
def test_files_that_are_no_text_are_refused(name, document, told):
    with pytest.raises(RecordingError, match=rf"^{name}: {told}"):
        read_motion({name: document})
