"""What a new plan does to the shelves of a level: before dashed, after filled."""

from __future__ import annotations

from collections.abc import Sequence

from floorplans.geometry import shelf_outline
from floorplans.model import Plan, Shelf
from kiosk_ui.messages import say
from kiosk_ui.svg.frame import compact_area_path, level_view
from kiosk_ui.svg.level import start_sheet
from kiosk_ui.svg.shelves import shelves_on
from kiosk_ui.svg.theme import MOVES_STYLE_PARTS, style_sheet


def list_moved_levels(before: Plan, after: Plan) -> tuple[str, ...]:
    """List the levels of a plan whose shelves stand in another way than before."""
    return tuple(level.id for level in after.levels if any(_list_moved(before, after, level.id)))


def draw_moves(before: Plan, after: Plan, level_id: str, language: str = "fi") -> str:
    """Draw over a level of the new plan how its shelves stood and stand.

    Parameters
    ----------
    before, after : Plan
        The plans; the level is one of ``after``.
    level_id : str
        The level.
    language : str
        Language of the title and the description.

    Returns
    -------
    str
        An SVG document with a transparent ground, for the same view as
        `kiosk_ui.svg.level.draw_level`.

    Raises
    ------
    PlanReferenceError
        If the new plan has no such level.
    """
    level = after.get_level(level_id)
    gone, come = _list_moved(before, after, level_id)
    sheet = start_sheet(
        level_view(level),
        say("map.moves", language, level=level.name.in_language(language)),
        say("map.moves.counts", language, gone=len(gone), come=len(come)),
        style_sheet(MOVES_STYLE_PARTS),
        data_level=level_id,
    )
    if come:
        sheet.path(_outlines(come), class_="m-after")
    if gone:
        sheet.path(_outlines(gone), class_="m-before")
    return sheet.to_text()


def _list_moved(before: Plan, after: Plan, level_id: str) -> tuple[list[Shelf], list[Shelf]]:
    """List the shelves that do not stand so any more, and those that did not stand so."""
    old = {_footprint(shelf): shelf for shelf in shelves_on(before, level_id)}
    new = {_footprint(shelf): shelf for shelf in shelves_on(after, level_id)}
    gone = [shelf for key, shelf in old.items() if key not in new]
    come = [shelf for key, shelf in new.items() if key not in old]
    return gone, come


def _footprint(shelf: Shelf) -> tuple[object, ...]:
    return shelf.number, tuple((round(x_m, 3), round(y_m, 3)) for x_m, y_m in shelf_outline(shelf))


def _outlines(shelves: Sequence[Shelf]) -> str:
    return compact_area_path(shelf_outline(shelf) for shelf in shelves)
