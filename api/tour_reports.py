"""A tour that fetches a pick list, as lines to read and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api.answers import WALKING_M_PER_S, place_out, route_out
from api.branches import Branch
from api.finding import Guidance
from api.languages import Language
from api.no_way_schemas import no_way_out
from api.pick_lists import Entry
from api.touring import Apart, Pick, PickStop, PickTour
from floorplans.shelving import Place
from kiosk_ui.messages import say
from kiosk_ui.tour_words import item_text, pick_text, stop_text, summary_text
from kiosk_ui.way_words import no_way_text
from routing.directions.steps import describe
from routing.model import Route

MOVED_M = 0.1
"""A start that is moved less is where it was said to be."""


def tour_lines(
    branch: Branch, tour: PickTour, language: Language, *, ends_at_start: bool = False
) -> Iterator[str]:
    """Yield a tour line by line: its length, its stops with what to fetch, and what is apart.

    Parameters
    ----------
    branch : Branch
        The branch of the tour.
    tour : PickTour
        From `api.touring.plan_picks`.
    language : Language
        Of the words.
    ends_at_start : bool
        Whether the end is where it started.
    """
    yield _summary(tour, language)
    if tour.start_moved_m >= MOVED_M:
        yield say("route.start_moved", language, distance=round(tour.start_moved_m, 1))
    for number, stop in enumerate(tour.stops, 1):
        distance_m = None if stop.route is None else stop.route.length_m
        place = stop_text(stop.picks[0].place, distance_m, branch.plan, language)
        yield f"{number}. {place}"
        yield from (f"   {_pick_line(branch, pick, language)}" for pick in stop.picks)
    if tour.last is not None and tour.stops:
        key = "tour.last.start" if ends_at_start else "tour.last"
        yield say(key, language, distance=round(tour.last.length_m))
    if tour.apart:
        yield say("tour.apart", language, count=len(tour.apart))
        yield from (f"   {_apart_line(branch, apart, language)}" for apart in tour.apart)


def tour_record(branch: Branch, tour: PickTour, language: Language) -> dict[str, Any]:
    """Write a tour as JSON, its ways step by step included."""
    return {
        "plan": branch.id,
        "version": branch.version,
        "profile": tour.profile,
        "length_m": round(tour.length_m, 2),
        "cost_m": round(tour.cost_m, 2),
        "duration_s": round(tour.cost_m / WALKING_M_PER_S),
        "start_moved_m": round(tour.start_moved_m, 2),
        "stops": [_stop_record(branch, stop, language) for stop in tour.stops],
        "last": _route_record(branch, tour.last, None, language),
        "apart": [_apart_record(branch, apart, language) for apart in tour.apart],
    }


def _summary(tour: PickTour, language: Language) -> str:
    if not tour.stops:
        return say("tour.nothing", language)
    items = sum(len(stop.picks) for stop in tour.stops)
    minutes = max(1, round(tour.cost_m / WALKING_M_PER_S / 60))
    return summary_text(items, len(tour.stops), tour.length_m, minutes, language)


def _pick_line(branch: Branch, pick: Pick, language: Language) -> str:
    entry = pick.entry
    return pick_text(
        entry.call_number,
        entry.title,
        pick.place,
        pick.others,
        entry.lines,
        branch.plan,
        language,
    )


def _apart_line(branch: Branch, apart: Apart, language: Language) -> str:
    entry = apart.entry
    return say(
        "tour.apart.item",
        language,
        line=", ".join(map(str, entry.lines)),
        item=item_text(entry.call_number, entry.title, language),
        reason=_reason(branch, apart, language),
    )


def _reason(branch: Branch, apart: Apart, language: Language) -> str:
    if apart.why is not None:
        return no_way_text(apart.why, branch.plan, language)
    if apart.reason == "no-way":
        return say("ui.no_way.cut-off", language)
    return say(f"tour.apart.{apart.reason}", language, partition=apart.entry.partition)


def _stop_record(branch: Branch, stop: PickStop, language: Language) -> dict[str, Any]:
    place = stop.picks[0].place
    return {
        "level": place.level,
        "x_m": round(place.x_m, 2),
        "y_m": round(place.y_m, 2),
        "picks": [_pick_record(branch, pick, language) for pick in stop.picks],
        "route": _route_record(branch, stop.route, place, language),
    }


def _pick_record(branch: Branch, pick: Pick, language: Language) -> dict[str, Any]:
    return {
        **_entry_record(pick.entry),
        "place": place_out(branch, pick.place, language).model_dump(mode="json"),
        "others": [
            place_out(branch, place, language).model_dump(mode="json") for place in pick.others
        ],
    }


def _route_record(
    branch: Branch, route: Route | None, place: Place | None, language: Language
) -> dict[str, Any] | None:
    if route is None:
        return None
    guidance = Guidance(route, describe(route, branch.guide, place))
    out = route_out(branch, guidance, language)
    return out.model_dump(mode="json", exclude={"place", "others"})


def _apart_record(branch: Branch, apart: Apart, language: Language) -> dict[str, Any]:
    return {
        **_entry_record(apart.entry),
        "reason": apart.reason if apart.why is None else apart.why.why,
        "text": _reason(branch, apart, language),
        "no_way": None
        if apart.why is None
        else no_way_out(apart.why, branch.plan).model_dump(mode="json"),
    }


def _entry_record(entry: Entry) -> dict[str, Any]:
    return {
        "call_number": entry.call_number,
        "partition": entry.partition or None,
        "title": entry.title or None,
        "lines": entry.lines,
    }
