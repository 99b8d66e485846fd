"""TypeScript declarations of the API's JSON, from its OpenAPI document."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from api.app import create_app
from api.settings import Settings

TARGET = Path(__file__).parent.parent / "kiosk_ui" / "static" / "shared" / "api.d.ts"
HEADER = """\
/**
 * The JSON that the server sends and takes.
 * Made from the server's OpenAPI document by scripts/write-api-types; do not edit.
 */
"""

Schema = Mapping[str, Any]

_PLAIN = {
    "string": "string",
    "integer": "number",
    "number": "number",
    "boolean": "boolean",
    "null": "null",
}


def declare_all(openapi: Mapping[str, Any]) -> str:
    """Declare every schema of an OpenAPI document as an interface or a type."""
    schemas: Mapping[str, Schema] = openapi["components"]["schemas"]
    return HEADER + "".join(f"\n{declare(name, schemas[name])}" for name in sorted(schemas))


def declare(name: str, schema: Schema) -> str:
    """Declare one schema.

    Examples
    --------
    >>> print(declare("A", {"properties": {"x_m": {"type": "number"}}, "required": ["x_m"]}))
    export interface A {
      x_m: number;
    }
    <BLANKLINE>
    """
    if "properties" not in schema:
        return f"export type {name} = {type_of(schema)};\n"
    required = schema.get("required", ())
    fields = "".join(
        f"  {field}{'' if field in required else '?'}: {type_of(inner)};\n"
        for field, inner in schema["properties"].items()
    )
    return f"export interface {name} {{\n{fields}}}\n"


def type_of(schema: Schema) -> str:
    """Write the type of a JSON Schema.

    Examples
    --------
    >>> type_of({"anyOf": [{"type": "array", "items": {"type": "integer"}}, {"type": "null"}]})
    'number[] | null'
    """
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[1]
    if "const" in schema:
        return f'"{schema["const"]}"'
    if "enum" in schema:
        return " | ".join(f'"{value}"' for value in schema["enum"])
    if "anyOf" in schema:
        return " | ".join(type_of(each) for each in schema["anyOf"])
    if "prefixItems" in schema:
        return f"[{', '.join(type_of(each) for each in schema['prefixItems'])}]"
    if schema.get("type") == "array":
        inner = type_of(schema["items"])
        return f"({inner})[]" if " | " in inner else f"{inner}[]"
    return _PLAIN.get(str(schema.get("type")), "unknown")


def current_declarations() -> str:
    """Declare the schemas of the server as it is now."""
    return declare_all(create_app(Settings()).openapi())


if __name__ == "__main__":
    TARGET.write_text(current_declarations(), encoding="utf-8")
    print(f"wrote {TARGET.name}")
