"""Frozen records to JSON values and back, driven by the records' own type hints.

Decoding is strict: no unknown keys, no values of another type, no text with control
characters, and every complaint names its path in the document. Encoding leaves out fields
that have their default.
"""

from __future__ import annotations

import dataclasses
import json
import math
import types
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from floorplans.errors import PlanFormatError

GREATEST_NUMBER = 1_000_000
SHOWN_CHARACTERS = 40

Json = None | bool | int | float | str | list[Any] | dict[str, Any]
Decoder = Callable[[Any, str], Any]


@dataclass(frozen=True, slots=True)
class Limit:
    """What a value must fulfil beyond its type: a test, the words for it, and JSON Schema."""

    holds: Callable[[Any], bool]
    expected: str
    schema: Mapping[str, Any]


def between(least: float, greatest: float, what: str) -> Limit:
    """Limit a number, where there is one, to what lies between two others."""
    return Limit(
        lambda number: number is None or least <= number <= greatest,
        f"{what} from {least:g} to {greatest:g}",
        {"minimum": least, "maximum": greatest},
    )


def find_limit(limits: Mapping[str, Limit], record: str, field: str) -> Limit | None:
    """Find the limit of a record's field; that of the record's own goes before the general."""
    return limits.get(f"{record}.{field}") or limits.get(field)


