"""Words for people: messages by key and language, and the sentences made from them.

One JSON file per language serves this module and the pages' scripts: flat keys, parameters
in braces, ``.one`` and ``.other`` where a ``count`` decides.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from floorplans.model import Face, Plan, RangeKind, Shelf
from floorplans.shelving.places import GAP_CONFIDENCE, INSIDE_CONFIDENCE, Place
from routing.model import Step

Language = Literal["fi", "sv", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
NO_BREAK_SPACE = "\u00a0"
NAMED_BOARDS = 8
BAYS_AT_A_BORDER = 2
MOST_ALTERNATIVES = 3
DOUBTED_KINDS: frozenset[RangeKind] = frozenset({"call_number", "title", "theme"})
"""Kinds whose places are said to be probable; others are named, and that says enough."""

_PARAMETER = re.compile(r"\{(\w+)\}")

Params = Mapping[str, str | int | float]


@cache
def load_messages(language: str) -> Mapping[str, str]:
    """Load the messages of a language.

    Raises
    ------
    KeyError
        If there is no such language.
    """
    if language not in LANGUAGES:
        raise KeyError(f'there is no language "{language}"; languages: {", ".join(LANGUAGES)}')
    text = (files("kiosk_ui") / "locales" / f"{language}.json").read_text(encoding="utf-8")
    messages: dict[str, str] = json.loads(text)
    return messages


def say(key: str, language: str, **params: str | int | float) -> str:
    r"""Say a message.

    Parameters
    ----------
    key : str
        Key of the message. With a parameter ``count``, ``key.one`` or ``key.other`` is said
        where the language has them.
    language : str
        "fi", "sv" or "en".
    **params : str, int or float
        What the message needs; more does no harm. Numbers are said as they are, so round them.

    Raises
    ------
    KeyError
        If the message or a parameter is missing, naming it.

    Examples
    --------
    >>> say("step.straight", "en", distance=13)
    'Go straight 13\xa0m'
    """
    messages = load_messages(language)
    plural = f"{key}.{'one' if params['count'] == 1 else 'other'}" if "count" in params else key
    message = messages.get(plural, messages.get(key))
    if message is None:
        raise KeyError(f'there is no message "{plural}" in "{language}"')

    def fill(parameter: re.Match[str]) -> str:
        name = parameter[1]
        if name not in params:
            raise KeyError(f'message "{plural}" needs the parameter "{name}"')
        return str(params[name])

    return _PARAMETER.sub(fill, message)


def keep_together(text: str) -> str:
    r"""Put unbreakable spaces into a call number or a name, so that it stays on one line.

    Examples
    --------
    >>> keep_together("84.2 TOL")
    '84.2\xa0TOL'
    """
    return NO_BREAK_SPACE.join(text.split())


def step_text(step: Step, plan: Plan, language: str) -> str:
    """Say one step of a route.

    Parameters
    ----------
    step : Step
        From ``routing.steps.describe``.
    plan : Plan
        The plan that the route was made from.
    language : str
        Language to say it in.

    Returns
    -------
    str
        A sentence without a full stop, or two.
    """
    params = dict(step.params)
    words: dict[str, str | int | float] = dict(params)
    words["distance"] = round(step.distance_m)
    for name in ("shelf", "shelf_1", "shelf_2"):
        if name in params:
            words[name] = _get_shelf(plan, str(params[name])).number
    if "face" in params:
        words["where"] = _capital(_bay_words(plan, params, language))
    if "landmark" in params:
        words["landmark"] = _landmark(plan, params["landmark_kind"], params["landmark"], language)
    said = say(step.key, language, **words)
    if step.kind in ("left", "right") and words["distance"]:
        said = say("step.and_go", language, step=said, distance=words["distance"])
    if "door" in params:
        return say("step.through_door", language, step=said)
    if "past" in params:
        passed = _landmark(plan, params["past_kind"], params["past"], language)
        return say("step.past", language, step=said, landmark=passed)
    return said


def place_text(place: Place, plan: Plan, language: str) -> str:
    """Say where a place is: how things are kept there, and level, shelf, side, bays and board.

    The level is said if there are several. Of a closed stack only that is said.

    Parameters
    ----------
    place : Place
        From ``floorplans.shelving.locate``.
    plan : Plan
        The plan of the place.
    language : str
        Language to say it in.

    Returns
    -------
    str
        Begins with a capital; doubt comes first ("Todennäköisesti …").
    """
    return _capital(_place_words(place, plan, language))


def answer_text(places: Sequence[Place], plan: Plan, language: str) -> str:
    """Say where something is that is in one of several places.

    Parameters
    ----------
    places : sequence of Place
        At least one, as ``floorplans.shelving.places.best_answer`` gives them.
    plan : Plan
        The plan of the places.
    language : str
        Language to say it in.
    """
    if len(places) == 1:
        return place_text(places[0], plan, language)
    said = _sites_words(places, plan, language)
    if sum(place.confidence for place in places) <= GAP_CONFIDENCE:
        said = say("place.probably", language, place=said)
    return _capital(_with_kind(places[0], said, language))


def also_text(place: Place, plan: Plan, language: str) -> str:
    """Say another place where something may be as well ("Or on display until 12 Jan 2027: …")."""
    sure = place._replace(confidence=INSIDE_CONFIDENCE)
    return say("place.or", language, place=_place_words(sure, plan, language))


def _place_words(place: Place, plan: Plan, language: str) -> str:
    said = _site_words(place, plan, language)
    if place.confidence <= GAP_CONFIDENCE and place.kind in DOUBTED_KINDS:
        said = say("place.probably", language, place=said)
    return _with_kind(place, said, language)


def _sites_words(places: Sequence[Place], plan: Plan, language: str) -> str:
    """Say places as "this one or that one", many from the first to the last.

    The level is said only once if they share it.
    """
    if len(places) > MOST_ALTERNATIVES:
        return _places_words(places, plan, language)
    said = _site_words(places[0], plan, language)
    for place in places[1:]:
        names_level = place.level != places[0].level
        other = _site_words(place, plan, language, names_level=names_level)
        said = say("place.either", language, place=said, other=other)
    return said


def _with_kind(place: Place, said: str, language: str) -> str:
    """Say how things are kept at a place beside where it is."""
    match place.kind:
        case "closed" | "oversize" | "trolley":
            return say(f"place.{place.kind}", language, place=said)
        case "theme" if place.theme is not None:
            return say("place.theme", language, place=said, theme=place.theme.in_language(language))
        case "display" if place.ends_on:
            until = date_text(place.ends_on, language)
            return say("place.display.until", language, place=said, date=until)
        case "display":
            return say("place.display", language, place=said)
    return said


def _site_words(place: Place, plan: Plan, language: str, *, names_level: bool = True) -> str:
    level = plan.get_level(place.level).name.in_language(language)
    params: dict[str, str | int | float] = {
        "shelf": place.shelf,
        "face": place.face,
        "first_bay": place.first_bay,
        "last_bay": place.last_bay,
    }
    if place.first_board is not None and place.last_board is not None:
        params |= {"first_board": place.first_board, "last_board": place.last_board}
    if place.is_border:
        params["border"] = 1
    parts = [
        *([keep_together(level)] if names_level and len(plan.levels) > 1 else []),
        say("place.shelf", language, shelf=place.shelf_number),
        _bay_words(plan, params, language),
    ]
    return ", ".join(parts)


def places_text(places: Sequence[Place], plan: Plan, language: str) -> str:
    """Say where something that fills several faces is: by level, from the first to the last.

    Parameters
    ----------
    places : sequence of Place
        At least one, in shelf order.
    plan : Plan
        The plan of the places.
    language : str
        Language to say it in.
    """
    return _capital(_places_words(places, plan, language))


def _places_words(places: Sequence[Place], plan: Plan, language: str) -> str:
    by_level: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        by_level[place.level].append(place)
    return "; ".join(_level_words(each, plan, language) for each in by_level.values())


def status_text(status: str, due_on: str | None, language: str) -> str:
    """Say where a copy is now.

    Parameters
    ----------
    status : str
        "available", "on_loan", "in_transit", "on_display", "storage" or "missing".
    due_on : str or None
        ISO date until which it is on loan.
    language : str
        Language to say it in.

    Examples
    --------
    >>> status_text("on_loan", "2026-12-04", "fi")
    'Lainassa 4.12. asti'
    """
    if status != "on_loan":
        return say(f"status.{status}", language)
    if not due_on:
        return say("status.on_loan_undated", language)
    return say("status.on_loan", language, date=_day_words(due_on, language))


def date_text(iso_date: str, language: str) -> str:
    """Say an ISO date as people of the language do.

    Examples
    --------
    >>> date_text("2026-11-04", "fi"), date_text("2026-11-04", "sv")
    ('4.11.2026', '4.11.2026')
    """
    day = date.fromisoformat(iso_date)
    month = say(f"status.month.{day.month}", language)
    return say("status.date_year", language, day=day.day, month=month, year=str(day.year))


def _day_words(iso_date: str, language: str) -> str:
    """Say a day without its year; nothing where there is no date."""
    try:
        day = date.fromisoformat(iso_date)
    except ValueError:
        return ""
    month = say(f"status.month.{day.month}", language)
    return say("status.date", language, day=day.day, month=month)


def _level_words(places: Sequence[Place], plan: Plan, language: str) -> str:
    """Say the faces of one level, from the first to the last."""
    first, last = places[0], places[-1]
    if first.face == last.face:
        return _place_words(first, plan, language)
    names = [each.face_name or each.shelf_number for each in (first, last)]
    said = say("place.shelves", language, first=names[0], last=names[1])
    level = keep_together(plan.get_level(first.level).name.in_language(language))
    return f"{level}, {said}" if len(plan.levels) > 1 else said


def _bay_words(plan: Plan, params: Params, language: str) -> str:
    """Say side, bays and board, those that there are."""
    shelf = _get_shelf(plan, str(params["shelf"]))
    count = int(params["last_bay"]) - int(params["first_bay"]) + 1
    numbers = {"first_bay": params["first_bay"], "last_bay": params["last_bay"]}
    if "border" in params and count == BAYS_AT_A_BORDER:
        bays = say("place.bay.either", language, **numbers)
    else:
        bays = say("place.bay", language, count=count, **numbers)
    boards = _board_words(params, language)
    return ", ".join([*_face_words(shelf, str(params["face"]), language), bays, *boards])


def _face_words(shelf: Shelf, face_id: str, language: str) -> Iterable[str]:
    """Say the side of a shelf that has two, without repeating the shelf's number."""
    face: Face = next(each for each in shelf.faces if each.id == face_id)
    side = face.name.removeprefix(shelf.number).strip()
    return [say("place.face", language, face=side)] if side and len(shelf.faces) > 1 else []


def _board_words(params: Params, language: str) -> Iterable[str]:
    if "first_board" not in params:
        return []
    first, last = int(params["first_board"]), int(params["last_board"])
    if first != last:
        return [say("place.boards", language, first_board=first, last_board=last)]
    key = f"place.board.{first}" if first <= NAMED_BOARDS else "place.board.beyond"
    return [say(key, language, board=first)]


def _landmark(plan: Plan, kind: str | int | float, id: str | int | float, language: str) -> str:
    """Name a landmark so that it fits into a step."""
    name = ""
    if kind == "shelf":
        name = _get_shelf(plan, str(id)).number
    elif kind == "fixture":
        fixture = next(each for each in plan.fixtures if each.id == id)
        name = fixture.name.in_language(language) if fixture.name else ""
    return say(f"place.landmark.{kind}", language, name=name)


def _get_shelf(plan: Plan, shelf_id: str) -> Shelf:
    return next(shelf for shelf in plan.shelves if shelf.id == shelf_id)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
