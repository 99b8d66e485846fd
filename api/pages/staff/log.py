"""The log of changes: who did what, when and where, in words people read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response, StreamingResponse

from api.auth import EVERY_BRANCH, Actor, may
from api.branches import Branch
from api.endpoints.planning import database_of
from api.languages import Language
from api.pages.frames import answer_page, href, reader_language
from api.pages.phone import ShortText, branches_of
from api.pages.staff.frames import branch_for_staff, make_staff_frame, open_door
from api.pages.staff.log_lines import line_href, line_words, who_words
from api.storage.engine import Database
from api.storage.log import KINDS
from api.storage.log_lines import Cursor, LogLine, LogQuery, find_drafts, list_lines, list_people
from floorplans.formats.tables.sheets import format_csv, make_sheet
from floorplans.zones import find_zone
from kiosk_ui.messages import say
from kiosk_ui.staff.log import LogDay, LogRowView, LogView
from kiosk_ui.staff.ranges import ChoiceView
from kiosk_ui.words import date_text

PAGE_SIZE = 100
CSV_AT_ONCE = 2000
COLUMNS = ("when", "until", "who", "branch", "kind", "what", "count", "words")

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who reads, where, in which language, and what is asked for, as forms have it.

    ``places`` are the branches of which one may read, with their names.
    """

    branch: Branch
    actor: Actor
    language: Language
    places: Mapping[str, str]
    where: str
    who: str
    kind: str
    since: str
    until: str

    @property
    def zone(self) -> tzinfo:
        """The clocks by which days begin and end."""
        return find_zone(self.branch.plan.time_zone) or UTC

    def query(self) -> LogQuery:
        """Say which lines that is."""
        places = (self.where,) if self.where else tuple(self.places)
        since, until = self._begin(self.since), self._begin(self.until, days=1)
        return LogQuery(places, self.who, self.kind, since, until)

    def fields(self) -> dict[str, str]:
        """Give the fields that are not empty, for addresses."""
        given = {
            "where": self.where,
            "who": self.who,
            "kind": self.kind,
            "since": self.since,
            "until": self.until,
        }
        return {name: value for name, value in given.items() if value}

    def _begin(self, day: str, days: int = 0) -> datetime | None:
        if not day:
            return None
        begins = datetime.combine(date.fromisoformat(day) + timedelta(days), time())
        return begins.replace(tzinfo=self.zone)


def _read(
    request: Request,
    branch: ShortText = "",
    where: ShortText = "",
    who: ShortText = "",
    kind: ShortText = "",
    since: ShortText = "",
    until: ShortText = "",
) -> _Asked:
    """Read what is asked for; what cannot be is left out."""
    found = branch_for_staff(request, branch)
    actor = open_door(request, "editor", found.id)
    language = reader_language(request)
    places = _places(request, actor, found, language)
    return _Asked(
        branch=found,
        actor=actor,
        language=language,
        places=places,
        where=where if where in places else "",
        who=who,
        kind=kind if kind in KINDS else "",
        since=_read_day(since),
        until=_read_day(until),
    )


_AskedFor = Annotated[_Asked, Depends(_read)]


@router.get("/s/log")
def log_page(request: Request, asked: _AskedFor, older: ShortText = "") -> HTMLResponse:
    """Show who did what, the newest first, a hundred at once."""
    database, before = database_of(request), _read_cursor(older)
    lines = list_lines(database, asked.query(), PAGE_SIZE + 1, before)
    shown, links = lines[:PAGE_SIZE], _links(asked)
    people = list_people(database, tuple(asked.places))
    last = shown[-1] if len(lines) > PAGE_SIZE else None
    view = LogView(
        staff=make_staff_frame(request, asked.branch, asked.actor, "log"),
        days=_days(asked, shown, database),
        people=_options(asked.who, ((each, each) for each in people)),
        kinds=_options(
            asked.kind,
            ((each, say(f"staff.log_page.kind.{each}", asked.language)) for each in KINDS),
        ),
        places=_place_options(asked),
        since=asked.since,
        until=asked.until,
        filtered=bool(asked.fields()),
        kept_days=request.app.state.settings.log_days,
        older_href=href("/s/log", **links, older=f"{last.at.isoformat()}~{last.id}")
        if last
        else "",
        newest_href=href("/s/log", **links) if before else "",
        csv_href=href("/s/log.csv", **links),
        clear_href=href("/s/log", branch=asked.branch.id, lang=asked.language),
    )
    return answer_page("staff/log", view, asked.language, private=True)


