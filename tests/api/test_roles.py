"""Who may do what where: every route of `tests.support.routes`, asked by everybody."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, date, datetime

import httpx
import pytest
from sqlalchemy import MetaData, Table, false, select

from api.accounts.cookies import PLAIN_NAME
from api.accounts.roles import ROLES, Role
from api.app import create_app
from api.picture_files import find_picture
from api.settings import Settings
from api.storage.accounts import create_account, find_account
from api.storage.discarded import discard_draft
from api.storage.drafts import create_draft, list_drafts
from api.storage.engine import Database
from api.storage.layout import Placement, save_picture
from api.storage.not_here import count_not_here, list_open
from api.storage.plans import publish_plan
from api.storage.publications import schedule_publication
from api.storage.sessions import begin_session
from api.storage.tokens import NewToken, add_token, list_tokens
from api.storage.upgrade import prepare_database
from floorplans.formats.native import format_plan
from floorplans.model import Plan, Text
from tests.support.library import CREATED_AT, second_plan, store_library
from tests.support.people import with_accounts
from tests.support.pictures import png
from tests.support.plans import toy_plan
from tests.support.routes import BRANCH, DRAFT, SEEN, TABLE, Ground, Route, list_routes
from tests.support.server import serving
from tests.support.staff import name_of

Headers = Mapping[str, str]
PLANS = {"toy": toy_plan(), "side": second_plan()}
UNASKED = ("accounts", "sessions", "unplaced_counts")
"""What changes whenever somebody is there or a plan is new, and by no route of the table."""

SECRET = "Only for "
NAMES = ("Sivukirjasto", "Filialen", "Side library", f"{SECRET}side")
"""What nobody of another branch reads on the staff's side."""

ADMINISTRATOR = name_of("administrator", "toy")
MIXED = "of both"
"""Who sees in the one branch and may do everything in the other."""

PERSON = "somebody"
DAY = date(2026, 11, 22)
EVIL = "https://elsewhere.example"
FOREIGN: tuple[Headers, ...] = (
    {"Origin": EVIL},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {},
)
"""What the browser says of a page that is not ours; the last one says nothing at all."""

every_route = pytest.mark.parametrize("route", TABLE, ids=lambda each: " ".join(each.key))
STAFFS = [each for each in TABLE if each.role and not each.anywhere]
UNSAFE = [each for each in TABLE if not each.is_safe]


@dataclasses.dataclass(frozen=True)
class Library:
    """A server and its database."""

    client: httpx.Client
    database: Database
    tables: tuple[Table, ...]

    @property
    def own(self) -> Headers:
        """The origin of the server's own pages."""
        return {"Origin": str(self.client.base_url).rstrip("/")}

    def lay(self, branch: str) -> Ground:
        """Give a branch one of each thing."""
        plan, at = PLANS[branch], datetime.now(UTC)
        name = f"{SECRET}{branch}"
        draft = create_draft(self.database, plan, at, name=name)
        file = find_picture(png())
        assert file is not None
        save_picture(self.database, draft.id, "1", file, png(), Placement(0.02), at)
        due_at = datetime(2090, 1, 1, tzinfo=UTC)
        hash_ = publish_plan(self.database, plan, at)
        number = schedule_publication(self.database, branch, hash_, due_at, at)
        count_not_here(self.database, branch, DAY, "aik-kauno", "84.2 LIN", name)
        (report,) = (each for each in list_open(self.database, branch) if each.title == name)
        hash_of_key = f"{name}-{len(list_tokens(self.database, branch))}"
        new = NewToken(branch, "gateway", "", name, "hk_g_", hash_of_key)
        add_token(self.database, new, at)
        key = max(each.id for each in list_tokens(self.database, branch))
        kiosk, point = plan.kiosks[0].id, plan.locator_points[0].id
        numbers = (str(each) for each in (number, report.id, self.account_of(PERSON), key))
        return Ground(branch, draft.id, hash_, *numbers, kiosk, point)

    def account_of(self, name: str) -> int:
        """Give the number of the account of somebody."""
        account = find_account(self.database, name)
        assert account is not None
        return account.id

    def clear(self) -> None:
        """Take the drafts away: pages list all of them."""
        for branch in PLANS:
            for draft in list_drafts(self.database, branch):
                discard_draft(self.database, branch, draft.id, datetime.now(UTC))

    def ask(
        self,
        route: Route,
        at: Ground,
        who: str | None = None,
        headers: Headers | None = None,
        **changes: object,
    ) -> tuple[int, str]:
        """Ask a route about a branch, as nobody or as a person."""
        asked = {**route.request(at, PLANS[at.branch]), **changes}
        given = {**asked.pop("headers", {}), **(self.own if headers is None else headers)}
        if who is not None:
            session = begin_session(self.database, self.account_of(who), datetime.now(UTC), "")
            given["Cookie"] = f"{PLAIN_NAME}={session}"
        with self.client.stream(**asked, headers=given) as answer:
            is_endless = answer.headers.get("content-type", "").startswith("text/event-stream")
            text = "" if is_endless else answer.read().decode(errors="replace")
            return answer.status_code, text

    def digest(self, branch: str = "") -> str:
        """Give a hash of all that is stored, or of what has to do with a branch alone."""
        hash_ = hashlib.sha256()
        with self.database.read() as connection:
            for table in self.tables:
                rows = select(table)
                if branch:
                    rows = rows.where(table.c.branch == branch if "branch" in table.c else false())
                hash_.update(repr(connection.execute(rows).all()).encode())
        return hash_.hexdigest()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    settings = with_accounts(store_library(tmp_path_factory.mktemp("roles")))
    with closing(prepare_database(settings.database)) as database:
        roles: Mapping[str, Role] = {"toy": "viewer", "side": "administrator"}
        create_account(database, MIXED, "", roles, CREATED_AT, must_change=False)
        create_account(database, PERSON, "", {}, CREATED_AT)
        for plan in PLANS.values():
            publish_plan(database, renamed(plan), CREATED_AT)
            publish_plan(database, plan, CREATED_AT)
        with serving(create_app(settings)) as client:
            known = MetaData()
            known.reflect(database.engine)
            tables = tuple(each for each in known.sorted_tables if each.name not in UNASKED)
            yield Library(client, database, tables)


