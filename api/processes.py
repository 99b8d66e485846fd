"""Whether another process of this machine goes on."""

from __future__ import annotations

import os


def is_running(process: int) -> bool:
    """Tell whether a process is there; where that cannot be asked, it may be.

    Examples
    --------
    >>> is_running(os.getpid())
    True
    """
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
