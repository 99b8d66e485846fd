"""Readers and writers of recordings: sites, sightings, moments asked, truth, fixes.

Everything is text in and records out; who opens the files is somebody else's business.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from positioning.calibrate import calibrate_site
from positioning.model import Fix, PathLossModel, Sighting, Site, SiteLevel, SiteRadio
from positioning.pathloss import SurveyRow
from positioning.sites import PLAN_MODEL

FIX_COLUMNS = ("time_s", "subject", "level", "x_m", "y_m", "radius_95_m")

_SUBJECT_HEIGHT_M = 1.2
_GREATEST = 1e6
_GREATEST_TIME_S = 1e11

_Document = str | bytes


class RecordingError(ValueError):
    """A recording cannot be read; the message names file, line and column."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A moment at which a fix is wanted; ``time_text`` is the time as it was written."""

    time_text: str
    time_s: float
    subject: str
    level: str | None


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording set. ``standing`` when its subjects are known to stand still."""

    sightings: tuple[Sighting, ...]
    asks: tuple[Ask, ...]
    standing: bool = False


@dataclass(frozen=True, slots=True)
class Position:
    """One row of truth or of fixes; no coordinates where the answer is "I don't know"."""

    time_s: float
    subject: str
    level: str
    x_m: float | None
    y_m: float | None
    radius_95_m: float | None = None


def read_site(files: Mapping[str, _Document]) -> Site:
    """Read a site and fit its model to the survey, if it has one.

    A ``model`` in ``site.json`` is taken as it is. Radios without a position are left out.

    Parameters
    ----------
    files : mapping of str to (str or bytes)
        ``site.json`` and ``radios.csv``, and ``survey.csv`` if there is one.

    Returns
    -------
    Site
        Ready for tracking.

    Raises
    ------
    RecordingError
        If a file is missing or cannot be read.
    """
    document = _read_json(files, "site.json")
    model = _parse_model(document.get("model"))
    site = Site(
        name=str(document.get("name", "")),
        levels=_parse_levels(document.get("levels")),
        radios=_read_radios(_text(files, "radios.csv")),
        model=model or PLAN_MODEL,
        subject_height_m=_json_number(document, "subject_height_m", _SUBJECT_HEIGHT_M),
    )
    if "survey.csv" not in files:
        return site
    return calibrate_site(site, read_survey(_text(files, "survey.csv")))


def read_recording(files: Mapping[str, _Document]) -> Recording:
    """Read one recording set.

    Parameters
    ----------
    files : mapping of str to (str or bytes)
        ``sightings.csv`` and ``ask.csv``, and ``track.json`` if there is one.

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
        for row in _rows("sightings.csv", _text(files, "sightings.csv"), columns)
    ]
    asks = tuple(
        Ask(
            row.text("time_s"), row.number("time_s"), row.word("subject"), row.text("level") or None
        )
        for row in _rows("ask.csv", _text(files, "ask.csv"), ("time_s", "subject", "level"))
    )
    track = _read_json(files, "track.json") if "track.json" in files else {}
    return Recording(
        sightings=tuple(sorted(sightings, key=lambda each: each.time_s)),
        asks=asks,
        standing=track.get("motion") == "standing",
    )


def read_survey(document: _Document) -> tuple[SurveyRow, ...]:
    """Read ``survey.csv``; a row that names no level or place is left out.

    Raises
    ------
    RecordingError
        If it cannot be read.
    """
    columns = ("visit", "device_model", "radio", "rssi_dbm", "level", "x_m", "y_m")
    survey = []
    for row in _rows("survey.csv", document, columns):
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
                )
            )
    return tuple(survey)


def read_positions(name: str, document: _Document) -> tuple[Position, ...]:
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
        for row in _rows(name, document, FIX_COLUMNS[:-1])
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


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of a CSV file, which knows where it stands."""

    file: str
    line: int
    fields: Mapping[str, str | None]

    def text(self, column: str) -> str:
        return (self.fields.get(column) or "").strip()

    def word(self, column: str) -> str:
        text = self.text(column)
        if not text:
            raise RecordingError(f"{self.file} line {self.line}: {column} is empty.")
        return text

    def number(self, column: str) -> float:
        text = self.word(column)
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        greatest = _GREATEST_TIME_S if column == "time_s" else _GREATEST
        if not abs(value) <= greatest:
            raise RecordingError(
                f"{self.file} line {self.line}: {column} {text!r} is no number "
                f"within ±{greatest:.0f}."
            )
        return value

    def maybe_number(self, column: str) -> float | None:
        return self.number(column) if self.text(column) else None


def _rows(name: str, document: _Document, columns: Sequence[str]) -> Iterator[_Row]:
    reader = csv.DictReader(io.StringIO(_decode(name, document), newline=""))
    try:
        found = [each.strip() for each in reader.fieldnames or ()]
        reader.fieldnames = found
        missing = [column for column in columns if column not in found]
        twice = [column for column in columns if found.count(column) > 1]
        if twice:
            raise RecordingError(f"{name} line 1: column {', '.join(twice)} is there twice.")
        if missing:
            raise RecordingError(
                f"{name} line 1: column {', '.join(missing)} is missing; "
                f"found: {', '.join(found) or 'nothing'}."
            )
        for fields in reader:
            if None in fields:
                raise RecordingError(
                    f"{name} line {reader.line_num}: more fields than the header has."
                )
            yield _Row(name, reader.line_num, fields)
    except csv.Error as error:
        raise RecordingError(f"{name} line {reader.line_num}: is no CSV ({error}).") from error


def _decode(name: str, document: _Document) -> str:
    if isinstance(document, str):
        return document.removeprefix("\ufeff")
    try:
        return document.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RecordingError(f"{name}: is not UTF-8 text (byte {error.start}).") from error


def _text(files: Mapping[str, _Document], name: str) -> str:
    if name not in files:
        raise RecordingError(f"{name} is missing.")
    return _decode(name, files[name])


def _read_json(files: Mapping[str, _Document], name: str) -> dict[str, Any]:
    try:
        document = json.loads(_text(files, name), parse_int=float)
    except (json.JSONDecodeError, RecursionError) as error:
        raise RecordingError(f"{name}: is no JSON ({error}).") from error
    if not isinstance(document, dict):
        raise RecordingError(f"{name}: must be an object in braces.")
    return document


def _json_number(document: Mapping[str, Any], key: str, default: float | None = None) -> float:
    value: Any = document.get(key, default)
    if not _is_number(value):
        raise RecordingError(
            f"site.json: {key} is {value!r}; it must be a number within ±{_GREATEST:.0f}."
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
                f"site.json: {place} must be a list of [x, y] numbers within ±{_GREATEST:.0f}."
            )
        corners.append((numbers[0], numbers[1]))
    if len(corners) < 3:
        raise RecordingError(f"site.json: {place} needs three corners.")
    return tuple(corners)


def _is_number(value: object) -> bool:
    return isinstance(value, float) and abs(value) <= _GREATEST


def _read_radios(document: str) -> tuple[SiteRadio, ...]:
    columns = ("radio", "level", "x_m", "y_m", "z_m", "measured_power_dbm")
    radios = []
    for row in _rows("radios.csv", document, columns):
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
