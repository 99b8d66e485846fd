from dataclasses import replace
from itertools import count

import pytest

from positioning.evaluating.runs import (
    BLANK_DEVICE_MODEL,
    IGNORE_SURVEY,
    PLAIN,
    STAND_MODES,
    WALK_MODES,
    changes_anything,
    modes_of,
    prepare_site,
    read_case,
    recording_variant,
    run_case,
    site_variant,
)
from tests.support.recorded import WALK, bounds_file, scan_files, site_files, walk_files


def encode(files):
    return {name: text.encode() for name, text in files.items()}


def read(files, crlb=None):
    files = encode(files)
    return read_case("toy/track", "m", files, files.pop("truth.csv"), crlb)


@pytest.fixture(scope="module")
def answer():
    return prepare_site(encode(site_files()))


def test_a_walk_is_answered_in_hindsight_too_and_a_single_scan_is_not():
    assert modes_of(read(walk_files()).recording) == WALK_MODES
    assert modes_of(read(scan_files()).recording) == STAND_MODES


def test_subjects_that_stand_still_are_answered_live_only():
    files = walk_files() | {"track.json": '{"motion": "standing"}'}
    assert modes_of(read(files).recording) == STAND_MODES


def test_a_run_scores_what_would_be_written(answer):
    clock = count(0.0, 130.0)
    run = run_case(read(walk_files()), answer, PLAIN, "smooth", lambda: next(clock))
    assert (run.score.rows, run.score.answered_share) == (len(WALK), 1.0)
    assert 0 < run.score.mean_m < 6
    assert run.seconds == 130.0
    assert run.is_late


def test_the_ratio_to_the_bound_is_of_rms_and_only_where_there_is_one(answer):
    case = read(walk_files(), bounds_file().encode())
    causal, lagging = (run_case(case, answer, PLAIN, each, lambda: 0.0) for each in WALK_MODES[:2])
    assert causal.bound_ratio == pytest.approx(causal.score.rms_m / 0.5)
    assert lagging.bound_ratio is None


def test_blank_device_models_leave_all_else_as_it_was():
    recording = read(walk_files()).recording
    blank = recording_variant(recording, BLANK_DEVICE_MODEL)
    assert {each.device_model for each in blank.sightings} == {None}
    named = tuple(replace(each, device_model="phone") for each in blank.sightings)
    assert replace(blank, sightings=named) == recording
    assert recording_variant(recording, IGNORE_SURVEY) is recording


def test_an_ignored_survey_is_not_there():
    files = encode(site_files())
    assert set(files) - set(site_variant(files, IGNORE_SURVEY)) == {"survey.csv"}
    assert site_variant(files, BLANK_DEVICE_MODEL) == files


@pytest.mark.parametrize(
    ("variant", "site", "device_model", "changes"),
    [
        (IGNORE_SURVEY, site_files(), "phone", True),
        (IGNORE_SURVEY, {}, "phone", False),
        (BLANK_DEVICE_MODEL, {}, "phone", True),
        (BLANK_DEVICE_MODEL, {}, "", False),
        (PLAIN, {}, "", True),
    ],
)
def test_a_variant_that_leaves_out_nothing_is_not_worth_a_run(variant, site, device_model, changes):
    assert changes_anything(variant, encode(site), read(scan_files(device_model))) == changes
