"""The plan's format as JSON Schema, made from the records themselves."""

from __future__ import annotations

import dataclasses
import inspect
import types
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from floorplans.formats.codec import GREATEST_NUMBER, encode, find_limit
from floorplans.formats.native import FORMAT, LIMITS, MOST_THINGS, VERSION
from floorplans.model import Plan

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCALARS: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    float: {"type": "number", "minimum": -GREATEST_NUMBER, "maximum": GREATEST_NUMBER},
    int: {"type": "integer", "minimum": -GREATEST_NUMBER, "maximum": GREATEST_NUMBER},
    bool: {"type": "boolean"},
}


def plan_schema() -> dict[str, Any]:
    """Describe the documents that `floorplans.formats.native.parse_plan` reads.

    Returns
    -------
    dict[str, Any]
        A JSON Schema (draft 2020-12), with a definition for each record.

    Examples
    --------
    >>> schema = plan_schema()
    >>> schema["required"]
    ['format', 'version', 'id', 'name', 'scheme', 'levels']
    >>> schema["$defs"]["Bay"]["properties"]["boards"]["maximum"]
    50
    """
    definitions: dict[str, Any] = {}
    plan = _describe_record(Plan, definitions)
    head = {"format": {"const": FORMAT}, "version": {"const": VERSION}}
    return {
        "$schema": DIALECT,
        "title": "Hyllykartta plan",
        **plan,
        "properties": {**head, **plan["properties"]},
        "required": [*head, *plan["required"]],
        "$defs": dict(sorted(definitions.items())),
    }


def _describe_record(record: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    fields = dataclasses.fields(record)
    hints = get_type_hints(record)
    return {
        "type": "object",
        "description": inspect.cleandoc(record.__doc__).split("\n\n")[0].replace("\n", " "),
        "properties": {
            field.name: _describe_field(record, field, hints[field.name], definitions)
            for field in fields
        },
        "required": [field.name for field in fields if field.default is dataclasses.MISSING],
        "additionalProperties": False,
    }


def _describe_field(
    record: Any, field: dataclasses.Field[Any], hint: Any, definitions: dict[str, Any]
) -> dict[str, Any]:
    described = _describe(hint, definitions)
    limit = find_limit(LIMITS, record.__name__, field.name)
    if limit is not None:
        described = {**described, **limit.schema}
    if field.default is not dataclasses.MISSING:
        described = {**described, "default": encode(field.default)}
    return described


def _describe(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if hint in SCALARS:
        return SCALARS[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in (Union, types.UnionType):
        return _or_null(next(each for each in arguments if each is not types.NoneType), definitions)
    if origin is tuple and arguments[-1] is Ellipsis:
        item = _describe(arguments[0], definitions)
        return {"type": "array", "items": item, "maxItems": MOST_THINGS}
    if origin is tuple:
        parts = [_describe(each, definitions) for each in arguments]
        return {"type": "array", "prefixItems": parts, "items": False, "minItems": len(parts)}
    if hint.__name__ not in definitions:
        definitions[hint.__name__] = {}
        definitions[hint.__name__] = _describe_record(hint, definitions)
    return {"$ref": f"#/$defs/{hint.__name__}"}


def _or_null(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    described = _describe(hint, definitions)
    if "type" in described:
        return {**described, "type": [described["type"], "null"]}
    return {"anyOf": [described, {"type": "null"}]}
