"""``hyllykartta calibrate``: what a survey teaches about the radios of a site."""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

from api.evaluation import read_files
from api.usage import UsageError, Verbs, add_verb, tell_progress
from positioning.evaluating.report import NOTHING, Table, to_markdown
from positioning.recordings import read_site, read_survey
from positioning.rows import RecordingError
from positioning.survey_check import LEAST_PLACES, RadioCheck, SurveyCheck, check_survey

_SITE_FILES = ("site.json", "radios.csv")
_SURVEY = "survey.csv"


def register(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "calibrate",
        summary="Fit the radios of a site to its survey, and name those that seem to be elsewhere.",
        example="hyllykartta calibrate recordings/hall --out fitted-radios.csv",
    )
    parser.add_argument("sites", metavar="SITE", type=Path, nargs="+", help="folder of a site")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument(
        "--out",
        type=Path,
        metavar="RADIOS",
        help="radios.csv to write with the fitted powers (of one SITE)",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print what the survey says; 1 if it contradicts the position of a radio."""
    if args.out and len(args.sites) > 1:
        raise UsageError("--out takes the radios of one SITE.")
    checks = {site: _check(site) for site in args.sites}
    if args.out:
        _write_radios(args.out, checks[args.sites[0]])
    if args.json:
        documents = [_document(site, check) for site, check in checks.items()]
        json.dump({"sites": documents}, sys.stdout, indent=1, ensure_ascii=False)
        print()
    else:
        print("\n\n".join(_describe(site, check) for site, check in checks.items()))
    return (
        1 if any(each.is_contradicted for check in checks.values() for each in check.radios) else 0
    )


def _check(site: Path) -> SurveyCheck:
    files = read_files(site, (*_SITE_FILES, _SURVEY))
    if _SURVEY not in files:
        raise UsageError(f"{site}: has no {_SURVEY} to learn from.")
    tell_progress(f"{site}: fitting …")
    try:
        survey = read_survey(files.pop(_SURVEY))
        return check_survey(read_site(files), survey)
    except RecordingError as error:
        raise UsageError(f"{site}: {error}") from error


def _describe(site: Path, check: SurveyCheck) -> str:
    lines = [f"{site}: {check.packets} packets at {check.places} places."]
    if check.unplaced:
        lines.append(f"{len(check.unplaced)} radios were heard but have no position.")
    if check.fit is None:
        return "\n".join([*lines, "Nothing could be fitted."])
    model = check.fit.model
    lines.append(
        f"Path-loss exponent {model.exponent:.2f}, noise {model.noise_sd_db:.1f} dB, "
        f"shadowing {model.shadowing_sd_db:.1f} dB."
    )
    for name, offset_db in check.fit.offsets_db.items():
        lines.append(f"Device model {name or 'unknown'}: {offset_db:+.1f} dB.")
    head = ("radio", "level", "packets", "places", "power at 1 m, dBm", "misfit, dB", "position")
    rows = tuple(map(_row, check.radios))
    return "\n".join([*lines, "", to_markdown(Table("Radios", head, rows))])


def _row(check: RadioCheck) -> tuple[str, ...]:
    power = NOTHING if check.power_dbm is None else f"{check.power_dbm:.1f}"
    misfit = NOTHING if check.misfit_sd_db is None else f"{check.misfit_sd_db:.1f}"
    counts = (str(check.packets), str(check.places))
    return (check.radio.id, check.radio.level, *counts, power, misfit, _say_position(check))


def _say_position(check: RadioCheck) -> str:
    if check.moved_to_m is None:
        return "fits" if check.places >= LEAST_PLACES else "heard at too few places to tell"
    stated = f"{check.radio.x_m:.1f}, {check.radio.y_m:.1f}"
    return f"stated {stated}; the survey says {check.moved_to_m[0]:.1f}, {check.moved_to_m[1]:.1f}"


def _document(site: Path, check: SurveyCheck) -> dict[str, Any]:
    fit = check.fit
    return {
        "site": str(site),
        "packets": check.packets,
        "places": check.places,
        "radios_without_position": check.unplaced,
        "model": fit
        and {
            "path_loss_exponent": fit.model.exponent,
            "noise_sd_db": fit.model.noise_sd_db,
            "shadowing_sd_db": fit.model.shadowing_sd_db,
        },
        "device_offsets_db": fit and dict(fit.offsets_db),
        "radios": [
            {
                "radio": each.radio.id,
                "level": each.radio.level,
                "packets": each.packets,
                "places": each.places,
                "measured_power_dbm": each.power_dbm,
                "misfit_sd_db": each.misfit_sd_db,
                "position_m": (each.radio.x_m, each.radio.y_m),
                "position_by_survey_m": each.moved_to_m,
            }
            for each in check.radios
        ],
    }


def _write_radios(path: Path, check: SurveyCheck) -> None:
    """Write the radios with the powers fitted, and those stated where nothing was heard."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("radio", "level", "x_m", "y_m", "z_m", "measured_power_dbm"))
    for each in check.radios:
        radio = each.radio
        power_dbm = radio.measured_power_dbm if each.power_dbm is None else round(each.power_dbm, 1)
        writer.writerow((radio.id, radio.level, radio.x_m, radio.y_m, radio.z_m, power_dbm))
    try:
        path.write_text(text.getvalue(), encoding="utf-8", newline="")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}).") from error
