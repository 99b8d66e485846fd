"""One plan put into another: a building that was drawn elsewhere, into a draft."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any, Literal

from floorplans.formats.fitting import LISTS, fit
from floorplans.model import Plan

IntoMode = Literal["add", "replace"]


def put_into(plan: Plan, other: Plan, mode: IntoMode) -> Plan:
    """Put the things of a plan into another.

    Parameters
    ----------
    plan : Plan
        What there is; its id, name, scheme and hours stay.
    other : Plan
        What is put in; it is fitted to the frame and the levels that there are.
    mode : {"add", "replace"}
        "add" keeps all things, but for those with the id of one that comes. "replace" takes all
        of a kind away if any of that kind come; kinds that the other plan knows nothing of, such
        as the ranges of a drawing, stay.

    Returns
    -------
    Plan
        References may lead nowhere; `check_plan` tells.
    """
    fitted = fit(plan, other)
    lists: dict[str, Any] = {
        name: _join(getattr(plan, name), getattr(fitted, name), mode) for name in LISTS
    }
    georeference = plan.georeference or other.georeference
    return dataclasses.replace(plan, **lists, georeference=georeference)


def put_level_into(plan: Plan, drawn: Plan, mode: IntoMode) -> Plan:
    """Put the things of one level, as a drawing has them, into a plan.

    Parameters
    ----------
    plan : Plan
        What there is.
    drawn : Plan
        A plan of one level, which `plan` may have.
    mode : {"add", "replace"}
        "add" keeps all things, but for those with the id of one that comes, and the level as it
        is. "replace" takes all of a kind off this level if any of that kind come; the level gets
        the outline that comes. Other levels stay as they are.

    Returns
    -------
    Plan
        References may lead nowhere; `check_plan` tells.
    """
    (level,) = drawn.levels
    known = next((each for each in plan.levels if each.id == level.id), None)
    if known is not None:
        level = known if mode == "add" else dataclasses.replace(known, outline=level.outline)
    elif level.ordinal in {each.ordinal for each in plan.levels}:
        highest = max(each.ordinal for each in plan.levels)
        level = dataclasses.replace(level, ordinal=highest + 1)
    lists: dict[str, Any] = {"levels": _join(plan.levels, (level,), "add")}
    for name in (each for each in LISTS if each != "levels" and getattr(drawn, each)):
        there = getattr(plan, name)
        if mode == "replace":
            there = tuple(each for each in there if each.level != level.id)
        lists[name] = _join(there, getattr(drawn, name), "add")
    return dataclasses.replace(plan, **lists)


def _join(there: Sequence[Any], come: Sequence[Any], mode: IntoMode) -> tuple[Any, ...]:
    if mode == "replace":
        return tuple(come or there)
    coming = {_key(each): each for each in come}
    kept = [coming.pop(_key(each), each) for each in there]
    return (*kept, *coming.values())


def _key(thing: Any) -> Any:
    """An alias has no id; it is itself."""
    return getattr(thing, "id", thing)
