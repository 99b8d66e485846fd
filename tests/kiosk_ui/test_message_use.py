"""What the code says is there to be said, with what it needs, and nothing else is."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from kiosk_ui.message_format import Choice, Message, Parameter, parse_message
from kiosk_ui.messages import LANGUAGES, load_messages

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("api", "kiosk_ui", "routing", "floorplans", "positioning")
TEXTS = re.compile(r"""["'`]([a-z]+(?:\.[\w$\{\}.-]+)+)["'`]""")
ITSELF = frozenset({"language.name", "language.tag", "language.decimal_mark"})

SPOKEN = {"say": "", "self._say": "", "Wording": "staff.wording."}
"""What says messages, and what their keys begin with."""


@cache
def sources() -> tuple[ast.Module, ...]:
    paths = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return tuple(ast.parse(path.read_text(encoding="utf-8")) for path in paths)


def pattern_of(node: ast.AST) -> str:
    """Give the pattern of the texts that an expression can be; empty where it says nothing."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(pattern_of(part) or r"[\w.-]*" for part in node.values)
    return ""


def said_patterns() -> Iterator[str]:
    """Give patterns of all texts in the code, in templates and in scripts."""
    for tree in sources():
        for node in ast.walk(tree):
            if pattern := pattern_of(node):
                yield pattern
    for path in (ROOT / "kiosk_ui").rglob("*"):
        if path.suffix in (".html", ".js"):
            for text in TEXTS.findall(path.read_text(encoding="utf-8")):
                yield r"[\w.-]*".join(map(re.escape, re.split(r"\$\{\w[\w.]*\}", text)))


def given_names(call: ast.Call) -> frozenset[str] | None:
    """Give the names of the parameters that a call gives; nothing where it does not show them."""
    names = {each.arg for each in call.keywords}
    for each in call.args[1:]:
        if isinstance(each, ast.Dict):
            names |= {key.value if isinstance(key, ast.Constant) else None for key in each.keys}
        elif ast.unparse(call.func) not in ("say", "Wording"):
            return None
    return None if None in names else frozenset(map(str, names))


def calls() -> Iterator[tuple[str, frozenset[str]]]:
    """Give the keys that are said with parameters that can be read off the call."""
    for tree in sources():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            key = node.args[0]
            told = SPOKEN.get(ast.unparse(node.func))
            if told is None or not isinstance(key, ast.Constant):
                continue
            given = given_names(node)
            if given is not None:
                yield told + str(key.value), given


def needed(message: Message) -> frozenset[str]:
    """Give the parameters without which a message cannot be said at all."""
    names: set[str] = set()
    for part in message:
        if isinstance(part, Parameter) or (isinstance(part, Choice) and part.kind == "plural"):
            names.add(part.name)
        if isinstance(part, Choice):
            names |= frozenset.intersection(*map(needed, part.options.values()))
    return frozenset(names)


def test_calls_name_messages_that_are_there_and_give_what_they_need():
    known = list(calls())
    assert len(known) > 60
    for key, given in known:
        for language in LANGUAGES:
            message = parse_message(load_messages(language)[key])
            assert needed(message) <= given, (key, language)


def test_no_message_is_there_that_nothing_says():
    patterns = {each for each in said_patterns() if "." in each}
    exact = {re.sub(r"\\(.)", r"\1", each) for each in patterns if r"[\w.-]*" not in each}
    others = [re.compile(each) for each in patterns if r"\.[\w.-]*" in each or each.endswith("*")]
    unused = {
        key
        for key in load_messages("fi").keys() - exact - ITSELF
        if not any(each.fullmatch(key) for each in others)
    }
    assert unused == set()


def test_everything_that_the_packages_below_say_in_english_can_be_said_in_every_language():
    told = {key for key, _ in calls() if key.startswith("staff.wording.")}
    known = {key for key in load_messages("fi") if key.startswith("staff.wording.")}
    assert known - {"staff.wording.row"} <= told
