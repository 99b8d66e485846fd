"""What is written in a cell: numbers, dates, lists and the bays of a face."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from floorplans.model import Bay
from floorplans.wording import Wording

EMPTY_MARKS = ("-", "–")
MOST_BAYS = 1000

_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?([eE][+-]?[0-9]+)?")
_WHOLE = re.compile(r"([0-9]{1,9})([.,]0+)?")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})( 00:00(:00)?)?")
_FINNISH_DATE = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_BETWEEN_ITEMS = re.compile(r"(?<!\\)(?:\\\\)*\|")
_ESCAPED = re.compile(r"\\(.)")
_SPECIAL = re.compile(r"[\\|]")
_BAYS = re.compile(
    r"(?:(?P<number>[0-9]{1,4})\s*:\s*)?"
    r"(?:(?P<count>[0-9]{1,4})\s*[x×*]\s*)?"
    r"(?P<width>[0-9]+(?:[.,][0-9]+)?(?:e-?[0-9]+)?)\s*/\s*(?P<boards>[0-9]{1,4})"
    r"(?:\s*\((?P<heights>[^()]*)\))?(?:\s+|$)",
    re.IGNORECASE,
)


class CellError(ValueError):
    """A cell cannot be read; the message says what to write."""


def read_number(cell: str) -> float:
    """Read a number with a decimal point or comma.

    Raises
    ------
    CellError
        If it is none.

    Examples
    --------
    >>> read_number("22,9")
    22.9
    """
    if _NUMBER.fullmatch(cell):
        number = float(cell.replace(",", "."))
        if math.isfinite(number):
            return number
    raise CellError(
        Wording("cell_number", '"{cell}" is no number; write it like 22.9.', cell=cell[:40])
    )


def read_whole(cell: str) -> int:
    """Read a whole number; "3.0" is one, too.

    Raises
    ------
    CellError
        If it is none.
    """
    found = _WHOLE.fullmatch(cell)
    if not found:
        raise CellError(
            Wording("cell_whole", '"{cell}" is no whole number; write it like 3.', cell=cell[:40])
        )
    return int(found[1])


def write_number(number: float) -> str:
    """Write a number so that exactly it is read again.

    Examples
    --------
    >>> write_number(90.0), write_number(0.9)
    ('90', '0.9')
    """
    return str(int(number)) if number.is_integer() else repr(number)


def read_date(cell: str) -> str:
    """Read a date as ISO text; spreadsheets and Finnish people write it in other ways.

    Raises
    ------
    CellError
        If there is no such date.

    Examples
    --------
    >>> read_date("2.3.2026"), read_date("2026-03-02 00:00:00")
    ('2026-03-02', '2026-03-02')
    """
    iso, finnish = _ISO_DATE.fullmatch(cell), _FINNISH_DATE.fullmatch(cell)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3])).isoformat()
        if finnish:
            return date(int(finnish[3]), int(finnish[2]), int(finnish[1])).isoformat()
    except ValueError as error:
        raise CellError(Wording("cell_no_date", 'There is no date "{cell}".', cell=cell)) from error
    raise CellError(
        Wording("cell_date", '"{cell}" is no date; write it as 2026-03-02.', cell=cell[:40])
    )


def read_list(cell: str) -> tuple[str, ...]:
    """Read texts between bars; "-" is an empty one.

    Examples
    --------
    >>> read_list("84.2 AAL | - | 84.2 KOS")
    ('84.2 AAL', '', '84.2 KOS')
    """
    if not cell:
        return ()
    ends = [found.end() for found in _BETWEEN_ITEMS.finditer(cell)]
    parts = [
        cell[start : end - 1] for start, end in zip([0, *ends], [*ends, len(cell) + 1], strict=True)
    ]
    return tuple(_read_item(part.strip()) for part in parts)


def write_list(items: Iterable[str]) -> str:
    """Write texts as `read_list` reads them."""
    return " | ".join(_write_item(item) for item in items)


def read_bays(cell: str) -> tuple[Bay, ...]:
    """Read the bays of a face, from left to right.

    Parameters
    ----------
    cell : str
        Groups of equal bays, each as ``COUNTxWIDTH/BOARDS``, with spaces between them. One bay
        needs no count. ``NUMBER:`` before a group is the number of its first bay, where that
        is not the next one. Heights of the boards in metres may follow in parentheses.

    Raises
    ------
    CellError
        If it is written in another way, or there are more than `MOST_BAYS` bays.

    Examples
    --------
    >>> [(bay.number, bay.width_m, bay.boards) for bay in read_bays("2x0.9/6 1.2/5")]
    [(1, 0.9, 6), (2, 0.9, 6), (3, 1.2, 5)]
    >>> read_bays("4: 0,9 / 2 (1.2 0.6)")
    (Bay(number=4, width_m=0.9, boards=2, board_heights_m=(1.2, 0.6)),)
    """
    bays: list[Bay] = []
    at = 0
    while at < len(cell):
        group = _BAYS.match(cell, at)
        if group is None:
            raise CellError(
                Wording(
                    "cell_bays",
                    '"{cell}" are no bays; write 5x0.9/6 for five bays of 0.9 m with '
                    "6 boards each.",
                    cell=cell[at : at + 40],
                )
            )
        at = group.end()
        following = bays[-1].number + 1 if bays else 1
        first = int(group["number"]) if group["number"] else following
        count = int(group["count"] or 1)
        if len(bays) + count > MOST_BAYS:
            raise CellError(
                Wording("cell_most_bays", "A face has at most {most} bays.", most=MOST_BAYS)
            )
        width_m, boards = read_number(group["width"]), int(group["boards"])
        heights = tuple(read_number(height) for height in (group["heights"] or "").split())
        bays += [Bay(first + each, width_m, boards, heights) for each in range(count)]
    return tuple(bays)


def write_bays(bays: Sequence[Bay]) -> str:
    """Write the bays of a face as `read_bays` reads them.

    Examples
    --------
    >>> write_bays(read_bays("0.9/6 0.9/6 1.2/5"))
    '2x0.9/6 1.2/5'
    """
    groups = []
    expected = 1
    alike = groupby(
        enumerate(bays),
        key=lambda each: (each[1].number - each[0], replace(each[1], number=1)),
    )
    for _, members in alike:
        group = [bay for _, bay in members]
        first = group[0]
        number = f"{first.number}:" if first.number != expected else ""
        count = f"{len(group)}x" if len(group) > 1 else ""
        heights = " ".join(map(write_number, first.board_heights_m))
        groups.append(
            f"{number}{count}{write_number(first.width_m)}/{first.boards}"
            + (f"({heights})" if heights else "")
        )
        expected = group[-1].number + 1
    return " ".join(groups)


def _read_item(part: str) -> str:
    return "" if part in EMPTY_MARKS else _ESCAPED.sub(r"\1", part)


def _write_item(item: str) -> str:
    if item in EMPTY_MARKS:
        return "\\" + item
    return _SPECIAL.sub(r"\\\g<0>", item) or EMPTY_MARKS[0]
