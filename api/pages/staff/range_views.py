"""What the page of ranges shows: faces, bays, loads, ages, checks and the map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from fastapi import Request

from api.auth import Actor, may
from api.branches import Branch
from api.endpoints.planning import database_of, now
from api.languages import Language
from api.pages.frames import href
from api.pages.staff.frames import make_staff_frame
from api.pages.staff.range_forms import FIRST, WAS, Fields, spot_value, typed_borders
from api.pages.staff.troubles import trouble_text
from api.range_drafts import Tried, counts_of
from api.range_strips import Laid, LaidBay, lay_out
from api.storage.draft_records import DraftHead
from api.storage.drafts import get_draft_plan, list_drafts
from api.storage.edits import load_history
from floorplans.checks.assignment import check_assignment
from floorplans.checks.order import check_order
from floorplans.checks.reading import read_ranges
from floorplans.checks.upkeep import STALE_AFTER
from floorplans.days import read_day
from floorplans.diff.plans import diff_plans
from floorplans.errors import PlanReferenceError
from floorplans.model import BayRun, Plan
from floorplans.shelving.borders import BorderProblem
from floorplans.shelving.shifting import Fallen
from floorplans.shelving.strips import Spot
from floorplans.validate import find_breaks
from kiosk_ui.changes import changes_text
from kiosk_ui.finding_words import finding_place, finding_text
from kiosk_ui.messages import say
from kiosk_ui.staff.ranges import (
    BayView,
    ChoiceView,
    FaceView,
    PreviewView,
    RangesView,
    TypedView,
)
from kiosk_ui.svg.held import draw_held
from kiosk_ui.svg.level import draw_level
from kiosk_ui.views import LevelMapView
from kiosk_ui.wording import in_words

PUBLISHED = "published"
FACES_ON_A_PAGE = 30
FULL = 0.95
MOST_PROBLEMS = 20
MOST_CHANGES = 20
DAYS_OF_MONTH = 30
_UNTYPED = TypedView()
_UNSENT = Fields({})


@dataclass(frozen=True, slots=True)
class Shown:
    """What is asked to be shown: a draft, a partition, a page of its faces, and a job's answer.

    The bays of ``runs`` and ``shelves`` are chosen, too; without a partition, it is the one
    that most of the shelves hold.
    """

    draft: str
    partition: str
    page: int = 0
    chosen: tuple[Spot, ...] = ()
    runs: tuple[BayRun, ...] = ()
    shelves: frozenset[str] = frozenset()
    typed: TypedView = _UNTYPED
    problems: tuple[BorderProblem, ...] = ()
    form: Fields = _UNSENT
    tried: Tried | None = None
    do: str = ""
    done: str = ""


def view_ranges(
    request: Request, branch: Branch, actor: Actor, shown: Shown, language: Language
) -> RangesView:
    """Make the page of a draft, or of what is published where there is none."""
    database = database_of(request)
    drafts = list_drafts(database, branch.id)
    frame = make_staff_frame(request, branch, actor, "ranges")
    draft, plan = None, branch.plan
    if shown.draft != PUBLISHED and (asked_for := shown.draft or next((e.id for e in drafts), "")):
        draft, plan = get_draft_plan(database, branch.id, asked_for)
    links = {"branch": branch.id, "lang": language, "draft": draft.id if draft else ""}
    may_publish = may(actor, "editor", branch.id)
    groups_href = href("/s/ranges/groups", **links) if may_publish else ""
    if not plan.partitions:
        return RangesView(frame, groups_href=groups_href)
    after = shown.tried.done.plan if shown.tried else plan
    known = [each.id for each in after.partitions]
    held = (*_held_by(after, shown.shelves), *(each.partition for each in after.ranges))
    asked = (shown.partition, *held, *known)
    partition = next(each for each in asked if each in known)
    view = RangesView(
        frame,
        drafts=tuple(_draft_choice(each, draft, language) for each in drafts),
        published=PUBLISHED,
        draft=draft.id if draft else "",
        revision=draft.revision if draft else 0,
        partition=partition,
        partitions=tuple(
            ChoiceView(each.id, each.name.in_language(language), each.id == partition)
            for each in after.partitions
        ),
        typed=shown.typed,
        shelves=tuple(sorted(shown.shelves)),
    )
    try:
        laid = lay_out(after, view.revision, partition, counts_of(database, branch.id))
    except PlanReferenceError as error:
        return replace(view, troubles=(trouble_text(error, language),))
    return _Painter(after, laid, shown, language).paint(
        replace(
            view,
            preview=_preview(shown, plan, language),
            done=say(f"staff.ranges.done_{shown.done}", language) if shown.done in DONE else "",
            can_undo=bool(draft and load_history(database, draft.id, actor.name).undo),
            publish_href=href("/s/publish", **links) if draft and may_publish else "",
            names_href=href("/s/ranges/names", **links) if may_publish else "",
            groups_href=groups_href,
            table_href=href(
                "/s/ranges/table",
                branch=branch.id,
                draft=view.draft or PUBLISHED,
                partition=partition,
            ),
        )
    )


def _held_by(plan: Plan, shelves: frozenset[str]) -> tuple[str, ...]:
    """Give the partitions on some shelves, that of most bays first."""
    faces = {face.id for shelf in plan.shelves if shelf.id in shelves for face in shelf.faces}
    bays = Counter[str]()
    for each in plan.ranges:
        for run in each.runs:
            if run.face in faces:
                bays[each.partition] += run.last_bay - run.first_bay + 1
    return tuple(partition for partition, _ in bays.most_common())


DONE = frozenset({"borders", "shift", "spread", "fill", "assign", "table", "undone"})


def _draft_choice(each: DraftHead, current: DraftHead | None, language: Language) -> ChoiceView:
    name = each.name or say("staff.publish.nameless", language)
    return ChoiceView(each.id, name, current is not None and each.id == current.id)


def _preview(shown: Shown, before: Plan, language: Language) -> PreviewView | None:
    if shown.tried is None:
        return None
    after = shown.tried.done.plan
    changes = changes_text(diff_plans(before, after), after, language)
    names = {face.id: face.name for shelf in after.shelves for face in shelf.faces}
    fallen = tuple(_fallen_text(each, names, language) for each in shown.tried.done.fallen)
    return PreviewView(shown.do, changes[:MOST_CHANGES], fallen)


def _fallen_text(each: Fallen, names: dict[str, str], language: Language) -> str:
    return say(
        "staff.ranges.fell",
        language,
        face=names.get(each.spot.face, each.spot.face),
        bay=each.spot.bay,
        first=each.first or "?",
    )


class _Painter:
    """Fills the page with what one partition has."""

    def __init__(self, plan: Plan, laid: Laid, shown: Shown, language: Language) -> None:
        self._plan = plan
        self._laid = laid
        self._shown = shown
        self._language = language
        self._today = now().date()
        self._faces = {face.id: (shelf, face) for shelf in plan.shelves for face in shelf.faces}
        self._rows = {border.spot: row for row, border in enumerate(typed_borders(shown.form), 1)}
        self._troubles = {
            each.row: in_words(each.message, language) for each in shown.problems if each.row
        }
        on_shelves = self._on_shelves(shown.shelves)
        self._chosen = {*shown.chosen, *self._in_runs(shown.runs), *on_shelves}

    def _on_shelves(self, shelves: frozenset[str]) -> Iterator[Spot]:
        for each in self._laid.bays:
            shelf, _ = self._faces.get(each.spot.face, (None, None))
            if shelf is not None and shelf.id in shelves and not each.is_free:
                yield each.spot

    def _in_runs(self, runs: Sequence[BayRun]) -> Iterator[Spot]:
        for each in self._laid.bays:
            face, bay = each.spot.face, each.spot.bay
            if any(run.face == face and run.first_bay <= bay <= run.last_bay for run in runs):
                yield each.spot

    def paint(self, view: RangesView) -> RangesView:
        """Fill the page."""
        partition = next(each for each in self._plan.partitions if each.id == view.partition)
        groups = [
            tuple(bays) for _, bays in groupby(self._laid.bays, key=lambda each: each.spot.face)
        ]
        page = min(self._page(groups), max(len(groups) - 1, 0) // FACES_ON_A_PAGE)
        on_page = groups[page * FACES_ON_A_PAGE : (page + 1) * FACES_ON_A_PAGE]
        return replace(
            view,
            partition_name=partition.name.in_language(self._language),
            summary=self._summary(groups),
            faces=tuple(map(self._face, on_page)),
            pages=tuple(self._pages(groups, page)),
            carried=tuple(self._carried(on_page)),
            page=page,
            levels=() if find_breaks(self._plan) else tuple(self._levels(on_page)),
            all_faces=tuple(ChoiceView(id_, face.name) for id_, (_, face) in self._faces.items()),
            warning=self._warning(),
            problems=tuple(self._check())[:MOST_PROBLEMS],
            troubles=tuple(map(self._trouble, self._shown.problems)),
        )

    def _trouble(self, each: BorderProblem) -> str:
        told = in_words(each.message, self._language)
        if each.column:
            told = f"{each.column}: {told}"
        return (
            say("staff.wording.row", self._language, row=each.row, told=told) if each.row else told
        )

    def _page(self, groups: Sequence[Sequence[LaidBay]]) -> int:
        """Find the page that is asked for, or that of the first chosen bay of the shelves."""
        if self._shown.page or not self._shown.shelves:
            return self._shown.page
        spots = (any(each.spot in self._chosen for each in bays) for bays in groups)
        return next((at // FACES_ON_A_PAGE for at, chosen in enumerate(spots) if chosen), 0)

    def _tell(self, key: str, **params: str | int) -> str:
        return say(f"staff.ranges.{key}", self._language, **params)

    def _name(self, face: str) -> str:
        return self._faces[face][1].name if face in self._faces else face

    def _summary(self, groups: Sequence[Sequence[LaidBay]]) -> str:
        bays = sum(map(len, groups))
        return self._tell("summary", faces=len(groups), bays=bays, items=self._laid.stock.total)

    def _face(self, bays: Sequence[LaidBay]) -> FaceView:
        days = [day for each in bays if (day := read_day(each.checked_on))]
        oldest = min(days, default=None)
        return FaceView(
            name=self._name(bays[0].spot.face),
            age=self._age(oldest),
            stale=oldest is not None and self._today - oldest > STALE_AFTER,
            bays=tuple(map(self._bay, bays)),
        )

    def _age(self, day: date | None) -> str:
        if day is None:
            return self._tell("never")
        days = max((self._today - day).days, 0)
        if days < 2 * DAYS_OF_MONTH:
            return self._tell("age_days", count=days)
        return self._tell("age_months", count=days // DAYS_OF_MONTH)

    def _bay(self, each: LaidBay) -> BayView:
        value, fill = spot_value(each.spot), each.load.fill()
        has_items = bool(self._laid.stock.total)
        field = f"{FIRST}{value}"
        row = self._rows.get(each.spot, 0)
        first = self._shown.form.get(field) if row else each.first or ""
        return BayView(
            value=value,
            number=each.spot.bay,
            first=first,
            was=each.first or "",
            unknown=each.first is None,
            free=each.is_free,
            fill=round(fill * 100) if has_items and not each.is_free else None,
            full=fill > FULL,
            about=not each.load.is_known,
            chosen=each.spot in self._chosen,
            trouble=self._troubles.get(row, ""),
        )

    def _carried(self, groups: Sequence[Sequence[LaidBay]]) -> Iterator[tuple[str, str]]:
        """Give the fields of what is chosen and typed on other pages, so that it stays so."""
        here = {each.spot for bays in groups for each in bays}
        for spot in sorted(self._chosen):
            if spot not in here:
                yield "bay", spot_value(spot)
        for border in self._rows:
            if border not in here:
                for name in (f"{FIRST}{spot_value(border)}", f"{WAS}{spot_value(border)}"):
                    yield name, self._shown.form.get(name)

    def _pages(self, groups: Sequence[Sequence[LaidBay]], page: int) -> Iterator[ChoiceView]:
        if len(groups) <= FACES_ON_A_PAGE:
            return
        for number, start in enumerate(range(0, len(groups), FACES_ON_A_PAGE)):
            last = min(start + FACES_ON_A_PAGE, len(groups)) - 1
            name = (
                f"{self._name(groups[start][0].spot.face)} – "
                f"{self._name(groups[last][0].spot.face)}"
            )
            yield ChoiceView(str(number), name, number == page)

    def _levels(self, groups: Sequence[Sequence[LaidBay]]) -> Iterator[LevelMapView]:
        held = {each.spot for each in self._laid.bays if not each.is_free}
        shown = (each.spot for bays in groups for each in bays)
        names = {spot: spot_value(spot) for spot in (*shown, *self._chosen)}
        on_page = [
            each.spot.face for bays in groups for each in bays if each.spot.face in self._faces
        ]
        # The strips say what bays hold; without its ranges a large level is drawn in half the time.
        bare = replace(self._plan, ranges=())
        levels = {shelf.level for id_ in on_page for shelf, _ in [self._faces[id_]]}
        first = self._faces[on_page[0]][0].level if on_page else self._plan.levels[0].id
        for level in self._plan.levels:
            if level.id in levels | {first}:
                yield LevelMapView(
                    level=level.id,
                    name=level.name.in_language(self._language),
                    ordinal=level.ordinal,
                    static_svg=draw_level(bare, level.id, self._language, prefix=f"l{level.id}-"),
                    overlay_svg=draw_held(
                        self._plan, level.id, held, self._chosen, self._language, names
                    ),
                    current=level.id == first,
                )

    def _warning(self) -> str:
        full = max(self._laid.bays, key=lambda each: each.load.fill(), default=None)
        if full is None or full.load.fill() <= FULL:
            return ""
        return self._tell(
            "too_full",
            face=self._name(full.spot.face),
            bay=full.spot.bay,
            percent=round(full.load.fill() * 100),
        )

    def _check(self) -> Iterator[str]:
        """Say what is wrong with the partition's ranges and the bays of its faces."""
        own = {*self._laid.strip.ranges, *(each.spot.face for each in self._laid.bays)}
        found = (*check_order(self._plan, read_ranges(self._plan)), *check_assignment(self._plan))
        language = self._language
        for each in found:
            if each.thing in own:
                yield f"{finding_place(each, self._plan, language)}: {finding_text(each, language)}"
