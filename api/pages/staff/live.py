"""What is live in the library, and the labels to print."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.languages import Language
from api.live.positions import Position
from api.live.radios import RadioHealth
from api.live.screening import DROPPED_KINDS, ScreenCounts
from api.pages.frames import (
    answer_page,
    level_maps,
    make_frame,
    metres_text,
    reader_language,
)
from api.pages.kiosk import public_url, qr_svg
from api.pages.phone import ShortText, live_of
from api.pages.staff.frames import (
    branch_for_staff,
    make_staff_frame,
    open_door,
)
from kiosk_ui.messages import say
from kiosk_ui.staff.live import LiveView, RadioRow, SubjectRow
from kiosk_ui.views import LabelsView, LabelView

router = APIRouter(include_in_schema=False)


@router.get("/s/live")
def live_page(request: Request, branch: ShortText = "") -> HTMLResponse:
    """Show the live subjects and radios of a branch."""
    found = branch_for_staff(request, branch)
    actor = open_door(request, "viewer", found.id)
    language = reader_language(request)
    live = live_of(request)
    positions = live.list_positions(found.id)
    level_of = {radio.id: radio.level for radio in found.plan.radios}
    clock_errors_s = live.list_clock_errors_s(found.id)
    radios = tuple(
        _radio_row(
            level_of[health.radio],
            health,
            live.now_s(),
            clock_errors_s.get(health.radio),
            language,
        )
        for health in live.list_radio_health(found.id)
        if health.radio in level_of
    )
    first = min(found.plan.levels, key=lambda each: each.ordinal).id
    view = LiveView(
        staff=make_staff_frame(request, found, actor, "live"),
        levels=level_maps(found, language, current=first),
        subjects=tuple(_subject_row(each, language) for each in positions),
        radios=radios,
        silent_count=sum(row.silent for row in radios),
        dropped=_dropped(live.count_packets(found.id), language),
    )
    return answer_page("staff/live", view, language, private=True)


@router.get("/print/points")
def labels(request: Request, branch: ShortText = "") -> HTMLResponse:
    """Show the labels of a branch's locator points, ready to print."""
    found = branch_for_staff(request, branch)
    open_door(request, "viewer", found.id)
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
    return answer_page("labels", view, language)


def _subject_row(position: Position, language: Language) -> SubjectRow:
    where = say(
        "ui.subject_where",
        language,
        level=position.level,
        x=metres_text(position.x_m, language),
        y=metres_text(position.y_m, language),
        metres=max(1, round(position.radius_95_m)),
    )
    return SubjectRow(position.subject, where)


def _radio_row(
    level: str,
    health: RadioHealth,
    now_s: float,
    clock_error_s: float | None,
    language: Language,
) -> RadioRow:
    if health.last_heard_s is None or health.rssi_dbm is None:
        never = say("ui.never", language)
        return RadioRow(health.radio, level, "0", never, "–", silent=False)
    age_s = max(0.0, now_s - health.last_heard_s)
    return RadioRow(
        radio=health.radio,
        level=level,
        heard=str(health.heard),
        last_heard=say("ui.seconds_ago", language, seconds=round(age_s)),
        rssi=f"{health.rssi_dbm:.0f} dBm".replace("-", "−"),
        silent=health.is_silent(now_s),
        doubt=_doubt(health, clock_error_s, language),
    )


def _dropped(packets: ScreenCounts, language: Language) -> str:
    """Say how many packets were dropped, and why; the most usual reason first."""
    if packets.dropped == 0:
        return ""
    counts = {kind: getattr(packets, kind) for kind in DROPPED_KINDS}
    kinds = ", ".join(
        say(f"ui.dropped_{kind}", language, number=counts[kind])
        for kind in sorted(counts, key=lambda kind: -counts[kind])
        if counts[kind]
    )
    return say("ui.packets_dropped", language, count=packets.dropped, kinds=kinds)


def _doubt(health: RadioHealth, clock_error_s: float | None, language: Language) -> str:
    """Say what is wrong with a radio that is heard, if anything."""
    if clock_error_s is not None:
        return say("ui.radio_clock", language, seconds=abs(round(clock_error_s)))
    if health.verdict == "fine":
        return ""
    return say(f"ui.radio_{health.verdict}", language, db=abs(round(health.power_change_db)))
