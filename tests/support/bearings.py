"""Points and directions on a floor."""

import math

Point2 = tuple[float, float]


def moved(here: Point2, direction_deg: float, by_m: float) -> Point2:
    """Give the point so far from another one."""
    angle = math.radians(direction_deg)
    return here[0] + by_m * math.cos(angle), here[1] + by_m * math.sin(angle)


def towards_deg(here: Point2, there: Point2) -> float:
    """Give the direction from one point to another."""
    return math.degrees(math.atan2(there[1] - here[1], there[0] - here[0]))
