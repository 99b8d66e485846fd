import signal
import socket
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from api.accounts.checking import check_password
from api.accounts.passwords import Passwords
from api.catalogue.items import parse_items
from api.cli import main
from api.commands.demo import fill_demo_database, open_demo_account
from api.settings import Settings
from api.storage.accounts import find_account, get_account, set_disabled
from api.storage.sessions import begin_session, list_sessions
from api.storage.upgrade import prepare_database
from tests.support.demo import running_demo
from tests.support.library import CREATED_AT, as_nobody
from tests.support.people import add_person, with_accounts

DATABASE = "hyllykartta.sqlite"
BRANCHES = ["keskusta", "saari"]


@pytest.fixture(scope="module")
def filled_database(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    settings = Settings(data_dir=tmp_path_factory.mktemp("filled"))
    fill_demo_database(settings)
    return (settings.data_dir / DATABASE).read_bytes()


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setenv("HYLLYKARTTA_DATA_DIR", str(folder))
    return folder


@pytest.mark.parametrize("branch", BRANCHES)
def test_the_copied_files_are_a_library_that_can_be_used(tmp_path, capsys, branch):
    assert main(["demo", "--copy", str(tmp_path / "own")]) == 0
    plan = tmp_path / "own" / branch / "plan.json"
    assert main(["plan", "check", str(plan)]) == 0
    items, problems = parse_items(plan.with_name("items.csv").read_text(encoding="utf-8"))
    assert items
    assert not problems


def test_a_copy_writes_over_nothing(tmp_path, capsys):
    kept = tmp_path / "saari" / "items.csv"
    kept.parent.mkdir()
    kept.write_text("mine")
    assert main(["demo", "--copy", str(tmp_path)]) == 2
    error = capsys.readouterr().err
    assert str(kept) in error
    assert error.count("\n") == 1
    assert kept.read_text() == "mine"
    assert [each.name for each in tmp_path.iterdir()] == ["saari"]


def test_a_copy_to_where_nothing_can_be_written_is_one_clear_line(tmp_path, capsys):
    (tmp_path / "file").touch()
    assert main(["demo", "--copy", str(tmp_path / "file")]) == 2
    error = capsys.readouterr().err
    assert "cannot be written" in error
    assert error.count("\n") == 1


def test_a_port_in_use_is_one_line_that_names_it_and_the_option(data_dir, capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["demo", "--port", str(port)]) == 2
    told = capsys.readouterr()
    assert told.err == f"hyllykartta: Port {port} is in use; choose another one with --port.\n"
    assert told.out == ""


@pytest.mark.parametrize("damage", ["no database", "cut", "overwritten"])
def test_a_damaged_database_is_one_line_that_names_it(data_dir, filled_database, capsys, damage):
    damaged = {
        "no database": b"kirja" * 2000,
        "cut": filled_database[:50_000],
        "overwritten": filled_database[:8192] + b"\xa5" * 400_000 + filled_database[408_192:],
    }[damage]
    (data_dir / DATABASE).write_bytes(damaged)
    assert main(["demo", "--port", "0"]) == 2
    error = capsys.readouterr().err
    assert str(data_dir / DATABASE) in error
    assert "it is damaged" in error
    assert error.count("\n") == 1
    assert (data_dir / DATABASE).read_bytes() == damaged


def test_a_folder_where_nothing_can_be_written_is_one_clear_line(data_dir, capsys):
    data_dir.chmod(0o555)
    with as_nobody(data_dir):
        assert main(["demo", "--port", "0"]) == 2
    error = capsys.readouterr().err
    assert str(data_dir) in error
    assert error.count("\n") == 1


@pytest.mark.real
def test_a_filled_database_that_cannot_be_written_is_read_with_a_warning(
    data_dir, filled_database, tmp_path
):
    (data_dir / DATABASE).write_bytes(filled_database)
    settings = {
        "HYLLYKARTTA_DATABASE_URL": f"sqlite:///file:{data_dir / DATABASE}?mode=ro&uri=true"
    }
    with running_demo(tmp_path, settings=settings) as demo:
        health = httpx.get(f"{demo.address}/api/v1/health", timeout=30).json()
        status, said = demo.stop()
    assert (health["branches"], health["database"]) == (BRANCHES, "read-only")
    assert status == 0
    assert "is read-only: reading goes on" in said
    assert said.count("\n") == 1


@pytest.mark.real
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "terminated"])
def test_the_demo_greets_with_three_pages_and_stops_cleanly(tmp_path, how):
    settings = {"TMPDIR": str(tmp_path)}
    with running_demo(tmp_path, settings=settings) as demo:
        pages = {line.split()[0]: line.split()[1] for line in demo.greeting[:3]}
        account = {"name": "demo", "password": demo.password}
        with httpx.Client(timeout=30, follow_redirects=True) as browser:
            browser.post(f"{demo.address}/s/login", data=account)
            answers = {name: browser.get(url) for name, url in pages.items()}
        with httpx.stream("GET", f"{demo.address}/api/v1/branches/saari/live", timeout=30):
            status, said = demo.stop(how)
    assert list(pages) == ["Phone:", "Kiosk:", "Staff:"]
    assert all(answer.status_code == 200 for answer in answers.values())
    assert (status, said) == (0, "")
    assert list(tmp_path.iterdir()) == []


def test_the_demos_password_is_another_at_each_start_and_the_old_one_no_longer_does(tmp_path):
    settings = with_accounts(Settings(data_dir=tmp_path))
    first = open_demo_account(settings)
    with closing(prepare_database(settings.database)) as database:
        demo = find_account(database, "demo")
        add_person(settings, "toimisto", "administrator")
        set_disabled(database, demo.id, True)
        begin_session(database, demo.id, CREATED_AT, "")
        second = open_demo_account(settings)
        passwords = Passwords(settings.hashing)
        assert check_password(database, passwords, "demo", first) is None
        assert check_password(database, passwords, "demo", second) == get_account(database, demo.id)
        assert list_sessions(database, demo.id, CREATED_AT) == ()


@pytest.mark.real
def test_two_demos_run_at_once(tmp_path):
    with running_demo(tmp_path) as one, running_demo(tmp_path) as other:
        assert one.address != other.address
        for demo in (one, other):
            assert httpx.get(f"{demo.address}/api/v1/health", timeout=30).json()["status"] == "ok"
        assert one.stop() == (0, "")
        assert other.stop() == (0, "")
