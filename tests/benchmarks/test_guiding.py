"""The simulated walks of guided people, and how they are judged."""

from dataclasses import replace

import numpy as np
import pytest

from api.branches import build_branch
from api.plans import load_plan
from benchmarks.guided_outcomes import NO_COUNT, judge_walk
from benchmarks.guided_walks import MISTAKES, draw_mistake, guide_walker, list_places
from benchmarks.guiding import COLUMNS, RIGHT_KINDS, main, row, walk_all, walk_by_radio
from routing.guidance.advice import Message

DEMO = build_branch(load_plan("demo"))
PLACES = list_places(DEMO)


@pytest.mark.parametrize("kind", MISTAKES)
def test_a_walk_is_the_same_whenever_it_is_drawn(kind):
    one, other = (draw_mistake(DEMO, PLACES, kind, np.random.default_rng(3)) for _ in range(2))
    assert one == other
    assert (one.since_s is None) == (kind in RIGHT_KINDS)
    assert one.since_s is None or 0.0 < one.since_s < one.own.ends_s


def test_the_walker_ends_where_she_is_led():
    rng = np.random.default_rng(5)
    mistake = draw_mistake(DEMO, PLACES, "late", rng)
    moments = guide_walker(DEMO, mistake, 0.3, rng)
    last = moments[-1].truth
    assert (last.level, last.x_m, last.y_m) == pytest.approx(
        (mistake.place.level, mistake.place.x_m, mistake.place.y_m), abs=1e-6
    )


def test_an_arrival_elsewhere_counts_as_wrong_and_an_alert_without_a_mistake_as_false():
    rng = np.random.default_rng(6)
    mistake = draw_mistake(DEMO, PLACES, "none", rng)
    moments = guide_walker(DEMO, mistake, 0.3, rng)
    honest = judge_walk(DEMO, "none", mistake, moments)
    assert (honest.wrong_arrivals, honest.false_alarms) == (0, ())
    away = [replace(each, truth=moments[0].truth) for each in moments]
    assert judge_walk(DEMO, "none", mistake, away).wrong_arrivals == 1
    alarm = replace(moments[5].advice, kind="off_route")
    alarmed = [*moments[:5], replace(moments[5], advice=alarm), *moments[6:]]
    assert judge_walk(DEMO, "none", mistake, alarmed).false_alarms == ("off_route",)


def test_a_told_wrong_aisle_is_held_against_the_one_she_is_in_and_alerts_are_counted():
    rng = np.random.default_rng(7)
    mistake = draw_mistake(DEMO, PLACES, "late", rng)
    moments = guide_walker(DEMO, mistake, 0.3, rng)
    honest = judge_walk(DEMO, "late", mistake, moments)
    assert (honest.aisles, honest.changes) == ((0,), 2)
    told = next(n for n, each in enumerate(moments) if each.advice.kind == "wrong_aisle")
    for params, off in (((("count", 5),), 4), ((), NO_COUNT)):
        advice = replace(moments[told].advice, message=Message("guide.wrong_aisle.back", params))
        altered = [*moments[:told], replace(moments[told], advice=advice), *moments[told + 1 :]]
        assert judge_walk(DEMO, "late", mistake, altered).aisles == (off,)
    elsewhere = [replace(each, truth=mistake.start) for each in moments]
    assert judge_walk(DEMO, "late", mistake, elsewhere).aisles == (None,)


def test_a_row_has_a_cell_for_each_column():
    outcomes = walk_all(DEMO, "past", "wander", 0.5, 2)
    assert len(row("past", "wander 0.5", outcomes)) == len(COLUMNS)


@pytest.mark.parametrize("kind", ["none", "stairs"])
def test_positions_of_the_live_service_lead_there_too(kind):
    (outcome,) = walk_by_radio(DEMO, kind, 1, with_steps=True)
    assert outcome.ends in ("near", "arrived")
    assert outcome.false_alarms == ()


def test_an_unknown_mistake_is_refused(capsys):
    with pytest.raises(SystemExit):
        main(["sideways"])
    assert "unknown: sideways; there are none, stairs" in capsys.readouterr().err
