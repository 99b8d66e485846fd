"""The borders of a face, drawn anew from what was seen; the page's script draws the same."""

import json
from dataclasses import astuple
from pathlib import Path

import pytest

from floorplans.shelving.walks import WalkBay, list_borders

CASES = json.loads(
    (Path(__file__).parents[2] / "golden" / "walk-borders.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_borders_are_drawn_as_written_down(case):
    bays = [WalkBay("1A", *bay) for bay in case["bays"]]
    seen = {int(bay): first for bay, first in case["seen"].items()}
    assert [list(astuple(each)) for each in list_borders(bays, seen)] == case["borders"]
