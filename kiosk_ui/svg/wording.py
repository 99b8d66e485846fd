"""What a range is called on the map, in full and in few letters."""

from __future__ import annotations

from collections.abc import Sequence

from floorplans.holding import Holding
from floorplans.model import OVERLAY_KINDS, Range

TITLE_LETTERS = 4


def range_words(holdings: Sequence[Holding], language: str) -> str:
    """Say what a face holds from its first to its last bay, partition by partition.

    Displays and trolleys are left out: what stands on them changes from day to day.

    Examples
    --------
    >>> from floorplans.holding import list_holdings
    >>> from floorplans.model import BayRun, Range
    >>> run = BayRun("1A", 1, 2)
    >>> held = list_holdings(Range("r", "p", (run,), "84.2 AAL", "84.2 KOR", "2026-03-02"))
    >>> range_words(held, "fi")
    '84.2 AAL–KOR'
    """
    ends: dict[tuple[str, str], tuple[str, str]] = {}
    for each in holdings:
        if each.range.kind not in OVERLAY_KINDS:
            kind = (each.range.partition, _theme(each.range, language))
            first = ends.get(kind, (each.first, ""))[0]
            ends[kind] = (first, each.last)
    named = (theme or join_ends(first, last) for (_, theme), (first, last) in ends.items())
    return ", ".join(words for words in named if words)


def join_ends(first: str, last: str) -> str:
    """Join the ends of a range: headings in one class, else classes.

    Examples
    --------
    >>> join_ends("84.2 AAL", "84.2 KOR"), join_ends("58.12 AHO", "61.3 ÖHM")
    ('84.2 AAL–KOR', '58.12–61.3')
    """
    head, _, _ = first.rpartition(" ")
    in_one_class = head and head == last.rpartition(" ")[0]
    return f"{head} {short_range(first, last)}" if in_one_class else short_range(first, last)


def short_words(holding: Holding, language: str) -> str:
    """Say what bays hold in as few letters as tell it from its neighbours."""
    each = holding.range
    if each.theme:
        return _theme(each, language)
    if each.kind == "title":
        first, last = (end[:TITLE_LETTERS].strip() for end in (holding.first, holding.last))
        return f"{first}–{last}" if first != last else first
    return short_range(holding.first, holding.last)


def short_range(first: str, last: str) -> str:
    """Say a range of call numbers in few letters: headings in one class, else classes.

    Examples
    --------
    >>> short_range("84.2 KIV", "84.2 LEH"), short_range("58.12 AHO", "61.3 ÖHM")
    ('KIV–LEH', '58.12–61.3')
    """
    first_head, _, first_tail = first.rpartition(" ")
    last_head, _, last_tail = last.rpartition(" ")
    if first_head != last_head:
        first_tail, last_tail = first_head or first, last_head or last
    return first_tail if first_tail == last_tail else f"{first_tail}–{last_tail}"


def _theme(each: Range, language: str) -> str:
    return each.theme.in_language(language) if each.theme else ""
