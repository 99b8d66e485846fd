"""Backups while the server runs, and restoring them across upgrades; nothing damaged gets in."""

import errno
import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from datetime import UTC, datetime

import pytest
from alembic import command

from api.app import create_app
from api.backups import LIBRARY, MANIFEST, make_backup
from api.cli import main
from api.storage.accounts import get_account
from api.storage.engine import open_database
from api.storage.sessions import find_session, hash_token
from api.storage.sqlite_items import SqliteItems
from api.storage.upgrade import NEWEST, current_revision, prepare_database
from tests.api.test_importing import migrate
from tests.support.library import CREATED_AT, ITEMS, store_library
from tests.support.server import serving
from tests.support.staff import session_of

BEGUN_WITH = "0003_plan_versions"


@pytest.fixture
def settings(tmp_path, monkeypatch):
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setenv("HYLLYKARTTA_DATA_DIR", str(folder))
    return store_library(folder)


@pytest.fixture
def file(tmp_path, settings):
    """A backup of the library."""
    path = tmp_path / "library.backup"
    assert main(["backup", str(path)]) == 0
    return path


@pytest.mark.parametrize("name", ["hyllykartta.sqlite", "hyllykartta.sqlite-wal", "link", "hard"])
def test_a_backup_is_never_written_over_the_database(settings, name, capsys):
    place = settings.data_dir / "hyllykartta.sqlite"
    (settings.data_dir / "link").symlink_to(place)
    os.link(place, settings.data_dir / "hard")
    assert main(["backup", str(settings.data_dir / name)]) == 2
    assert "name another file for the backup" in capsys.readouterr().err
    assert count_items(settings) == len(ITEMS)


def forget_items(settings):
    with closing(prepare_database(settings.database)) as database:
        SqliteItems(database).replace("toy", [])


def count_items(settings):
    with closing(prepare_database(settings.database)) as database:
        return SqliteItems(database).count("toy")


def test_what_was_backed_up_comes_back_and_what_was_there_is_kept(settings, file, capsys):
    forget_items(settings)
    assert main(["restore", str(file)]) == 0
    assert count_items(settings) == len(ITEMS)
    (kept,) = settings.data_dir.glob("*.before-*")
    assert str(kept) in capsys.readouterr().out
    with closing(open_database(f"sqlite:///{kept}")) as database:
        assert SqliteItems(database).count("toy") == 0


def test_nobody_is_signed_in_after_a_restore_but_everybody_can_sign_in(settings, file):
    session, at = hash_token(session_of("editor")), datetime.now(UTC)
    with closing(prepare_database(settings.database)) as database:
        _, account = find_session(database, session, at)
    assert main(["restore", str(file)]) == 0
    with closing(prepare_database(settings.database)) as database:
        assert find_session(database, session, at) is None
        assert get_account(database, account.id) == account


def test_only_its_owner_may_read_a_backup_and_nothing_else_is_left(file, settings):
    assert file.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in file.parent.iterdir() if each.is_file()] == [file.name]
    assert main(["restore", str(file)]) == 0
    assert len(list(settings.data_dir.iterdir())) == 2


def gone_process():
    """The number of a process that has ended."""
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    return done.pid


def test_what_a_killed_backup_has_left_goes_with_the_next_but_nothing_of_one_that_goes_on(file):
    left, amid = (
        file.parent / f".{file.name}.{process}-x" for process in (gone_process(), os.getppid())
    )
    for each in (left, amid):
        each.mkdir()
        (each / "library.sqlite").touch()
    assert main(["backup", str(file)]) == 0
    assert not left.exists()
    assert amid.exists()


def test_a_restoration_that_was_killed_leaves_no_second_name_of_the_database(settings, file):
    place = settings.data_dir / "hyllykartta.sqlite"
    os.link(place, place.with_name(f"{place.name}.before-20260302T093000"))
    assert main(["restore", str(file)]) == 0
    (kept,) = settings.data_dir.glob("*.before-*")
    assert not kept.name.endswith("093000")
    assert count_items(settings) == len(ITEMS)


def test_where_a_file_can_have_one_name_only_the_old_database_is_kept_whole_or_not_at_all(
    settings, file, monkeypatch
):
    def refuse(*_):
        raise PermissionError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    forget_items(settings)
    before = (settings.data_dir / "hyllykartta.sqlite").read_bytes()
    assert main(["restore", str(file)]) == 0
    (kept,) = settings.data_dir.glob("*.before-*")
    assert len(kept.read_bytes()) == len(before)
    assert len(list(settings.data_dir.iterdir())) == 2


