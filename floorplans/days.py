"""Days as plans write them: ISO dates such as 2026-03-02."""

from __future__ import annotations

from datetime import date


def read_day(text: str) -> date | None:
    """Read a day; ``None`` if the text is none.

    Other forms of ISO 8601 do not count, since plans compare days as texts.

    Examples
    --------
    >>> read_day("2026-03-02")
    datetime.date(2026, 3, 2)
    >>> [read_day(text) for text in ("20260302", "2026-W10-1", "2.3.2026", "")]
    [None, None, None, None]
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None
