"""Sentences for people: places, statuses and dates in words.

The messages that they are made of are those of `kiosk_ui.messages`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from floorplans.model import Face, Plan, RangeKind, Shelf
from floorplans.shelving.places import GAP_CONFIDENCE, INSIDE_CONFIDENCE, Place
from kiosk_ui.messages import say

NO_BREAK_SPACE = "\u00a0"
NAMED_BOARDS = 8
BAYS_AT_A_BORDER = 2
MOST_ALTERNATIVES = 3
DOUBTED_KINDS: frozenset[RangeKind] = frozenset({"call_number", "title", "theme"})
"""Kinds whose places are said to be probable; others are named, and that says enough."""

Params = Mapping[str, str | int | float]


def keep_together(text: str) -> str:
    r"""Put unbreakable spaces into a call number or a name, so that it stays on one line.

    Examples
    --------
    >>> keep_together("84.2 TOL")
    '84.2\xa0TOL'
    """
    return NO_BREAK_SPACE.join(text.split())


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
    return capital(_place_words(place, plan, language))


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
    return capital(_with_kind(places[0], said, language))


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
        bay_words(plan, params, language),
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
    return capital(_places_words(places, plan, language))


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


def time_text(at: datetime, language: str) -> str:
    r"""Say a day with its hour; midnight, when a day ends, as the day alone.

    Examples
    --------
    >>> at = datetime(2026, 11, 4, 14, 30)
    >>> time_text(at, "fi"), time_text(at.replace(minute=0), "fi"), time_text(at, "en")
    ('4.11.2026 klo\xa014.30', '4.11.2026 klo\xa014', '14:30 on 4\xa0Nov\xa02026')
    >>> time_text(datetime(2026, 11, 4), "sv")
    '4.11.2026'
    """
    day = date_text(at.date().isoformat(), language)
    if at.hour == at.minute == 0:
        return day
    return say("status.date_hour", language, date=day, hour=at.hour, minute=f"{at.minute:02}")


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


def bay_words(plan: Plan, params: Params, language: str) -> str:
    """Say side, bays and board, those that there are.

    Parameters
    ----------
    plan : Plan
        The plan of the shelf.
    params : Mapping
        ``shelf`` and ``face`` (ids), ``first_bay``, ``last_bay``, and where they are known
        ``first_board`` and ``last_board``; ``border`` where it is one bay or the other.
    language : str
        Language to say it in.
    """
    shelf = get_shelf(plan, str(params["shelf"]))
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


def get_shelf(plan: Plan, shelf_id: str) -> Shelf:
    """Get a shelf of a plan by its id."""
    return next(shelf for shelf in plan.shelves if shelf.id == shelf_id)


def capital(text: str) -> str:
    """Begin a sentence with a capital."""
    return text[:1].upper() + text[1:]
