"""The kiosk's pages: search at rest, results, and the route from the kiosk with its QR code."""

from __future__ import annotations

import io
from typing import Annotated
from urllib.parse import quote, urlencode

import segno
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.branches import Branch
from api.catalogue.search import parse_query
from api.languages import Language
from api.pages.frames import (
    answer_page,
    href,
    in_address,
    kept_profile,
    level_maps,
    make_frame,
    reader_language,
)
from api.pages.goals import goals_of, tiles
from api.pages.phone import (
    ShortText,
    branches_of,
    desk_href,
    items_of,
    live_of,
    seek,
    topics_of,
)
from api.pages.results import find_hits, near_words, result_view, search_works, summary_words
from api.pages.topics import topic_hits
from api.pages.ways import find_standing, here_words, show_way, way_choices
from api.problems import ProblemError
from api.storage.errors import StorageError
from api.storage.works import Work
from api.tokens import COOKIE, check_kiosk, check_kiosk_request
from api.upkeep.noting import note_kiosk, note_vain_search
from floorplans.model import Kiosk
from floorplans.shelving.places import Place
from kiosk_ui.views import KioskFrame, KioskHomeView, KioskPlaceView, PlaceHitView, PlaceView
from routing.model import Profile, Spot

IDLE_S = 60
COOKIE_S = 400 * 24 * 60 * 60
"""As long as browsers keep a cookie at most."""

RESULTS = 12

router = APIRouter(include_in_schema=False)


@router.get("/k/{kiosk}")
def kiosk(
    request: Request,
    kiosk: str,
    q: ShortText = "",
    callno: ShortText = "",
    partition: ShortText = "",
    title: ShortText = "",
    profile: Profile = "walk",
    idle_s: Annotated[int, Query(ge=20, le=600)] = IDLE_S,
    to: ShortText = "",
    token: ShortText = "",
) -> Response:
    """Show a kiosk: at rest, with results, or guiding.

    Its key comes once in the address and stays in a cookie that no script reads.
    """
    branch, known = branches_of(request).find_kiosk(kiosk)
    if token:
        check_kiosk(request, known.id, token)
        return _keep_token(request, known.id, token)
    if _is_itself(request, known.id):
        note_kiosk(request, known.id)
    if callno.strip() or to:
        asked = {"callno": callno, "partition": partition, "title": title, "to": to}
        return _place_page(request, branch, known, asked, q, profile, idle_s)
    return _home_page(request, branch, known, q, idle_s)


def qr_svg(url: str) -> str:
    """Draw a QR code of an address as an inline SVG that scales; nothing if it is too long."""
    try:
        code = segno.make(url, error="m", micro=False)
    except segno.DataOverflowError:
        return ""
    out = io.BytesIO()
    code.save(out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=1)
    return out.getvalue().decode()


def public_url(request: Request, path: str) -> str:
    """Write an address that works outside this machine, as far as the settings know one."""
    base = request.app.state.settings.public_url or str(request.base_url).rstrip("/")
    return f"{base}{path}"


def _keep_token(request: Request, kiosk: str, token: str) -> RedirectResponse:
    """Lead to the same address without the key, which the cookie has from now on."""
    asked = [(name, value) for name, value in request.query_params.multi_items() if name != "token"]
    to = f"/k/{quote(kiosk, safe='')}"
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    answer = RedirectResponse(f"{to}?{urlencode(asked)}" if asked else to, 303, headers)
    answer.set_cookie(
        COOKIE,
        token,
        max_age=COOKIE_S,
        path=to,
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )
    return answer


def _is_itself(request: Request, kiosk: str) -> bool:
    """Tell whether a page is asked for by the kiosk, as far as that can be told."""
    try:
        check_kiosk_request(request, kiosk)
    except (ProblemError, StorageError):
        return False
    return True


def _kept(idle_s: int) -> dict[str, int]:
    """Keep another patience than the usual one through the kiosk's links."""
    return {} if idle_s == IDLE_S else {"idle_s": idle_s}


