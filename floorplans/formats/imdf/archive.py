"""Whole archives as plans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from floorplans.checks.problem import Problem, violation
from floorplans.errors import PlanFormatError
from floorplans.formats.imdf.checks import check_features
from floorplans.formats.imdf.extension import EXTENSION_FILE, Carried, read_extension
from floorplans.formats.imdf.features import Contents, read_contents
from floorplans.formats.imdf.merge import merge_changes
from floorplans.formats.imdf.read import find_setting, read_foreign
from floorplans.formats.imdf.tiling import check_tiling
from floorplans.formats.result import ImportResult

DEFAULT_BRANCH = "imported"


def read_imdf(files: Mapping[str, bytes], branch: str = "") -> ImportResult:
    """Read an IMDF archive as far as it goes.

    Parameters
    ----------
    files : Mapping[str, bytes]
        Contents by file name.
    branch : str
        Id of the plan that is made of another program's archive.

    Returns
    -------
    ImportResult
        An archive of our own gives the plan that it was written from; changes that were made to
        its features since are in it. Of any other archive comes what a plan can hold. Everything
        that does not fit IMDF, and all that is left out, is told by feature id and rule.

    Raises
    ------
    PlanFormatError
        If the archive is too large for one building.
    """
    contents = read_contents(files)
    problems = [*contents.problems, *_check(contents)]
    carried = _read_extension(files, problems)
    if carried is None:
        result = read_foreign(contents, branch or DEFAULT_BRANCH)
    else:
        result = merge_changes(contents, carried)
    return ImportResult(result.plan, (*problems, *result.problems))


def check_imdf(files: Mapping[str, bytes]) -> tuple[Problem, ...]:
    """Find everything in an archive that does not fit IMDF 1.0.0.

    Raises
    ------
    PlanFormatError
        If the archive is too large for one building.
    """
    contents = read_contents(files)
    return (*contents.problems, *_check(contents))


def _check(contents: Contents) -> Iterator[Problem]:
    yield from check_features(contents)
    setting = find_setting(contents)
    if setting is not None:
        yield from check_tiling(contents, setting)


def _read_extension(files: Mapping[str, bytes], problems: list[Problem]) -> Carried | None:
    if EXTENSION_FILE not in files:
        return None
    try:
        return read_extension(files[EXTENSION_FILE])
    except PlanFormatError as error:
        message = f"The file cannot be used ({error}); features alone were read."
        problems.append(violation("unreadable-file", f"file {EXTENSION_FILE}", message))
        return None