def test_a_backup_goes_to_a_machine_that_has_no_database(file, settings, tmp_path, monkeypatch):
    monkeypatch.setenv("HYLLYKARTTA_DATA_DIR", str(tmp_path / "new"))
    assert main(["restore", str(file)]) == 0
    with closing(prepare_database(f"sqlite:///{tmp_path}/new/hyllykartta.sqlite")) as database:
        assert SqliteItems(database).count("toy") == len(ITEMS)


def test_a_backup_of_an_older_schema_is_upgraded_and_serves(settings, tmp_path, capsys):
    old = tmp_path / "old.backup"
    with closing(prepare_database(settings.database)) as database:
        migrate(database, BEGUN_WITH, command.downgrade)
        assert make_backup(database, old, CREATED_AT).schema == BEGUN_WITH
    forget_items(settings)
    assert main(["restore", str(old)]) == 0
    assert f"upgraded from schema {BEGUN_WITH}" in capsys.readouterr().out
    with closing(open_database(settings.database)) as database:
        assert current_revision(database) == NEWEST
    with serving(create_app(settings)) as client:
        found = client.get("/api/v1/branches/toy/search", params={"q": "tuntematon"}).json()
    assert found["total"] == 2


def test_a_backup_is_made_while_the_server_runs_but_restored_only_when_it_is_stopped(
    settings, tmp_path, capsys
):
    file = tmp_path / "running.backup"
    with serving(create_app(settings)) as client:
        assert main(["backup", str(file)]) == 0
        assert run_apart("restore", file).endswith("is in use; stop the server first.\n")
        assert client.get("/api/v1/health").json()["status"] == "ok"
    assert main(["restore", str(file)]) == 0


def run_apart(*arguments):
    """Run a verb in a process of its own and give what it complains of."""
    line = "import sys; from api.cli import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", line, *map(str, arguments)], capture_output=True, text=True
    )
    assert done.returncode == 2
    return done.stderr


def change_part(file, name, change):
    with zipfile.ZipFile(file) as parts:
        held = {each: parts.read(each) for each in parts.namelist()}
    held[name] = change(held[name])
    with zipfile.ZipFile(file, "w") as parts:
        for each, content in held.items():
            parts.writestr(each, content)


def manifest_with(**changes):
    return lambda content: json.dumps({**json.loads(content), **changes})


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda file: file.write_bytes(b"no archive"), "is no backup, or damaged"),
        (lambda file: file.write_bytes(file.read_bytes()[:-9000]), "damaged"),
        (lambda file: flip(file, file.stat().st_size // 2), "damaged"),
        (lambda file: change_part(file, LIBRARY, lambda old: old[:-1]), "another hash"),
        (lambda file: change_part(file, LIBRARY, lambda old: old + b"!"), "another hash"),
        (lambda file: change_part(file, MANIFEST, lambda _: b"[]"), "is no backup of"),
        (lambda file: change_part(file, MANIFEST, lambda _: b'{"format": 1}'), "lacks"),
        (lambda file: change_part(file, MANIFEST, manifest_with(format=2)), "newer version"),
        (lambda file: change_part(file, MANIFEST, manifest_with(schema="9999")), "newer version"),
        (lambda file: file.unlink(), "cannot be read"),
    ],
)
def test_what_is_damaged_or_newer_is_refused_and_nothing_is_changed(
    settings, file, damage, words, capsys
):
    damage(file)
    before = (settings.data_dir / "hyllykartta.sqlite").read_bytes()
    assert main(["restore", str(file)]) == 2
    assert words in capsys.readouterr().err
    assert (settings.data_dir / "hyllykartta.sqlite").read_bytes() == before
    assert [each.name for each in settings.data_dir.iterdir()] == ["hyllykartta.sqlite"]


def flip(file, position):
    content = bytearray(file.read_bytes())
    content[position] ^= 0xFF
    file.write_bytes(content)


def test_a_damaged_database_can_be_replaced_and_is_kept(settings, file):
    place = settings.data_dir / "hyllykartta.sqlite"
    place.write_bytes(b"damaged" * 1000)
    assert main(["restore", "--check", str(file)]) == 0
    assert main(["restore", str(file)]) == 0
    assert count_items(settings) == len(ITEMS)
    (kept,) = settings.data_dir.glob("*.before-*")
    assert kept.read_bytes() == b"damaged" * 1000


def test_a_backup_that_cannot_be_written_is_said(settings, tmp_path, capsys):
    assert main(["backup", str(tmp_path / "nowhere" / "x.backup")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_writers_go_on_while_a_backup_is_made(settings, tmp_path):
    with (
        closing(prepare_database(settings.database)) as database,
        closing(sqlite3.connect(database.path)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE branches SET items_run = 0")
        make_backup(database, tmp_path / "amid.backup", CREATED_AT)
        other.rollback()
    assert main(["restore", str(tmp_path / "amid.backup")]) == 0
    assert count_items(settings) == len(ITEMS)
