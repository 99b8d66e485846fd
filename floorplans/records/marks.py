"""What has a point: radios, kiosks, labels, and what people ask for or look out for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from floorplans.records.basics import Text

PointKind = Literal[
    "service_desk",
    "returns",
    "self_check",
    "holds",
    "toilet",
    "accessible_toilet",
    "printer",
    "power",
    "computers",
    "seats",
    "entrance",
]


@dataclass(frozen=True, slots=True)
class Radio:
    """A beacon or gateway at a known position.

    ``key`` is what it is heard by: ``ibeacon:UUID:MAJOR:MINOR``, ``altbeacon:HEX``,
    ``eddystone:NAMESPACE:INSTANCE`` or ``address:AA:BB:CC:DD:EE:FF`` (hexadecimal in
    capitals, numbers in decimal). ``measured_power_dbm`` is the RSSI expected at 1 m.
    """

    id: str
    level: str
    x_m: float
    y_m: float
    z_m: float
    key: str
    measured_power_dbm: float


@dataclass(frozen=True, slots=True)
class Kiosk:
    """A touch screen; who uses it looks along ``heading_deg``. ``id`` is unique everywhere."""

    id: str
    name: Text
    level: str
    x_m: float
    y_m: float
    heading_deg: float


@dataclass(frozen=True, slots=True)
class LocatorPoint:
    """A QR or NFC label; who scans it stands at (x, y) and looks along ``heading_deg``."""

    id: str
    name: Text
    level: str
    x_m: float
    y_m: float
    heading_deg: float


@dataclass(frozen=True, slots=True)
class PointOfInterest:
    """Something people ask for by name."""

    id: str
    kind: PointKind
    name: Text
    level: str
    x_m: float
    y_m: float


@dataclass(frozen=True, slots=True)
class Landmark:
    """Something to look out for on the way ("the globe"), seen from within ``seen_from_m``."""

    id: str
    name: Text
    level: str
    x_m: float
    y_m: float
    seen_from_m: float = 10.0
