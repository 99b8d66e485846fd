"""Plans of every shape for property tests: well-typed, but their references may lead nowhere."""

from __future__ import annotations

from typing import get_args

from hypothesis import strategies as st

from floorplans.model import (
    Alias,
    Bay,
    BayRun,
    Closure,
    Connector,
    ConnectorDirection,
    ConnectorKind,
    Face,
    Fixture,
    Georeference,
    Hours,
    Kiosk,
    Landmark,
    Level,
    LocatorPoint,
    Mounting,
    NameForms,
    Opening,
    OpeningKind,
    OpenSpan,
    Partition,
    Plan,
    PointKind,
    PointOfInterest,
    Radio,
    Range,
    RangeKind,
    Shelf,
    ShelfShape,
    SpecialDay,
    Stop,
    Text,
    Unit,
)

ids = st.sampled_from(["1", "2", "a", "b-3", "Å"])
lengths = st.floats(0.05, 20.0)
coordinates = st.floats(-30.0, 30.0)
angles = st.floats(-720.0, 720.0)
turns = st.floats(-360.0, 360.0)
counts = st.integers(1, 5)
points = st.tuples(coordinates, coordinates)
rings = st.lists(points, min_size=3, max_size=6).map(tuple)
words = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=8)
forms = st.none() | st.builds(NameForms, fi_of=words, fi_to=words, sv_the=words)
names = st.builds(Text, words.filter(str.strip), words, words, forms)
call_numbers = st.sampled_from(["84.2 TOL", "84.2 AAL", "L85.2 KUN", "07 HEL", "", "nonsense"])
dates = st.sampled_from(["2026-03-02", "yesterday", ""])
times = ["08:00", "20:30", "24:00", "noon", ""]

bays = st.builds(Bay, counts, lengths, counts, st.lists(lengths, max_size=3).map(tuple))
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
    st.sampled_from(get_args(ShelfShape)),
    st.sampled_from(get_args(Mounting)),
    lengths,
    turns,
)
boards = st.none() | counts
runs = st.builds(BayRun, ids, counts, counts, boards, boards)
ranges = st.builds(
    Range,
    ids,
    ids,
    st.lists(runs, max_size=3).map(tuple),
    call_numbers,
    call_numbers,
    dates,
    st.sampled_from(get_args(RangeKind)),
    bay_firsts=st.lists(call_numbers, max_size=4).map(tuple),
    boards=st.lists(call_numbers, max_size=3).map(tuple),
    theme=st.none() | names,
    marks=st.lists(words, max_size=2).map(tuple),
    starts_on=dates,
    ends_on=dates,
)
spans = st.builds(
    OpenSpan, st.integers(1, 7), st.sampled_from(times), st.sampled_from(times), st.booleans()
)
special_days = st.builds(
    SpecialDay,
    dates,
    st.sampled_from(times),
    st.sampled_from(times),
    st.booleans(),
    st.none() | names,
)
hours = st.builds(
    Hours, st.lists(spans, max_size=3).map(tuple), st.lists(special_days, max_size=2).map(tuple)
)
stops = st.builds(Stop, ids, coordinates, coordinates)
connectors = st.builds(
    Connector,
    ids,
    st.sampled_from(get_args(ConnectorKind)),
    names,
    st.lists(stops, max_size=3).map(tuple),
    lengths,
    lengths,
    st.booleans(),
    st.sampled_from(get_args(ConnectorDirection)),
)
openings = st.builds(
    Opening,
    ids,
    ids,
    st.sampled_from(get_args(OpeningKind)),
    points,
    points,
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.none() | hours,
)
units = st.builds(
    Unit, ids, ids, st.sampled_from(["room", "lift"]), names, rings, st.booleans(), st.booleans()
)
fixtures = st.builds(
    Fixture, ids, ids, st.sampled_from(["desk", "pillar"]), rings, st.none() | names
)
partitions = st.builds(
    Partition,
    ids,
    names,
    names,
    names,
    names,
    names,
    st.lists(words, max_size=2).map(tuple),
    st.sampled_from(["", "finnish", "unheard-of"]),
)
aliases = st.builds(Alias, ids, words, words, words, words, words, words)
id_lists = st.lists(ids, max_size=2).map(tuple)
closures = st.builds(
    Closure, ids, names, dates, dates, ids, rings | st.just(()), id_lists, id_lists, id_lists
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
            PointOfInterest,
            ids,
            st.sampled_from(get_args(PointKind)),
            names,
            ids,
            coordinates,
            coordinates,
        )
    ),
    landmarks=several(st.builds(Landmark, ids, names, ids, coordinates, coordinates, lengths)),
    aliases=several(aliases),
    closures=several(closures),
    hours=st.none() | hours,
    time_zone=st.sampled_from(["Europe/Helsinki", "Nowhere/Here"]),
    georeference=st.none()
    | st.builds(Georeference, st.floats(-180, 180), st.floats(-85, 85), angles),
    v_equals_w=st.booleans(),
)
