"""The phone's pages: search, results, the place and the way, "you are here"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.branches import Branch, Branches
from api.catalogue.search import parse_query
from api.finding import find_nearby
from api.languages import Language
from api.link_names import choose_partition, find_branch_id, read_link_names
from api.live.service import LiveService
from api.pages.frames import (
    answer_page,
    href,
    in_address,
    kept_profile,
    level_maps,
    make_frame,
    reader_language,
)
from api.pages.goals import (
    Goal,
    goal_query,
    goals_of,
    place_hits,
    put_displays_first,
    tiles,
)
from api.pages.results import (
    PAGE_SIZE,
    find_hits,
    near_words,
    result_view,
    search_works,
    sought_view,
    summary_words,
)
from api.pages.topics import topic_hits
from api.pages.ways import (
    Standing,
    find_standing,
    here_words,
    show_way,
    way_choices,
)
from api.storage.subjects import SubjectRepository
from api.storage.works import ItemRepository, Work
from api.upkeep.noting import items_age, note_vain_search
from floorplans.aliases import CatalogueNames
from floorplans.shelving.places import Place
from kiosk_ui.messages import say
from kiosk_ui.views import (
    BranchesView,
    BranchView,
    FollowView,
    HomeView,
    PlaceView,
    ResultsView,
    SoughtView,
)
from routing.model import Profile

BRANCH_COOKIE = "hyllykartta-branch"
COOKIE_AGE_S = 60 * 60 * 24 * 365
MOST_RESULTS = 200

router = APIRouter(include_in_schema=False)

ShortText = Annotated[str, Query(max_length=200)]


@router.get("/")
def home(
    request: Request,
    branch: ShortText = "",
    q: ShortText | None = None,
    here: Annotated[str, Query(alias="from", max_length=100)] = "",
    shown: Annotated[int, Query(ge=1, le=MOST_RESULTS)] = PAGE_SIZE,
    available: bool = False,
) -> HTMLResponse:
    """Show the search page of a branch, its results, or the list of branches."""
    found = find_branch(request, branch)
    if found is None:
        return _branches_page(request)
    language = reader_language(request)
    standing = find_standing(found, here, live_of(request), language)
    if q is not None and parse_query(q) is not None:
        page = _results_page(request, found, q, here, standing, shown, available)
    else:
        message = "" if q is None else say("ui.empty_query", language)
        page = _home_page(request, found, here, standing, message)
    page.set_cookie(BRANCH_COOKIE, found.id, max_age=COOKIE_AGE_S, samesite="lax", httponly=True)
    return page


@router.get("/f")
def place(
    request: Request,
    names: Annotated[CatalogueNames, Depends(read_link_names)],
    callno: ShortText = "",
    partition: ShortText = "",
    title: ShortText = "",
    here: Annotated[str, Query(alias="from", max_length=100)] = "",
    profile: Profile = "walk",
    to: ShortText = "",
    q: ShortText = "",
    told: ShortText = "",
) -> HTMLResponse:
    """Show where a call number stands, or a point of interest, and the way there.

    Links from other systems may say what they call the place instead of its partition.
    """
    found = find_branch(request, find_branch_id(branches_of(request), names.branch))
    if found is None:
        return _branches_page(request)
    if not callno.strip() and not to:
        return home(request, found.id, None, here)
    language = reader_language(request)
    if not partition and not to:
        partition = choose_partition(found, callno, title, names, language)
    standing = find_standing(found, here, live_of(request), language)
    goals = goals_of(found, callno, partition, to, title, profile)
    on_foot = {"branch": found.id, "lang": language, "from": here}
    common = {**on_foot, "profile": in_address(profile)}
    asked = {"callno": callno, "partition": partition, "title": title, "to": to, "q": q}
    sought, goals = seek(request, found, goals, title, language)
    shown = show_way(found, standing, goals, profile, language, title)

    def link(other: Place, name: str) -> str:
        return href("/f", **common, callno=callno, partition=other.partition, title=name)

    view = PlaceView(
        frame=make_frame(request, found, here, here_words(found, standing, here, language)),
        sought=sought,
        where=shown.where,
        also=shown.also,
        age=shown.age,
        levels=shown.levels,
        back_href=href("/", **common, q=q or title or callno),
        way=shown.way,
        problem=shown.problem,
        doubt=shown.doubt,
        route_query=goal_query(goals[0], callno, title, profile),
        followed=standing.subject,
        choices=way_choices(
            profile, language, lambda other: href("/f", **on_foot, **asked, profile=other)
        ),
        desk_href=desk_href(found, standing, sought, "/f", common),
        items_age=items_age(request, found, language) if sought.status else "",
        can_tell=isinstance(goals[0], Place),
        asked=tuple((name, each) for name, each in {**common, **asked}.items() if each),
        told=say(f"ui.not_here_{told}", language) if told in ("yes", "enough") else "",
        others=() if partition or to else place_hits(found, callno, language, link)[1:],
    )
    return answer_page("place", view, language, private=bool(standing.subject))


@router.get("/a/{point}")
def you_are_here(request: Request, point: str) -> RedirectResponse:
    """Take a scanned locator point to the search page that begins there."""
    branch, known = branches_of(request).find_point(point)
    to = href("/", branch=branch.id, lang=reader_language(request), **{"from": f"point:{known.id}"})
    return RedirectResponse(to, status_code=303)


def branches_of(request: Request) -> Branches:
    """Get the branches of the application."""
    branches: Branches = request.app.state.branches
    return branches


def live_of(request: Request) -> LiveService:
    """Get the live service of the application."""
    live: LiveService = request.app.state.live
    return live


def items_of(request: Request) -> ItemRepository:
    """Get the catalogue of the application."""
    items: ItemRepository = request.app.state.items
    return items


def topics_of(request: Request) -> SubjectRepository:
    """Get the classification of the application."""
    topics: SubjectRepository = request.app.state.topics
    return topics


def find_branch(request: Request, asked: str) -> Branch | None:
    """Find the branch of a page: asked for, the last one used, or the only one."""
    branches = branches_of(request)
    if asked:
        return branches.get(asked)
    known = branches.list()
    last = request.cookies.get(BRANCH_COOKIE)
    for branch in known:
        if branch.id == last:
            return branch
    return known[0] if len(known) == 1 else None


def seek(
    request: Request, branch: Branch, goals: tuple[Goal, ...], title: str, language: Language
) -> tuple[SoughtView, tuple[Goal, ...]]:
    """Show what a page leads to, and put the goals into the order that its status tells."""
    goal = goals[0]
    if not isinstance(goal, Place):
        return SoughtView(goal.name.in_language(language), "", ""), goals
    sought = sought_view(items_of(request), branch.id, goal, title, language)
    if sought.status != "on_display":
        return sought, goals
    goals = put_displays_first(goals)
    if goals[0].kind != "display":
        return sought, goals
    words = say("status.on_display_there", language)
    return replace(sought, advice="", status_text=words), goals


def desk_href(
    branch: Branch,
    standing: Standing,
    sought: SoughtView,
    path: str,
    query: Mapping[str, str | int],
) -> str:
    """Lead to the service desk where what is sought is not on its shelf."""
    desk = find_nearby(branch, "service_desk", standing.spot.level) if sought.advice else None
    return href(path, **query, to=desk.id) if desk else ""


def _branches_page(request: Request) -> HTMLResponse:
    language = reader_language(request)
    view = BranchesView(
        make_frame(request),
        tuple(
            BranchView(
                each.plan.name.in_language(language), href("/", branch=each.id, lang=language)
            )
            for each in branches_of(request).list()
        ),
    )
    return answer_page("branches", view, language)


def _home_page(
    request: Request, branch: Branch, here: str, standing: Standing, message: str
) -> HTMLResponse:
    language = reader_language(request)
    first = min(branch.plan.levels, key=lambda each: each.ordinal).id

    def link(point: str) -> str:
        return href(
            "/f",
            branch=branch.id,
            to=point,
            lang=language,
            profile=kept_profile(request),
            **{"from": here},
        )

    view = HomeView(
        frame=make_frame(request, branch, here, here_words(branch, standing, here, language)),
        levels=level_maps(
            branch,
            language,
            current=standing.spot.level if standing.known else first,
            start=standing.spot if standing.known and standing.position is None else None,
            dot=standing.dot_in(branch),
        ),
        followed=standing.subject,
        visitors=_visitors(request, branch, language),
        message=message,
        tiles=tiles(branch, standing.spot.level, language, link),
    )
    return answer_page("home", view, language, private=bool(standing.subject))


def _visitors(request: Request, branch: Branch, language: Language) -> tuple[FollowView, ...]:
    """Offer the demo's visitors to follow; nobody else's position is ever listed here."""
    if not request.app.state.settings.demo:
        return ()
    live = sorted(
        each.subject
        for each in live_of(request).list_positions(branch.id)
        if each.subject.startswith("visitor-")
    )
    return tuple(
        FollowView(
            say("ui.visitor", language, number=subject.removeprefix("visitor-")),
            href("/", branch=branch.id, lang=language, **{"from": f"subject:{subject}"}),
        )
        for subject in live
    )


def _results_page(
    request: Request,
    branch: Branch,
    q: str,
    here: str,
    standing: Standing,
    shown: int,
    available: bool,
) -> HTMLResponse:
    language = reader_language(request)
    query = parse_query(q)
    assert query is not None
    found, near = search_works(items_of(request), branch.id, query, shown, available_only=available)
    common = {
        "branch": branch.id,
        "q": q,
        "lang": language,
        "from": here,
        "profile": kept_profile(request),
    }

    def link(thing: Work | Place, title: str) -> str:
        shelf = {"callno": thing.call_number, "partition": thing.partition, "title": title}
        return href("/f", **common, **shelf)

    places = find_hits(branch, query, language, link, found=bool(found.total))
    topics = topic_hits(
        topics_of(request),
        branch,
        query,
        language,
        link,
        beside_works=bool(found.total) and not near,
    )
    if not (found.total or places or topics):
        note_vain_search(request, branch, q)
    more = min(shown + PAGE_SIZE, MOST_RESULTS)
    only = {"available": "true"} if available else {}
    view = ResultsView(
        frame=make_frame(request, branch, here, here_words(branch, standing, here, language)),
        query=q,
        summary=summary_words(found, shelves=bool(places or topics), language=language),
        results=tuple(
            result_view(branch, work, number, language, link(work, work.title), thumbnails=True)
            for number, work in enumerate(found.works)
        ),
        only_available=available,
        all_href=href("/", **common),
        available_href=href("/", **common, available="true"),
        more_href=href("/", **common, **only, shown=more)
        if found.total > shown and shown < MOST_RESULTS
        else "",
        near=near_words(query, language, near=near),
        places=places,
        topics=topics,
    )
    return answer_page("results", view, language, private=bool(standing.subject))
