"""Between a plan's metres and WGS 84.

The plan lies in the plane that touches the ellipsoid at its origin, and points of the ground
are seen in it from straight above. Over one kilometre the distances of that picture are those
on the ground to a hundredth of a millimetre.

References
----------
International Association of Oil & Gas Producers, *Geomatics Guidance Note 7, part 2: Coordinate
Conversions and Transformations including Formulas*, method 9840 (Orthographic).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from floorplans.axes import direction
from floorplans.model import Georeference, Point

SEMI_MAJOR_M = 6_378_137.0
FLATTENING = 1 / 298.257223563
ECCENTRICITY_SQUARED = FLATTENING * (2 - FLATTENING)
NEWTON_STEPS = 4


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of a plan whose place on Earth is known."""

    georeference: Georeference

    def to_wgs84(self, point: Point) -> Point:
        """Give longitude and latitude, degrees, of a point of the plan, metres.

        Examples
        --------
        >>> Frame(Georeference(24.94, 60.17)).to_wgs84((0.0, 0.0))
        (24.94, 60.17)
        """
        cosine, sine = direction(self.georeference.rotation_deg)
        x_m, y_m = point
        east_m, north_m = x_m * cosine - y_m * sine, x_m * sine + y_m * cosine
        turned_rad, raised_rad = self._solve(east_m, north_m)
        longitude_deg = self.georeference.longitude_deg + math.degrees(turned_rad)
        return (
            _within_half_turn(longitude_deg),
            self.georeference.latitude_deg + math.degrees(raised_rad),
        )

    def to_local(self, position: Point) -> Point:
        """Give the point of the plan, metres, at a longitude and latitude, degrees.

        Positions must be near: those a quarter of the Earth away have no place in the plane.

        Examples
        --------
        >>> x_m, y_m = Frame(Georeference(24.94, 60.17, 90.0)).to_local((24.94, 60.171))
        >>> round(x_m, 3), round(abs(y_m), 3)
        (111.415, 0.0)
        """
        longitude_deg, latitude_deg = position
        origin = self.georeference
        turned_rad = math.radians(_within_half_turn(longitude_deg - origin.longitude_deg))
        raised_rad = math.radians(latitude_deg - origin.latitude_deg)
        east_m, north_m = self._project(turned_rad, raised_rad)
        cosine, sine = direction(origin.rotation_deg)
        return east_m * cosine + north_m * sine, north_m * cosine - east_m * sine

    def _project(self, turned_rad: float, raised_rad: float) -> Point:
        """East and north of a place by how far its longitude and latitude are from the origin.

        The guidance note's differences of near numbers are written as products, so that a
        micrometre is not lost to rounding.
        """
        origin_rad = math.radians(self.georeference.latitude_deg)
        latitude_rad = origin_rad + raised_rad
        normal_m, origin_normal_m = _normal_m(latitude_rad), _normal_m(origin_rad)
        half_turn = math.sin(turned_rad / 2)
        east_m = normal_m * math.cos(latitude_rad) * math.sin(turned_rad)
        north_m = normal_m * (
            math.sin(raised_rad)
            + 2 * math.cos(latitude_rad) * math.sin(origin_rad) * half_turn * half_turn
        ) + ECCENTRICITY_SQUARED * math.cos(origin_rad) * (
            origin_normal_m * math.sin(origin_rad) - normal_m * math.sin(latitude_rad)
        )
        return east_m, north_m

    def _solve(self, east_m: float, north_m: float) -> Point:
        """Invert `_project` by Newton's method; each step squares the error."""
        origin_rad = math.radians(self.georeference.latitude_deg)
        turned_rad, raised_rad = 0.0, 0.0
        for _ in range(NEWTON_STEPS):
            found_east_m, found_north_m = self._project(turned_rad, raised_rad)
            latitude_rad = origin_rad + raised_rad
            normal_m, meridian_m = _normal_m(latitude_rad), _meridian_m(latitude_rad)
            east_by_raised = -meridian_m * math.sin(latitude_rad) * math.sin(turned_rad)
            east_by_turned = normal_m * math.cos(latitude_rad) * math.cos(turned_rad)
            north_by_raised = meridian_m * (
                math.cos(latitude_rad) * math.cos(origin_rad)
                + math.sin(latitude_rad) * math.sin(origin_rad) * math.cos(turned_rad)
            )
            north_by_turned = (
                normal_m * math.sin(origin_rad) * math.cos(latitude_rad) * math.sin(turned_rad)
            )
            determinant = east_by_turned * north_by_raised - east_by_raised * north_by_turned
            east_left_m, north_left_m = east_m - found_east_m, north_m - found_north_m
            turned_rad += (
                north_by_raised * east_left_m - east_by_raised * north_left_m
            ) / determinant
            raised_rad += (
                east_by_turned * north_left_m - north_by_turned * east_left_m
            ) / determinant
        return turned_rad, raised_rad


def _normal_m(latitude_rad: float) -> float:
    """Radius of curvature across the meridian (ν)."""
    return SEMI_MAJOR_M / math.sqrt(1 - ECCENTRICITY_SQUARED * math.sin(latitude_rad) ** 2)


def _meridian_m(latitude_rad: float) -> float:
    """Radius of curvature along the meridian (ρ)."""
    normal_m = _normal_m(latitude_rad)
    return normal_m**3 * (1 - ECCENTRICITY_SQUARED) / SEMI_MAJOR_M**2


def _within_half_turn(angle_deg: float) -> float:
    """Turn an angle into -180 to 180 degrees, and leave those that are there as they are."""
    if -180.0 <= angle_deg <= 180.0:
        return angle_deg
    return (angle_deg + 180.0) % 360.0 - 180.0
