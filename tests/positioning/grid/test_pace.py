from __future__ import annotations

import numpy as np
import pytest

from positioning.grid.modes import WalkModel
from positioning.grid.pace import walk_of_survey
from positioning.pathloss import SurveyRow


def drive(speed_m_s: float, seconds: float = 150.0) -> list[SurveyRow]:
    """A survey made under way, on a long line to and fro."""
    times_s = np.arange(0.0, seconds, 0.4)
    return [
        SurveyRow(f"v{number}", "tag", "b", -60.0, "0", 1.0 + speed_m_s * time_s, 2.0, time_s)
        for number, time_s in enumerate(times_s.tolist())
    ]


def test_a_survey_that_was_walked_leaves_people_as_they_are() -> None:
    assert walk_of_survey(drive(1.2), WalkModel()) == WalkModel()


def test_a_survey_driven_by_a_creeping_robot_slows_all_down() -> None:
    walk = walk_of_survey(drive(0.3), WalkModel())
    assert max(walk.speeds_m_s) == pytest.approx(0.45, abs=0.02)
    assert walk.drift_m == pytest.approx(0.36, abs=0.02)
    assert walk.turn_rate == WalkModel().turn_rate


def test_a_careful_surveyor_hardly_slows_those_who_come_later() -> None:
    walk = walk_of_survey(drive(0.8), WalkModel())
    assert max(walk.speeds_m_s) > 1.1


def test_a_survey_that_is_too_short_to_tell_is_not_heeded() -> None:
    assert walk_of_survey(drive(0.3, seconds=30.0), WalkModel()) == WalkModel()


def test_a_survey_of_stops_says_nothing_of_speeds() -> None:
    rows = [
        SurveyRow(f"v{stop}", "tag", "b", -60.0, "0", float(stop), 2.0, stop * 60.0 + second)
        for stop in range(20)
        for second in range(30)
    ]
    assert walk_of_survey(rows, WalkModel()) == WalkModel()
    assert walk_of_survey([], WalkModel()) == WalkModel()


def test_a_robot_that_hardly_moves_is_still_believed_to_move() -> None:
    walk = walk_of_survey(drive(0.02), WalkModel())
    assert max(walk.speeds_m_s) == pytest.approx(0.2 * max(WalkModel().speeds_m_s))
