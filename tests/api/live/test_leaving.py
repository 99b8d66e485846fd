"""Streams of the staff end soon after their reader may not read them any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import update

from api.app import create_app
from api.settings import Settings
from api.storage.account_tables import SessionRow
from api.storage.accounts import find_account, set_disabled, set_roles
from api.storage.drafts import create_draft
from api.storage.engine import Database
from api.storage.sessions import IDLE, find_session, list_sessions
from api.storage.upgrade import prepare_database
from tests.support.library import CREATED_AT, store_library
from tests.support.people import add_person, signed_in, with_accounts
from tests.support.plans import toy_plan
from tests.support.server import serving

TOY = "/api/v1/branches/toy"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return with_accounts(store_library(tmp_path_factory.mktemp("streams")))


@pytest.fixture(scope="module")
def draft(library: Settings) -> str:
    with closing(prepare_database(library.database)) as database:
        return create_draft(database, toy_plan(), CREATED_AT).id


@pytest.fixture(scope="module")
def server(library: Settings, draft: str) -> Iterator[httpx.Client]:
    with serving(create_app(library)) as client:
        yield client


def close_account(browser: httpx.Client, database: Database, name: str) -> None:
    set_disabled(database, find_account(database, name).id, True)


def take_role(browser: httpx.Client, database: Database, name: str) -> None:
    set_roles(database, find_account(database, name).id, {"side": "editor"})


def sign_out(browser: httpx.Client, database: Database, name: str) -> None:
    browser.post("/s/logout")


@pytest.mark.parametrize("happens", [sign_out, close_account, take_role])
def test_open_streams_end_when_their_reader_is_out(
    library: Settings,
    server: httpx.Client,
    draft: str,
    happens: Callable[[httpx.Client, Database, str], None],
):
    name = happens.__name__
    add_person(library, name, "viewer", "toy")
    with (
        signed_in(server, name) as browser,
        browser.stream("GET", f"{TOY}/live") as positions,
        browser.stream("GET", f"{TOY}/drafts/{draft}/events") as edits,
        closing(prepare_database(library.database)) as database,
    ):
        lines = [positions.iter_lines(), edits.iter_lines()]
        assert all(next(each).startswith("retry:") for each in lines)
        happens(browser, database, name)
        for each in lines:
            assert list(each)[-1:] == [""]
        assert browser.get(f"{TOY}/live").status_code in (401, 403)


def test_a_stream_that_is_left_open_keeps_nobody_signed_in(library, server):
    account = add_person(library, "avoin", "viewer", "toy").id
    with (
        signed_in(server, "avoin") as browser,
        closing(prepare_database(library.database)) as database,
        browser.stream("GET", f"{TOY}/live") as stream,
    ):
        (session,) = list_sessions(database, account, datetime.now(UTC))
        long_ago = datetime.now(UTC) - IDLE + timedelta(seconds=2)
        with database.write() as connection:
            connection.execute(update(SessionRow).values(used_at=long_ago))
        assert list(stream.iter_lines())
        assert find_session(database, session.id, datetime.now(UTC)) is None


def test_a_patrons_stream_needs_nobody_signed_in_and_goes_on(server):
    with server.stream("GET", f"{TOY}/live?only=plan") as stream:
        assert next(stream.iter_lines()).startswith("retry:")
