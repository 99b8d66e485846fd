"""A level on a sheet of paper: the whole of it, a title, a scale bar and a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from floorplans.model import Plan
from kiosk_ui.svg.frame import View, level_view
from kiosk_ui.svg.level import describe_level, draw_scene, start_sheet
from kiosk_ui.svg.scene import set_scene
from kiosk_ui.svg.theme import LEVEL_STYLE_PARTS, PAPER_RULES, style_sheet
from kiosk_ui.svg.tokens import Theme
from kiosk_ui.svg.writer import Sheet

Paper = Literal["a4", "a3"]

SIZES_MM: dict[Paper, tuple[float, float]] = {"a4": (210.0, 297.0), "a3": (297.0, 420.0)}
MARGIN_MM = 10.0
BAND_MM = 12.0
PX_PER_MM = 96 / 25.4
TEXT_SHARE = 0.7
"""Words on paper, which is held close, are so much smaller: 16 px are 8.4 points."""
BAR_M = 5


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet of paper turned as the level is, with the level's view in its middle."""

    width_mm: float
    height_mm: float
    m_per_mm: float
    view: View

    @property
    def box(self) -> View:
        """The whole sheet, in the drawing's units."""
        width, height = self.width_mm * self.m_per_mm, self.height_mm * self.m_per_mm
        x = self.view.x + (self.view.width - width) / 2
        return View(x, self.view.y + (self.view.height - height) / 2, width, height)

    @property
    def scale_px_per_m(self) -> float:
        """Pixels of the text's size to a metre."""
        return PX_PER_MM / self.m_per_mm / TEXT_SHARE


def draw_on_paper(
    plan: Plan,
    level_id: str,
    language: str = "fi",
    *,
    paper: Paper = "a4",
    title: str = "",
    date: str = "",
    at: datetime | None = None,
    theme: Theme = "print",
) -> str:
    """Draw a whole level to be printed on one sheet.

    Parameters
    ----------
    plan : Plan
        The plan.
    level_id : str
        The level.
    language : str
        Language of the names.
    paper : Paper
        Size of the sheet; it is turned as the level is.
    title : str
        What to write on top; the names of library and level if empty.
    date : str
        What to write below, such as the date of the plan.
    at : datetime or None
        Local time, for what is closed or on display; without it only what always is.
    theme : Theme
        "print" is black on white.

    Returns
    -------
    str
        An SVG document as large as the sheet, with the names that fit at its scale.

    Raises
    ------
    PlanReferenceError
        If the plan has no such level.
    DrawingError
        If a coordinate is not a finite number.
    """
    scene = set_scene(plan, level_id, language, at)
    page = lay_out(level_view(scene.level), paper)
    words = f"{plan.name.in_language(language)}, {scene.level.name.in_language(language)}"
    sheet = start_sheet(
        page.box,
        words,
        describe_level(scene),
        style_sheet((*LEVEL_STYLE_PARTS, PAPER_RULES), theme),
        width=f"{page.width_mm:g}mm",
        height=f"{page.height_mm:g}mm",
        style=f";--map-px:{1 / page.scale_px_per_m:.5f}",
        data_zoom=str(_zoom(page)),
        data_level=level_id,
    )
    sheet.rect(*page.box.box, class_="m-floor")
    draw_scene(sheet, scene, page.view, "")
    _draw_words(sheet, page, title or words, date)
    return sheet.to_text()


def lay_out(view: View, paper: Paper) -> Page:
    """Fit a view between the bands for words above and below it.

    Examples
    --------
    >>> page = lay_out(View(0.0, -20.0, 40.0, 20.0), "a4")
    >>> page.width_mm, round(page.m_per_mm, 3)
    (297.0, 0.144)
    """
    short_mm, long_mm = SIZES_MM[paper]
    is_wide = view.width > view.height
    width_mm, height_mm = (long_mm, short_mm) if is_wide else (short_mm, long_mm)
    m_per_mm = max(
        view.width / (width_mm - 2 * MARGIN_MM),
        view.height / (height_mm - 2 * (MARGIN_MM + BAND_MM)),
    )
    return Page(width_mm, height_mm, m_per_mm, view)


def _zoom(page: Page) -> int:
    """Give the last zoom whose names fit at the sheet's scale."""
    scales = page.view.zoom_scales_px_per_m
    return max(1, sum(page.scale_px_per_m >= least for least in scales))


def _draw_words(sheet: Sheet, page: Page, title: str, date: str) -> None:
    """Write the title above the level, and below it the scale bar and the date."""
    mm, view = page.m_per_mm, page.view
    below = view.y + view.height + BAND_MM / 2 * mm
    words = {
        title: (view.x, view.y - BAND_MM / 2 * mm, "m-title"),
        f"{BAR_M}\u00a0m": (view.x + BAR_M + 2 * mm, below, "m-start-t"),
        date: (view.x + view.width, below, "m-end-t"),
    }
    for text, (x, y, class_) in words.items():
        if text:
            sheet.group(at=(x, y)).group(class_="m-mark").text(text, class_=class_)
    bar = sheet.group(at=(view.x, below))
    bar.path(
        f"M0 {-mm:.2f}v{2 * mm:.2f}m0 {-mm:.2f}h{BAR_M}m0 {-mm:.2f}v{2 * mm:.2f}", class_="m-scale"
    )