@pytest.fixture(autouse=True)
def _cleared(library: Library) -> Iterator[None]:
    yield
    library.clear()


def renamed(plan: Plan) -> Plan:
    return dataclasses.replace(plan, name=Text("Before"))


def may(route: Route, role: Role) -> bool:
    return route.role is None or ROLES.index(role) >= ROLES.index(route.role)


def test_the_document_says_by_what_one_gets_in_where_somebody_is_refused():
    document = create_app(Settings()).openapi()["paths"]
    for route in TABLE:
        if route.path in document and not route.path.startswith("/problems"):
            told = document[route.path][route.method.lower()].get("security", [])
            ways = {name for each in told for name in each}
            needed = set() if route.role is None else {"HTTPBearer", "SignedIn"}
            assert needed <= ways, route.key
            assert ("SignedIn" in ways) == (route.role is not None), route.key


def test_every_route_is_in_the_table_once():
    listed = [route.key for route in TABLE]
    assert sorted(listed) == sorted(list_routes(create_app(Settings())))


@every_route
def test_who_has_the_role_may_and_nobody_else_changes_anything(library: Library, route: Route):
    at = library.lay("toy")
    before = library.digest()
    status, _ = library.ask(route, at)
    assert (status == 401) == (route.role is not None or route.status == 401)
    for role in ROLES:
        if not may(route, role):
            assert library.ask(route, at, name_of(role, "toy"))[0] == 403, role
    if route.role is not None:
        assert library.digest() == before
    for role in ROLES:
        if may(route, role):
            status, text = library.ask(route, library.lay("toy"), name_of(role, "toy"))
            expected = status < 400 if route.status is None else status == route.status
            assert expected, (role, status, text[:500])


@pytest.mark.parametrize("route", STAFFS, ids=lambda each: " ".join(each.key))
def test_an_administrator_of_one_branch_is_nobody_in_another(library: Library, route: Route):
    at, here = library.lay("side"), library.lay("toy")
    before = library.digest()
    status, text = library.ask(route, at, ADMINISTRATOR)
    assert status == 403
    assert f"{SECRET}side" not in text
    assert library.digest() == before
    if route.role != "viewer":
        assert library.ask(route, here, MIXED)[0] == 403
    # The branch is one's own, and each thing that is named is the other's.
    mixed = dataclasses.replace(at, branch="toy", kiosk=here.kiosk, point=here.point)
    before = library.digest("side")
    _, text = library.ask(route, mixed, ADMINISTRATOR)
    assert not any(name in text for name in NAMES)
    assert library.digest("side") == before


@pytest.mark.parametrize(
    "route",
    [each for each in STAFFS if not each.is_safe and each.path.startswith("/s/")],
    ids=lambda each: each.path,
)
def test_a_branch_in_the_address_does_not_stand_for_the_one_in_the_form(
    library: Library, route: Route
):
    at = library.lay("side")
    before = library.digest("side")
    library.ask(route, at, ADMINISTRATOR, params={"branch": "toy"})
    asked = route.request(at, PLANS["side"])
    form = {**asked.get("data", {}), "branch": "toy"}
    query = {**asked.get("params", {}), "branch": "side"}
    library.ask(route, at, ADMINISTRATOR, params=query, data=form)
    assert library.digest("side") == before


def test_nothing_of_another_branch_is_had_by_naming_it_in_a_body(library: Library):
    at = library.lay("side")
    side, plan = library.digest("side"), format_plan(PLANS["side"])
    own = dataclasses.replace(library.lay("toy"), kiosk=at.kiosk, point=at.point)
    saving = {"content": plan, "headers": {"If-Match": '"1"'}}
    taken = {"content": plan, "params": {"name": "a.json", "save": "true", "mode": "replace"}}
    walked = {"key": "routes-01", "draft": at.draft}
    for method, path, asked, answers in (
        ("POST", f"{BRANCH}/drafts", {"json": {"plan": json.loads(plan)}}, 422),
        ("POST", f"{BRANCH}/drafts", {"json": {"from": at.version}}, 404),
        ("PUT", DRAFT, saving, 422),
        ("POST", f"{BRANCH}/walks", {"json": {**walked, "seen": [SEEN]}}, 404),
        ("POST", f"{BRANCH}/walks/undo", {"json": walked}, 404),
        ("POST", f"{DRAFT}/import", taken, 200),
    ):
        status, text = library.ask(Route("editor", method, path, asked), own, ADMINISTRATOR)
        assert status == answers, (path, text)
    assert library.digest("side") == side


@pytest.mark.parametrize("route", UNSAFE, ids=lambda each: " ".join(each.key))
def test_no_foreign_page_does_anything_in_the_name_of_who_is_signed_in(
    library: Library, route: Route
):
    at = library.lay("toy")
    before = library.digest()
    for headers in FOREIGN:
        assert library.ask(route, at, ADMINISTRATOR, headers=headers)[0] == 403, headers
    assert library.digest() == before
