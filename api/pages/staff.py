"""The staff's pages: what is live, and the labels to print."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.auth import may_see_staff
from api.branches import Branch
from api.languages import Language
from api.live.positions import Position
from api.live.radios import RadioHealth
from api.pages.frames import href, level_maps, make_frame, reader_language
from api.pages.kiosk import public_url, qr_svg
from api.pages.phone import ShortText, branches_of, find_branch, live_of
from api.pages.route import PageRoute
from api.problems import ProblemError
from kiosk_ui.pages import render
from kiosk_ui.views import (
    BranchView,
    LabelsView,
    LabelView,
    RadioRow,
    StaffView,
    SubjectRow,
)
from kiosk_ui.words import say

SILENT_AFTER_S = 60.0

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/s")
def staff(request: Request, branch: ShortText = "") -> HTMLResponse:
    """Show the live subjects and radios of a branch."""
    found = _branch_for_staff(request, branch)
    language = reader_language(request)
    live = live_of(request)
    positions = live.list_positions(found.id)
    radios = tuple(
        _radio_row(found, health, live.now_s(), language)
        for health in live.list_radio_health(found.id)
    )
    first = min(found.plan.levels, key=lambda each: each.ordinal).id
    view = StaffView(
        frame=make_frame(request, found),
        branches=_branch_links(request, "/s", language),
        levels=level_maps(found, language, current=first),
        subjects=tuple(_subject_row(each, language) for each in positions),
        radios=radios,
        silent_count=sum(row.silent for row in radios),
    )
    return HTMLResponse(render("staff", view, language))


@router.get("/print/points")
def labels(request: Request, branch: ShortText = "") -> HTMLResponse:
    """Show the labels of a branch's locator points, ready to print."""
    found = _branch_for_staff(request, branch)
    language = reader_language(request)
    view = LabelsView(
        make_frame(request, found),
        tuple(
            LabelView(
                id=point.id,
                name=point.name.in_language(language),
                level_name=found.plan.get_level(point.level).name.in_language(language),
                url=public_url(request, f"/a/{point.id}"),
                qr_svg=qr_svg(public_url(request, f"/a/{point.id}")),
            )
            for point in found.plan.locator_points
        ),
    )
    return HTMLResponse(render("labels", view, language))


def _branch_for_staff(request: Request, asked: str) -> Branch:
    if not may_see_staff(request):
        detail = "This page is for the staff; it needs the staff token of this server."
        raise ProblemError("token-needed", detail)
    known = branches_of(request).list()
    if not known:
        raise ProblemError("unknown-branch", "This server has no branches yet.", "branch")
    return find_branch(request, asked) or known[0]


def _branch_links(request: Request, path: str, language: Language) -> tuple[BranchView, ...]:
    return tuple(
        BranchView(each.plan.name.in_language(language), href(path, branch=each.id, lang=language))
        for each in branches_of(request).list()
    )


def _subject_row(position: Position, language: Language) -> SubjectRow:
    where = say(
        "ui.subject_where",
        language,
        level=position.level,
        x=f"{position.x_m:.1f}",
        y=f"{position.y_m:.1f}",
        metres=max(1, round(position.radius_95_m)),
    )
    return SubjectRow(position.subject, where)


def _radio_row(branch: Branch, health: RadioHealth, now_s: float, language: Language) -> RadioRow:
    level = next(each.level for each in branch.plan.radios if each.id == health.radio)
    if health.last_heard_s is None or health.rssi_dbm is None:
        never = say("ui.never", language)
        return RadioRow(health.radio, level, "0", never, "–", silent=True)
    age_s = max(0.0, now_s - health.last_heard_s)
    return RadioRow(
        radio=health.radio,
        level=level,
        heard=str(health.heard),
        last_heard=say("ui.seconds_ago", language, seconds=round(age_s)),
        rssi=f"{health.rssi_dbm:.0f} dBm",
        silent=age_s > SILENT_AFTER_S,
    )
