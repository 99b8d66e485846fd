"""The page of a catalogue's names: those that lead to no one partition, assigned with counts."""

from __future__ import annotations

import json
from dataclasses import asdict

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from api.catalogue.items import parse_names
from api.catalogue.row_problems import ItemsFormatError
from api.endpoints.planning import database_of, now
from api.pages.frames import answer_page, href, reader_language
from api.pages.phone import ShortText
from api.pages.staff.forms import read_number
from api.pages.staff.frames import branch_for_staff, make_staff_frame, open_door
from api.pages.staff.range_forms import Fields, RangeForm
from api.range_drafts import save_job
from api.range_jobs import NamesJob, RangeJobError
from api.storage.drafts import get_draft_plan
from api.storage.errors import EditConflictError
from api.storage.item_counts import count_partitions
from floorplans.aliases import (
    CatalogueNames,
    Combination,
    build_alias_index,
    list_combinations,
)
from floorplans.model import Plan
from kiosk_ui.messages import say
from kiosk_ui.staff.ranges import ChoiceView, NamesRow, NamesView

MOST_ROWS = 200

router = APIRouter(include_in_schema=False)


@router.get("/s/ranges/names")
def names_page(
    request: Request, branch: ShortText = "", draft: ShortText = "", done: ShortText = ""
) -> HTMLResponse:
    """Ask for the catalogue's rows, and tell of partitions that have no place."""
    fields = Fields({"branch": [branch], "draft": [draft], "done": [done]})
    return _show(request, fields)


@router.post("/s/ranges/names")
async def change_names(request: Request, form: RangeForm) -> Response:
    """Show the names without a place, or assign them."""
    return await run_in_threadpool(_change, request, form)


def _change(request: Request, form: Fields) -> Response:
    if form.get("do") != "save":
        return _show(request, form)
    found = branch_for_staff(request, form.get("branch"))
    actor = open_door(request, "editor", found.id)
    draft, base = form.get("draft"), read_number(form.get("revision")) or 0
    try:
        job = NamesJob(tuple(_read_pairs(form)))
        save_job(database_of(request), found.id, draft, job, now(), base=base, author=actor.name)
    except RangeJobError as error:
        return _show(request, form, str(error), 422)
    except EditConflictError as error:
        return _show(request, form, str(error), 409)
    query = {"branch": found.id, "lang": reader_language(request), "draft": draft, "done": "1"}
    return RedirectResponse(href("/s/ranges/names", **query), status_code=303)


def _read_pairs(form: Fields) -> list[tuple[CatalogueNames, str]]:
    given = zip(form.values.get("names", ()), form.values.get("to", ()), strict=False)
    try:
        return [(_read_names(names), to) for names, to in given if to]
    except (TypeError, ValueError):
        return []


def _read_names(text: str) -> CatalogueNames:
    """Read what a row of the page sends; a `TypeError` or `ValueError` says that it is none."""
    names = json.loads(text)
    if not isinstance(names, dict) or not all(isinstance(each, str) for each in names.values()):
        raise TypeError("the names of a catalogue are texts")
    return CatalogueNames(**names)


def _show(request: Request, form: Fields, trouble: str = "", status: int = 200) -> HTMLResponse:
    found = branch_for_staff(request, form.get("branch"))
    actor = open_door(request, "editor", found.id)
    language = reader_language(request)
    database = database_of(request)
    draft, plan = get_draft_plan(database, found.id, form.get("draft"))
    combinations: tuple[Combination, ...] = ()
    if form.get("items"):
        try:
            names = parse_names(form.get("items"))
            combinations = list_combinations(build_alias_index(plan), names)
        except ItemsFormatError as error:
            trouble, status = say(error.key, language, **error.params), 422
    counts = count_partitions(database, found.id)
    links = {"branch": found.id, "lang": language, "draft": draft.id}
    view = NamesView(
        staff=make_staff_frame(request, found, actor, "ranges"),
        draft=draft.id,
        revision=draft.revision,
        rows=tuple(_row(each) for each in combinations if not each.is_mapped)[:MOST_ROWS],
        partitions=tuple(
            ChoiceView(each.id, each.name.in_language(language)) for each in plan.partitions
        ),
        homeless=tuple(
            say("staff.ranges.names_group", language, partition=each, count=counts[each])
            for each in _list_homeless(plan, counts)
        ),
        ranges_href=href("/s/ranges", **links),
        text=form.get("items"),
        asked=bool(form.get("items")),
        trouble=trouble,
        done=bool(form.get("done")),
    )
    return answer_page("staff/ranges_names", view, language, status=status, private=True)


def _row(each: Combination) -> NamesRow:
    value = json.dumps(asdict(each.names), ensure_ascii=False)
    return NamesRow(value, each.names.words(), each.count, each.partitions)


def _list_homeless(plan: Plan, counts: dict[str, int]) -> list[str]:
    """List the partitions that have items and no range, those with most items first."""
    used = {each.partition for each in plan.ranges}
    return sorted(counts.keys() - used, key=lambda each: -counts[each])
