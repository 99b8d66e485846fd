"""Drawings of small plans against the ones that were looked at.

After a change that is meant, write them anew, look at them, and commit them:

    HYLLYKARTTA_GOLDEN=write pytest tests/kiosk_ui/svg/test_golden.py
"""

import difflib
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from floorplans.model import Plan
from floorplans.shelving import Place
from kiosk_ui.svg.level import draw_level
from kiosk_ui.svg.paper import draw_on_paper
from kiosk_ui.svg.position import Dot
from kiosk_ui.svg.route import draw_overlay
from kiosk_ui.svg.thumbnail import draw_thumbnail
from routing.model import Route
from tests.support.shapes import shapes_plan

GOLDEN = Path(__file__).parents[2] / "golden"


def canonical(svg: str) -> str:
    return ElementTree.canonicalize(svg, strip_text=True)


def indented(svg: str) -> list[str]:
    root = ElementTree.fromstring(canonical(svg))
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode").splitlines()


@pytest.fixture
def compare() -> Callable[[str, str], None]:
    def check(name: str, svg: str) -> None:
        path = GOLDEN / f"{name}.svg"
        if os.environ.get("HYLLYKARTTA_GOLDEN") == "write":
            path.write_text(svg, encoding="utf-8")
        expected = path.read_text(encoding="utf-8")
        difference = difflib.unified_diff(indented(expected), indented(svg), "golden", "now")
        assert canonical(svg) == canonical(expected), "\n".join(difference)

    return check


@pytest.mark.parametrize(("level", "language"), [("1", "fi"), ("2", "en")])
def test_levels_look_as_before(
    plan: Plan, compare: Callable[[str, str], None], level: str, language: str
) -> None:
    compare(f"toy-level-{level}-{language}", draw_level(plan, level, language))


def test_shelves_of_every_shape_look_as_before(compare: Callable[[str, str], None]) -> None:
    compare("shapes-level", draw_level(shapes_plan(), "1", at=datetime(2026, 12, 1, 12, 0)))


def test_a_sheet_of_paper_looks_as_before(compare: Callable[[str, str], None]) -> None:
    compare("shapes-a4", draw_on_paper(shapes_plan(), "1", "en", date="1 Dec 2026"))


def test_the_way_to_a_shelf_looks_as_before(
    plan: Plan, route: Route, place: Place, compare: Callable[[str, str], None]
) -> None:
    compare("toy-overlay-route", draw_overlay(plan, "1", route, place))


def test_a_change_of_level_looks_as_before(
    plan: Plan, route_upstairs: Route, compare: Callable[[str, str], None]
) -> None:
    dot = Dot(4.0, 2.1, 1.6, 5.0, "1")
    compare("toy-overlay-change", draw_overlay(plan, "1", route_upstairs, None, dot, "sv"))


def test_a_thumbnail_looks_as_before(
    plan: Plan, place: Place, compare: Callable[[str, str], None]
) -> None:
    compare("toy-thumbnail", draw_thumbnail(plan, place))
