"""What foreign formats leave open: names of rooms without one, the cost of stairs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from floorplans.model import ConnectorKind, PointKind, Text, UnitCategory

UNIT_NAMES: Mapping[UnitCategory, Text] = {
    "room": Text("Huone", "Rum", "Room"),
    "section": Text("Alue", "Område", "Area"),
    "lobby": Text("Aula", "Aula", "Lobby"),
    "staff": Text("Henkilökunta", "Personal", "Staff"),
    "stairs": Text("Portaat", "Trappa", "Stairs"),
    "lift": Text("Hissi", "Hiss", "Lift"),
    "restroom": Text("WC", "Toalett", "Toilet"),
    "quiet": Text("Hiljainen tila", "Tyst rum", "Quiet room"),
    "storage": Text("Varasto", "Förråd", "Storage"),
}

POINT_NAMES: Mapping[PointKind, Text] = {
    "service_desk": Text("Palvelutiski", "Servicedisk", "Service desk"),
    "returns": Text("Palautus", "Återlämning", "Returns"),
    "self_check": Text("Lainausautomaatti", "Låneautomat", "Self-service checkout"),
    "holds": Text("Varaushylly", "Reservationshylla", "Holds shelf"),
    "toilet": Text("WC", "Toalett", "Toilet"),
    "accessible_toilet": Text("Esteetön WC", "Tillgänglig toalett", "Accessible toilet"),
    "printer": Text("Tulostin", "Skrivare", "Printer"),
    "power": Text("Latauspiste", "Laddningsplats", "Charging point"),
    "computers": Text("Tietokoneet", "Datorer", "Computers"),
    "seats": Text("Istuimia", "Sittplatser", "Seats"),
    "entrance": Text("Sisäänkäynti", "Ingång", "Entrance"),
}

LANDMARK_NAME = Text("Maamerkki", "Landmärke", "Landmark")
KIOSK_NAME = Text("Näyttö", "Skärm", "Kiosk")


@dataclass(frozen=True, slots=True)
class ConnectorDefaults:
    """Name and cost of a kind of connector, in metres of walking."""

    name: Text
    entry_cost_m: float
    level_cost_m: float
    step_free: bool


CONNECTORS: Mapping[ConnectorKind, ConnectorDefaults] = {
    "stairs": ConnectorDefaults(UNIT_NAMES["stairs"], 2.0, 14.0, False),
    "lift": ConnectorDefaults(UNIT_NAMES["lift"], 20.0, 8.0, True),
    "ramp": ConnectorDefaults(Text("Luiska", "Ramp", "Ramp"), 0.0, 40.0, True),
    "escalator": ConnectorDefaults(
        Text("Liukuportaat", "Rulltrappa", "Escalator"), 2.0, 10.0, False
    ),
}
