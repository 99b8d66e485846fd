"""Scans that were made in turns are told from such as were each made anew."""

from __future__ import annotations

import numpy as np

from positioning.radiomap.turns import came_in_turns, turns_of

RADIOS = [f"b{number}" for number in range(12)]


def scans_of(
    rng: np.random.Generator, turn_sd_db: float, scans: tuple[int, ...], heard: float = 0.8
) -> list[dict[str, float]]:
    """Scans of one place by turns, each turn with its own shadows."""
    place_dbm = rng.uniform(-90, -60, len(RADIOS))
    made = []
    for count in scans:
        turn_dbm = place_dbm + rng.normal(0, turn_sd_db, len(RADIOS))
        for _ in range(count):
            readings = turn_dbm + rng.normal(0, 3.0, len(RADIOS))
            caught = rng.random(len(RADIOS)) < heard
            made.append(
                {
                    radio: float(dbm)
                    for radio, dbm, is_heard in zip(RADIOS, readings, caught, strict=True)
                    if is_heard
                }
            )
    return made


def test_scans_of_two_turns_are_parted_as_they_were_made() -> None:
    rng = np.random.default_rng(5)
    scans = scans_of(rng, 5.0, (5, 6))
    mixed = rng.permutation(len(scans))
    turns = turns_of([scans[index] for index in mixed])
    assert sorted(sorted(mixed[turn].tolist()) for turn in turns) == [
        [0, 1, 2, 3, 4],
        [5, 6, 7, 8, 9, 10],
    ]


def test_a_survey_made_in_turns_is_known_by_the_radios_that_did_not_part_it() -> None:
    rng = np.random.default_rng(6)
    assert came_in_turns([scans_of(rng, 4.0, (5, 5)) for _ in range(10)])


def test_scans_that_each_meet_the_air_anew_are_no_turns() -> None:
    rng = np.random.default_rng(7)
    assert not came_in_turns([scans_of(rng, 0.0, (5, 5)) for _ in range(10)])
    assert not came_in_turns([scans_of(rng, 3.0, (1,) * 10) for _ in range(10)])


def test_scans_of_one_radio_tell_nothing_of_turns() -> None:
    assert not came_in_turns([[{"b0": -60.0 - 20 * (number % 2)} for number in range(8)]])


def test_few_scans_and_a_scan_by_itself_are_no_turn() -> None:
    here, there = {"b0": -60.0, "b1": -80.0}, {"b0": -80.0, "b1": -60.0}
    assert turns_of([here, there] * 2) == []
    assert turns_of([here] * 6 + [there]) == [[0, 1, 2, 3, 4, 5]]
