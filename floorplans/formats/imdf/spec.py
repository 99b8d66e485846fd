"""What IMDF 1.0.0 asks of an archive, as tables.

References
----------
Open Geospatial Consortium, *Indoor Mapping Data Format*, OGC 20-094.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

VERSION = "1.0.0"
MANIFEST = "manifest.json"
FILE_SUFFIX = ".geojson"
RESTRICTIONS = frozenset({"employeesonly", "restricted"})

AREA = frozenset({"Polygon", "MultiPolygon"})
LINES = frozenset({"LineString", "MultiLineString"})
LINE = frozenset({"LineString"})
POINT = frozenset({"Point"})
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FeatureSpec:
    """One type of feature.

    Attributes
    ----------
    geometry : frozenset[str] or None
        GeoJSON types that its geometry may have; empty where there is none, None for any.
    required, nullable : tuple[str, ...]
        Properties that must have a value, and those that must be there but may be null.
    categories : frozenset[str]
        What ``category`` may be; empty where that is not looked into.
    """

    geometry: frozenset[str] | None
    required: tuple[str, ...]
    nullable: tuple[str, ...]
    categories: frozenset[str] = NOTHING


def _spread(categories: str) -> frozenset[str]:
    """Read words and families of words.

    Examples
    --------
    >>> sorted(_spread("desk swimmingpool(children,family)"))
    ['desk', 'swimmingpool', 'swimmingpool.children', 'swimmingpool.family']
    """
    words = set()
    for entry in categories.split():
        stem, _, branches = entry.rstrip(")").partition("(")
        words.add(stem)
        words |= {f"{stem}.{branch}" for branch in branches.split(",") if branch}
    return frozenset(words)


def _spec(
    geometry: frozenset[str] | None, required: str, nullable: str, categories: str = ""
) -> FeatureSpec:
    return FeatureSpec(
        geometry, tuple(required.split()), tuple(nullable.split()), _spread(categories)
    )


RESTROOMS = (
    "restroom(family,female,female.wheelchair,male,male.wheelchair,transgender,"
    "transgender.wheelchair,unisex,unisex.wheelchair,wheelchair)"
)
PARKING = "parking(bicycle,compact,ev,longterm,motorcycle,shortterm,waitingarea)"

AMENITIES = f"""
amphitheater animalreliefarea arrivalgate atm babychanging baggagecarousel(intl) baggagecarts
baggageclaim(oversize) baggagerecheck baggagestorage boardinggate(aircraft,bus,ferry,train)
bus(muni,national) businesscenter cabin caregiver carrental cashier changemachine
checkin(desk,desk.oversizebaggage,desk.transfer,selfservice) childplayarea coinlocker copymachine
defibrillator drinkingfountain eatingdrinking elevator emergencyshelter entry escalator exhibit
faregate(oversized) fieldofplay(americanfootball,baseball,basketball,fieldhockey,icehockey,rugby)
fieldofplay(soccer,softball,tennis,trackfield,volleyball) firealarmpullstation fireextinguisher
firstaid fittingroom foodservice gatearea groundtransportation guestservices handsanitizerstation
healthscreening hoteling immigration information(bid,carrental,hotel,mufid,mufid.arrivals)
information(mufid.departures,transit) landmark library limo lostandfound mailbox meditation
meetingpoint mobilityrescue mothersroom movingwalkway paidarea parkandride {PARKING} payphone
pedestriancrossing peoplemover phone(emergency) photobooth platform police powerchargingstation
prayerroom(buddhism,christianity,hinduism,islam,islam.female,islam.male,judaism,shintoism)
prayerroom(sikh,taoic) privatelounge productreturn rail.muni rail.national ramp reception.desk
recreation {RESTROOMS} rideshare seat seating security(checkpoint,inspection) service shower
shuttle sleepbox smokingarea stairs storage strollerrental studentadmissions studentservices
swimmingpool(children,family) taxi ticketing(airline,bus,bus.muni,bus.national,rail,rail.muni)
ticketing(rail.national,shuttle) traintrack transit unspecified valet vendingmachine(trainticket)
wheelchairassist wifi yoga
"""

SECTIONS = f"""
arcade baggageclaim(intl) carrental(dropoff) checkin concessions cubicle dutyfree eatingdrinking
entertainmentarea(game,music,performance,sport) exhibit exhibition
gambling(baccarat,bingo,blackjack,craps,keno,mahjong,medalgame,minibaccarat,offtrackbetting)
gambling(pachinko,paigow,poker,poker.letitride,poker.paigow,poker.threecard,poker.video,roulette)
gambling(rummy,sicbo,slotmachine,slotmachine.highlimit) gatearea(holding) immigration(schengen)
information paidarea parkandride {PARKING} platform postsecurity presecurity private recomposearea
recreation rental retail retaildepartment road seating seatingrow security servicearea ticketing
vegetation walkway
"""

UNITS = f"""
auditorium brick classroom column concrete conferenceroom drywall elevator escalator fieldofplay
firstaid fitnessroom foodservice footbridge glass huddleroom kitchen laboratory library lobby
lounge mailroom mothersroom movietheater movingwalkway nonpublic office opentobelow parking
phoneroom platform privatelounge ramp recreation {RESTROOMS} road room serverroom shower
smokingarea stairs steps storage structure terrace theater unenclosedarea unspecified vegetation
waitingroom walkway(island) wood
"""

VENUES = """
airport(intl) aquarium businesscampus casino communitycenter conventioncenter governmentfacility
healthcarefacility hotel museum parkingfacility resort retailstore shoppingcenter stadium stripmall
theater themepark trainstation transitstation university
"""

FIXTURES = """
baggagecarousel boardinggate.desk checkin.desk checkin.kiosk desk equipment furniture
immigration.desk inspection.desk obstruction securityequipment stage vegetation wall water
"""

NAMES = "name alt_name"

FEATURES: Mapping[str, FeatureSpec] = {
    "address": _spec(
        NOTHING,
        "address locality country",
        "unit province postal_code postal_code_ext postal_code_vanity",
    ),
    "amenity": _spec(
        POINT,
        "category unit_ids",
        f"accessibility {NAMES} hours phone website address_id correlation_id",
        AMENITIES,
    ),
    "anchor": _spec(POINT, "unit_id", "address_id"),
    "building": _spec(
        NOTHING,
        "category",
        f"{NAMES} restriction display_point address_id",
        "parking transit(bus,train) unspecified",
    ),
    "detail": _spec(LINES, "level_id", ""),
    "fixture": _spec(AREA, "category level_id", f"{NAMES} anchor_id display_point", FIXTURES),
    "footprint": _spec(AREA, "category building_ids", "name", "aerial ground subterranean"),
    "geofence": _spec(
        AREA,
        "category",
        f"restriction {NAMES} correlation_id display_point building_ids level_ids parents",
        "concourse geofence paidarea platform postsecurity presecurity terminal underconstruction",
    ),
    "kiosk": _spec(AREA, "level_id", f"{NAMES} anchor_id display_point"),
    "level": _spec(
        AREA,
        "category outdoor ordinal name short_name",
        "restriction display_point address_id building_ids",
        "arrivals(domestic,intl) departures(domestic,intl) parking transit unspecified",
    ),
    "occupant": _spec(
        NOTHING, "name category anchor_id", "hours phone website validity correlation_id"
    ),
    "opening": _spec(
        LINE,
        "category level_id",
        f"accessibility access_control door {NAMES} display_point",
        "automobile bicycle emergencyexit pedestrian(principal,transit) service",
    ),
    "relationship": _spec(
        None,
        "category direction",
        "origin intermediary destination hours",
        "elevator escalator movingwalkway ramp stairs traversal(path)",
    ),
    "section": _spec(
        AREA,
        "category level_id",
        f"restriction accessibility {NAMES} display_point address_id correlation_id parents",
        SECTIONS,
    ),
    "unit": _spec(
        AREA, "category level_id", f"restriction accessibility {NAMES} display_point", UNITS
    ),
    "venue": _spec(
        AREA,
        "category name display_point address_id",
        "restriction alt_name hours phone website",
        VENUES,
    ),
}

ONE_REFERENCE: Mapping[str, str] = {
    "address_id": "address",
    "anchor_id": "anchor",
    "level_id": "level",
    "unit_id": "unit",
}
"""Properties that name a feature, and its type."""

MANY_REFERENCES: Mapping[str, str] = {
    "building_ids": "building",
    "level_ids": "level",
    "unit_ids": "unit",
}
"""Properties that name any number of features, and their type."""

LABELS = ("name", "alt_name", "short_name")
