"""Every route of the application: the least role that may ask it, and how it is asked.

Requests are good ones, so that whatever lets them pass also does what they ask. In their texts
``{draft}`` and the other fields of `Ground` stand for what the asked branch has.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from api.accounts.roles import Role
from floorplans.formats.native import format_plan
from floorplans.model import Plan
from tests.support.pictures import png

API = "/api/v1"
BRANCH = f"{API}/branches/{{branch}}"
DRAFT = f"{BRANCH}/drafts/{{draft}}"
PICTURE = f"{DRAFT}/pictures/{{level}}"
RANGES = f"{DRAFT}/ranges"
UPLOAD = "0" * 32
CHECKED = {"checked_on": "2026-11-20"}
BAY = {"face": "1A", "bay": 3}
FORM = {"branch": "{branch}"}
TABLE_ROWS = "1A\t3\t84.2 KYN"
NAMES = {"draft": "{draft}", "names": '{"department": "Lehtisali", "material": "Lehti"}'}
STRIP = {"draft": "{draft}", "partition": "{partition}", "bay": "1A|3", "revision": "1"}
SELECTED = {"page": "routes-4", "things": [{"kind": "shelves", "id": "s1"}]}
SEEN = {"face": "1A", "bay": 2, "first": "84.2 HEI", "seen_on": "2026-11-22"}
GIVEN = {"action": "roles", "account": "{person}", "role.toy": "shelver"}
PLACEMENT = {
    "scale_m": 0.02,
    "turn_deg": 0.0,
    "east_m": 1.0,
    "north_m": 2.0,
    "opacity": 0.5,
    "hidden": False,
}


@dataclass(frozen=True)
class Ground:
    """A branch and one of each thing that it has."""

    branch: str
    draft: str
    version: str
    publication: str
    report: str
    person: str
    token: str
    kiosk: str
    point: str
    level: str = "1"
    partition: str = "aik-kauno"
    revision: str = "1"
    name: str = "fi"


@dataclass(frozen=True)
class Route:
    """A route; ``role`` is none where everybody may, ``status`` what a good request is answered.

    Without a status it is any that is no refusal and no error. ``anywhere`` are those that are
    about no branch.
    """

    role: Role | None
    method: str
    path: str
    asked: dict[str, Any] = field(default_factory=dict)
    status: int | None = None
    anywhere: bool = False

    @property
    def is_safe(self) -> bool:
        """Whether it only tells."""
        return self.method == "GET"

    @property
    def is_page(self) -> bool:
        """Whether people read it in a browser, on the staff's side."""
        return self.path.startswith("/s")

    @property
    def key(self) -> tuple[str, str]:
        """Method and path, as the application has them."""
        return self.method, self.path

    def request(self, at: Ground, plan: Plan) -> dict[str, Any]:
        """Give what a client is to send, about a branch."""
        names = {**asdict(at), "name": "token-needed" if "problems" in self.path else at.name}
        asked = {**self.asked}
        if asked.get("content") == "plan":
            asked["content"] = format_plan(plan).encode()
        if asked.get("json") == "ranges":
            asked["json"] = _edit_of_ranges(plan)
        return {"method": self.method, "url": _fill(self.path, names), **_fill(asked, names)}


def _edit_of_ranges(plan: Plan) -> dict[str, Any]:
    first = json.loads(format_plan(plan))["ranges"][0]
    change = {"kind": "ranges", "id": first["id"], "value": {**first, "checked_on": "2026-11-20"}}
    return {"base": 1, "key": "routes-1", "changes": [change]}


def _fill(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _fill(each, names) for key, each in value.items()}
    if isinstance(value, str):
        for name, text in names.items():
            value = value.replace(f"{{{name}}}", text)
    return value


def _job(**body: Any) -> dict[str, Any]:
    return {"json": {"base": 1, "partition": "aik-kauno", **body}}


def _page(role: Role | None, path: str, status: int | None = None, **query: str) -> Route:
    return Route(role, "GET", path, {"params": {**FORM, **query}}, status)


def _form(role: Role, path: str, status: int | None = None, **fields: str) -> Route:
    return Route(role, "POST", path, {"data": {**FORM, **fields}}, status)


def _everybody(method: str, path: str, status: int | None = None, **asked: Any) -> Route:
    return Route(None, method, path, asked, status, anywhere="{branch}" not in path)


PLACE = {"callno": "84.2 LIN", "partition": "aik-kauno"}
WAY = {**PLACE, "from": "kiosk:{kiosk}"}

