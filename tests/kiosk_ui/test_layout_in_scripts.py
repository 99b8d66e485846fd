"""The editor draws and names things as the plan model does."""

from dataclasses import replace

import pytest

from floorplans.formats import defaults
from floorplans.formats.codec import encode
from floorplans.geometry import face_length_m, shelf_outline
from tests.support.node import need_node, run_node
from tests.support.shapes import SHELVES


def test_shelves_of_every_shape_have_the_same_outline_in_the_editor():
    need_node()
    turned = [replace(each, angle_deg=angle) for each in SHELVES for angle in (0.0, 37.5, 270.0)]
    drawn = run_node("shelf_outlines.mjs", [encode(each) for each in turned])
    for shelf, answer in zip(turned, drawn, strict=True):
        outline = shelf_outline(shelf)
        assert len(answer["outline"]) == len(outline)
        for point, expected in zip(answer["outline"], outline, strict=True):
            assert point == pytest.approx(expected, abs=1e-9)
        lengths = [face_length_m(shelf, face) for face in shelf.faces]
        assert answer["lengths"] == pytest.approx(lengths)


def test_new_things_are_called_as_those_that_are_imported():
    need_node()
    known = run_node("layout_defaults.mjs", None)
    for kind, names in (("units", defaults.UNIT_NAMES), ("points", defaults.POINT_NAMES)):
        assert known[kind] == {key: encode(name) for key, name in names.items()}
    assert known["connectors"] == {key: encode(each) for key, each in defaults.CONNECTORS.items()}
    assert known["landmark"] == encode(defaults.LANDMARK_NAME)
    assert known["kiosk"] == encode(defaults.KIOSK_NAME)
