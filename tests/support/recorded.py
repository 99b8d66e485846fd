"""A small recorded hall as a folder: scans from one place each, and a walk."""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from positioning.model import Sighting
from tests.support.halls import OUTLINE, Moment, hear_all, make_hall, stroll

HALL = make_hall()
WALK = stroll([("1", 3, 3), ("1", 6, 4)])
PLACES = [(x_m, y_m) for x_m in (4.0, 10.0, 16.0, 21.0) for y_m in (3.0, 9.0, 15.0)]
SURVEYED = [(1.5 + 3 * column, 1.5 + 3 * row) for column in range(8) for row in range(6)]


def site_files() -> dict[str, str]:
    """Give the files of the site, surveyed at a grid of places."""
    levels = [{"level": "1", "ordinal": 0, "outline": OUTLINE}]
    radios = "".join(f"{r.id},{r.level},{r.x_m},{r.y_m},{r.z_m},-59\n" for r in HALL.radios)
    survey = "".join(
        f"v{number},phone,{each.time_s},{each.radio},{each.rssi_dbm:.0f},1,{x_m},{y_m}\n"
        for number, (x_m, y_m) in enumerate(SURVEYED)
        for each in _heard_at(x_m, y_m, seed=100 + number)
    )
    return {
        "site.json": json.dumps({"name": "toy", "unit": "m", "levels": levels}),
        "radios.csv": "radio,level,x_m,y_m,z_m,measured_power_dbm\n" + radios,
        "survey.csv": "visit,device_model,time_s,radio,rssi_dbm,level,x_m,y_m\n" + survey,
    }


def walk_files(device_model: str = "phone") -> dict[str, str]:
    """Give the files of a walk, truth included."""
    return _track_files([("walker", WALK, hear_all(HALL, WALK, seed=4))], device_model)


def scan_files(device_model: str = "phone") -> dict[str, str]:
    """Give the files of single scans, each with a subject of its own, truth included."""
    scans = [
        (f"s{number}", [Moment(1.0, "1", x_m + 1, y_m)], _heard_at(x_m + 1, y_m, number))
        for number, (x_m, y_m) in enumerate(PLACES)
    ]
    return _track_files(scans, device_model)


def bounds_file() -> str:
    """Give a ``crlb.json`` that knows the walker."""
    walks = {"causal_rms_m": 0.5, "smooth_rms_m": 0.25, "by_subject_m_causal_smooth": {"walker": 0}}
    return json.dumps({"static": {"maximum_likelihood_rms_m": 0.2}, "walks": walks})


def write_site(folder: Path, tracks: Mapping[str, Mapping[str, str]]) -> Path:
    """Write the site with some tracks."""
    _write(folder, site_files())
    for name, files in tracks.items():
        _write(folder / "tracks" / name, files)
    return folder


def _heard_at(x_m: float, y_m: float, seed: int) -> list[Sighting]:
    return hear_all(HALL, [Moment(1.0, "1", x_m, y_m)], seed)


def _track_files(
    subjects: list[tuple[str, list[Moment], list[Sighting]]], device_model: str
) -> dict[str, str]:
    heard = "".join(
        f"{each.time_s},{subject},{device_model},{each.radio},{np.round(each.rssi_dbm)}\n"
        for subject, _, sightings in subjects
        for each in sightings
    )
    asks = "".join(f"{at.time_s},{subject},1\n" for subject, walk, _ in subjects for at in walk)
    truth = "".join(
        f"{at.time_s},{subject},{at.level},{at.x_m},{at.y_m}\n"
        for subject, walk, _ in subjects
        for at in walk
    )
    return {
        "sightings.csv": "time_s,subject,device_model,radio,rssi_dbm\n" + heard,
        "ask.csv": "time_s,subject,level\n" + asks,
        "truth.csv": "time_s,subject,level,x_m,y_m\n" + truth,
    }


def _write(folder: Path, files: Mapping[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
