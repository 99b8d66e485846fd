"""What can go wrong on the way.

- RoutingError
    - OffTheMapError    a start or goal where nobody can stand
    - NoRouteError      two places that nothing joins
"""

from __future__ import annotations

from routing.model import NoWay


class RoutingError(Exception):
    """Base of all errors of this package."""


class OffTheMapError(RoutingError, ValueError):
    """A place is not on the map; the message says where it is and what to give instead."""


class NoRouteError(RoutingError):
    """No way joins two places; the message says what is cut off from what.

    Parameters
    ----------
    message : str
        One line with the next step.
    why : NoWay, optional
        The same in records, for whoever says it in another language.
    """

    def __init__(self, message: str, why: NoWay | None = None) -> None:
        super().__init__(message)
        self.why = why
