"""What the form of a partition sends, and what it shows."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import astuple, fields

from api.languages import Language
from api.pages.staff.range_forms import Fields
from floorplans.aliases import FIELDS, CatalogueNames
from floorplans.callnumbers.registry import SCHEME_NAMES
from floorplans.formats.texts import clean
from floorplans.model import Alias, Partition, Plan, Text
from floorplans.partitions import alias_words
from kiosk_ui.messages import say
from kiosk_ui.staff.groups import AliasField, TextField
from kiosk_ui.staff.ranges import ChoiceView

TEXTS = ("name", "block", "department", "collection", "material")
LANGUAGES = ("fi", "sv", "en")
UNWANTED = "unwanted"
MOST_PREFIXES = 50
MOST_KNOWN = 50


def read_partition(form: Fields, id: str) -> Partition:
    """Read a partition; what is left empty is called as the partition is."""
    read = {text: _read_text(form, text) for text in TEXTS}
    name = read.pop("name")
    prefixes = [each for part in form.get("prefixes").split(",") if (each := clean(part))]
    return Partition(
        id=id,
        name=name,
        **{field: text if text.fi else name for field, text in read.items()},
        prefixes=tuple(dict.fromkeys(prefixes))[:MOST_PREFIXES],
        scheme=form.get("scheme"),
    )


def read_unwanted(form: Fields, plan: Plan, partition: str) -> tuple[Alias, ...]:
    """Give the names that shall not lead to the partition any more."""
    asked = form.values.get(UNWANTED, ())
    own = (each for each in plan.aliases if each.partition == partition)
    return tuple(each for each in own if _alias_value(each) in asked)


def partition_fields(partition: Partition) -> Fields:
    """Give the fields of a form that shows a partition as it is; one text for two only once."""
    values: dict[str, list[str]] = {}
    for field in TEXTS:
        text: Text = getattr(partition, field)
        if field != "name" and text.same_words(partition.name):
            continue
        values |= {f"{field}_{tag}": [getattr(text, tag)] for tag in LANGUAGES}
    return Fields(
        values | {"prefixes": [", ".join(partition.prefixes)], "scheme": [partition.scheme]}
    )


def new_fields(plan: Plan, names: CatalogueNames) -> Fields:
    """Give the fields of a new partition: for names of a catalogue, or as most of the plan has."""
    asked = {field.name: getattr(names, field.name) for field in fields(names)}
    if any(asked.values()):
        name = names.collection or names.department or names.location
        values = {"name_fi": name, **{f"{text}_fi": asked[text] for text in TEXTS if text in asked}}
        return Fields({field: [clean(value)] for field, value in values.items()})
    shown: dict[str, list[str]] = {}
    for field in ("department", "material"):
        for text, _ in Counter(getattr(each, field) for each in plan.partitions).most_common(1):
            shown |= {f"{field}_{tag}": [getattr(text, tag)] for tag in LANGUAGES}
    return Fields(shown)


def text_fields(form: Fields, plan: Plan, language: Language) -> tuple[TextField, ...]:
    """Show the texts of the form."""
    return tuple(
        TextField(
            name=field,
            title=say(f"staff.groups.{field}", language),
            hint=say(f"staff.groups.{field}_hint", language),
            values=tuple(
                (
                    f"{field}_{tag}",
                    say(f"staff.groups.in_{tag}", language),
                    form.get(f"{field}_{tag}"),
                )
                for tag in LANGUAGES
            ),
            required=field == "name",
            known=_known(plan, field),
        )
        for field in TEXTS
    )


def alias_fields(form: Fields, plan: Plan, partition: str) -> tuple[AliasField, ...]:
    """Show the names of catalogues that lead to a partition."""
    unwanted = read_unwanted(form, plan, partition)
    return tuple(
        AliasField(_alias_value(each), alias_words(each), each in unwanted)
        for each in plan.aliases
        if each.partition == partition
    )


def scheme_choices(form: Fields, plan: Plan, language: Language) -> tuple[ChoiceView, ...]:
    """Show the schemes of call numbers; the plan's own is first, and has no name in the form."""
    own = say("staff.groups.scheme_own", language, scheme=scheme_words(plan.scheme, language))
    others = tuple(
        ChoiceView(each, scheme_words(each, language), each == form.get("scheme"))
        for each in SCHEME_NAMES
    )
    return (ChoiceView("", own, not form.get("scheme")), *others)


def scheme_words(scheme: str, language: Language) -> str:
    """Say what a scheme is called; as it is written where it is not known."""
    return say(f"staff.groups.scheme.{scheme}", language) if scheme in SCHEME_NAMES else scheme


def _read_text(form: Fields, field: str) -> Text:
    fi, sv, en = (clean(form.get(f"{field}_{tag}")) for tag in LANGUAGES)
    return Text(fi, sv, en)


def _alias_value(alias: Alias) -> str:
    return json.dumps(astuple(alias), ensure_ascii=False)


def _known(plan: Plan, field: str) -> tuple[str, ...]:
    """Give what other partitions have in a field that some of them share."""
    if field not in FIELDS:
        return ()
    return tuple(dict.fromkeys(getattr(each, field).fi for each in plan.partitions))[:MOST_KNOWN]
