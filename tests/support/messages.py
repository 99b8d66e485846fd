"""Parameters for messages: every set that can change how one is said."""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice, product

from kiosk_ui.message_format import Choice, Message, Parameter, Value, parse_message
from kiosk_ui.messages import LANGUAGES, load_messages

COUNTS = (0, 1, 2, 5, 21)
MOST_SETS = 500
WORD = "Ägå 84.2"
NOT_OFFERED = "9999"
"""A word that no choice offers, so that "other" is said."""


def list_choices(message: Message) -> Iterator[Choice]:
    """List the choices of a message, those within others too."""
    for part in message:
        if isinstance(part, Choice):
            yield part
            for option in part.options.values():
                yield from list_choices(option)


def list_said(message: Message) -> set[str]:
    """List the parameters that a message says, and does not only choose by."""
    said = {part.name for part in message if isinstance(part, Parameter)}
    for choice in list_choices(message):
        for option in choice.options.values():
            said |= {part.name for part in option if isinstance(part, Parameter)}
    return said


def list_parameters(message: Message) -> set[str]:
    """List the parameters that a message can say or choose by."""
    return list_said(message) | {choice.name for choice in list_choices(message)}


@cache
def parameter_sets(key: str) -> tuple[Mapping[str, Value], ...]:
    """Give sets of parameters that between them reach every branch in every language."""
    values: dict[str, set[Value]] = {}
    for language in LANGUAGES:
        message = parse_message(load_messages(language)[key])
        choices = list(list_choices(message))
        for name in list_said(message) - {choice.name for choice in choices}:
            values.setdefault(name, set()).add(WORD)
        for choice in choices:
            values.setdefault(choice.name, set()).update(_values(choice))
    numbers = {name for name, those in values.items() if any(isinstance(v, int) for v in those)}
    lists = [
        [(name, value) for value in sorted(those, key=str) if name not in numbers or _counts(value)]
        for name, those in sorted(values.items())
    ]
    return tuple(map(dict, islice(product(*lists), MOST_SETS)))


def _counts(value: Value) -> bool:
    return isinstance(value, int)


def _values(choice: Choice) -> Iterator[Value]:
    if choice.kind == "plural":
        yield from COUNTS
        yield from (int(option[1:]) for option in choice.options if option.startswith("="))
        return
    yield from (option for option in choice.options if option not in ("other", "none"))
    yield from ("", NOT_OFFERED)
