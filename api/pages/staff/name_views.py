"""What the page of items without a place shows: groups, guesses and what choices would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from fastapi import Request

from api.auth import Actor
from api.branches import Branch
from api.endpoints.planning import database_of
from api.languages import Language
from api.pages.frames import href
from api.pages.staff.draft_forms import find_last_draft
from api.pages.staff.frames import make_staff_frame
from api.pages.staff.times import said_time
from api.storage.edits import load_history
from api.storage.engine import Database
from api.storage.item_runs import find_shown_run
from api.storage.unplaced import Counts, Group, Guess, names_text, read_names
from api.unplaced import Shelved, count_gain, shelve
from api.upkeep.placing import Recounting
from floorplans.aliases import (
    FIELDS,
    CatalogueNames,
    assign_names,
    find_partitions,
    list_combinations,
)
from floorplans.formats.texts import clean
from floorplans.model import Plan
from kiosk_ui.messages import say
from kiosk_ui.staff.names import NamesRow, NamesView, PlacelessRow
from kiosk_ui.staff.ranges import ChoiceView

WAIT_S = 3.0
MOST_PASTED = 200

Pairs = Mapping[str, str]
"""Names, as they are stored, and the partition that is chosen for them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the page: a draft, choices to be tried, and rows that were pasted."""

    draft: str
    pairs: Pairs = field(default_factory=dict)
    pasted: Sequence[CatalogueNames] = ()
    text: str = ""
    trouble: str = ""
    done: str = ""


def view_names(
    request: Request, branch: Branch, actor: Actor, asked: Asked, language: Language
) -> NamesView:
    """Make the page; a draft that is not named is the last one, and may be none."""
    database = database_of(request)
    draft, plan = find_last_draft(database, branch, asked.draft)
    recounting: Recounting = request.app.state.unplaced
    run = find_shown_run(database, branch.id)
    counts = recounting.find_soon(branch, WAIT_S) if run else None
    groups = counts.groups if counts else ()
    painter = _Painter(database, branch, plan, counts, asked, language)
    links = {"branch": branch.id, "lang": language}
    of_draft = {**links, **({"draft": draft.id} if draft else {})}
    by_kind = {
        kind: tuple(painter.placeless(each, of_draft) for each in groups if each.kind == kind)
        for kind in ("range", "partition")
    }
    named = tuple(painter.named(each, of_draft) for each in groups if each.kind == "names")
    return NamesView(
        staff=make_staff_frame(request, branch, actor, "ranges"),
        names=(*painter.pasted(of_draft), *named),
        beyond=by_kind["range"],
        bare=by_kind["partition"],
        total=counts.items if counts else 0,
        rest=counts.rest if counts else 0,
        counted=said_time(counts.at, branch.plan, language) if counts else "",
        loading=bool(run) and counts is None and not database.read_only,
        draft=draft.id if draft else "",
        draft_name=(draft.name or say("staff.publish.nameless", language)) if draft else "",
        revision=draft.revision if draft else 0,
        can_undo=bool(draft and load_history(database, draft.id, actor.name).undo),
        ranges_href=href("/s/ranges", **of_draft),
        publish_href=href("/s/publish", **of_draft) if draft else "",
        items_href=href("/s/items", **links),
        text=asked.text,
        asked=bool(asked.text),
        trouble=asked.trouble,
        done=say(f"staff.names.{asked.done}", language)
        if asked.done in ("saved", "undone")
        else "",
    )


class _Painter:
    """Says what groups are, and what the draft and the choices do for them."""

    def __init__(
        self,
        database: Database,
        branch: Branch,
        plan: Plan,
        counts: Counts | None,
        asked: Asked,
        language: Language,
    ) -> None:
        self._database = database
        self._branch = branch.id
        self._plan = plan
        self._run = counts.run if counts else 0
        self._asked = asked
        self._language = language
        self._names = {each.id: each.name.in_language(language) for each in plan.partitions}
        self._faces = {face.id: face.name for shelf in plan.shelves for face in shelf.faces}

    @cached_property
    def _tried(self) -> Shelved:
        """The draft with the choices in it."""
        plan = self._plan
        for names, to in self._asked.pairs.items():
            if to in self._names:
                plan = assign_names(plan, read_names(names), to)
        return shelve(plan, "")

    def named(self, group: Group, links: Mapping[str, str]) -> NamesRow:
        """Show items whose names lead nowhere."""
        names = read_names(group.name)
        to = self._partition_of(names)
        return NamesRow(
            value=group.name,
            words=names.words(),
            count=group.count,
            examples=tuple(map(_example, group.examples)),
            choices=self._choices(group.guess.partition if group.guess else ""),
            to=to,
            why=self._why(group.guess) if group.guess and not to else "",
            new_href="" if to else _new_href(names, links),
            effect=self._effect(group) if to else "",
        )

    def pasted(self, links: Mapping[str, str]) -> tuple[NamesRow, ...]:
        """Show names of pasted rows that lead nowhere."""
        found = list_combinations(self._tried.aliases, self._asked.pasted)
        return tuple(
            NamesRow(
                value=names_text(each.names),
                words=each.names.words(),
                count=each.count,
                choices=self._choices(*each.partitions),
                new_href=_new_href(each.names, links),
            )
            for each in found
            if not each.is_mapped
        )[:MOST_PASTED]

    def placeless(self, group: Group, links: Mapping[str, str]) -> PlacelessRow:
        """Show items of a partition that are in none of its ranges."""
        near = ""
        if group.face in self._faces:
            face = self._faces[group.face]
            near = say("staff.names.near", self._language, face=face, bay=group.bay)
        return PlacelessRow(
            words=self._names.get(group.name, group.name),
            count=group.count,
            examples=tuple(map(_example, group.examples)),
            href=href("/s/ranges", **links, partition=group.name),
            near=near,
        )

    def _partition_of(self, names: CatalogueNames) -> str:
        found = find_partitions(self._tried.aliases, names)
        return found[0] if len(found) == 1 else ""

    def _choices(self, *likely: str) -> tuple[ChoiceView, ...]:
        choices = [ChoiceView(id, name) for id, name in self._names.items()]
        return tuple(sorted(choices, key=lambda each: each.id not in likely))

    def _why(self, guess: Guess) -> str:
        name = self._names.get(guess.partition, guess.partition)
        if guess.words:
            words = ", ".join(guess.words)
            return say("staff.names.guess_words", self._language, name=name, words=words)
        return say("staff.names.guess_share", self._language, name=name, share=guess.share)

    def _effect(self, group: Group) -> str:
        own = (self._database, self._branch, self._run, group.name)
        placed, beyond = count_gain(*own, self._tried)
        key = "staff.names.gains_part" if beyond else "staff.names.gains"
        return say(key, self._language, placed=placed, beyond=beyond)


def _new_href(names: CatalogueNames, links: Mapping[str, str]) -> str:
    """Give the form of a new partition for names; none where they are told by the branch."""
    if names.branch:
        return ""
    asked = {name: clean(getattr(names, name)) for name in FIELDS if name != "branch"}
    return href("/s/ranges/groups", **links, new="true", **asked)


def _example(example: tuple[str, str]) -> str:
    return " ".join(filter(None, example))