@router.get("/s/log.csv")
def download_log(request: Request, asked: _AskedFor) -> Response:
    """Give all the lines that are asked for as a table."""
    headers = {"Content-Disposition": 'attachment; filename="log.csv"'}
    table = _write_table(database_of(request), asked)
    return StreamingResponse(table, media_type="text/csv; charset=utf-8", headers=headers)


def _places(request: Request, actor: Actor, found: Branch, language: Language) -> Mapping[str, str]:
    """Name the branches whose changes somebody may read.

    What concerns all branches is for who looks after all of them.
    """
    if not may(actor, "administrator", found.id):
        return {found.id: found.plan.name.in_language(language)}
    own = {
        each.id: each.plan.name.in_language(language)
        for each in branches_of(request).list()
        if may(actor, "administrator", each.id)
    }
    if may(actor, "administrator", EVERY_BRANCH):
        own[""] = say("staff.log_page.everywhere", language)
    return own


def _read_day(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return ""
    return day.isoformat() if 1 < day.year < 9999 else ""


def _read_cursor(text: str) -> Cursor | None:
    at, _, id_ = text.partition("~")
    try:
        return datetime.fromisoformat(at), int(id_)
    except ValueError:
        return None


def _links(asked: _Asked) -> dict[str, str]:
    return {"branch": asked.branch.id, "lang": asked.language, **asked.fields()}


def _options(chosen: str, options: Iterable[tuple[str, str]]) -> tuple[ChoiceView, ...]:
    return tuple(ChoiceView(value, name, current=value == chosen) for value, name in options)


def _place_options(asked: _Asked) -> tuple[ChoiceView, ...]:
    named = [(id_, name) for id_, name in asked.places.items() if id_]
    return _options(asked.where, named) if len(named) > 1 else ()


def _days(asked: _Asked, lines: Sequence[LogLine], database: Database) -> tuple[LogDay, ...]:
    drafts = find_drafts(database, [each.thing for each in lines])
    by_day = groupby(lines, key=lambda each: each.at.astimezone(asked.zone).date())
    return tuple(
        LogDay(
            date_text(day.isoformat(), asked.language),
            tuple(_row(asked, each, drafts) for each in of_day),
        )
        for day, of_day in by_day
    )


def _row(asked: _Asked, line: LogLine, drafts: frozenset[str]) -> LogRowView:
    return LogRowView(
        time=_time(line, asked),
        who=who_words(line, asked.language),
        words=line_words(line, asked.branch.plan, asked.language),
        where="" if len(asked.places) == 1 else asked.places[line.branch],
        href=line_href(line, drafts, asked.language),
    )


def _time(line: LogLine, asked: _Asked) -> str:
    first, last = (_clock(each, asked) for each in (line.at, line.until))
    if first == last:
        return first
    return say("staff.log_page.from_to", asked.language, first=first, last=last)


def _clock(at: datetime, asked: _Asked) -> str:
    local = at.astimezone(asked.zone)
    return say("staff.log_page.time", asked.language, hour=local.hour, minute=f"{local.minute:02}")


def _write_table(database: Database, asked: _Asked) -> Iterator[str]:
    query, before, with_header = asked.query(), None, True
    while True:
        lines = list_lines(database, query, CSV_AT_ONCE, before)
        table = format_csv(make_sheet("log", COLUMNS, (_cells(each, asked) for each in lines)))
        yield table if with_header else table.partition("\n")[2]
        if len(lines) < CSV_AT_ONCE:
            return
        before, with_header = (lines[-1].at, lines[-1].id), False


def _cells(line: LogLine, asked: _Asked) -> tuple[str, ...]:
    when, until = (each.astimezone(asked.zone).isoformat() for each in (line.at, line.until))
    words = line_words(line, asked.branch.plan, asked.language)
    who = who_words(line, asked.language)
    return (when, until, who, line.branch, line.kind, line.what, str(line.count), words)
