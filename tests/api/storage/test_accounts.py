"""Accounts and sessions in the database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from api.storage.accounts import (
    By,
    create_account,
    find_account,
    get_account,
    has_accounts,
    list_accounts,
    set_disabled,
    set_password,
    set_roles,
)
from api.storage.engine import Database
from api.storage.errors import (
    AccountExistsError,
    AccountNotFoundError,
    LastAdministratorError,
    StorageError,
)
from api.storage.log_lines import LogQuery, list_lines
from api.storage.sessions import (
    IDLE,
    LONGEST,
    begin_session,
    end_session,
    end_sessions,
    find_session,
    hash_token,
    list_sessions,
    note_use,
)
from api.storage.upgrade import prepare_database
from tests.support.library import CREATED_AT

ADMINISTRATOR = {"*": "administrator"}
SHELVER = {"toy": "shelver"}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = prepare_database(f"sqlite:///{tmp_path / 'library.sqlite'}")
    yield opened
    opened.close()


@pytest.fixture
def person(database: Database) -> int:
    return create_account(database, "Hylly1", "hash", SHELVER, CREATED_AT).id


def test_an_account_is_found_by_its_name_in_any_case(database, person):
    found = find_account(database, "HYLLY1")
    assert found == get_account(database, person)
    assert (found.name, found.roles, found.must_change) == ("Hylly1", SHELVER, True)
    assert find_account(database, "hylly2") is None


@pytest.mark.parametrize("name", ["hylly1", "HYLLY1", "\uff28ylly1"])
def test_two_accounts_cannot_have_names_that_look_alike(database, person, name):
    with pytest.raises(AccountExistsError):
        create_account(database, name, "hash", {}, CREATED_AT)
    assert len(list_accounts(database)) == 1


def test_accounts_are_listed_by_name_with_their_roles(database, person):
    assert has_accounts(database)
    create_account(database, "apu", "hash", ADMINISTRATOR, CREATED_AT)
    assert [(each.name, each.roles) for each in list_accounts(database)] == [
        ("apu", ADMINISTRATOR),
        ("Hylly1", SHELVER),
    ]


def test_what_a_cookie_holds_is_not_in_the_database(database, person):
    token = begin_session(database, person, CREATED_AT, "Firefox, Linux")
    found, account = find_session(database, hash_token(token), CREATED_AT)
    assert (found.device, account.id) == ("Firefox, Linux", person)
    with database.read() as connection:
        rows = connection.execute(text("SELECT * FROM sessions")).all()
    assert token not in str(rows)
    assert find_session(database, token, CREATED_AT) is None


def test_a_session_ends_when_it_is_idle_and_after_a_month_at_most(database, person):
    session = hash_token(begin_session(database, person, CREATED_AT, ""))
    at = CREATED_AT + IDLE - timedelta(seconds=1)
    assert find_session(database, session, at) is not None
    assert find_session(database, session, CREATED_AT + IDLE) is None
    while at < CREATED_AT + LONGEST:
        found, _ = find_session(database, session, at)
        note_use(database, found, person, at)
        at += IDLE - timedelta(seconds=1)
    assert find_session(database, session, CREATED_AT + LONGEST) is None


def test_that_a_session_is_used_is_stored_at_most_once_a_minute(database, person):
    session = hash_token(begin_session(database, person, CREATED_AT, ""))
    for seconds, noted in ((59, 0), (60, 60), (100, 60)):
        at = CREATED_AT + timedelta(seconds=seconds)
        found, _ = find_session(database, session, at)
        note_use(database, found, person, at)
        found, account = find_session(database, session, at)
        assert found.used_at == account.seen_at == CREATED_AT + timedelta(seconds=noted)


def test_sessions_that_have_ended_are_deleted_by_the_next_one(database, person):
    begin_session(database, person, CREATED_AT, "old")
    begin_session(database, person, CREATED_AT + IDLE, "new")
    assert [each.device for each in list_sessions(database, person, CREATED_AT)] == ["new"]


def test_a_new_password_ends_every_session_but_the_one_that_is_kept(database, person):
    kept, other = (hash_token(begin_session(database, person, CREATED_AT, "")) for _ in range(2))
    set_password(database, person, "another", must_change=False, keep_session=kept)
    assert find_session(database, kept, CREATED_AT) is not None
    assert find_session(database, other, CREATED_AT) is None
    assert not get_account(database, person).must_change


def test_a_closed_account_has_no_session_and_gets_none_back(database, person):
    session = hash_token(begin_session(database, person, CREATED_AT, ""))
    set_disabled(database, person, True)
    assert find_session(database, session, CREATED_AT) is None
    set_disabled(database, person, False)
    assert find_session(database, session, CREATED_AT) is None


def test_one_signs_out_on_one_device_or_on_all_but_never_another_person(database, person):
    other = create_account(database, "hylly2", "hash", SHELVER, CREATED_AT).id
    mine = [hash_token(begin_session(database, person, CREATED_AT, "")) for _ in range(3)]
    theirs = hash_token(begin_session(database, other, CREATED_AT, ""))
    assert not end_session(database, person, theirs)
    assert end_session(database, person, mine[0])
    assert end_sessions(database, person) == 2
    assert find_session(database, theirs, CREATED_AT) is not None
    assert end_sessions(database) == 1


SIGNING = {
    "in": lambda database, person, _, by: begin_session(database, person, CREATED_AT, "", by),
    "out": end_session,
    "out everywhere": lambda database, person, _, by: end_sessions(database, person, by),
}


@pytest.mark.parametrize("sign", SIGNING.values(), ids=SIGNING)
def test_neither_is_anybody_signed_in_or_out_without_a_line_in_the_log(database, person, sign):
    by = By("Hylly1", CREATED_AT)
    known = hash_token(begin_session(database, person, CREATED_AT, "", by))
    with database.write() as connection:
        connection.execute(text("DROP TABLE log"))
    with pytest.raises(StorageError, match="log"):
        sign(database, person, known, by)
    assert [each.id for each in list_sessions(database, person, CREATED_AT)] == [known]


def test_signing_in_and_out_is_in_the_log_once_and_only_where_it_happened(database, person):
    by = By("Hylly1", CREATED_AT)
    known = hash_token(begin_session(database, person, CREATED_AT, "", by))
    for _ in range(2):
        end_session(database, person, known, by)
    end_sessions(database, person, by)
    lines = list_lines(database, LogQuery(("",)), 9)
    assert [(each.what, each.who) for each in lines] == [
        ("signed_out", "Hylly1"),
        ("signed_in", "Hylly1"),
    ]


def test_the_last_administrator_cannot_be_closed_or_get_a_smaller_role(database, person):
    first = create_account(database, "johto", "hash", ADMINISTRATOR, CREATED_AT).id
    for change in (
        lambda: set_disabled(database, first, True),
        lambda: set_roles(database, first, {"toy": "administrator"}),
    ):
        with pytest.raises(LastAdministratorError, match="johto"):
            change()
    assert get_account(database, first).roles == ADMINISTRATOR
    assert not get_account(database, first).disabled
    set_roles(database, person, ADMINISTRATOR)
    set_disabled(database, first, True)
    with pytest.raises(LastAdministratorError, match="Hylly1"):
        set_roles(database, person, SHELVER)


def test_what_is_to_be_done_to_no_account_says_so(database):
    for change in (
        lambda: get_account(database, 7),
        lambda: set_roles(database, 7, {}),
        lambda: set_disabled(database, 7, True),
        lambda: set_password(database, 7, "hash", must_change=True),
    ):
        with pytest.raises(AccountNotFoundError, match="7"):
            change()
