"""How features are made: stable ids, all keys of the standard, positions on Earth."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import shapely
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

from floorplans.formats.imdf.features import fingerprint
from floorplans.formats.imdf.spec import FEATURES
from floorplans.frame import Frame

POSITION_DECIMALS = 9
"""Degrees to a tenth of a millimetre."""


@dataclass(frozen=True, slots=True)
class Source:
    """The thing of a plan that a feature shows: ``kind`` is the plan's field, ``index`` in it.

    Features that are made from several things have an empty kind.
    """

    kind: str = ""
    index: int = 0


@dataclass(frozen=True, slots=True)
class Made:
    """A feature as it is written, and what it shows."""

    feature: dict[str, Any]
    source: Source

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.feature["id"])

    @property
    def type(self) -> str:
        """Its feature type."""
        return str(self.feature["feature_type"])

    @property
    def fingerprint(self) -> str:
        """Its SHA-256."""
        return fingerprint(self.feature)


class Maker:
    """Makes the features of one plan; no two get the same id.

    Parameters
    ----------
    branch : str
        Id of the plan, from which all ids are derived.
    frame : Frame
        Where its metres are on Earth.
    """

    def __init__(self, branch: str, frame: Frame) -> None:
        self._branch = branch
        self._frame = frame
        self._taken: set[str] = set()

    def make(
        self,
        type_: str,
        key: str,
        geometry: BaseGeometry | None,
        properties: Mapping[str, Any],
        source: Source | None = None,
    ) -> Made:
        """Make a feature.

        Parameters
        ----------
        type_ : str
            Its feature type.
        key : str
            What tells it from others of its type; the same one gives the same id.
        geometry : BaseGeometry or None
            In the plan's metres.
        properties : Mapping[str, Any]
            Its properties; those of the standard that are left out become null.
        source : Source, optional
            The thing that it shows.
        """
        nulls = dict.fromkeys(FEATURES[type_].nullable)
        feature = {
            "type": "Feature",
            "id": self._give_id(type_, key),
            "feature_type": type_,
            "geometry": None if geometry is None else self.write_geometry(geometry),
            "properties": {**nulls, **properties},
        }
        return Made(feature, source or Source())

    def write_geometry(self, geometry: BaseGeometry) -> dict[str, Any]:
        """Write a geometry in longitudes and latitudes, outer rings anticlockwise."""
        if isinstance(geometry, shapely.Polygon):
            geometry = orient(geometry)
        elif isinstance(geometry, shapely.MultiPolygon):
            geometry = shapely.MultiPolygon([orient(part) for part in geometry.geoms])
        written: dict[str, Any] = shapely.geometry.mapping(geometry)
        return {"type": written["type"], "coordinates": self._write(written["coordinates"])}

    def write_point(self, geometry: BaseGeometry) -> dict[str, Any]:
        """Write a point inside a geometry."""
        return self.write_geometry(geometry.representative_point())

    def _write(self, coordinates: Any) -> list[Any]:
        if isinstance(coordinates[0], float):
            longitude_deg, latitude_deg = self._frame.to_wgs84((coordinates[0], coordinates[1]))
            return [
                round(longitude_deg, POSITION_DECIMALS),
                round(latitude_deg, POSITION_DECIMALS),
            ]
        return [self._write(each) for each in coordinates]

    def _give_id(self, type_: str, key: str) -> str:
        number = 0
        id_ = key if is_uuid4(key) else feature_id(self._branch, type_, key)
        while id_ in self._taken:
            number += 1
            id_ = feature_id(self._branch, type_, f"{key} {number}")
        self._taken.add(id_)
        return id_


def feature_id(branch: str, type_: str, key: str) -> str:
    """Derive an id of the form of a random UUID.

    Examples
    --------
    >>> feature_id("keskusta", "unit", "quiet-1")
    'b601cfed-2545-4c09-b4e6-58756aeae955'
    """
    digest = hashlib.sha256(f"{branch}\n{type_}\n{key}".encode()).digest()
    return str(UUID(bytes=digest[:16], version=4))


def is_uuid4(text: str) -> bool:
    """Tell whether a thing's id can be its feature's, as that of an imported thing.

    Examples
    --------
    >>> is_uuid4("6f2cdb9e-52ad-4f0c-8d3a-9b1c3a5f7e21"), is_uuid4("quiet-1")
    (True, False)
    """
    try:
        return str(UUID(text)) == text and UUID(text).version == 4
    except ValueError:
        return False
