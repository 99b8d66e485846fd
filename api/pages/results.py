"""Search results as views, for phone and kiosk."""

from __future__ import annotations

from collections.abc import Callable

from api.answers import find_work_place
from api.branches import Branch
from api.languages import Language
from api.storage.works import Work
from kiosk_ui.svg.thumbnail import draw_thumbnail
from kiosk_ui.views import ResultView, Status
from kiosk_ui.words import place_text, say, status_text

PAGE_SIZE = 20


def work_status(work: Work) -> tuple[Status, str | None]:
    """Give the best status among a work's copies, and when it is due."""
    best = min(work.copies, key=lambda copy: (copy.status != "available", copy.due_on or "9999"))
    return best.status, best.due_on


def work_status_text(work: Work, language: Language) -> str:
    """Say whether a work can be had now."""
    status, due_on = work_status(work)
    if status == "available":
        return say("status.available_count", language, number=work.available)
    return status_text(status, due_on, language)


def result_view(
    branch: Branch,
    work: Work,
    number: int,
    language: Language,
    link: Callable[[Work], str],
    *,
    thumbnails: bool,
) -> ResultView:
    """Show one work among results; ``number`` keeps its drawing's ids apart from others'."""
    place = find_work_place(branch, work)
    drawing = ""
    if thumbnails and place is not None:
        drawing = draw_thumbnail(branch.plan, place, language, prefix=f"t{number}-")
    return ResultView(
        title=work.title,
        author=work.author,
        year=str(work.year or ""),
        call_number=work.call_number,
        status=work_status(work)[0],
        status_text=work_status_text(work, language),
        where=place_text(place, branch.plan, language) if place else say("ui.not_on_map", language),
        href=link(work),
        thumbnail_svg=drawing,
    )
