r"""The syntax of messages: a small part of ICU's MessageFormat, read alike by the pages' scripts.

- ``{name}`` is a parameter.
- ``{count, plural, =0 {no shelves} one {# shelf} other {# shelves}}`` chooses by a number: the
  very number goes before its CLDR category, and ``#`` is the number itself.
- ``{to, select, none {to the place {name}} other {{to}}}`` chooses by a word; ``none`` is what a
  missing or empty parameter is, as the form of a name that a plan does not have.

Choices hold messages again. Braces cannot be said, and nothing else is special.

References
----------
Unicode CLDR, Language Plural Rules; ICU User Guide, Formatting Messages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

Value = str | int | float
Params = Mapping[str, Value]

_TEXT = re.compile(r"[^{}#]+")
_ARGUMENT = re.compile(r"\{\s*(\w+)\s*(\}|,\s*(plural|select)\s*,)")
_OPTION = re.compile(r"\s*(=\d+|\w+)\s*\{")
_END = re.compile(r"\s*\}")
_SPOKEN_LIKE_ENGLISH = frozenset({"en", "fi", "sv"})


@dataclass(frozen=True, slots=True)
class Parameter:
    """Where a parameter is put in."""

    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Messages of which a parameter chooses one; ``kind`` is "plural" or "select"."""

    name: str
    kind: str
    options: Mapping[str, Message]


Message = tuple[str | Parameter | Choice, ...]


@cache
def parse_message(text: str) -> Message:
    """Read a message.

    Raises
    ------
    ValueError
        If it is not written as a message is; the error tells where.

    Examples
    --------
    >>> parse_message("Floor {level}")
    ('Floor ', Parameter(name='level'))
    >>> parse_message("{count, plural, one {# shelf}}")
    Traceback (most recent call last):
    ValueError: the choice by "count" has no "other"
    """
    message, at = _read_message(text, 0, number=None)
    if at < len(text):
        raise ValueError(f'"{text}" has a }} too many at character {at + 1}')
    return message


def fill_message(text: str, params: Params, language: str) -> str:
    """Say a message with its parameters.

    Parameters
    ----------
    text : str
        The message as it is written.
    params : Mapping[str, str or int or float]
        More of them does no harm. Numbers are said as they are, whole ones without decimals.
    language : str
        BCP 47 tag, for the plurals.

    Raises
    ------
    KeyError
        If a parameter is missing, with its name.
    ValueError
        If the message cannot be read, or a word is where a number chooses.

    Examples
    --------
    >>> fill_message("{count, plural, one {# hylly} other {# hyllyä}}", {"count": 2}, "fi")
    '2 hyllyä'
    """
    return "".join(_say_parts(parse_message(text), params, language))


def plural_category(number: float, language: str) -> str:
    """Give the CLDR plural category of a number.

    Finnish, Swedish and English share one rule: 1 without decimals is "one".

    Raises
    ------
    ValueError
        If the rule of the language is not known here.

    Examples
    --------
    >>> [plural_category(each, "fi") for each in (0, 1, 1.5, 2)]
    ['other', 'one', 'other', 'other']
    """
    if language.partition("-")[0] not in _SPOKEN_LIKE_ENGLISH:
        raise ValueError(f'no plural rule is known for "{language}"; add it from the CLDR')
    return "one" if abs(number) == 1 else "other"


def _say_parts(message: Message, params: Params, language: str) -> Iterator[str]:
    for part in message:
        if isinstance(part, str):
            yield part
        elif isinstance(part, Parameter):
            yield _say_value(params[part.name])
        else:
            yield from _say_parts(_choose(part, params, language), params, language)


def _say_value(value: Value) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _choose(choice: Choice, params: Params, language: str) -> Message:
    options = choice.options
    if choice.kind == "select":
        word = _say_value(params.get(choice.name, "")) or "none"
        return options.get(word, options["other"])
    number = params[choice.name]
    if isinstance(number, str):
        raise ValueError(f'"{choice.name}" chooses a plural and must be a number, not "{number}"')
    exact = f"={_say_value(number)}"
    alike = plural_category(number, language)
    return options.get(exact, options.get(alike, options["other"]))


def _read_message(text: str, at: int, number: str | None) -> tuple[Message, int]:
    """Read up to the end or a closing brace; within a plural ``#`` is its number."""
    parts: list[str | Parameter | Choice] = []
    while at < len(text) and text[at] != "}":
        if found := _TEXT.match(text, at):
            parts.append(found[0])
            at = found.end()
        elif text[at] == "#":
            parts.append(Parameter(number) if number else "#")
            at += 1
        else:
            part, at = _read_argument(text, at, number)
            parts.append(part)
    return tuple(parts), at


def _read_argument(text: str, at: int, number: str | None) -> tuple[Parameter | Choice, int]:
    found = _ARGUMENT.match(text, at)
    if found is None:
        raise ValueError(f'"{text}" has no parameter after the {{ at character {at + 1}')
    name, kind = found[1], found[3]
    if kind is None:
        return Parameter(name), found.end()
    options, at = _read_options(text, found.end(), name if kind == "plural" else number)
    if "other" not in options:
        raise ValueError(f'the choice by "{name}" has no "other"')
    return Choice(name, kind, options), at


def _read_options(text: str, at: int, number: str | None) -> tuple[dict[str, Message], int]:
    options: dict[str, Message] = {}
    while found := _OPTION.match(text, at):
        options[found[1]], at = _read_message(text, found.end(), number)
        if at == len(text):
            break
        at += 1
    end = _END.match(text, at)
    if end is None:
        raise ValueError(f'"{text}" lacks a }} at character {at + 1}')
    return options, end.end()
