import json

import numpy as np
import pytest

from positioning.evaluate import Answered, score_answered
from positioning.evaluating.reference import list_variants
from positioning.evaluating.report import (
    compare,
    find_faults,
    make_document,
    make_tables,
    to_markdown,
)
from positioning.evaluating.runs import IGNORE_SURVEY, PLAIN, Run


def make_run(name="hall/walks", mode="causal", error_m=1.0, **changes):
    """A run whose errors grow evenly to twice their mean; its radii hold 95 in 100."""
    rows, answered = changes.pop("rows", 1000), changes.pop("answered", 1000)
    errors_m = np.linspace(0, 2 * error_m, 1000)
    errors_m = np.random.default_rng(1).permutation(errors_m)[:answered]
    found = Answered(rows, errors_m, np.full(answered, 1.9 * error_m), np.ones(answered, bool))
    fields = {"unit": "m", "variant": PLAIN, "seconds": 1.0, "bound_m": None} | changes
    return Run(name=name, mode=mode, answered=found, score=score_answered(found), **fields)


def row_of(run):
    table = compare([run])
    return dict(zip(table.head, table.rows[0], strict=True))


def test_a_good_run_has_no_faults():
    assert find_faults(make_run()) == ()


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"answered": 0}, "no answer"),
        ({"rows": 1011}, "only 98.9 % answered"),
        ({"seconds": 121.0}, "121 s, more than 120 s"),
    ],
)
def test_what_fails_is_named(changes, fault):
    assert find_faults(make_run(**changes)) == (fault,)


def test_a_site_that_asks_for_fewer_answers_gets_by_with_them():
    assert find_faults(make_run("mall_walks/dev_walks", "smooth", rows=1100)) == ()


@pytest.mark.parametrize(("error_m", "reached"), [(1.60, "yes"), (1.604, "yes"), (1.61, "no")])
def test_a_figure_reaches_its_aim_to_the_centimetre(error_m, reached):
    row = row_of(make_run("hall_tags/dev_walks", error_m=error_m))
    assert (row["reference"], row["aim"], row["reached"]) == ("1.91", "1.60", reached)


def test_a_figure_of_too_few_answers_does_not_count():
    row = row_of(make_run("hall_tags/dev_walks", answered=980))
    assert (row["ours"], row["reached"], row["answered, %"]) == ("–", "no", "98.0")


def test_a_simulated_track_is_compared_by_its_ratio_to_the_bound():
    row = row_of(make_run("crlb_arena/dev_walks", bound_m=1.0))
    assert row["figure"] == "rms / bound"
    assert float(row["ours"]) == pytest.approx(np.sqrt(4 / 3), abs=0.01)


def test_variants_have_references_of_their_own():
    run = make_run("hall_tags/dev_walks", "smooth", variant=IGNORE_SURVEY)
    row = row_of(run)
    assert (row["mode"], row["reference"]) == ("smooth, survey ignored", "1.70")
    assert list_variants("hall_tags/dev_walks") == ((IGNORE_SURVEY, "smooth"),)


def test_an_unknown_site_has_no_reference_but_its_error_is_told():
    row = row_of(make_run(unit="cell"))
    assert (row["track"], row["ours"]) == ("hall/walks (cells)", "1.00")
    assert (row["reference"], row["aim"], row["reached"]) == ("–", "–", "–")


def test_every_row_of_every_table_fits_its_head():
    runs = [make_run(), make_run(answered=0), make_run("office/dev_scans", rows=50, answered=2)]
    for table in make_tables(runs):
        lines = to_markdown(table).splitlines()
        assert {line.count("|") for line in lines} == {len(table.head) + 1}
        assert len(lines) == 2 + len(runs)


def test_the_data_can_be_written_as_json_even_without_answers():
    runs = [make_run("hall_tags/dev_walks"), make_run(answered=0)]
    good, none = json.loads(json.dumps(make_document(runs), allow_nan=False))["runs"]
    assert good["reference"] == {"figure": "mean", "ours": 1.0, "best": 1.91, "aim": 1.6}
    assert (none["mean"], none["faults"], none["reference"]) == (None, ["no answer"], None)