def _kiosk_frame(request: Request, branch: Branch, known: Kiosk, idle_s: int) -> KioskFrame:
    language = reader_language(request)
    here = f"kiosk:{known.id}"
    standing = find_standing(branch, here, live_of(request), language)
    words = here_words(branch, standing, here, language)
    return KioskFrame(
        frame=make_frame(request, branch, here, words),
        kiosk=known.id,
        home_href=href(f"/k/{known.id}", **_kept(idle_s)),
        idle_s=idle_s,
        keep_idle=bool(_kept(idle_s)),
    )


def _home_page(request: Request, branch: Branch, known: Kiosk, q: str, idle_s: int) -> HTMLResponse:
    language = reader_language(request)
    query = parse_query(q)
    found, near = (
        search_works(items_of(request), branch.id, query, RESULTS) if query else (None, False)
    )
    this = f"/k/{known.id}"
    moves = kept_profile(request)
    kept: dict[str, str | int] = {"lang": language, "profile": moves, **_kept(idle_s)}

    def link(thing: Work | Place, title: str) -> str:
        shelf = {"callno": thing.call_number, "partition": thing.partition, "title": title}
        return href(this, **shelf, q=q, **kept)

    def link_point(point: str) -> str:
        return href(this, to=point, **kept)

    places: tuple[PlaceHitView, ...] = ()
    topics: tuple[PlaceHitView, ...] = ()
    if query and found:
        any_works = bool(found.total)
        places = find_hits(branch, query, language, link, found=any_works)
        topics = topic_hits(
            topics_of(request), branch, query, language, link, beside_works=any_works and not near
        )
        if not (any_works or places or topics):
            note_vain_search(request, branch, q)
    start = Spot(known.level, known.x_m, known.y_m, known.heading_deg)
    view = KioskHomeView(
        kiosk=_kiosk_frame(request, branch, known, idle_s),
        levels=level_maps(branch, language, current=known.level, start=start),
        query=q if query else "",
        summary=summary_words(found, shelves=bool(places or topics), language=language)
        if found
        else "",
        results=tuple(
            result_view(branch, work, number, language, link(work, work.title), thumbnails=False)
            for number, work in enumerate(found.works if found else ())
        ),
        near=near_words(query, language, near=near) if query else "",
        places=places,
        topics=topics,
        tiles=tiles(branch, known.level, language, link_point),
    )
    return answer_page("kiosk_home", view, language)


def _place_page(
    request: Request,
    branch: Branch,
    known: Kiosk,
    asked: dict[str, str],
    q: str,
    profile: Profile,
    idle_s: int,
) -> HTMLResponse:
    language: Language = reader_language(request)
    here = f"kiosk:{known.id}"
    standing = find_standing(branch, here, live_of(request), language)
    goals = goals_of(branch, **asked, profile=profile)
    this, on_foot = f"/k/{known.id}", {"lang": language, **_kept(idle_s)}
    kept = {**on_foot, "profile": in_address(profile)}
    sought, goals = seek(request, branch, goals, asked["title"], language)
    shown = show_way(branch, standing, goals, profile, language, asked["title"])
    frame = _kiosk_frame(request, branch, known, idle_s)
    on_phone = {**asked, "profile": in_address(profile), "lang": language, "from": here}
    url = public_url(request, href("/f", branch=branch.id, **on_phone))
    view = KioskPlaceView(
        kiosk=frame,
        place=PlaceView(
            frame=frame.frame,
            sought=sought,
            where=shown.where,
            also=shown.also,
            age=shown.age,
            levels=shown.levels,
            back_href=href(this, q=q, **kept),
            way=shown.way,
            problem=shown.problem,
            doubt=shown.doubt,
            choices=way_choices(
                profile, language, lambda other: href(this, **asked, q=q, **on_foot, profile=other)
            ),
            desk_href=desk_href(branch, standing, sought, this, kept),
        ),
        qr_svg=qr_svg(url) if shown.way else "",
        phone_url=url,
    )
    return answer_page("kiosk_place", view, language)
