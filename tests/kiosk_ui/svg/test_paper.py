import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.floors import make_floor
from floorplans.model import Plan
from kiosk_ui.svg.frame import View
from kiosk_ui.svg.level import Look, draw_level
from kiosk_ui.svg.paper import SIZES_MM, Paper, draw_on_paper, lay_out
from tests.support.plans import rectangle
from tests.support.svg import of_class, parse, words

papers = st.sampled_from(sorted(SIZES_MM))
lengths = st.floats(2.0, 400.0)


@given(lengths, lengths, papers)
def test_a_whole_level_fits_on_a_sheet(width_m: float, height_m: float, paper: Paper) -> None:
    view = View(3.0, -height_m, width_m, height_m)
    page = lay_out(view, paper)
    assert (page.width_mm > page.height_mm) == (width_m > height_m)
    assert sorted((page.width_mm, page.height_mm)) == list(SIZES_MM[paper])
    box = page.box
    assert box.x < view.x
    assert box.y < view.y
    assert box.x + box.width > view.x + view.width
    assert box.y + box.height > view.y + view.height


@pytest.mark.parametrize(("paper", "zoom"), [("a4", "2"), ("a3", "2")])
def test_the_names_suit_the_size_of_the_sheet(paper: Paper, zoom: str) -> None:
    root = parse(draw_on_paper(make_floor(100), "1", paper=paper))
    assert root.get("data-zoom") == zoom
    assert root.get("width", "").endswith("mm")


def test_a_small_level_has_its_ranges_on_paper(plan: Plan) -> None:
    small = replace(plan, levels=(replace(plan.levels[0], outline=rectangle(0, 0, 8, 6)),))
    assert parse(draw_on_paper(small, "1")).get("data-zoom") == "3"


def test_title_scale_and_date_stand_on_the_sheet(plan: Plan) -> None:
    root = parse(draw_on_paper(plan, "1", title="Kartta", date="Ajalta 2.12.2026"))
    assert {"Kartta", "5\u00a0m", "Ajalta 2.12.2026"} <= set(words(root))
    assert "Lelukirjasto, 1. kerros" in words(parse(draw_on_paper(plan, "1")))


def test_the_scale_bar_is_five_metres_long(plan: Plan) -> None:
    bar = of_class(parse(draw_on_paper(plan, "1")), "m-scale")[0]
    assert re.findall(r"h(\d+)", bar.get("d", "")) == ["5"]


def test_on_paper_it_is_black_on_white(plan: Plan) -> None:
    svg = draw_on_paper(plan, "1")
    assert "prefers" not in svg
    assert ".m-map text{fill:#000000" in svg
    assert ".m-map .m-floor{fill:#FFFFFF" in svg


@pytest.mark.parametrize("zoom", [1, 2, 3])
def test_a_fixed_zoom_shows_its_names_at_its_scale(plan: Plan, zoom: int) -> None:
    root = parse(draw_level(plan, "1", look=Look("light", zoom)))
    scale = float(root.get("width", "")) / float(root.get("viewBox", "").split()[2])
    assert root.get("data-zoom") == str(zoom)
    assert f"--map-px:{1 / scale:.3f}"[:-1] in root.get("style", "")