def encode(value: object) -> Json:
    """Turn a record, or a value in one, into what ``json`` writes.

    Raises
    ------
    PlanFormatError
        If a number is not finite.

    Examples
    --------
    >>> from floorplans.model import Stop
    >>> encode(Stop("1", 2.0, 3.5))
    {'level': '1', 'x_m': 2, 'y_m': 3.5}
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: encode(part)
            for field in dataclasses.fields(value)
            if (part := getattr(value, field.name)) != field.default
        }
    if isinstance(value, tuple):
        return [encode(part) for part in value]
    if isinstance(value, float):
        if not math.isfinite(value):
            raise PlanFormatError(f"{value} cannot be written; numbers must be finite.")
        return int(value) if value.is_integer() else value
    if value is None or isinstance(value, bool | int | str):
        return value
    raise PlanFormatError(f"{type(value).__name__} cannot be written.")


class RecordReader:
    """Decodes JSON values into records.

    Parameters
    ----------
    limits : Mapping[str, Limit]
        Limits by field ("width_m": of every record) or by record and field ("Bay.number").
    most_items : int
        The longest list that is read.
    """

    def __init__(self, limits: Mapping[str, Limit], most_items: int) -> None:
        self._limits = limits
        self._most_items = most_items
        self._decoders: dict[Any, Decoder] = {}

    def read(self, hint: Any, value: Json, path: str = "") -> Any:
        """Decode a value of the type that ``hint`` names.

        Raises
        ------
        PlanFormatError
            If it is not of that type; the message begins with the path.
        """
        return self._decoder(hint)(value, path)

    def _decoder(self, hint: Any) -> Decoder:
        if hint not in self._decoders:
            self._decoders[hint] = self._make_decoder(hint)
        return self._decoders[hint]

    def _make_decoder(self, hint: Any) -> Decoder:
        if hint in SCALARS:
            return SCALARS[hint]
        origin, arguments = get_origin(hint), get_args(hint)
        if origin is Literal:
            return _literal(arguments)
        if origin in (Union, types.UnionType):
            (inner,) = (self._decoder(each) for each in arguments if each is not types.NoneType)
            return lambda value, path: None if value is None else inner(value, path)
        if origin is tuple and arguments[-1] is Ellipsis:
            return _sequence(self._decoder(arguments[0]), self._most_items)
        if origin is tuple:
            return _fixed([self._decoder(each) for each in arguments])
        return self._record(hint)

    def _record(self, record: Any) -> Decoder:
        hints = get_type_hints(record)
        decoders = {
            name: self._limited(
                self._decoder(hint),
                find_limit(self._limits, record.__name__, name),
            )
            for name, hint in hints.items()
        }
        required = [
            field.name
            for field in dataclasses.fields(record)
            if field.default is dataclasses.MISSING
        ]

        def decode(value: Any, path: str) -> Any:
            if type(value) is not dict:
                raise _misfit(path, f"an object with {', '.join(required)}", value)
            prefix = f"{path}." if path else ""
            for key in value.keys() - decoders.keys():
                raise PlanFormatError(
                    f"{prefix}{_shown(key)}: no such field; known here: {', '.join(decoders)}"
                )
            for name in required:
                if name not in value:
                    raise PlanFormatError(f"{prefix}{name}: is missing")
            return record(**{key: decoders[key](part, prefix + key) for key, part in value.items()})

        return decode

    @staticmethod
    def _limited(decode: Decoder, limit: Limit | None) -> Decoder:
        if limit is None:
            return decode

        def decode_within(value: Any, path: str) -> Any:
            decoded = decode(value, path)
            if not limit.holds(decoded):
                raise _misfit(path, limit.expected, value)
            return decoded

        return decode_within


def _literal(choices: tuple[Any, ...]) -> Decoder:
    expected = "one of " + ", ".join(json.dumps(choice) for choice in choices)

    def decode(value: Any, path: str) -> Any:
        if type(value) is not str or value not in choices:
            raise _misfit(path, expected, value)
        return value

    return decode


def _sequence(decode_item: Decoder, most_items: int) -> Decoder:
    def decode(value: Any, path: str) -> Any:
        if type(value) is not list or len(value) > most_items:
            raise _misfit(path, f"a list of at most {most_items}", value)
        return tuple(decode_item(item, f"{path}[{index}]") for index, item in enumerate(value))

    return decode


def _fixed(decoders: list[Decoder]) -> Decoder:
    def decode(value: Any, path: str) -> Any:
        if type(value) is not list or len(value) != len(decoders):
            raise _misfit(path, f"a list of {len(decoders)} numbers", value)
        return tuple(
            decode_item(item, f"{path}[{index}]")
            for index, (decode_item, item) in enumerate(zip(decoders, value, strict=True))
        )

    return decode


def _text(value: Any, path: str) -> str:
    if type(value) is not str:
        raise _misfit(path, "text", value)
    if not value.isprintable() and any(unicodedata.category(each) in "CcCs" for each in value):
        raise _misfit(path, "text without control characters", value)
    return value


def _number(value: Any, path: str) -> float:
    if type(value) not in (int, float) or not -GREATEST_NUMBER <= value <= GREATEST_NUMBER:
        raise _misfit(path, f"a number from -{GREATEST_NUMBER} to {GREATEST_NUMBER}", value)
    return float(value)


def _whole_number(value: Any, path: str) -> int:
    if type(value) is not int or not -GREATEST_NUMBER <= value <= GREATEST_NUMBER:
        raise _misfit(path, f"a whole number from -{GREATEST_NUMBER} to {GREATEST_NUMBER}", value)
    return value


def _truth(value: Any, path: str) -> bool:
    if type(value) is not bool:
        raise _misfit(path, "true or false", value)
    return value


SCALARS: Mapping[Any, Decoder] = {
    str: _text,
    float: _number,
    int: _whole_number,
    bool: _truth,
}


def _misfit(path: str, expected: str, found: Any) -> PlanFormatError:
    where = f"{path}: " if path else ""
    return PlanFormatError(f"{where}expected {expected}; found {_shown(found)}")


def _shown(value: Any) -> str:
    """Give a short one-line picture of a value from a stranger's document."""
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else f"a list of {len(value)}"
    if isinstance(value, int) and abs(value) > GREATEST_NUMBER:
        return "a huge number"
    text = value if isinstance(value, str) else json.dumps(value)
    short = text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…"
    return ascii(short) if isinstance(value, str) else short
