"""What people look out for on their way through the demo library, and what they ask for."""

from __future__ import annotations

from api.demo.layout_parts import point_of_interest
from floorplans.model import Georeference, Landmark, Text

GROUND, UPPER = "1", "2"

KESKUSTA_PLACE = Georeference(longitude_deg=26.3184, latitude_deg=62.9027, rotation_deg=12.0)
SAARI_PLACE = Georeference(longitude_deg=26.4471, latitude_deg=62.9316, rotation_deg=-35.0)
"""Places in the woods: there is no library at either."""

_TOILET = Text("Esteetön WC", "Tillgänglig toalett", "Accessible toilet")
_SOCKETS = Text("Pistorasiat", "Eluttag", "Power sockets")
_COMPUTERS = Text("Tietokoneet", "Datorer", "Computers")

KESKUSTA_LANDMARKS = (
    Landmark(
        "kello", Text("Asemakello", "Stationsuret", "Station clock"), GROUND, 44.2, 15.15, 12.0
    ),
    Landmark("sohva", Text("Punainen sohva", "Röda soffan", "Red sofa"), GROUND, 8.6, 14.2, 8.0),
    Landmark(
        "keinuhevonen", Text("Keinuhevonen", "Gunghästen", "Rocking horse"), GROUND, 4.3, 11.4, 8.0
    ),
    Landmark("maapallo", Text("Maapallo", "Jordgloben", "Globe"), UPPER, 44.2, 15.15, 12.0),
    Landmark("piano", Text("Piano", "Pianot", "Piano"), UPPER, 35.8, 27.4, 6.0),
)

KESKUSTA_POINTS = (
    point_of_interest(GROUND, "accessible_toilet", _TOILET, (37.4, 1.3)),
    point_of_interest(GROUND, "power", _SOCKETS, (29.0, 23.9)),
    point_of_interest(GROUND, "computers", _COMPUTERS, (35.2, 25.2)),
    point_of_interest(UPPER, "accessible_toilet", _TOILET, (37.4, 1.3)),
    point_of_interest(UPPER, "power", _SOCKETS, (20.0, 25.9)),
    point_of_interest(UPPER, "computers", _COMPUTERS, (24.8, 24.0)),
)
