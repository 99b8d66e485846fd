"""Whatever is in a file, reading it ends in a plan, a list of problems or a clear error."""

import json
import zipfile
from datetime import datetime
from io import BytesIO

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.archives import Archive, unpack
from api.usage import UsageError
from floorplans.errors import PlanFormatError
from floorplans.formats.drawings.read import DrawingOptions, read_dxf
from floorplans.formats.geojson import read_geojson
from floorplans.formats.imdf import read_imdf, write_imdf
from floorplans.formats.native import format_plan, parse_plan
from floorplans.formats.osm import read_osm
from tests.support.dxf_files import draw_library
from tests.support.imdf import as_files, make_archive
from tests.support.indoor import make_indoor
from tests.support.osm_files import as_osm
from tests.support.plans import toy_plan

OWN = {
    name: json.loads(content)
    for name, content in write_imdf(toy_plan(), datetime(2026, 3, 2)).items()
}

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from([10**400, 1e308, -0.0, "null", "1;2", "0-9999999", "Polygon", "unit"])
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
calmly = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def mutate(data, document):
    """Change some values, wherever they are, and take others away."""
    for _ in range(data.draw(st.integers(1, 4))):
        inner, parent, key = document, None, None
        while isinstance(inner, dict | list) and inner and (parent is None or data.draw(deeper)):
            parent = inner
            keys = sorted(inner) if isinstance(inner, dict) else range(len(inner))
            key = data.draw(st.sampled_from(list(keys)))
            inner = parent[key]
        if parent is not None and data.draw(st.booleans()):
            parent[key] = data.draw(values)
        elif parent is not None:
            del parent[key]
    return document


deeper = st.sampled_from([True] * 9 + [False])


def assert_ends_well(read):
    result = outcome(read, PlanFormatError)
    if isinstance(result, str):
        assert "\n" not in result
        return
    assert all("\n" not in f"{each.place}{each.message}" for each in result.problems)
    if result.plan is None:
        assert result.problems
    else:
        assert parse_plan(format_plan(result.plan)) == result.plan


def outcome(read, expected):
    """Give what reading gives, or the words of the error that it may raise."""
    try:
        return read()
    except expected as error:
        return str(error)


@calmly
@given(st.data())
def test_a_mutated_archive_of_others(data):
    archive = mutate(data, make_archive())
    files = {name: json.dumps(document).encode() for name, document in archive.items()}
    assert_ends_well(lambda: read_imdf(files))


@calmly
@given(st.data())
def test_a_mutated_archive_of_our_own(data):
    archive = mutate(data, json.loads(json.dumps(OWN)))
    files = {name: json.dumps(document).encode() for name, document in archive.items()}
    assert_ends_well(lambda: read_imdf(files))


@calmly
@given(st.data())
def test_mutated_indoor_geojson(data):
    content = json.dumps(mutate(data, make_indoor())).encode()
    assert_ends_well(lambda: read_geojson(content))


OSM = as_osm(make_indoor())


@calmly
@given(st.lists(st.tuples(st.integers(0, len(OSM)), st.integers(0, 9), st.binary(max_size=6))))
def test_damaged_osm(changes):
    content = OSM
    for place, length, noise in changes:
        content = content[:place] + noise + content[place + length :]
    assert_ends_well(lambda: read_osm(content))


LINES = draw_library().write().splitlines()
ENTITIES = LINES.index(b"ENTITIES")
odd_lines = st.sampled_from(
    [b"", b"0", b"10", b"70", b"nan", b"1e308", b"-1", b"INSERT", b"SECTION", b"EOF", b"\xff\xfe"]
) | st.binary(max_size=6)


@settings(calmly, max_examples=50)
@given(st.lists(st.tuples(st.integers(ENTITIES // 2, len(LINES) - 1), odd_lines), max_size=8))
def test_a_damaged_drawing(changes):
    lines = list(LINES)
    for place, line in changes:
        lines[place] = line
    options = DrawingOptions(units="mm")
    assert_ends_well(lambda: read_dxf(b"\n".join(lines), options=options))


@settings(calmly, max_examples=20)
@given(st.integers(0, len(LINES)))
def test_a_drawing_that_was_cut_off(length):
    assert_ends_well(lambda: read_dxf(b"\n".join(LINES[:length])))


@calmly
@given(st.binary(max_size=200), st.integers(0, 200))
def test_any_bytes(noise, place):
    files = as_files(make_archive())
    content = files["unit.geojson"]
    files["unit.geojson"] = content[:place] + noise + content[place + len(noise) :]
    assert_ends_well(lambda: read_imdf(files))
    assert_ends_well(lambda: read_geojson(noise))
    assert_ends_well(lambda: read_osm(noise))
    assert_ends_well(lambda: read_dxf(noise))


def packed():
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in as_files(make_archive()).items():
            archive.writestr(name, content)
    return written.getvalue()


PACKED = packed()


@calmly
@given(st.lists(st.tuples(st.integers(0, len(PACKED) - 1), st.integers(0, 255)), min_size=1))
def test_a_damaged_zip_archive(changes):
    content = bytearray(PACKED)
    for place, byte in changes:
        content[place] = byte
    result = outcome(lambda: unpack(bytes(content), "it.zip"), UsageError)
    assert isinstance(result, Archive) or "\n" not in result


@calmly
@given(st.integers(0, len(PACKED)))
def test_a_zip_archive_that_was_cut_off(length):
    result = outcome(lambda: unpack(PACKED[:length], "it.zip"), UsageError)
    assert isinstance(result, Archive) or result.startswith("it.zip: ")
