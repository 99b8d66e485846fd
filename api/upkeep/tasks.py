"""What needs the staff of a branch, as jobs in the order of their weight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from api.auth import Role
from api.branches import Branch
from api.finding import find_places
from api.languages import Language
from api.live.radios import RadioHealth
from api.pages.frames import href
from api.problems import ProblemError
from api.storage.draft_records import DraftHead
from api.storage.item_runs import ImportRun
from api.storage.not_here import NotHere
from api.storage.publications import Scheduled
from api.storage.refused_rows import said_problem
from api.storage.unplaced import Counts, read_names
from api.upkeep.findings import Stale, Unreached
from floorplans.hours import is_open
from floorplans.model import Plan
from floorplans.shelving.places import Place
from floorplans.zones import find_zone
from kiosk_ui.messages import say
from kiosk_ui.words import date_text, place_text, time_text
from routing.model import Spot

MOST_NAMED = 2
OLD_ITEMS = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a branch at a time; ``unreached`` is None while it is worked out.

    ``radios`` are those that are silent or weak; ``kiosks`` those not seen, with for how long.
    """

    now: datetime
    reports: tuple[NotHere, ...] = ()
    radios: tuple[tuple[RadioHealth, bool], ...] = ()
    kiosks: tuple[tuple[str, float], ...] = ()
    stale: tuple[Stale, ...] = ()
    unreached: tuple[Unreached, ...] | None = ()
    drafts: tuple[DraftHead, ...] = ()
    scheduled: tuple[Scheduled, ...] = ()
    last_import: ImportRun | None = None
    shown_import: ImportRun | None = None
    searches: tuple[tuple[str, int], ...] = ()
    unplaced: Counts | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One job, where it is (if anywhere), and the least role that may do it."""

    kind: str
    icon: str
    title: str
    detail: str
    href: str
    role: Role
    urgent: bool = False
    at: Spot | None = None


def list_tasks(branch: Branch, facts: Facts, language: Language) -> tuple[Task, ...]:
    """List what needs the staff, the heaviest first."""
    links = {"branch": branch.id, "lang": language}
    return tuple(
        task
        for tasks in (
            _not_here(branch, facts, language, links),
            _kiosks(branch, facts, language, links),
            _unreached(facts, language, links),
            _radios(branch.plan, facts, language, links),
            _imports(facts, language, links),
            _unplaced(branch.plan, facts, language, links),
            _drafts(facts, language, links),
            _scheduled(branch.plan, facts, language, links),
            _stale(branch.plan, facts, language, links),
            _searches(facts, language, links),
        )
        for task in tasks
    )


def place_of(branch: Branch, report: NotHere) -> Place | None:
    """Find where something reported belongs today."""
    try:
        places = find_places(branch, report.call_number, report.partition, title=report.title)
    except ProblemError:
        return None
    return places[0] if places else None


def _not_here(
    branch: Branch, facts: Facts, language: Language, links: dict[str, str]
) -> Iterator[Task]:
    if not facts.reports:
        return
    places: dict[str, int] = {}
    first: Place | None = None
    for report in facts.reports:
        place = place_of(branch, report)
        first = first or place
        words = place_text(place, branch.plan, language) if place else report.call_number
        places[words] = places.get(words, 0) + report.count
    named = sorted(places.items(), key=lambda each: -each[1])[:MOST_NAMED]
    told = [say("staff.today.times", language, place=place, count=n) for place, n in named]
    yield Task(
        "reports",
        "warn",
        say("staff.today.not_here", language, count=sum(places.values())),
        " · ".join(told),
        href("/s/reports", **links),
        "shelver",
        urgent=True,
        at=Spot(first.level, first.x_m, first.y_m) if first else None,
    )


def _kiosks(
    branch: Branch, facts: Facts, language: Language, links: dict[str, str]
) -> Iterator[Task]:
    if branch.plan.hours and not is_open(branch.plan.hours, facts.now.replace(tzinfo=None)):
        return
    known = {each.id: each for each in branch.plan.kiosks}
    for id_, age_s in facts.kiosks:
        kiosk = known[id_]
        name = kiosk.name.in_language(language)
        yield Task(
            "kiosk",
            "power",
            say("staff.today.kiosk", language, name=name),
            say("staff.today.kiosk_seen", language, minutes=round(age_s / 60)),
            href(f"/k/{id_}", lang=language),
            "viewer",
            urgent=True,
            at=Spot(kiosk.level, kiosk.x_m, kiosk.y_m),
        )


def _unreached(facts: Facts, language: Language, links: dict[str, str]) -> Iterator[Task]:
    if not facts.unreached:
        return
    bays = sum(each.bays for each in facts.unreached)
    path = f"/s/layout/{facts.drafts[0].id}" if facts.drafts else "/s/layout"
    shelves = dict.fromkeys(each.shelf_number for each in facts.unreached)
    named = ", ".join(list(shelves)[: 2 * MOST_NAMED])
    yield Task(
        "unreached",
        "accessible",
        say("staff.today.unreached", language, count=bays),
        say("staff.today.shelves", language, count=len(shelves), names=named),
        f"{href(path, **links)}#shelves/{quote(facts.unreached[0].shelf)}",
        "editor",
        at=facts.unreached[0].at,
    )


def _radios(plan: Plan, facts: Facts, language: Language, links: dict[str, str]) -> Iterator[Task]:
    known = {each.id: each for each in plan.radios}
    told = [
        (known[health.radio], silent) for health, silent in facts.radios if health.radio in known
    ]
    if not told:
        return
    silent = sum(is_silent for _, is_silent in told)
    radio = told[0][0]
    yield Task(
        "radios",
        "locate",
        say("staff.today.radios", language, silent=silent, doubtful=len(told) - silent),
        ", ".join(each.id for each, _ in told[: 2 * MOST_NAMED]),
        f"{href('/s/live', **links)}#radio-{quote(radio.id)}",
        "viewer",
        urgent=silent > 0,
        at=Spot(radio.level, radio.x_m, radio.y_m),
    )


def _imports(facts: Facts, language: Language, links: dict[str, str]) -> Iterator[Task]:
    last, shown = facts.last_import, facts.shown_import
    if last is None:
        return
    to = href("/s/items", **links)
    if last.state in ("stopped", "failed"):
        title = say(f"staff.today.import_{last.state}", language)
        detail = say("staff.today.import_items", language, count=last.items)
        yield Task("import", "warn", title, detail, to, "editor", urgent=True)
    elif shown and shown.ended_at and facts.now - shown.ended_at > OLD_ITEMS and shown.author:
        days = (facts.now - shown.ended_at).days
        title = say("staff.today.items_old", language, days=days)
        yield Task("import", "clock", title, shown.source, to, "editor")
    elif last.refused:
        title = say("staff.today.items_refused", language, count=last.refused)
        detail = said_problem(last.report[0], language) if last.report else ""
        yield Task("import", "text", title, detail, to, "editor")


def _unplaced(
    plan: Plan, facts: Facts, language: Language, links: dict[str, str]
) -> Iterator[Task]:
    if facts.unplaced is None or not facts.unplaced.items:
        return
    names = {each.id: each.name.in_language(language) for each in plan.partitions}
    told = [
        say(
            "staff.today.unplaced_group",
            language,
            words=read_names(each.name).words() if each.kind == "names" else names[each.name],
            count=each.count,
        )
        for each in facts.unplaced.groups[:MOST_NAMED]
        if each.kind == "names" or each.name in names
    ]
    yield Task(
        "unplaced",
        "search",
        say("staff.today.unplaced", language, count=facts.unplaced.items),
        " · ".join(told),
        href("/s/ranges/names", **links),
        "editor",
    )


def _drafts(facts: Facts, language: Language, links: dict[str, str]) -> Iterator[Task]:
    waiting = [each for each in facts.drafts if each.revision > 1]
    if not waiting:
        return
    newest = waiting[0]
    name = newest.name or say("staff.publish.nameless", language)
    day = date_text(newest.updated_at.date().isoformat(), language)
    yield Task(
        "drafts",
        "whole",
        say("staff.today.drafts", language, count=len(waiting)),
        ", ".join(filter(None, (name, newest.author, day))),
        href("/s/publish", **links, draft=newest.id),
        "editor",
    )


def _scheduled(
    plan: Plan, facts: Facts, language: Language, links: dict[str, str]
) -> Iterator[Task]:
    for each in facts.scheduled:
        when = time_text(each.due_at.astimezone(find_zone(plan.time_zone) or UTC), language)
        title = say("staff.publish.waits", language, time=when)
        detail = ", ".join(filter(None, (each.note, each.author)))
        yield Task("scheduled", "clock", title, detail, href("/s/versions", **links), "editor")


def _stale(plan: Plan, facts: Facts, language: Language, links: dict[str, str]) -> Iterator[Task]:
    names = {each.id: each.name.in_language(language) for each in plan.partitions}
    for each in facts.stale[: 2 * MOST_NAMED]:
        yield Task(
            "stale",
            "clock",
            say("staff.today.stale", language, count=each.bays),
            say(
                "staff.today.stale_where",
                language,
                name=names.get(each.partition, each.partition),
                minutes=each.minutes,
            ),
            href("/s/walk", **links, face=each.face),
            "shelver",
            at=each.at,
        )


def _searches(facts: Facts, language: Language, links: dict[str, str]) -> Iterator[Task]:
    if not facts.searches:
        return
    told = [f"”{words}” {count}" for words, count in facts.searches[:MOST_NAMED]]
    yield Task(
        "searches",
        "search",
        say("staff.today.searches", language, count=sum(n for _, n in facts.searches)),
        ", ".join(told),
        href("/s/ranges", **links),
        "editor",
    )
