"""Plans of every shape for property tests: well-typed, but their references may lead nowhere."""

from __future__ import annotations

from hypothesis import strategies as st

from floorplans.model import (
    Bay,
    Connector,
    Face,
    Fixture,
    Kiosk,
    Level,
    LocatorPoint,
    Opening,
    Partition,
    Plan,
    PointOfInterest,
    Radio,
    Range,
    Shelf,
    Stop,
    Text,
    Unit,
)

ids = st.sampled_from(["1", "2", "a", "b-3", "Å"])
lengths = st.floats(0.05, 20.0)
coordinates = st.floats(-30.0, 30.0)
angles = st.floats(-720.0, 720.0)
counts = st.integers(1, 5)
points = st.tuples(coordinates, coordinates)
rings = st.lists(points, min_size=3, max_size=6).map(tuple)
words = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=8)
names = st.builds(Text, words.filter(str.strip), words, words)
call_numbers = st.sampled_from(["84.2 TOL", "84.2 AAL", "L85.2 KUN", "07 HEL", "", "nonsense"])
dates = st.sampled_from(["2026-03-02", "yesterday"])

bays = st.builds(Bay, counts, lengths, counts)
faces = st.builds(
    Face, ids, words, st.sampled_from(["front", "back"]), st.lists(bays, max_size=4).map(tuple)
)
shelves = st.builds(
    Shelf,
    ids,
    words,
    ids,
    coordinates,
    coordinates,
    lengths,
    lengths,
    angles,
    lengths,
    st.lists(faces, max_size=2).map(tuple),
    st.sampled_from(["straight", "round"]),
)
ranges = st.builds(
    Range,
    ids,
    ids,
    ids,
    counts,
    counts,
    call_numbers,
    call_numbers,
    dates,
    st.lists(call_numbers, max_size=3).map(tuple),
)
stops = st.builds(Stop, ids, coordinates, coordinates)
connectors = st.builds(
    Connector,
    ids,
    st.sampled_from(["stairs", "lift"]),
    names,
    st.lists(stops, max_size=3).map(tuple),
    lengths,
    lengths,
    st.booleans(),
)
openings = st.builds(
    Opening, ids, ids, st.sampled_from(["door", "entrance"]), points, points, st.booleans()
)
units = st.builds(
    Unit, ids, ids, st.sampled_from(["room", "lift"]), names, rings, st.booleans(), st.booleans()
)
fixtures = st.builds(
    Fixture, ids, ids, st.sampled_from(["desk", "pillar"]), rings, st.none() | names
)
partitions = st.builds(
    Partition, ids, names, names, names, names, names, st.lists(words, max_size=2).map(tuple)
)


def several(things: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    """Give up to three things."""
    return st.lists(things, max_size=3).map(tuple)


plans = st.builds(
    Plan,
    ids,
    names,
    st.sampled_from(["ykl", "finnish", "text", "unheard-of"]),
    several(st.builds(Level, ids, st.integers(-2, 5), names, rings)),
    units=several(units),
    openings=several(openings),
    connectors=several(connectors),
    fixtures=several(fixtures),
    shelves=several(shelves),
    partitions=several(partitions),
    ranges=several(ranges),
    radios=several(
        st.builds(Radio, ids, ids, coordinates, coordinates, coordinates, words, coordinates)
    ),
    kiosks=several(st.builds(Kiosk, ids, names, ids, coordinates, coordinates, angles)),
    locator_points=several(
        st.builds(LocatorPoint, ids, names, ids, coordinates, coordinates, angles)
    ),
    points_of_interest=several(
        st.builds(
            PointOfInterest, ids, st.sampled_from(["toilet"]), names, ids, coordinates, coordinates
        )
    ),
)
