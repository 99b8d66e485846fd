"""Subjects as tables: classes in one file, index terms in another, both CSV with a header.

Classes have the columns ``notation, fi, sv, en`` and, if known, ``broader``; terms have
``term, language, notation``. Names that Finto's exports are made with are understood as well
(``label_fi``, ``lang``, ``id``). Cells are separated by commas, semicolons or tabs.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING, Literal

from api.catalogue.subjects import Gathering, SubjectsFormatError
from api.languages import NAME_LANGUAGES

if TYPE_CHECKING:
    from _csv import Reader

_NAMES: Mapping[str, tuple[str, ...]] = {
    "term": ("term",),
    "language": ("language", "lang"),
    "notation": ("notation", "id"),
    "broader": ("broader",),
    "type": ("type",),
    **{language: (language, f"label_{language}") for language in NAME_LANGUAGES},
}
_EXPECTED = (
    'the first row must name the columns "notation", "fi", "sv", "en" of classes, '
    'or "term", "language", "notation" of index terms.'
)
FORM_CLASS = "FormClass"
"""What Finto calls the classes of a work's form; nothing stands under them alone."""


def read_table(lines: Iterable[str], gathering: Gathering, source: str) -> None:
    r"""Read one table of classes or of index terms.

    Parameters
    ----------
    lines : iterable of str
        The lines of the file, read as they are needed.
    gathering : Gathering
        What is read goes into it, and so do the problems of rows that are left out.
    source : str
        What problems call the file.

    Raises
    ------
    SubjectsFormatError
        If the header names neither the columns of classes nor those of terms.

    Examples
    --------
    >>> gathering = Gathering()
    >>> read_table(["notation;fi;sv;en\n", "67.452;Kissat;Katter;Cats\n"], gathering, "classes")
    >>> gathering.finish().classes[0].labels.en
    'Cats'
    """
    numbered = iter(lines)
    first = next(numbered, "").removeprefix("\ufeff")
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(chain([first], numbered), delimiter=delimiter, strict=True)
    header = _read_header(reader)
    columns = {name: at for at, name in enumerate(header) if name}
    wanted = _wanted(columns)
    for where, cells in _rows(reader, len(header), gathering, source):
        row = {name: cells[at].strip() for name, at in columns.items()}
        if wanted == "terms":
            gathering.add_term(where, row["notation"], row["language"], row["term"])
        else:
            _add_class(where, row, gathering)


def _read_header(reader: Reader) -> list[str]:
    """Read the names of the columns, each as this module calls it, unknown ones as nothing."""
    try:
        cells = [cell.strip().casefold() for cell in next(reader, [])]
    except csv.Error as error:
        raise SubjectsFormatError(f"the header cannot be read ({error}); {_EXPECTED}") from error
    header = [next((name for name in _NAMES if cell in _NAMES[name]), "") for cell in cells]
    if "id" in cells and "notation" in cells:
        header[cells.index("id")] = ""
    return header


def _wanted(columns: Collection[str]) -> Literal["classes", "terms"]:
    """Tell by its columns what a table holds."""
    if {"term", "language", "notation"} <= set(columns):
        return "terms"
    if "notation" in columns and not set(NAME_LANGUAGES).isdisjoint(columns):
        return "classes"
    raise SubjectsFormatError(f"the header does not fit; {_EXPECTED}")


def _rows(
    reader: Reader, width: int, gathering: Gathering, source: str
) -> Iterator[tuple[str, list[str]]]:
    """Yield the place and cells of each whole row; report the rows that are not."""
    while True:
        where = f"{source}, line {reader.line_num + 1}"
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            gathering.leave_out(where, f"The row cannot be read ({error}).")
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) == width:
            yield where, cells
        else:
            gathering.leave_out(where, f"The row has {len(cells)} cells, the header has {width}.")


def _add_class(where: str, row: Mapping[str, str], gathering: Gathering) -> None:
    """Add a class; a row that names neither a class nor a label says nothing."""
    labels: dict[str, str] = {language: row.get(language, "") for language in NAME_LANGUAGES}
    if FORM_CLASS in row.get("type", "") or not (row["notation"] or any(labels.values())):
        return
    gathering.add_class(where, row["notation"], labels, row.get("broader", ""))
