"""Pick lists: which call numbers to fetch, as people and library systems write them down."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from api.printable import escaped, is_control, printable
from api.usage import UsageError

MOST_LINES = 10_000
"""More is no list for one tour."""

CALL_NUMBER, PARTITION, TITLE = "call_number", "partition", "title"
SEPARATORS = ",;\t"
_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Entry:
    r"""What to fetch, and the lines of the list that ask for it; most are asked for once.

    Control characters are written as ``\x07``; what ``has_controls`` is on no shelf.
    """

    call_number: str
    partition: str
    title: str
    lines: tuple[int, ...]
    has_controls: bool = False


def parse_pick_list(text: str, name: str) -> tuple[Entry, ...]:
    r"""Read a list of call numbers.

    Parameters
    ----------
    text : str
        A call number on each line; or a table whose header names the column ``call_number``,
        and if need be ``partition`` and ``title``, its cells apart by commas, semicolons or
        tabs. Empty lines and other columns do not count.
    name : str
        What to call the list in an error.

    Returns
    -------
    tuple of Entry
        In the order of the list. What is asked for again, however it is spaced and in capitals
        or not, is one entry with all its lines.

    Raises
    ------
    UsageError
        If there are no call numbers, or more than `MOST_LINES` lines; or the table cannot be
        read or has no column of call numbers.

    Examples
    --------
    >>> for entry in parse_pick_list("84.2 TOL\n\n07 HEL\n84.2  tol\n", "list"):
    ...     print(entry.call_number, entry.lines)
    84.2 TOL (1, 4)
    07 HEL (3,)
    >>> parse_pick_list("title;call_number\nSinuhe;84.2 WAL\n", "list")[0].title
    'Sinuhe'
    """
    found: dict[tuple[str, str, str, bool], Entry] = {}
    for number, (line, written) in enumerate(_read(text, name), 1):
        if number > MOST_LINES:
            raise UsageError(
                f"{name}: has more than {MOST_LINES:,} lines, the most that one tour takes; "
                "split the list, for example by level or partition."
            )
        call_number, partition, title = (_clean(cell) for cell in written)
        entry = Entry(call_number, partition, title, (), any(map(_has_controls, written)))
        key = (_plain(call_number), _plain(partition), _plain(title), entry.has_controls)
        first = found.get(key, entry)
        found[key] = replace(first, lines=(*first.lines, line))
    if not found:
        raise UsageError(f"{name}: has no call numbers; write one on each line.")
    return tuple(found.values())


def _read(text: str, name: str) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """Yield each line's number with its call number, partition and title."""
    first_line = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=first_line.count)
    header = [cell.strip().strip('"').casefold() for cell in first_line.split(separator)]
    if CALL_NUMBER in header:
        yield from _read_table(text, name, separator, header)
        return
    if {PARTITION, TITLE} & set(header):
        raise UsageError(f"{name}: the header has no column {CALL_NUMBER}; name it so.")
    for line, written in enumerate(_LINE_END.split(text), 1):
        if _clean(written):
            yield line, (written, "", "")


def _clean(cell: str) -> str:
    return printable(escaped(cell)).strip()


def _plain(cell: str) -> str:
    """Write alike what is the same however it is spaced and in capitals or not."""
    return " ".join(cell.split()).casefold()


def _has_controls(cell: str) -> bool:
    return any(map(is_control, cell))


def _read_table(
    text: str, name: str, separator: str, header: list[str]
) -> Iterator[tuple[int, tuple[str, str, str]]]:
    if header.count(CALL_NUMBER) > 1:
        raise UsageError(f"{name}: two columns are called {CALL_NUMBER}; keep the right one.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    is_header = True
    line = 1
    try:
        for cells in reader:
            row = dict(zip(header, cells, strict=False))
            is_empty = not any(map(_clean, row.values()))
            if not (is_empty or is_header):
                yield line, (row.get(CALL_NUMBER, ""), row.get(PARTITION, ""), row.get(TITLE, ""))
            is_header = is_header and is_empty
            line = reader.line_num + 1
    except csv.Error as error:
        raise UsageError(f"{name}, line {line}: cannot be read as a table ({error}).") from error
