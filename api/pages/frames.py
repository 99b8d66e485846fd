"""What every page has round its content: language, branch, where the reader stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.branches import Branch
from api.languages import LANGUAGES, Language, choose_language
from floorplans.model import Level, Plan
from floorplans.shelving import Place
from kiosk_ui.messages import NAME, TAG, say
from kiosk_ui.pages import render
from kiosk_ui.svg.position import Dot
from kiosk_ui.svg.route import draw_overlay
from kiosk_ui.views import Frame, LanguageLink, LevelMapView
from routing.model import Profile, Route, Spot


def reader_language(request: Request) -> Language:
    """Choose the language from the address, else from the browser's wish."""
    return choose_language(request.query_params.get("lang"), request.headers.get("accept-language"))


def in_address(profile: Profile) -> str:
    """Give what an address says of how one moves: nothing on foot."""
    return "" if profile == "walk" else profile


def kept_profile(request: Request) -> str:
    """Give how the reader moves, to go on into the links of a page."""
    asked = request.query_params.get("profile")
    return next((in_address(each) for each in get_args(Profile) if each == asked), "")


def answer_page(
    template: str, view: Any, language: Language, *, status: int = 200, private: bool = False
) -> HTMLResponse:
    """Answer with a page.

    Parameters
    ----------
    template : str
        Name of its template.
    view : record of kiosk_ui.views
        What the template shows.
    language : Language
        Language of the page.
    status : int
        Status of the answer.
    private : bool
        Whether the page holds somebody's position; such pages are never stored anywhere.
    """
    headers = {
        "Cache-Control": "no-store" if private else "private, no-cache",
        "Vary": "Accept-Language, Cookie",
    }
    return HTMLResponse(render(template, view, language), status, headers)


def href(path: str, **query: str | int | Sequence[str]) -> str:
    """Write an address with those of the parameters that say something.

    Examples
    --------
    >>> href("/f", callno="84.2 TOL", partition="")
    '/f?callno=84.2+TOL'
    >>> href("/s/ranges", bay=["17A|1-3", "17B|2"])
    '/s/ranges?bay=17A%7C1-3&bay=17B%7C2'
    """
    kept = {name: value for name, value in query.items() if value != ""}
    return f"{path}?{urlencode(kept, doseq=True)}" if kept else path


def language_links(request: Request, current: Language) -> tuple[LanguageLink, ...]:
    """Link to the same page in every language."""
    asked = request.query_params
    query = {name: asked.getlist(name) for name in asked}
    return tuple(
        LanguageLink(
            tag=say(TAG, each),
            name=say(NAME, each),
            short=say("language.short", each),
            href=href(request.url.path, **{**query, "lang": each}),
            current=each == current,
        )
        for each in LANGUAGES
    )


def make_frame(
    request: Request, branch: Branch | None = None, here: str = "", here_text: str = ""
) -> Frame:
    """Fill the frame of a page."""
    language = reader_language(request)
    return Frame(
        languages=language_links(request, language),
        branch=branch.id if branch else "",
        branch_name=branch.plan.name.in_language(language) if branch else "",
        version=branch.version if branch else "",
        here=here,
        here_text=here_text,
        profile=kept_profile(request),
        demo=request.app.state.settings.demo,
    )


def level_maps(
    branch: Branch,
    language: Language,
    *,
    current: str,
    route: Route | None = None,
    place: Place | None = None,
    start: Spot | None = None,
    start_label: str | None = None,
    dot: Dot | None = None,
) -> tuple[LevelMapView, ...]:
    """Draw every level with its overlay, in the order in which a route comes through them."""
    plan = branch.plan
    passed = [leg.level for leg in route.legs] if route else [current]

    def turn(level: Level) -> tuple[int, int]:
        return passed.index(level.id) if level.id in passed else len(passed), level.ordinal

    return tuple(
        LevelMapView(
            level=level.id,
            name=level.name.in_language(language),
            ordinal=level.ordinal,
            static_svg=branch.draw(level.id, language).svg.decode(),
            overlay_svg=draw_overlay(
                plan,
                level.id,
                route,
                place,
                dot,
                language,
                start=start,
                start_label=start_label,
                prefix=f"o{level.id}-",
            ),
            current=level.id == current,
        )
        for level in sorted(plan.levels, key=turn)
    )


def entrance_of(plan: Plan) -> Spot:
    """Find where people come in; the middle of the first level where no entrance is marked."""
    for point in plan.points_of_interest:
        if point.kind == "entrance":
            return Spot(point.level, point.x_m, point.y_m)
    first = min(plan.levels, key=lambda each: each.ordinal)
    xs = [x_m for x_m, _ in first.outline]
    ys = [y_m for _, y_m in first.outline]
    return Spot(first.id, (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)


def metres_text(length_m: float, language: Language) -> str:
    """Write metres to one decimal, with the decimal sign of the language.

    Examples
    --------
    >>> metres_text(12.34, "fi"), metres_text(12.34, "en")
    ('12,3', '12.3')
    """
    text = f"{length_m:.1f}"
    return text.replace(".", say("language.decimal_mark", language))
