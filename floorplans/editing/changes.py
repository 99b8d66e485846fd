"""Changes of single things in a plan's document, each with the change that takes it back.

A document is the plan as JSON values (`floorplans.formats.native.read_values`): an edit of one
shelf touches one of its lists and leaves all else as it is, so that it takes as long in a large
plan as in a small one, but for copying the list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from floorplans.errors import EditError, PlanFormatError
from floorplans.formats.codec import Json
from floorplans.formats.native import FIELDS, LISTS, MOST_OF, is_left_out, plan_values, read_thing
from floorplans.model import Plan

Values = Mapping[str, Any]
"""A plan as JSON values, without the name and version of the format."""

Key = tuple[str, str]
PLAN_KIND = "plan"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing as it is from now on.

    Attributes
    ----------
    kind : str
        The list of the plan that it is in ("shelves"), or "plan" for a field of the plan itself.
    id : str
        Its id, or the name of the field.
    value : JSON value
        The whole thing in the native format; ``None`` removes it, or gives the field its default.
    at : int or None
        Where in its list it goes if it is not there yet; at the end if not given.
    """

    kind: str
    id: str
    value: Json
    at: int | None = None

    @property
    def key(self) -> Key:
        """Which thing it is about."""
        return self.kind, self.id


def read_changes(values: Json) -> tuple[Change, ...]:
    """Read changes as they are sent and stored.

    Parameters
    ----------
    values : list of JSON object
        Each with ``kind``, ``id`` and ``value``, and perhaps ``at``.

    Returns
    -------
    tuple of Change
        Each thing as the native format writes it: numbers and defaults have one form.

    Raises
    ------
    EditError
        If one cannot be read; the message names it and what is wrong.
    """
    if not isinstance(values, list):
        raise EditError("changes: expected a list")
    changes = tuple(_read_change(each, f"changes[{n}]") for n, each in enumerate(values))
    if len({each.key for each in changes}) < len(changes):
        raise EditError("changes: a thing is there twice; send what it is in the end.")
    return changes


def change_values(changes: Iterable[Change]) -> list[Json]:
    """Write changes as JSON values."""
    return [
        {"kind": each.kind, "id": each.id, "value": each.value}
        | ({} if each.at is None else {"at": each.at})
        for each in changes
    ]


def find_value(values: Values, key: Key) -> Json:
    """Find a thing of a plan as it is; ``None`` if there is none."""
    kind, id_ = key
    if kind == PLAN_KIND:
        found: Json = values.get(id_)
        return found
    return next((each for each in values.get(kind, ()) if each["id"] == id_), None)


def apply_changes(
    values: Values, changes: Sequence[Change]
) -> tuple[dict[str, Any], tuple[Change, ...]]:
    """Make changes in a plan.

    Parameters
    ----------
    values : Values
        The plan, which stays as it is.
    changes : sequence of Change
        At most one for each thing.

    Returns
    -------
    tuple of Values and tuple of Change
        The plan after them, and what takes them back from there.

    Raises
    ------
    EditError
        If a list would become longer than plans may have.
    """
    after = dict(values)
    inverse: list[Change] = []
    for kind in dict.fromkeys(change.kind for change in changes):
        of_kind = [change for change in changes if change.kind == kind]
        if kind == PLAN_KIND:
            inverse += [_set_field(after, change) for change in of_kind]
        else:
            inverse += _change_list(after, kind, of_kind)
    return after, tuple(reversed(inverse))


def changes_between(before: Values | Plan, after: Values | Plan) -> tuple[Change, ...]:
    """Find the changes that lead from one plan to another.

    The order of things that are in both does not count.
    """
    old, new = _as_values(before), _as_values(after)
    return tuple(
        change for kind in (PLAN_KIND, *LISTS) for change in _list_differences(kind, old, new)
    )


def _as_values(plan: Values | Plan) -> Values:
    return plan_values(plan) if isinstance(plan, Plan) else plan


def _list_differences(kind: str, old: Values, new: Values) -> Iterator[Change]:
    if kind == PLAN_KIND:
        for name in FIELDS:
            if old.get(name) != new.get(name):
                yield Change(kind, name, new.get(name))
        return
    known = {each["id"]: each for each in old.get(kind, ())}
    for at, each in enumerate(new.get(kind, ())):
        if known.pop(each["id"], None) != each:
            yield Change(kind, each["id"], each, at)
    for id_ in known:
        yield Change(kind, id_, None)


def _read_change(value: Json, path: str) -> Change:
    if not isinstance(value, dict) or not {"kind", "id", "value"} <= set(value) <= _MEMBERS:
        raise EditError(f"{path}: expected kind, id and value, and perhaps at")
    kind, id_, thing, at = (value.get(name) for name in ("kind", "id", "value", "at"))
    if kind != PLAN_KIND and kind not in LISTS:
        raise EditError(f'{path}.kind: {kind!r} is none of "plan", {", ".join(LISTS)}')
    if not isinstance(id_, str) or not id_:
        raise EditError(f"{path}.id: expected text that is not empty")
    if kind == PLAN_KIND and id_ not in FIELDS:
        raise EditError(f'{path}.id: "{id_}" is none of {", ".join(FIELDS)}')
    if at is not None and (type(at) is not int or at < 0):
        raise EditError(f"{path}.at: expected a whole number of 0 or above")
    try:
        read = read_thing(kind, id_, thing, f"{path}.value")
    except PlanFormatError as error:
        raise EditError(str(error)) from error
    if kind != PLAN_KIND and isinstance(read, dict) and read["id"] != id_:
        raise EditError(f'{path}.value.id: "{read["id"]}" is another thing than "{id_}"')
    return Change(kind, id_, read, at)


_MEMBERS = {"kind", "id", "value", "at"}


def _set_field(values: dict[str, Any], change: Change) -> Change:
    before = values.get(change.id)
    if change.value is None:
        values.pop(change.id, None)
    else:
        values[change.id] = change.value
    return Change(PLAN_KIND, change.id, before)


def _change_list(values: dict[str, Any], kind: str, changes: Sequence[Change]) -> list[Change]:
    """Change the things of one list, the removals last: what comes takes the place it asks for."""
    things = list(values.get(kind, ()))
    places = {each["id"]: at for at, each in reversed(list(enumerate(things)))}
    inverse: list[Change] = []
    gone: list[tuple[int, str]] = []
    come: list[Change] = []
    for change in changes:
        at = places.get(change.id)
        if at is None:
            come += [change] if change.value is not None else []
        elif change.value is None:
            gone.append((at, change.id))
        else:
            inverse.append(Change(kind, change.id, things[at]))
            things[at] = change.value
    for at, id_ in sorted(gone, reverse=True):
        inverse.append(Change(kind, id_, things.pop(at), at))
    for change in sorted(come, key=lambda each: len(things) if each.at is None else each.at):
        things.insert(len(things) if change.at is None else change.at, change.value)
        inverse.append(Change(kind, change.id, None))
    if len(things) > MOST_OF[kind]:
        raise EditError(f"{kind}: a plan has at most {MOST_OF[kind]}; remove some first.")
    if is_left_out(kind, things):
        values.pop(kind, None)
    else:
        values[kind] = things
    return inverse
