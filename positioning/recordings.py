"""Readers and writers of recordings: sites, sightings, moments asked, truth, fixes.

Everything is text in and records out; who opens the files is somebody else's business.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from positioning.grid.obstacles import read_obstacles, read_occupancy
from positioning.model import (
    Fix,
    PathLossModel,
    Sighting,
    Site,
    SiteLevel,
    SiteRadio,
)
from positioning.motion.reading import read_motion
from positioning.motion.records import Motion
from positioning.motion.steps import motion_of_samples
from positioning.pathloss import SurveyRow
from positioning.rows import (
    GREATEST,
    Document,
    RecordingError,
    read_json,
    read_rows,
    text_of,
)
from positioning.sites import PLAN_MODEL

FIX_COLUMNS = ("time_s", "subject", "level", "x_m", "y_m", "radius_95_m")

_SUBJECT_HEIGHT_M = 1.2


@dataclass(frozen=True, slots=True)
class Ask:
    """A moment at which a fix is wanted; ``time_text`` is the time as it was written."""

    time_text: str
    time_s: float
    subject: str
    level: str | None


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording set.

    ``standing`` when its subjects are known to stand still; ``motion`` is what the sensors of
    subjects tell, where they have any.
    """

    sightings: tuple[Sighting, ...]
    asks: tuple[Ask, ...]
    standing: bool = False
    motion: Mapping[str, Motion] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Position:
    """One row of truth or of fixes; no coordinates where the answer is "I don't know"."""

    time_s: float
    subject: str
    level: str
    x_m: float | None
    y_m: float | None
    radius_95_m: float | None = None


def read_site(files: Mapping[str, Document]) -> Site:
    """Read a site; what its survey teaches is somebody else's business.

    A ``model`` in ``site.json`` is taken as it is. Radios without a position are left out.

    Parameters
    ----------
    files : mapping of str to (str or bytes)
        ``site.json`` and ``radios.csv``; ``obstacles.csv`` and ``occupancy.npz`` if there
        are any.

    Returns
    -------
    Site
        With the radios whose places are known.

    Raises
    ------
    RecordingError
        If a file is missing or cannot be read.
    """
    document = read_json(files, "site.json")
    model = _parse_model(document.get("model"))
    return Site(
        name=str(document.get("name", "")),
        levels=_parse_levels(document.get("levels")),
        radios=_read_radios(text_of(files, "radios.csv")),
        model=model or PLAN_MODEL,
        subject_height_m=_json_number(document, "subject_height_m", _SUBJECT_HEIGHT_M),
        obstacles=read_obstacles(files["obstacles.csv"]) if "obstacles.csv" in files else (),
        occupancy=read_occupancy(files["occupancy.npz"]) if "occupancy.npz" in files else (),
    )


def read_recording(files: Mapping[str, Document]) -> Recording:
    """Read one recording set.

    Parameters
    ----------
    files : mapping of str to (str or bytes)
        ``sightings.csv`` and ``ask.csv``; ``track.json`` and ``motion.csv`` or
        ``motion.csv.gz`` if there are any.

    Returns
    -------
    Recording
        Sightings in order of time, moments asked in the order of the file.

    Raises
    ------
    RecordingError
        If a file is missing or cannot be read.
    """
    columns = ("time_s", "subject", "device_model", "radio", "rssi_dbm")
    sightings = [
        Sighting(
            time_s=row.number("time_s"),
            subject=row.word("subject"),
            radio=row.word("radio"),
            rssi_dbm=row.number("rssi_dbm"),
            device_model=row.text("device_model") or None,
        )
        for row in read_rows("sightings.csv", text_of(files, "sightings.csv"), columns)
    ]
    asks = tuple(
        Ask(
            row.text("time_s"), row.number("time_s"), row.word("subject"), row.text("level") or None
        )
        for row in read_rows("ask.csv", text_of(files, "ask.csv"), ("time_s", "subject", "level"))
    )
    track = read_json(files, "track.json") if "track.json" in files else {}
    return Recording(
        sightings=tuple(sorted(sightings, key=lambda each: each.time_s)),
        asks=asks,
        standing=track.get("motion") == "standing",
        motion={
            subject: motion_of_samples(samples) for subject, samples in read_motion(files).items()
        },
    )


def read_survey(document: Document) -> tuple[SurveyRow, ...]:
    """Read ``survey.csv``; a row that names no level or place is left out.

    Raises
    ------
    RecordingError
        If it cannot be read.
    """
    columns = ("visit", "device_model", "radio", "rssi_dbm", "level", "x_m", "y_m")
    survey = []
    for row in read_rows("survey.csv", document, columns):
        x_m, y_m = row.maybe_number("x_m"), row.maybe_number("y_m")
        if x_m is not None and y_m is not None:
            survey.append(
                SurveyRow(
                    visit=row.text("visit"),
                    device_model=row.text("device_model"),
                    radio=row.word("radio"),
                    rssi_dbm=row.number("rssi_dbm"),
                    level=row.text("level"),
                    x_m=x_m,
                    y_m=y_m,
                    time_s=row.maybe_number("time_s") or 0.0,
                )
            )
    return tuple(survey)


