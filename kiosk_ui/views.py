"""What pages show: frozen records that the server fills and the templates read.

SVG texts are documents drawn by ``kiosk_ui.svg``; all other texts are plain and are escaped
by the templates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from floorplans.model import PointKind
from routing.model import StepKind

Status = Literal["available", "on_loan", "in_transit", "on_display", "storage", "missing"]


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """One language of the language switch.

    ``tag`` is its BCP 47 tag, ``short`` what stands for its name where there is little room.
    """

    tag: str
    name: str
    short: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page has round its content.

    ``version`` is that of the plan that the page shows; ``here`` carries the start between
    pages, and ``profile`` how one moves where that is not simply on foot.
    """

    languages: tuple[LanguageLink, ...]
    branch: str = ""
    branch_name: str = ""
    version: str = ""
    here: str = ""
    here_text: str = ""
    profile: str = ""
    demo: bool = False


@dataclass(frozen=True, slots=True)
class BranchView:
    """One branch in the list of branches."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class BranchesView:
    """The list of branches."""

    frame: Frame
    branches: tuple[BranchView, ...]


@dataclass(frozen=True, slots=True)
class LevelMapView:
    """One level's map: the static layer and, where something is to be marked, its overlay."""

    level: str
    name: str
    ordinal: int
    static_svg: str
    overlay_svg: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class FollowView:
    """A live subject that the page may follow, or a locator point to start from."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class TileView:
    """A point of interest to go to; ``kind`` chooses its icon."""

    name: str
    kind: PointKind
    href: str


@dataclass(frozen=True, slots=True)
class PlaceHitView:
    """A shelf found by itself, without a work: a call number's, a section's or a topic's."""

    name: str
    where: str
    href: str


@dataclass(frozen=True, slots=True)
class HomeView:
    """The first page of a branch: search, where am I, the map."""

    frame: Frame
    levels: tuple[LevelMapView, ...]
    followed: str = ""
    visitors: tuple[FollowView, ...] = ()
    message: str = ""
    tiles: tuple[TileView, ...] = ()


@dataclass(frozen=True, slots=True)
class ResultView:
    """One work among the results; ``where`` says in words where it stands."""

    title: str
    author: str
    year: str
    call_number: str
    status: Status
    status_text: str
    where: str
    href: str
    thumbnail_svg: str = ""


@dataclass(frozen=True, slots=True)
class ResultsView:
    """The answer to a search; ``near`` says that the results are not quite what was asked."""

    frame: Frame
    query: str
    summary: str
    results: tuple[ResultView, ...]
    only_available: bool
    all_href: str
    available_href: str
    more_href: str = ""
    near: str = ""
    places: tuple[PlaceHitView, ...] = ()
    topics: tuple[PlaceHitView, ...] = ()


@dataclass(frozen=True, slots=True)
class StepView:
    """One instruction in words, to read and to hear."""

    kind: StepKind
    text: str
    spoken: str


@dataclass(frozen=True, slots=True)
class SoughtView:
    """What is looked for: in view on every page that leads to it.

    ``advice`` says what to do if no copy is on its shelf; ``copies`` are the statuses of the
    copies that ``status_text`` does not speak of.
    """

    title: str
    author: str
    call_number: str
    status: Status | None = None
    status_text: str = ""
    advice: str = ""
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WayView:
    """The way to the sought place, in words and numbers."""

    summary: str
    duration: str
    steps: tuple[StepView, ...]
    from_text: str


@dataclass(frozen=True, slots=True)
class WayChoice:
    """One of the ways that a page offers, by how one moves."""

    text: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class PlaceView:
    """Where something stands and the way to it; ``problem`` says why there is no way.

    ``also`` says where else it may be.
    ``choices`` lead to the ways by other profiles, ``desk_href`` to the service desk and
    ``others`` to where the same call number stands in other partitions. ``can_tell`` offers to
    say that it is not there, with what was ``asked`` for; ``told`` thanks for it. ``items_age``
    tells how old the status is.
    """

    frame: Frame
    sought: SoughtView
    where: str
    age: str
    levels: tuple[LevelMapView, ...]
    back_href: str
    way: WayView | None = None
    problem: str = ""
    doubt: str = ""
    route_query: str = ""
    followed: str = ""
    choices: tuple[WayChoice, ...] = ()
    desk_href: str = ""
    also: tuple[str, ...] = ()
    others: tuple[PlaceHitView, ...] = ()
    can_tell: bool = False
    asked: tuple[tuple[str, str], ...] = ()
    told: str = ""
    items_age: str = ""


@dataclass(frozen=True, slots=True)
class MissingView:
    """A page for what cannot be shown: it names the thing and the next step.

    On a kiosk, ``home_href`` is where it returns to by itself.
    """

    frame: Frame
    title: str
    detail: str
    back_href: str
    back_text: str
    kiosk: bool = False
    home_href: str = ""


@dataclass(frozen=True, slots=True)
class KioskFrame:
    """What every kiosk page has: the kiosk itself and where its buttons lead."""

    frame: Frame
    kiosk: str
    home_href: str
    idle_s: int
    keep_idle: bool = False


@dataclass(frozen=True, slots=True)
class KioskHomeView:
    """The kiosk at rest, or with a query and its results."""

    kiosk: KioskFrame
    levels: tuple[LevelMapView, ...]
    query: str = ""
    summary: str = ""
    results: tuple[ResultView, ...] = ()
    near: str = ""
    places: tuple[PlaceHitView, ...] = ()
    topics: tuple[PlaceHitView, ...] = ()
    tiles: tuple[TileView, ...] = ()


@dataclass(frozen=True, slots=True)
class KioskPlaceView:
    """The route from the kiosk, with the QR code that takes it along."""

    kiosk: KioskFrame
    place: PlaceView
    qr_svg: str
    phone_url: str


@dataclass(frozen=True, slots=True)
class LabelView:
    """One printable locator-point label."""

    id: str
    name: str
    level_name: str
    url: str
    qr_svg: str


@dataclass(frozen=True, slots=True)
class LabelsView:
    """The printable sheet of locator-point labels."""

    frame: Frame
    labels: tuple[LabelView, ...]
