"""Words for people: messages by key and language, and the sentences made from them.

One JSON file per language serves this module and the pages' scripts: flat keys, parameters
in braces, ``.one`` and ``.other`` where a ``count`` decides.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from floorplans.model import Face, Plan, Shelf
from floorplans.shelving import Place
from routing.model import Step

Language = Literal["fi", "sv", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
NO_BREAK_SPACE = "\u00a0"
NAMED_BOARDS = 8

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
    """Say where a place is: level, if there are several, shelf, side, bays and board.

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
    level = plan.get_level(place.level).name.in_language(language)
    params: dict[str, str | int | float] = {
        "shelf": place.shelf,
        "face": place.face,
        "first_bay": place.first_bay,
        "last_bay": place.last_bay,
    }
    if place.board is not None:
        params["board"] = place.board
    parts = [
        *([keep_together(level)] if len(plan.levels) > 1 else []),
        say("place.shelf", language, shelf=place.shelf_number),
        _bay_words(plan, params, language),
    ]
    text = ", ".join(parts)
    return _capital(text if place.confidence >= 1 else say("place.probably", language, place=text))


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
    due = date.fromisoformat(due_on)
    month = say(f"status.month.{due.month}", language)
    day = say("status.date", language, day=due.day, month=month)
    return say("status.on_loan", language, date=day)


def _bay_words(plan: Plan, params: Params, language: str) -> str:
    """Say side, bays and board, those that there are."""
    shelf = _get_shelf(plan, str(params["shelf"]))
    bays = say(
        "place.bay",
        language,
        count=int(params["last_bay"]) - int(params["first_bay"]) + 1,
        first_bay=params["first_bay"],
        last_bay=params["last_bay"],
    )
    board = [_board_words(int(params["board"]), language)] if "board" in params else []
    return ", ".join([*_face_words(shelf, str(params["face"]), language), bays, *board])


def _face_words(shelf: Shelf, face_id: str, language: str) -> Iterable[str]:
    """Say the side of a shelf that has two, without repeating the shelf's number."""
    face: Face = next(each for each in shelf.faces if each.id == face_id)
    side = face.name.removeprefix(shelf.number).strip()
    return [say("place.face", language, face=side)] if side and len(shelf.faces) > 1 else []


def _board_words(board: int, language: str) -> str:
    if board <= NAMED_BOARDS:
        return say(f"place.board.{board}", language)
    return say("place.board.beyond", language, board=board)


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
