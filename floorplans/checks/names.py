"""Whether the forms of names, which sentences are made with, belong to the names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields

from floorplans.checks.problem import Problem
from floorplans.checks.rules import report
from floorplans.checks.things import Where
from floorplans.model import NameForms, Plan, Text

_ARTICLE = re.compile(r"(the|den|det|de) ")
_NAMED = (
    ("level", "levels"),
    ("unit", "units"),
    ("connector", "connectors"),
    ("fixture", "fixtures"),
    ("kiosk", "kiosks"),
    ("locator point", "locator_points"),
    ("point of interest", "points_of_interest"),
    ("landmark", "landmarks"),
    ("partition", "partitions"),
)


def check_names(plan: Plan) -> Iterator[Problem]:
    """Find forms that are not of the name beside them, as after copying, or of a missing name."""
    for name, where in _list_names(plan):
        forms = name.forms or NameForms()
        for field in fields(forms):
            form, language = getattr(forms, field.name), field.name.partition("_")[0]
            own = getattr(name, language)
            if form and not own:
                message = f'{field.name} is "{form}", but there is no name in {language}; add it.'
                yield report("name-forms", where, message)
            elif form and _unchanging(form) != _unchanging(own):
                message = f'{field.name} is "{form}", which is no form of "{own}"; correct it.'
                yield report("name-forms", where, message)


def _unchanging(words: str) -> tuple[str, list[str]]:
    """Give what inflection leaves as it is: how the name begins, and its numbers."""
    bare = _ARTICLE.sub("", words.casefold(), count=1).strip()
    return bare[:1], re.findall(r"\d+", bare)


def _list_names(plan: Plan) -> Iterator[tuple[Text, Where]]:
    yield plan.name, Where("plan")
    for kind, things in _NAMED:
        for thing in getattr(plan, things):
            if thing.name is not None:
                level = getattr(thing, "level", thing.id if kind == "level" else "")
                yield thing.name, Where(f"{kind} {thing.id}", thing.id, level)
