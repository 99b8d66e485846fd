"""How heavy large levels are on the wire."""

import gzip
import random
from dataclasses import replace

import pytest

from benchmarks.floors import LETTERS, make_floor
from floorplans.model import Plan
from kiosk_ui.svg.level import draw_level
from tests.support.svg import SVG, faces, of_class, parse

MOST_KIB_FOR_400 = 20.0
MOST_KIB_WITHOUT_TWO_ALIKE = 22.0


def zipped_kib(plan: Plan) -> float:
    return len(gzip.compress(draw_level(plan, "1").encode(), mtime=0)) / 1024


def without_two_alike(plan: Plan) -> Plan:
    """Give every range headings of its own: nothing for a compressor to find again."""
    draw = random.Random(4)

    def end() -> str:
        return f"84.2 {''.join(draw.choices(LETTERS, k=3))}"

    return replace(plan, ranges=tuple(replace(r, first=end(), last=end()) for r in plan.ranges))


def test_400_shelves_take_at_most_20_kib_gzipped() -> None:
    assert zipped_kib(make_floor(400)) <= MOST_KIB_FOR_400


def test_400_shelves_of_which_no_two_hold_the_same_take_little_more() -> None:
    assert zipped_kib(without_two_alike(make_floor(400))) <= MOST_KIB_WITHOUT_TWO_ALIKE


@pytest.mark.parametrize("shelves", [100, 400])
def test_every_face_of_a_large_level_has_its_name_and_its_range(shelves: int) -> None:
    root = parse(draw_level(make_floor(shelves), "1"))
    drawn = faces(root)
    assert len(drawn) == 2 * shelves
    assert all(path.findtext(f"{SVG}title") for path, _ in drawn.values())
    labels = [
        text
        for shelf in of_class(root, "m-shelf")
        for group in of_class(shelf, "m-range")
        for text in group
    ]
    assert len(labels) >= 2 * shelves
    assert len(of_class(root, "m-bays")) == shelves
    assert len(of_class(root, "m-plate")) == shelves


def test_size_grows_no_faster_than_the_level() -> None:
    assert zipped_kib(make_floor(1600)) < 4.5 * zipped_kib(make_floor(400))
