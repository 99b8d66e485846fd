"""The project's own plan format: one JSON document, one line for each shelf, range and radio.

The document has the fields of `floorplans.model.Plan` and before them ``"format":
"hyllykartta-plan"`` and ``"version": 1``. Fields that have their default are left out. The
order of fields is that of the records, so that two versions of a plan compare line by line.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, replace
from typing import Any, get_args, get_origin, get_type_hints

from floorplans.errors import PlanFormatError
from floorplans.formats.codec import Json, Limit, RecordReader, between, encode
from floorplans.formats.documents import MOST_VALUES, count_values
from floorplans.model import Plan

FORMAT = "hyllykartta-plan"
VERSION = 1

GREATEST_CHARACTERS = 32_000_000
GREATEST_LENGTH_M = 2_000.0
LEAST_LENGTH_M = 0.001
MOST_CORNERS = 10_000
MOST_LEVELS = 200
MOST_THINGS = 100_000

_FILLED = Limit(lambda text: bool(text.strip()), "text that is not empty", {"pattern": r"\S"})
_LENGTH = between(LEAST_LENGTH_M, GREATEST_LENGTH_M, "metres")
_NOT_NEGATIVE = Limit(lambda number: number >= 0, "a number of 0 or above", {"minimum": 0})
_COUNT = between(1, 1000, "a whole number")
_BOARDS = between(1, 50, "a whole number")
_RING = Limit(
    lambda ring: 3 <= len(ring) <= MOST_CORNERS,
    f"a list of 3 to {MOST_CORNERS} points",
    {"minItems": 3, "maxItems": MOST_CORNERS},
)
_SOME_RING = Limit(
    lambda ring: not ring or _RING.holds(ring),
    f"an empty list or one of 3 to {MOST_CORNERS} points",
    {"anyOf": [{"maxItems": 0}, _RING.schema]},
)


def _at_most(things: int) -> Limit:
    return Limit(
        lambda those: len(those) <= things, f"a list of at most {things}", {"maxItems": things}
    )


LIMITS: Mapping[str, Limit] = {
    "id": _FILLED,
    "fi": _FILLED,
    "outline": _RING,
    "width_m": _LENGTH,
    "length_m": _LENGTH,
    "depth_m": _LENGTH,
    "height_m": _LENGTH,
    "wing_m": _NOT_NEGATIVE,
    "turn_deg": between(-360, 360, "degrees"),
    "seen_from_m": _NOT_NEGATIVE,
    "entry_cost_m": _NOT_NEGATIVE,
    "level_cost_m": _NOT_NEGATIVE,
    "longitude_deg": between(-180, 180, "degrees"),
    "latitude_deg": between(-85, 85, "degrees"),
    "weekday": between(1, 7, "a weekday, Monday being 1,"),
    "Bay.number": _COUNT,
    "Bay.boards": _BOARDS,
    "Closure.outline": _SOME_RING,
    "first_bay": _COUNT,
    "last_bay": _COUNT,
    "first_board": _BOARDS,
    "last_board": _BOARDS,
    "Shelf.faces": _at_most(20),
    "Face.bays": _at_most(1000),
    "Connector.stops": _at_most(50),
    "Plan.levels": _at_most(MOST_LEVELS),
    "Plan.units": _at_most(20_000),
    "Plan.openings": _at_most(20_000),
    "Plan.connectors": _at_most(500),
    "Plan.fixtures": _at_most(20_000),
    "Plan.shelves": _at_most(20_000),
    "Plan.partitions": _at_most(5000),
    "Plan.radios": _at_most(2000),
    "Plan.kiosks": _at_most(1000),
    "Plan.locator_points": _at_most(20_000),
    "Plan.points_of_interest": _at_most(20_000),
    "Plan.landmarks": _at_most(20_000),
    "Plan.closures": _at_most(1000),
}
"""What fields must fulfil beyond their types."""

_READER = RecordReader(LIMITS, most_items=MOST_THINGS)
_HINTS = get_type_hints(Plan)


def _has_ids(name: str) -> bool:
    """Tell whether a field of a plan is a list of things that have ids."""
    hint = _HINTS[name]
    return get_origin(hint) is tuple and "id" in get_type_hints(get_args(hint)[0])


LISTS = tuple(each.name for each in fields(Plan) if _has_ids(each.name))
"""The fields of a plan that are lists of things with ids."""

FIELDS = tuple(each.name for each in fields(Plan) if each.name not in (*LISTS, "id"))
"""Its other fields but the id, which is that of the branch."""

_DEFAULTS = {each.name: each.default for each in fields(Plan) if each.default is not MISSING}
_NEEDED = tuple(each.name for each in fields(Plan) if each.name not in _DEFAULTS)

MOST_OF: Mapping[str, int] = {
    name: LIMITS[f"Plan.{name}"].schema["maxItems"] if f"Plan.{name}" in LIMITS else MOST_THINGS
    for name in LISTS
}
"""How many things each list may have."""


def parse_plan(text: str) -> Plan:
    """Read a plan from its document.

    Parameters
    ----------
    text : str
        The JSON document.

    Returns
    -------
    Plan
        The plan, with the right types in every field; `check_plan` tells whether it makes sense.

    Raises
    ------
    PlanFormatError
        If the text is anything else; the message names the place in it and what is expected.

    Examples
    --------
    >>> parse_plan('{"format": "hyllykartta-plan", "version": 1, "id": 7}')
    Traceback (most recent call last):
    floorplans.errors.PlanFormatError: name: is missing
    """
    return parse_values(read_values(text))


def parse_values(values: Mapping[str, Any]) -> Plan:
    """Read a plan from the JSON values of its document.

    Raises
    ------
    PlanFormatError
        If they are no plan; the message names the place and what is expected.
    """
    plan: Plan = _READER.read(Plan, dict(values))
    return plan


def update_plan(plan: Plan, before: Mapping[str, Any], after: Mapping[str, Any]) -> Plan:
    """Read a plan that was changed; what is the same object in both values is not read again.

    Parameters
    ----------
    plan : Plan
        The plan that ``before`` holds.
    before, after : mapping of str to JSON value
        Its values and those of the changed plan.

    Raises
    ------
    PlanFormatError
        If something that was changed cannot be read; the message names it.
    """
    known = {
        id(value): thing
        for kind in LISTS
        for value, thing in zip(before.get(kind, ()), getattr(plan, kind), strict=True)
    }
    changed = {
        name: _read_field(name, after[name], known) if name in after else _DEFAULTS[name]
        for name in (*FIELDS, *LISTS)
        if before.get(name) is not after.get(name)
    }
    return replace(plan, **changed)


def _read_field(name: str, value: Any, known: Mapping[int, Any]) -> Any:
    if name not in LISTS:
        return _READER.read(_HINTS[name], value, name)
    hint = get_args(_HINTS[name])[0]
    return tuple(
        known.get(id(each)) or _READER.read(hint, each, f"{name}[{number}]")
        for number, each in enumerate(value)
    )


def read_values(text: str) -> dict[str, Any]:
    """Read the JSON values of a plan's document, without the name and version of the format.

    Raises
    ------
    PlanFormatError
        If the text is no such document; what its fields hold is not looked at.
    """
    if count_values([text.encode(errors="replace")]) > MOST_VALUES:
        raise PlanFormatError(f"the document has more than {MOST_VALUES} values")
    if len(text) > GREATEST_CHARACTERS:
        raise PlanFormatError(
            f"the document has more than {GREATEST_CHARACTERS // 1_000_000} million characters"
        )
    document = _load(text)
    if document.pop("format", None) != FORMAT:
        raise PlanFormatError(f'format: expected "{FORMAT}"; is this a plan file?')
    version = document.pop("version", None)
    if type(version) is not int or version != VERSION:
        raise PlanFormatError(f"version: expected {VERSION}, the version that this program reads")
    return document


def plan_values(plan: Plan) -> dict[str, Any]:
    """Give a plan as the JSON values of its document.

    Raises
    ------
    PlanFormatError
        If a number is not finite.
    """
    return _object(encode(plan))


def is_left_out(name: str, value: Json) -> bool:
    """Tell whether the format leaves a field of a plan out, as it has its default."""
    return name in _DEFAULTS and value == encode(_DEFAULTS[name])


def read_thing(kind: str, id: str, value: Json, path: str) -> Json:
    """Read one thing of a plan, or one of its fields, and give it as the format writes it.

    Parameters
    ----------
    kind : str
        One of `LISTS`, or anything else for the field of the plan that ``id`` names.
    id : str
        Its id, or the name of the field.
    value : JSON value
        The thing; ``None`` stays ``None``.
    path : str
        Where it is, for the message.

    Raises
    ------
    PlanFormatError
        If it cannot be read, or ``None`` is given for a field that every plan has.
    """
    hint = get_args(_HINTS[kind])[0] if kind in LISTS else _HINTS[id]
    if value is None and (kind in LISTS or id not in _NEEDED):
        return None
    read = encode(_READER.read(hint, value, path))
    return None if kind not in LISTS and is_left_out(id, read) else read


def format_plan(plan: Plan) -> str:
    """Write a plan as its document, the same text for equal plans.

    Parameters
    ----------
    plan : Plan
        The plan.

    Returns
    -------
    str
        JSON with a line for each shelf, range, radio and so on.

    Raises
    ------
    PlanFormatError
        If a number is not finite.
    """
    return format_values(plan_values(plan))


def format_values(values: Mapping[str, Any]) -> str:
    """Write the JSON values of a plan as its document, in the order of its fields."""
    return _format(values, {})


def update_document(document: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Write the values of a changed plan; what is the same object in both is not written again.

    Parameters
    ----------
    document : str
        What `format_values` writes of ``before``.
    before, after : mapping of str to JSON value
        The plan's values and those of the changed plan.
    """
    lines = iter(document.split("\n")[1:])
    known: dict[int, str] = {}
    for value in _in_order(before).values():
        next(lines)
        if isinstance(value, list) and value:
            known.update((id(item), next(lines).removesuffix(",")) for item in value)
            next(lines)
    return _format(after, known)


