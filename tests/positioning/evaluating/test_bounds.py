import json

import pytest

from positioning.evaluating.bounds import read_bounds
from positioning.rows import RecordingError

DOCUMENT = json.dumps(
    {
        "static": {"maximum_likelihood_rms_m": 0.2, "peb_by_subject_m": {"a": 1, "b": 1}},
        "walks": {"causal_rms_m": 0.8, "smooth_rms_m": "low"},
    }
).encode()


def test_subjects_that_stand_still_are_bound_by_an_exact_fit():
    assert read_bounds(DOCUMENT, True, {"a", "b"}) == {"causal": 0.2}


def test_walkers_are_bound_in_each_mode_that_has_a_number():
    assert read_bounds(DOCUMENT, False, {"w"}) == {"causal": 0.8}


def test_another_draw_has_other_bounds():
    assert read_bounds(DOCUMENT, True, {"a", "c"}) == {}


@pytest.mark.parametrize("document", [None, b"{}", b"[]", b'{"walks": 3}'])
def test_a_site_may_have_no_bounds(document):
    assert read_bounds(document, False, {"w"}) == {}


@pytest.mark.parametrize("document", [b"{", b"\xff\xfe"])
def test_a_broken_file_is_named(document):
    with pytest.raises(RecordingError, match=r"crlb\.json: is no JSON"):
        read_bounds(document, False, {"w"})
