"""Search results as views, for phone and kiosk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from api.answers import find_work_places
from api.branches import Branch
from api.catalogue.search import Query, loosen, parse_query
from api.languages import Language
from api.pages.goals import place_hits, section_hits
from api.storage.works import Copy, Found, ItemRepository, Work
from floorplans.model import RangeKind
from floorplans.shelving.places import Place, best_answer
from kiosk_ui.messages import say
from kiosk_ui.svg.thumbnail import draw_thumbnail
from kiosk_ui.views import PlaceHitView, ResultView, SoughtView, Status
from kiosk_ui.words import answer_text, status_text

PAGE_SIZE = 20
SOONEST: tuple[Status, ...] = (
    "available",
    "on_display",
    "storage",
    "in_transit",
    "on_loan",
    "missing",
)


def search_works(
    items: ItemRepository, branch: str, query: Query, limit: int, *, available_only: bool = False
) -> tuple[Found, bool]:
    """Search works; where there is none, those that come near, and whether they do only that."""
    found = items.search(branch, query, limit, 0, available_only=available_only)
    if found.total or available_only:
        return found, False
    for near in loosen(query):
        loose = items.search(branch, near, limit, 0)
        if loose.total:
            return loose, True
    return found, False


def find_hits(
    branch: Branch,
    query: Query,
    language: Language,
    link: Callable[[Place, str], str],
    *,
    found: bool,
) -> tuple[PlaceHitView, ...]:
    """Find shelves beside works: sections by name, and a call number's where no work has it."""
    if query.is_call_number and not found:
        return place_hits(branch, query.text, language, link)
    return section_hits(branch, query.words, language, link)


def near_words(query: Query, language: Language, *, near: bool) -> str:
    """Say that results only come near what was asked; nothing where they are it."""
    return say("ui.near_results", language, query=query.text) if near else ""


def summary_words(found: Found, *, shelves: bool, language: Language) -> str:
    """Say how many works were found; where there are only ``shelves``, that."""
    if shelves and not found.total:
        return say("ui.results.shelves", language)
    return say("ui.results", language, count=found.total)


def sought_view(
    items: ItemRepository, branch: str, place: Place, title: str, language: Language
) -> SoughtView:
    """Show what is looked for, with its author and status where the catalogue has it."""
    callno = place.call_number
    query = parse_query(title)
    works = items.search(branch, query, 10, 0).works if query else ()
    for work in works:
        same_shelf = work.call_number == callno and place.partition in ("", work.partition)
        if work.title == title and same_shelf:
            status, _ = work_status(work)
            return SoughtView(
                title,
                work.author,
                callno,
                status,
                work_status_text(work, language, place.kind),
                "" if status == "available" else say(f"status.advice.{status}", language),
                _other_copies(work, language),
            )
    return SoughtView(title, "", callno)


def work_status(work: Work) -> tuple[Status, str | None]:
    """Give the best status among a work's copies, and when it is due."""
    best = _ranked(work)[0]
    return best.status, best.due_on


def work_status_text(work: Work, language: Language, kind: RangeKind | None) -> str:
    """Say whether a work can be had now, in words that fit the kind of its place, if it has one.

    What closed stacks have is on no shelf that one can go to; to a display one can go.
    """
    status, due_on = work_status(work)
    if status == "available":
        key = "status.to_be_had" if kind == "closed" else "status.available_count"
        return say(key, language, number=work.available)
    if status == "on_display" and kind == "display":
        return say("status.on_display_there", language)
    return status_text(status, due_on, language)


def _ranked(work: Work) -> list[Copy]:
    """Sort a work's copies by how soon one can have them."""
    return sorted(work.copies, key=lambda copy: (SOONEST.index(copy.status), copy.due_on or "9999"))


def _other_copies(work: Work, language: Language) -> tuple[str, ...]:
    """Say the statuses of the copies that `work_status_text` does not speak of."""
    others = _ranked(work)[max(1, work.available) :]
    counted = Counter(status_text(copy.status, copy.due_on, language) for copy in others)
    return tuple(
        f"{number}\u00a0× {words}" if number > 1 else words for words, number in counted.items()
    )


def result_view(
    branch: Branch,
    work: Work,
    number: int,
    language: Language,
    href: str,
    *,
    thumbnails: bool,
) -> ResultView:
    """Show one work among results; ``number`` keeps its drawing's ids apart from others'."""
    places = find_work_places(branch, work)
    place = places[0] if places else None
    drawing = ""
    if thumbnails and place is not None and place.kind != "closed":
        drawing = draw_thumbnail(branch.plan, place, language, prefix=f"t{number}-")
    return ResultView(
        title=work.title,
        author=work.author,
        year=str(work.year or ""),
        call_number=work.call_number,
        status=work_status(work)[0],
        status_text=work_status_text(work, language, place.kind if place else None),
        where=answer_text(best_answer(places), branch.plan, language)
        if places
        else say("ui.not_on_map", language),
        href=href,
        thumbnail_svg=drawing,
    )
