"""What the page of partitions shows: what each is called, holds and is needed for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from fastapi import Request

from api.auth import Actor
from api.branches import Branch
from api.endpoints.planning import database_of
from api.languages import Language
from api.pages.frames import href
from api.pages.staff.draft_forms import find_last_draft
from api.pages.staff.frames import make_staff_frame
from api.pages.staff.group_forms import alias_fields, scheme_choices, scheme_words, text_fields
from api.pages.staff.range_forms import Fields
from api.pages.staff.range_views import PUBLISHED
from api.storage.edits import load_history
from api.storage.item_counts import count_partitions
from floorplans.errors import EditError
from floorplans.model import Partition, Plan
from floorplans.partitions import find_partition, list_holdings, remove_partition
from floorplans.wording import worded
from kiosk_ui.messages import say
from kiosk_ui.staff.groups import GroupForm, GroupRow, GroupsView
from kiosk_ui.wording import in_words

PATH = "/s/ranges/groups"
DONE = MappingProxyType({"removed": "staff.groups.removed", "undone": "staff.names.undone"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the page: a draft, a partition in it, and the form if it is shown."""

    draft: str
    partition: str = ""
    form: Fields | None = None
    trouble: str = ""
    done: str = ""


def view_groups(
    request: Request, branch: Branch, actor: Actor, asked: Asked, language: Language
) -> GroupsView:
    """Make the page; a draft that is not named is the last one, and may be none."""
    database = database_of(request)
    draft, plan = find_last_draft(database, branch, asked.draft)
    links = {"branch": branch.id, "lang": language}
    of_draft = {**links, "draft": draft.id if draft else ""}
    painter = _Painter(plan, count_partitions(database, branch.id), of_draft, language)
    known = find_partition(plan, asked.partition)
    shelves = painter.ranges_href(known) if known and asked.done == "saved" else ""
    return GroupsView(
        staff=make_staff_frame(request, branch, actor, "ranges"),
        rows=tuple(map(painter.row, plan.partitions)),
        form=None if asked.form is None else painter.form(known, asked.form),
        draft=draft.id if draft else "",
        draft_name=(draft.name or say("staff.publish.nameless", language)) if draft else "",
        revision=draft.revision if draft else 0,
        can_undo=bool(draft and load_history(database, draft.id, actor.name).undo),
        new_href=href(PATH, **of_draft, new="true"),
        list_href=href(PATH, **of_draft),
        ranges_href=href("/s/ranges", **of_draft),
        publish_href=href("/s/publish", **of_draft) if draft else "",
        trouble=asked.trouble,
        done=_done(asked.done, known, language),
        next_href=shelves,
    )


def _done(done: str, saved: Partition | None, language: Language) -> str:
    if done == "saved" and saved is not None:
        return say("staff.groups.saved", language, name=saved.name.in_language(language))
    return say(DONE[done], language) if done in DONE else ""


class _Painter:
    """Says what partitions are in one draft."""

    def __init__(
        self,
        plan: Plan,
        items: Mapping[str, int],
        links: Mapping[str, str],
        language: Language,
    ) -> None:
        self._plan = plan
        self._items = items
        self._holdings = list_holdings(plan)
        self._links = links
        self._language = language

    def row(self, each: Partition) -> GroupRow:
        """Show a partition in the list."""
        holdings = self._holdings.get(each.id, ())
        names = (each.department, each.collection, each.material)
        return GroupRow(
            name=each.name.in_language(self._language),
            block=each.block.in_language(self._language),
            names=" / ".join(text.in_language(self._language) for text in names),
            prefixes=", ".join(each.prefixes),
            scheme=scheme_words(each.scheme, self._language),
            summary=say(
                "staff.ranges.summary",
                self._language,
                faces=len(holdings),
                bays=sum(len(face.bays) for face in holdings),
                items=self._items.get(each.id, 0),
            ),
            has_shelves=bool(holdings),
            href=href(PATH, **self._links, partition=each.id),
            ranges_href=self.ranges_href(each),
        )

    def ranges_href(self, each: Partition) -> str:
        """Give the page of a partition's ranges, in the draft or as they are published."""
        links = {**self._links, "draft": self._links["draft"] or PUBLISHED}
        return href("/s/ranges", **links, partition=each.id)

    def form(self, known: Partition | None, form: Fields) -> GroupForm:
        """Show the form of a partition, or of a new one."""
        language, plan = self._language, self._plan
        shown = GroupForm(
            id="",
            title=say("staff.groups.new", language),
            texts=text_fields(form, plan, language),
            prefixes=form.get("prefixes"),
            schemes=scheme_choices(form, plan, language),
        )
        if known is None:
            return shown
        items = self._items.get(known.id, 0)
        return GroupForm(
            id=known.id,
            title=known.name.in_language(language),
            texts=shown.texts,
            prefixes=shown.prefixes,
            schemes=shown.schemes,
            aliases=alias_fields(form, plan, known.id),
            needed=self._needed(known),
            loss=say("staff.groups.loss", language, count=items) if items else "",
            ranges_href=self.ranges_href(known) if known.id in self._holdings else "",
        )

    def _needed(self, known: Partition) -> str:
        try:
            remove_partition(self._plan, known.id)
        except EditError as error:
            return in_words(worded(error), self._language)
        return ""