FOR_EVERYBODY = (
    _everybody("GET", "/openapi.json"),
    _everybody("GET", f"{API}/branches"),
    _everybody("GET", f"{API}/health"),
    _everybody("GET", BRANCH),
    _everybody("GET", f"{BRANCH}/search", params={"q": "linna"}),
    _everybody("GET", f"{BRANCH}/topics", params={"q": "kissat"}),
    _everybody("GET", f"{BRANCH}/places", params=PLACE),
    _everybody("GET", f"{BRANCH}/routes", params=WAY),
    _everybody("GET", f"{BRANCH}/levels/{{level}}.svg"),
    _everybody("GET", f"{BRANCH}/overlay.svg", params={**PLACE, "level": "{level}"}),
    _everybody("GET", f"{BRANCH}/radio-keys"),
    _everybody("POST", f"{BRANCH}/sightings", json={"subject": "one", "sightings": []}),
    _everybody("POST", f"{BRANCH}/steps", json={"subject": "one", "sensed_s": 1.0, "steps": []}),
    _everybody("POST", f"{BRANCH}/checkins", json={"subject": "one", "kiosk": "{kiosk}"}),
    _everybody("GET", f"{BRANCH}/guide", params={"subject": "one", **PLACE}),
    _everybody("GET", "/problems/{name}"),
    _everybody("GET", "/locales/{name}.json"),
    _everybody("GET", "/", params=FORM),
    _everybody("GET", "/f", params={**FORM, **PLACE}),
    _everybody("GET", "/a/{point}"),
    _everybody("GET", "/k/{kiosk}"),
    _everybody("POST", "/k/{kiosk}/seen"),
    _everybody("POST", "/f/not-here", data={**FORM, **PLACE, "title": "x"}),
    _everybody("GET", "/s/login"),
    _everybody("POST", "/s/login", 401, data={"name": "nobody", "password": "wrong"}),
    _everybody("POST", "/s/logout"),
    _everybody("GET", "/s/walk-worker.js"),
    _everybody("GET", "/s/walk-barcodes.js"),
)
FOR_VIEWERS = (
    Route("viewer", "GET", f"{BRANCH}/live"),
    Route("viewer", "GET", f"{BRANCH}/subjects"),
    Route("viewer", "GET", f"{BRANCH}/radios"),
    Route("viewer", "GET", f"{BRANCH}/versions"),
    Route("viewer", "GET", f"{BRANCH}/versions/{{version}}/plan"),
    Route("viewer", "GET", f"{BRANCH}/versions/{{version}}/diff"),
    Route("viewer", "GET", f"{BRANCH}/publications"),
    Route("viewer", "GET", f"{BRANCH}/scheduled"),
    Route("viewer", "GET", f"{BRANCH}/drafts"),
    Route("viewer", "GET", DRAFT),
    Route("viewer", "GET", f"{DRAFT}/diff"),
    Route("viewer", "GET", f"{DRAFT}/check"),
    Route("viewer", "GET", f"{DRAFT}/revisions/{{revision}}"),
    Route("viewer", "GET", f"{DRAFT}/edits"),
    Route("viewer", "GET", f"{DRAFT}/events", {"params": {"after": "1"}}),
    Route("viewer", "POST", f"{DRAFT}/selection", {"json": SELECTED}, 204),
    Route("viewer", "GET", f"{DRAFT}/pictures"),
    Route("viewer", "GET", PICTURE),
    Route("viewer", "GET", f"{DRAFT}/locks"),
    _page("viewer", "/s"),
    _page("viewer", "/s/items"),
    _page("viewer", "/s/items/refused", 404, run="99"),
    _page("viewer", "/s/layout"),
    _page("viewer", "/s/layout/file", draft="{draft}", format="imdf"),
    _page("viewer", "/s/layout/{draft}"),
    _page("viewer", "/s/live"),
    _page("viewer", "/s/preview/{draft}", callno="84.2 LIN"),
    _page("viewer", "/s/ranges/table", draft="{draft}"),
    _page("viewer", "/s/reports"),
    _page("viewer", "/s/versions"),
    _page("viewer", "/print/points"),
    Route("viewer", "GET", "/s/me", anywhere=True),
    Route("viewer", "POST", "/s/me/devices", {"data": {"session": "another"}}, anywhere=True),
    Route("viewer", "GET", "/s/me/password", anywhere=True),
    Route("viewer", "POST", "/s/me/password", {"data": {"new": "short"}}, 422, anywhere=True),
)
FOR_SHELVERS = (
    Route("shelver", "GET", f"{BRANCH}/walks"),
    Route("shelver", "POST", f"{BRANCH}/walks", {"json": {"key": "routes-01", "seen": [SEEN]}}),
    Route(
        "shelver",
        "POST",
        f"{BRANCH}/walks/undo",
        {"json": {"draft": "{draft}", "key": "routes-01"}},
    ),
    Route("shelver", "POST", f"{BRANCH}/misplaced", {"json": {"items": ["84.2 KOS"]}}),
    Route("shelver", "POST", f"{DRAFT}/edits", {"json": "ranges"}),
    Route("shelver", "POST", f"{DRAFT}/undo", {"json": {"base": 1, "key": "routes-2"}}, 409),
    Route("shelver", "POST", f"{DRAFT}/redo", {"json": {"base": 1, "key": "routes-3"}}, 409),
    Route("shelver", "GET", f"{RANGES}/{{partition}}"),
    Route("shelver", "GET", f"{RANGES}/{{partition}}/stops", {"params": BAY}),
    Route("shelver", "POST", f"{RANGES}/borders", _job(borders=[{**BAY, "first": "84.2 KYN"}])),
    Route("shelver", "POST", f"{RANGES}/shift", _job(bays=[BAY], by=1)),
    Route("shelver", "POST", f"{RANGES}/spread", _job(growth_percent=10)),
    Route(
        "shelver",
        "POST",
        f"{RANGES}/assign",
        _job(face="2B", first_bay=1, last_bay=2, first="84.31 Y", last="84.31 Ö", **CHECKED),
    ),
    Route("shelver", "POST", f"{RANGES}/table", _job(text=TABLE_ROWS)),
    _page("shelver", "/s/ranges", draft="{draft}", partition="{partition}"),
    _page("shelver", "/s/walk", face="1A"),
    _page("shelver", "/s/misplaced"),
    _form("shelver", "/s/ranges", do="shift", by="1", **STRIP),
    _form("shelver", "/s/walk", **{"face": "1A", "first-2": "84.2 HEI"}),
    _form("shelver", "/s/misplaced", items="84.2 KOS"),
    _form("shelver", "/s/reports", report="{report}", answer="found"),
    Route("shelver", "POST", "/s/ranges/sheet", {"content": b"1A;3;84.2 KYN"}, anywhere=True),
)
FOR_EDITORS = (
    Route("editor", "POST", f"{BRANCH}/versions/{{version}}/publish"),
    Route("editor", "POST", f"{BRANCH}/rollback"),
    Route("editor", "DELETE", f"{BRANCH}/scheduled/{{publication}}"),
    Route("editor", "POST", f"{BRANCH}/drafts", {"json": {"name": "another"}}),
    Route("editor", "PUT", DRAFT, {"content": "plan", "headers": {"If-Match": '"1"'}}),
    Route("editor", "DELETE", DRAFT),
    Route("editor", "POST", f"{DRAFT}/publish"),
    Route("editor", "PUT", PICTURE, {"content": png()}),
    Route("editor", "PUT", f"{PICTURE}/placement", {"json": PLACEMENT}),
    Route("editor", "DELETE", PICTURE),
    Route("editor", "POST", f"{DRAFT}/locks", {"json": {"lock": [{"kind": "levels", "id": "1"}]}}),
    Route(
        "editor",
        "POST",
        f"{DRAFT}/import",
        {"content": "plan", "params": {"name": "a.json", "save": "true", "mode": "replace"}},
    ),
    Route("editor", "POST", f"{RANGES}/names", _job(department="Lehtisali")),
    _page("editor", "/s/log"),
    _page("editor", "/s/log.csv"),
    _page("editor", "/s/publish", draft="{draft}"),
    _page("editor", "/s/publish/hours", at="2031-01-06T07:00"),
    _page("editor", "/s/ranges/names", draft="{draft}"),
    _page("editor", "/s/ranges/groups", draft="{draft}"),
    _form("editor", "/s/ranges/groups", draft="{draft}", revision="1", name_fi="Uutuudet"),
    _form("editor", "/s/ranges/names", do="save", revision="1", to="aik-tieto", **NAMES),
    _form("editor", "/s/layout", name="another"),
    _form("editor", "/s/layout/{draft}/rename", name="other"),
    _form("editor", "/s/layout/{draft}/discard"),
    _form("editor", "/s/layout/{draft}/restore"),
    _form("editor", "/s/publish", draft="{draft}", revision="1", when="now"),
    _form("editor", "/s/publish/catch-up", draft="{draft}", revision="1"),
    _form("editor", "/s/versions/rollback"),
    _form("editor", "/s/versions/publish", version="{version}"),
    _form("editor", "/s/versions/cancel", publication="{publication}"),
    Route(
        "editor",
        "POST",
        "/s/items/parts",
        {"params": {**FORM, "upload": UPLOAD, "at": "0"}, "content": b"barcode"},
    ),
    _form("editor", "/s/items/import", 404, upload="1" * 32),
    _form("editor", "/s/items/forget", 204, upload="1" * 32),
)
FOR_ADMINISTRATORS = (
    Route("administrator", "GET", "/s/people", anywhere=True),
    Route("administrator", "POST", "/s/people", {"data": GIVEN}, anywhere=True),
    _page("administrator", "/s/tokens"),
    _form("administrator", "/s/tokens", device="gateway", name="another"),
    _form("administrator", "/s/tokens/revoke", token="{token}"),
)
TABLE: tuple[Route, ...] = (
    *FOR_EVERYBODY,
    *FOR_VIEWERS,
    *FOR_SHELVERS,
    *FOR_EDITORS,
    *FOR_ADMINISTRATORS,
)


def list_routes(app: FastAPI) -> Iterator[tuple[str, str]]:
    """List the methods and paths of an application; files that are only read have none."""
    for each in iter_route_contexts(app.routes):
        for method in (each.methods or set()) - {"HEAD"}:
            yield method, each.path
