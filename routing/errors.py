"""What can go wrong on the way.

- RoutingError
    - OffTheMapError    a start or goal where nobody can stand
    - NoRouteError      two places that nothing joins
"""


class RoutingError(Exception):
    """Base of all errors of this package."""


class OffTheMapError(RoutingError, ValueError):
    """A place is not on the map; the message says where it is and what to give instead."""


class NoRouteError(RoutingError):
    """No way joins two places; the message says what is cut off from what."""