def read_positions(name: str, document: Document) -> tuple[Position, ...]:
    """Read truth or fixes.

    Parameters
    ----------
    name : str
        Of the file, for messages.
    document : str or bytes
        CSV; ``radius_95_m`` may be missing.

    Raises
    ------
    RecordingError
        If it cannot be read.
    """
    return tuple(
        Position(
            time_s=row.number("time_s"),
            subject=row.word("subject"),
            level=row.text("level"),
            x_m=row.maybe_number("x_m"),
            y_m=row.maybe_number("y_m"),
            radius_95_m=row.maybe_number("radius_95_m"),
        )
        for row in read_rows(name, document, FIX_COLUMNS[:-1])
    )


def format_fixes(asks: Sequence[Ask], fixes: Sequence[Fix | None]) -> str:
    """Write one row per moment asked, with time and subject as they were written.

    Parameters
    ----------
    asks : sequence of Ask
        What was asked.
    fixes : sequence of (Fix or None)
        The answers, in the same order; ``None`` leaves the place empty.

    Returns
    -------
    str
        CSV with a header.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(FIX_COLUMNS)
    for ask, fix in zip(asks, fixes, strict=True):
        level = ask.level or (fix.level if fix else "")
        place = ["", "", ""] if fix is None else [fix.x_m, fix.y_m, fix.radius_95_m]
        numbers = [each if each == "" else f"{each:.3f}" for each in place]
        writer.writerow([ask.time_text, ask.subject, level, *numbers])
    return text.getvalue()


def _json_number(document: Mapping[str, Any], key: str, default: float | None = None) -> float:
    value: Any = document.get(key, default)
    if not _is_number(value):
        raise RecordingError(
            f"site.json: {key} is {value!r}; it must be a number within ±{GREATEST:.0f}."
        )
    return float(value)


def _parse_model(document: object) -> PathLossModel | None:
    if document is None:
        return None
    if not isinstance(document, dict):
        raise RecordingError("site.json: model must be an object in braces.")
    model = PathLossModel(
        exponent=_json_number(document, "path_loss_exponent"),
        noise_sd_db=_json_number(document, "noise_sd_db"),
        shadowing_sd_db=_json_number(document, "shadowing_sd_db", 0.0),
        known=True,
    )
    if model.exponent <= 0 or model.noise_sd_db <= 0 or model.shadowing_sd_db < 0:
        raise RecordingError(
            "site.json: model needs a path_loss_exponent and a noise_sd_db above 0, "
            "and a shadowing_sd_db that is not negative."
        )
    return model


def _parse_levels(document: object) -> tuple[SiteLevel, ...]:
    if not isinstance(document, list) or not document:
        raise RecordingError("site.json: levels must be a list of at least one level.")
    levels = []
    for number, each in enumerate(document):
        if not isinstance(each, dict) or not isinstance(each.get("level"), str):
            raise RecordingError(f"site.json: levels[{number}] needs a level, as text.")
        outline = _parse_outline(each.get("outline"), f"levels[{number}].outline")
        ordinal = int(_json_number(each, "ordinal", float(number)))
        levels.append(SiteLevel(id=each["level"], ordinal=ordinal, outline=outline))
    return tuple(levels)


def _parse_outline(document: object, place: str) -> tuple[tuple[float, float], ...] | None:
    if document is None:
        return None
    corners: list[tuple[float, float]] = []
    for corner in document if isinstance(document, list) else [document]:
        numbers = corner if isinstance(corner, list) else []
        if len(numbers) != 2 or not all(_is_number(each) for each in numbers):
            raise RecordingError(
                f"site.json: {place} must be a list of [x, y] numbers within ±{GREATEST:.0f}."
            )
        corners.append((numbers[0], numbers[1]))
    if len(corners) < 3:
        raise RecordingError(f"site.json: {place} needs three corners.")
    return tuple(corners)


def _is_number(value: object) -> bool:
    return isinstance(value, float) and abs(value) <= GREATEST


def _read_radios(document: str) -> tuple[SiteRadio, ...]:
    columns = ("radio", "level", "x_m", "y_m", "z_m", "measured_power_dbm")
    radios = []
    for row in read_rows("radios.csv", document, columns):
        x_m, y_m = row.maybe_number("x_m"), row.maybe_number("y_m")
        if x_m is not None and y_m is not None:
            radios.append(
                SiteRadio(
                    id=row.word("radio"),
                    level=row.word("level"),
                    x_m=x_m,
                    y_m=y_m,
                    z_m=row.maybe_number("z_m"),
                    measured_power_dbm=row.maybe_number("measured_power_dbm"),
                )
            )
    return tuple(radios)
