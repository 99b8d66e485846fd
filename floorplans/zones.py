"""Time zones by their name in the IANA database."""

from __future__ import annotations

from datetime import tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def find_zone(name: str) -> tzinfo | None:
    """Find a time zone; ``None`` if it is not known here.

    Examples
    --------
    >>> find_zone("Europe/Helsinki")
    zoneinfo.ZoneInfo(key='Europe/Helsinki')
    >>> [find_zone(name) for name in ("Europe/Helsinky", "Europe", "../etc", "")]
    [None, None, None, None]
    """
    # A folder of the database and a name that no file can have are other errors of the system.
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
