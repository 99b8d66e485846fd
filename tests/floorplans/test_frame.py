import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorplans.frame import Frame
from floorplans.model import Georeference

frames = st.builds(
    Frame,
    st.builds(Georeference, st.floats(-180, 180), st.floats(-85, 85), st.floats(-720, 720)),
)
near = st.tuples(st.floats(-1000, 1000), st.floats(-1000, 1000))


@given(frames, near)
def test_a_point_comes_back_to_a_few_nanometres(frame, point):
    assert math.dist(frame.to_local(frame.to_wgs84(point)), point) < 5e-9


@given(frames, near)
def test_positions_are_on_earth(frame, point):
    longitude_deg, latitude_deg = frame.to_wgs84(point)
    assert -180 <= longitude_deg <= 180
    assert -90 < latitude_deg < 90


@given(frames, near, near)
def test_a_plan_lies_on_earth_as_long_as_it_is_wide(frame, one, other):
    distance_m = math.dist(to_space(frame.to_wgs84(one)), to_space(frame.to_wgs84(other)))
    assert distance_m == pytest.approx(math.dist(one, other), abs=1e-3)


def to_space(position):
    """Earth-centred coordinates on the ellipsoid, from their definition."""
    longitude_rad, latitude_rad = (math.radians(angle) for angle in position)
    semi_major_m, squared = 6_378_137.0, (2 - 1 / 298.257223563) / 298.257223563
    normal_m = semi_major_m / math.sqrt(1 - squared * math.sin(latitude_rad) ** 2)
    across_m = normal_m * math.cos(latitude_rad)
    return (
        across_m * math.cos(longitude_rad),
        across_m * math.sin(longitude_rad),
        normal_m * (1 - squared) * math.sin(latitude_rad),
    )


@pytest.mark.parametrize(
    ("rotation_deg", "east_deg", "north_deg"),
    [(0, 1, 0), (90, 0, 1), (180, -1, 0), (-90, 0, -1), (45, 1, 1)],
)
def test_rotation_is_the_direction_of_the_x_axis_from_east(rotation_deg, east_deg, north_deg):
    longitude_deg, latitude_deg = Frame(Georeference(25, 60, rotation_deg)).to_wgs84((10, 0))
    assert signs(longitude_deg - 25, latitude_deg - 60) == (east_deg, north_deg)


def signs(*values):
    return tuple(0 if abs(value) < 1e-9 else math.copysign(1, value) for value in values)


def test_one_degree_north_of_helsinki_has_the_length_of_the_tables():
    # 111.4 km per degree of latitude at 60° N, in the table of the NGA's "Length of a Degree".
    frame = Frame(Georeference(25, 60))
    x_m, y_m = frame.to_local((25, 60.001))
    assert abs(x_m) < 1e-9
    assert y_m == pytest.approx(111.412, abs=0.002)


def test_a_building_on_the_antimeridian_stays_together():
    frame = Frame(Georeference(179.9999, 0))
    assert frame.to_wgs84((50, 0))[0] < -179.99
    assert frame.to_local((-179.9999, 0))[0] == pytest.approx(22.264, abs=0.01)
