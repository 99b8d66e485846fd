"""``hyllykartta users``: accounts from the command line."""

from __future__ import annotations

import io
import json
import os
from contextlib import closing
from pathlib import Path

import pytest

from api.accounts.checking import check_password
from api.accounts.passwords import Passwords
from api.cli import main
from api.settings import Hashing, load_settings
from api.storage.accounts import find_account
from api.storage.engine import Database
from api.storage.log_lines import LogQuery, list_lines
from api.storage.sessions import begin_session, list_sessions
from api.storage.upgrade import prepare_database
from tests.support.library import CREATED_AT, store_library

PASSWORD = "kolme suurta hirveä"


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [each for each in os.environ if each.startswith("HYLLYKARTTA_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HYLLYKARTTA_DATA_DIR", str(tmp_path))
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    store_library(tmp_path, staffed=False)
    return tmp_path


def open_database() -> closing[Database]:
    return closing(prepare_database(load_settings(os.environ).database))


def opens(name: str, password: str) -> bool:
    with open_database() as database:
        return check_password(database, Passwords(Hashing()), name, password) is not None


def test_a_made_password_is_shown_once_and_opens_the_account(data_dir, capsys):
    assert main(["users", "add", "hylly1", "--role", "shelver", "--branch", "toy", "side"]) == 0
    told = capsys.readouterr().out
    assert "hylly1: added as shelver in toy, side." in told
    password = told.partition("Password: ")[2].split()[0]
    assert opens("hylly1", password)
    with open_database() as database:
        account = find_account(database, "hylly1")
    assert account.roles == {"toy": "shelver", "side": "shelver"}
    assert account.must_change


def test_a_password_that_is_no_text_is_refused_without_showing_it(data_dir, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\udcff\n"))
    assert main(["users", "add", "hylly1", "--password-stdin"]) == 2
    told = capsys.readouterr()
    assert "The password is not UTF-8 text" in told.err
    assert PASSWORD not in told.err + told.out


def test_a_password_is_read_from_standard_input_and_not_shown(data_dir, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    options = ["--role", "administrator", "--password-stdin", "--keep-password"]
    assert main(["users", "add", "johto", *options]) == 0
    assert PASSWORD not in capsys.readouterr().out
    assert opens("johto", PASSWORD)
    with open_database() as database:
        account = find_account(database, "johto")
    assert account.roles == {"*": "administrator"}
    assert not account.must_change


class Terminal(io.StringIO):
    """Standard input of somebody who types."""

    def isatty(self) -> bool:
        return True


def type_in(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    typed = iter(answers)
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(typed))


def test_on_a_terminal_the_password_is_asked_for_twice_without_showing_it(
    data_dir, capsys, monkeypatch
):
    type_in(monkeypatch, PASSWORD, PASSWORD)
    assert main(["users", "add", "hylly1"]) == 0
    assert PASSWORD not in capsys.readouterr().out
    assert opens("hylly1", PASSWORD)


def test_passwords_that_differ_on_a_terminal_change_nothing(data_dir, capsys, monkeypatch):
    type_in(monkeypatch, PASSWORD, PASSWORD.upper())
    assert main(["users", "add", "hylly1"]) == 2
    assert "differ" in capsys.readouterr().err
    with open_database() as database:
        assert find_account(database, "hylly1") is None


def test_an_empty_password_on_a_terminal_lets_one_be_made(data_dir, capsys, monkeypatch):
    type_in(monkeypatch, "")
    assert main(["users", "add", "hylly1"]) == 0
    password = capsys.readouterr().out.partition("Password: ")[2].split()[0]
    assert opens("hylly1", password)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["add", "hylly1", "--branch", "nowhere"], "side, toy"),
        (["add", "hylly1", "--role", "chief"], "administrator"),
        (["add", " hylly1"], "without blanks"),
        (["add", "h" * 65], "64"),
        (["add", "hylly1", "--password-stdin"], "fewer than 12"),
        (["disable", "hylly1"], "users list"),
        (["password", "hylly1"], "users list"),
    ],
)
def test_wrong_use_says_what_to_do_and_changes_nothing(data_dir, capsys, arguments, words):
    try:
        status = main(["users", *arguments])
    except SystemExit as stop:
        status = stop.code
    assert status == 2
    assert words in capsys.readouterr().err
    with open_database() as database:
        assert find_account(database, "hylly1") is None


def test_a_name_that_is_taken_is_refused_before_a_password_is_made(data_dir, capsys):
    assert main(["users", "add", "hylly1"]) == 0
    assert main(["users", "add", "HYLLY1"]) == 2
    assert "already" in capsys.readouterr().err


def test_accounts_are_listed_for_people_and_for_programs(data_dir, capsys):
    assert main(["users", "list"]) == 1
    assert main(["users", "add", "hylly1", "--role", "editor"]) == 0
    capsys.readouterr()
    assert main(["users", "list"]) == 0
    assert "hylly1: editor in all branches; never signed in" in capsys.readouterr().out
    assert main(["users", "list", "--json"]) == 0
    (known,) = json.loads(capsys.readouterr().out)["users"]
    assert (known["name"], known["roles"], known["disabled"]) == ("hylly1", {"*": "editor"}, False)
    assert "hash" not in str(known)


def test_closing_an_account_and_a_new_password_sign_it_out_everywhere(data_dir, capsys):
    assert main(["users", "add", "hylly1"]) == 0
    for verb in ("disable", "password"):
        with open_database() as database:
            account = find_account(database, "hylly1")
            begin_session(database, account.id, CREATED_AT, "")
        assert main(["users", verb, "hylly1"]) == 0
        with open_database() as database:
            assert list_sessions(database, account.id, CREATED_AT) == ()
            assert find_account(database, "hylly1").disabled
    assert main(["users", "enable", "hylly1"]) == 0
    password = capsys.readouterr().out.rpartition("Password: ")[2].split()[0]
    assert opens("hylly1", password)


def test_the_last_administrator_cannot_be_closed(data_dir, capsys):
    assert main(["users", "add", "johto", "--role", "administrator"]) == 0
    assert main(["users", "disable", "johto"]) == 2
    assert "last administrator" in capsys.readouterr().err


def test_the_log_has_a_line_of_each_change_of_an_account_by_the_command_line(data_dir):
    main(["users", "add", "hylly1", "--role", "shelver", "--branch", "toy", "side"])
    main(["users", "disable", "hylly1"])
    main(["users", "enable", "hylly1"])
    main(["users", "password", "hylly1"])
    with open_database() as database:
        lines = list_lines(database, LogQuery(("", "toy", "side"), kind="accounts"), 9)
    assert {(each.hand, each.who, each.params["name"]) for each in lines} == {("cli", "", "hylly1")}
    assert sorted((each.what, each.branch) for each in lines) == [
        ("account_added", "side"),
        ("account_added", "toy"),
        ("account_disabled", ""),
        ("account_enabled", ""),
        ("password_reset", ""),
    ]
