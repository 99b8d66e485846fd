"""What needs me today? The staff's start page, and the reports of what is not in its place."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import get_args

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.auth import Actor, may
from api.branches import Branch
from api.endpoints.planning import database_of, now
from api.languages import Language
from api.pages.frames import answer_page, href, level_maps, reader_language
from api.pages.phone import ShortText, live_of
from api.pages.staff.forms import Form, read_number
from api.pages.staff.frames import branch_for_staff, make_staff_frame, open_door
from api.pages.staff.times import said_time
from api.problems import ProblemError
from api.storage.drafts import list_drafts
from api.storage.item_runs import find_shown_run, list_runs
from api.storage.not_here import (
    NotHere,
    answer_report,
    list_answered,
    list_empty_searches,
    list_open,
)
from api.storage.publications import list_scheduled
from api.storage.today_tables import Answer
from api.today import now_at
from api.upkeep.findings import Reaching, list_stale
from api.upkeep.kiosks import KioskWatch
from api.upkeep.placing import Recounting
from api.upkeep.tasks import Facts, Task, list_tasks, place_of
from floorplans.hours import list_spans
from kiosk_ui.messages import say
from kiosk_ui.staff.today import ReportRow, ReportsView, SoughtWords, TaskView, TodayView
from kiosk_ui.svg.pins import Pin, draw_pins
from kiosk_ui.views import LevelMapView
from kiosk_ui.words import date_text, place_text

SEARCHES_OF = timedelta(days=7)
MORNING, DAY, EVENING = 4, 10, 17
ANSWERS: tuple[Answer, ...] = get_args(Answer)

router = APIRouter(include_in_schema=False)


@router.get("/s")
def today_page(request: Request, branch: ShortText = "") -> HTMLResponse:
    """Show what needs the staff today, in the order of its weight."""
    found = branch_for_staff(request, branch)
    actor = open_door(request, "viewer", found.id)
    language = reader_language(request)
    facts = _gather(request, found)
    tasks = list_tasks(found, facts, language)
    numbers = _numbers(tasks)
    loading = facts.unreached is None
    view = TodayView(
        staff=make_staff_frame(request, found, actor, "today"),
        greeting=_greeting(facts.now, actor, language),
        about=_about(found, facts.now, language),
        tasks=tuple(
            _task_view(task, number, found, actor, language)
            for task, number in zip(tasks, numbers, strict=True)
        ),
        # A large level takes seconds to be drawn for the first time: the jobs come before it.
        levels=() if loading else _levels(found, tasks, numbers, language),
        searches=tuple(SoughtWords(*each) for each in facts.searches),
        loading=loading,
    )
    return answer_page("staff/today", view, language, private=True)


@router.get("/s/reports")
def reports_page(request: Request, branch: ShortText = "", done: ShortText = "") -> HTMLResponse:
    """Show what patrons said is not in its place, and what became of it."""
    found = branch_for_staff(request, branch)
    actor = open_door(request, "viewer", found.id)
    language = reader_language(request)
    database = database_of(request)
    view = ReportsView(
        staff=make_staff_frame(request, found, actor, "today"),
        waiting=tuple(_row(found, each, language) for each in list_open(database, found.id)),
        answered=tuple(_row(found, each, language) for each in list_answered(database, found.id)),
        may_answer=may(actor, "shelver", found.id),
        done=say(f"staff.today.answered_{done}", language) if done in ANSWERS else "",
    )
    return answer_page("staff/reports", view, language, private=True)


@router.post("/s/reports")
def answer(request: Request, form: Form) -> RedirectResponse:
    """Answer a report, or open it again."""
    found = branch_for_staff(request, form.get("branch", ""))
    actor = open_door(request, "shelver", found.id)
    given = next((each for each in ANSWERS if each == form.get("answer")), None)
    number = read_number(form.get("report", ""))
    if given is None or number is None:
        raise ProblemError("not-found", "There is no such report, or no such answer.")
    answered = answer_report(database_of(request), found.id, number, given, actor.name, now())
    if answered is None:
        raise ProblemError("not-found", "There is no such report.")
    to = href("/s/reports", branch=found.id, lang=reader_language(request), done=given)
    return RedirectResponse(to, status_code=303)


def _gather(request: Request, branch: Branch) -> Facts:
    database = database_of(request)
    live = live_of(request)
    kiosks: KioskWatch = request.app.state.kiosks
    reaching: Reaching = request.app.state.reaching
    recounting: Recounting = request.app.state.unplaced
    here = now_at(branch.plan)
    runs = list_runs(database, branch.id, 1)
    health = [(each, each.is_silent(live.now_s())) for each in live.list_radio_health(branch.id)]
    return Facts(
        now=here,
        reports=list_open(database, branch.id),
        radios=tuple((each, silent) for each, silent in health if silent or each.verdict != "fine"),
        kiosks=kiosks.list_silent((each.id for each in branch.plan.kiosks), time.monotonic()),
        stale=list_stale(branch.plan, here.date()),
        unreached=reaching.find(branch),
        drafts=list_drafts(database, branch.id),
        scheduled=list_scheduled(database, branch.id),
        last_import=runs[0] if runs else None,
        shown_import=find_shown_run(database, branch.id),
        searches=list_empty_searches(database, branch.id, here.date() - SEARCHES_OF),
        unplaced=recounting.find(branch),
    )


def _numbers(tasks: tuple[Task, ...]) -> list[int]:
    """Number the jobs that have a place."""
    numbers, last = [], 0
    for task in tasks:
        last += task.at is not None
        numbers.append(last if task.at else 0)
    return numbers


def _task_view(
    task: Task, number: int, branch: Branch, actor: Actor, language: Language
) -> TaskView:
    return TaskView(
        kind=task.kind,
        icon=task.icon,
        title=task.title,
        detail=task.detail,
        button=say(f"staff.today.do_{task.kind}", language),
        href=task.href if may(actor, task.role, branch.id) or task.kind == "reports" else "",
        urgent=task.urgent,
        number=number,
    )


def _levels(
    branch: Branch, tasks: tuple[Task, ...], numbers: list[int], language: Language
) -> tuple[LevelMapView, ...]:
    """Draw the levels with a pin for each job; that of the heaviest is shown first."""
    pins = [
        Pin(number, task.at.level, task.at.x_m, task.at.y_m, task.urgent)
        for task, number in zip(tasks, numbers, strict=True)
        if task.at
    ]
    lowest = min(branch.plan.levels, key=lambda each: each.ordinal).id
    current = pins[0].level if pins else lowest
    return tuple(
        LevelMapView(
            level=each.level,
            name=each.name,
            ordinal=each.ordinal,
            static_svg=each.static_svg,
            overlay_svg=draw_pins(branch.plan, each.level, pins, language),
            current=each.current,
        )
        for each in level_maps(branch, language, current=current)
    )


def _greeting(at: datetime, actor: Actor, language: Language) -> str:
    if not actor.name:
        return say("staff.today.title", language)
    part = (
        "day" if DAY <= at.hour < EVENING else "morning" if MORNING <= at.hour < DAY else "evening"
    )
    return say(f"staff.today.good_{part}", language, name=actor.name)


def _about(branch: Branch, at: datetime, language: Language) -> str:
    """Say the day, and when the library is open."""
    day = say(f"staff.publish.weekday.{at.isoweekday()}", language)
    words = f"{day} {date_text(at.date().isoformat(), language)}"
    if not branch.plan.hours:
        return words
    spans = list_spans(branch.plan.hours, at.date())
    if not spans:
        return f"{words} · {say('staff.today.closed', language)}"
    opens, closes = _clock(spans[0].opens), _clock(spans[-1].closes)
    return f"{words} · {say('staff.today.open', language, opens=opens, closes=closes)}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60}.{minutes % 60:02}"


def _row(branch: Branch, report: NotHere, language: Language) -> ReportRow:
    place = place_of(branch, report)
    day = date_text(report.day, language)
    answer_ = ""
    if report.answered_at:
        when = said_time(report.answered_at, branch.plan, language)
        who = f"{report.answered_by}, {when}" if report.answered_by else when
        answer_ = say("staff.today.became", language, answer=report.answer, who=who)
    return ReportRow(
        id=report.id,
        title=report.title,
        call_number=report.call_number,
        where=place_text(place, branch.plan, language) if place else "",
        said=say("staff.today.said", language, count=report.count, day=day),
        answer=answer_,
    )