def _format(values: Mapping[str, Any], known: Mapping[int, str]) -> str:
    """Write values; some things' lines may be known."""
    fields_ = (
        f"  {_compact(name)}: {_format_field(value, known)}"
        for name, value in _in_order(values).items()
    )
    return "{\n" + ",\n".join(fields_) + "\n}\n"


def _in_order(values: Mapping[str, Any]) -> dict[str, Any]:
    head: dict[str, Any] = {"format": FORMAT, "version": VERSION}
    return head | {each.name: values[each.name] for each in fields(Plan) if each.name in values}


def plan_hash(plan: Plan) -> str:
    """Give the SHA-256 of the plan's document, 64 hexadecimal digits."""
    return hashlib.sha256(format_plan(plan).encode()).hexdigest()


def _load(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise PlanFormatError(
            f"line {error.lineno}, column {error.colno}: not JSON ({error.msg})"
        ) from error
    except RecursionError as error:
        raise PlanFormatError("the document is nested too deeply to be a plan") from error
    except ValueError as error:
        raise PlanFormatError("a number in the document is too long") from error
    if not isinstance(document, dict):
        raise PlanFormatError(f'expected an object with "format": "{FORMAT}"')
    return document


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in members if keys.count(key) > 1)
        raise PlanFormatError(f"the key {twice[:40]!a} occurs twice in one object")
    return members


def _refuse_constant(name: str) -> None:
    raise PlanFormatError(f"{name} is not a number that a plan may have")


def _object(value: Json) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise PlanFormatError("expected a plan")
    return value


def _format_field(value: Json, known: Mapping[int, str]) -> str:
    if not isinstance(value, list) or not value:
        return _compact(value)
    lines = (known.get(id(item)) or f"    {_compact(item)}" for item in value)
    return "[\n" + ",\n".join(lines) + "\n  ]"


def _compact(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)
