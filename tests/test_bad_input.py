"""Bad input to a running server: a clear error each, and the rest goes on."""

import json
import os
import random
import socket
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.cli import main
from api.pages.kiosk import qr_svg
from tests.support.bluez import bluetoothd, private_bus
from tests.support.library import store_library
from tests.support.plans import toy_plan
from tests.support.served import ROOT, running_server

pytestmark = pytest.mark.real

TOY = "/api/v1/branches/toy"
KEY = toy_plan().radios[0].key
JSON_NUMBERS = st.floats() | st.integers() | st.booleans() | st.none() | st.text(max_size=5)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server whose log has no traceback after all that the tests do to it."""
    folder = tmp_path_factory.mktemp("library")
    store_library(folder)
    with running_server(folder / "log.txt", HYLLYKARTTA_DATA_DIR=str(folder)) as served:
        yield served
    assert "Traceback" not in served.said()


@pytest.fixture
def no_settings(monkeypatch):
    for name in [each for each in os.environ if each.startswith("HYLLYKARTTA_")]:
        monkeypatch.delenv(name)


def goes_on(server):
    answer = server.client.get(f"{TOY}/routes?from=kiosk:toy-1&callno=84.2%20LIN")
    return answer.status_code == 200 and server.client.get(f"{TOY}/search?q=linna").json()["total"]


def one_line_of_error(capsys):
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    return error


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        (f"{TOY}/places?callno=zzz", 400, "one looks like"),
        (f"{TOY}/routes?from=kiosk:toy-1&callno=99.9%20ZZZ", 404, "ask the staff"),
        (f"{TOY}/search?q=", 400, "at least one letter"),
        (f"{TOY}/search?q=%20%20", 400, "at least one letter"),
        ("/k/nowhere", 404, "check the label on the kiosk"),
        ("/a/nowhere", 404, "the label may be an old one"),
        ("/api/v1/branches/nowhere", 404, "the branches: side, toy"),
        (f"{TOY}/levels/9.svg", 404, "its levels: 1, 2"),
        (f"{TOY}/places?callno=84.2%20LIN&partition=x", 404, "its partitions: aik-"),
        (f"{TOY}/routes?from=kiosk:x&callno=84.2%20LIN", 404, "its kiosks: toy-1"),
        (
            f"{TOY}/routes?from=point:&callno=84.2%20LIN",
            404,
            "such as point:T1A01",
        ),
        (f"{TOY}/routes?from=subject:../../x&callno=84.2%20LIN", 404, "scan a label"),
        (f"{TOY}/routes?from=1,1e300,0&callno=84.2%20LIN", 422, "is off the map"),
        (f"{TOY}/routes?from=1,nan,2&callno=84.2%20LIN", 422, "expected LEVEL,X,Y"),
        (f"{TOY}/routes?from=kiosk:toy-1&to=1,2,3&profile=fly", 422, "step-free"),
        (f"{TOY}/search?q={'a' * 50_000}", 422, "at most 200 characters"),
        ("/static/..%2f..%2fwords.py", 404, "nothing at"),
        ("/static/%00", 404, "nothing at"),
        ("/locales/..%2fwords.json", 404, "nothing at"),
    ],
)
def test_what_is_unknown_is_named_with_the_next_step_and_the_server_goes_on(
    server, path, status, words
):
    answer = server.client.get(path)
    assert answer.status_code == status
    assert words in answer.text
    assert goes_on(server)


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "[::1"},
        {"Host": "a" * 3000},
        {"Range": "bytes=5-1"},
        {"If-None-Match": '",W/"*'},
        {"Accept-Language": "*;q=-1,;;==,fi;q=nan"},
        {"Cookie": "hyllykartta-branch=%00; hyllykartta-staff=\u00ff"},
        {"Authorization": "Bearer \u00ff"},
        {"Last-Event-ID": "x-999999999999999999999"},
    ],
)
@pytest.mark.parametrize(
    "path", ["/static/shared/base.css", f"{TOY}/levels/1.svg", "/locales/fi.json"]
)
def test_no_header_makes_the_server_fail(server, headers, path):
    given = {name: value.encode("latin-1") for name, value in headers.items()}
    assert server.client.get(path, headers=given).status_code < 500


def test_head_is_answered_as_get_without_the_body(server):
    asked = server.client.head(f"{TOY}/search?q=linna")
    assert (asked.status_code, asked.content) == (200, b"")
    assert int(asked.headers["content-length"]) > 0
    assert server.client.head("/api/v1/branches/nowhere").status_code == 404


def test_streams_that_break_off_leave_nothing_behind(server):
    for _ in range(100):
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(
                f"GET {TOY}/live?subject=x HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
            )
            assert connection.recv(15) == b"HTTP/1.1 200 OK"
    assert goes_on(server)


def test_an_address_too_long_for_a_qr_code_has_none():
    assert qr_svg("https://example.org/a/S1A01").startswith("<svg")
    assert qr_svg("x" * 5000) == ""


def batch(**fields):
    sighting = {"key": KEY, "rssi_dbm": -70, "age_s": 0.2, **fields}
    return json.dumps({"subject": "tablet", "sightings": [sighting]}).encode()


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (random.Random(20261122).randbytes(1_000_000), 413, "split it"),
        (random.Random(20261122).randbytes(1_000), 400, "JSON"),
        (b"", 422, "required"),
        (b"[" * 100_000, 400, "JSON"),
        (batch(rssi_dbm=float("nan")), 422, "rssi_dbm"),
        (batch(age_s=float("inf")), 422, "age_s"),
        (batch(rssi_dbm=10**400), 422, "rssi_dbm"),
        (batch().replace(b"-70", b"9" * 5000), 400, "JSON"),
        (batch(rssi_dbm=True), 422, "rssi_dbm"),
        (batch(rssi_dbm="-70"), 422, "rssi_dbm"),
        (batch(rssi_dbm=21), 422, "rssi_dbm"),
        (batch(age_s=-0.1), 422, "age_s"),
        (batch(key="\ud800"), 422, "key"),
        (b'{"sightings": []}', 422, '"body\\" is not valid: give either subject or radio'),
        (b'{"subject": "../x", "sightings": []}', 422, "subject"),
        (json.dumps({"radio": "x", "sightings": []}).encode(), 404, "no radio"),
        (json.dumps({"subject": "t", "sightings": [{}] * 10_000}).encode(), 422, "2000"),
    ],
)
def test_a_bad_batch_is_refused_whole_and_the_next_one_is_taken(server, body, status, words):
    as_json = {"Content-Type": "application/json"}
    answer = server.client.post(f"{TOY}/sightings", content=body, headers=as_json)
    assert answer.status_code == status
    assert words in answer.text
    taken = server.client.post(f"{TOY}/sightings", content=batch(), headers=as_json)
    assert taken.json() == {"accepted": 1, "unknown": 0, "dropped": 0}


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "subject": JSON_NUMBERS,
            "radio": JSON_NUMBERS,
            "sightings": st.lists(
                st.dictionaries(st.sampled_from(["key", "rssi_dbm", "age_s"]), JSON_NUMBERS),
                max_size=3,
            ),
        },
    )
)
@settings(max_examples=100)
def test_no_batch_makes_the_server_fail(server, document):
    body = json.dumps(document).encode()
    answer = server.client.post(f"{TOY}/sightings", content=body)
    assert answer.status_code < 500


def test_a_port_in_use_is_named_and_who_has_it_goes_on(server, no_settings, tmp_path, capsys):
    assert main(["demo", "--port", str(server.port)]) == 2
    assert one_line_of_error(capsys) == (
        f"hyllykartta: Port {server.port} is in use; choose another one with --port.\n"
    )
    assert goes_on(server)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--port", "99999"], "Port 99999 is none; choose one from 0 to 65535"),
        (["--host", "\u00e4..x"], "is no address; choose another one with --host"),
        (["--host", "a" * 70], "is no address; choose another one with --host"),
        (["--host", ""], "is no address; choose another one with --host"),
    ],
)
def test_an_address_that_is_none_is_one_clear_line(
    no_settings, monkeypatch, tmp_path, capsys, options, words
):
    monkeypatch.setenv("HYLLYKARTTA_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("HYLLYKARTTA_SIGHTINGS_TOKEN", "0123456789abcdef")
    assert main(["serve", *options]) == 2
    assert words in one_line_of_error(capsys)


def test_a_read_only_database_is_served_and_an_import_into_it_is_refused(
    no_settings, monkeypatch, tmp_path, capsys
):
    store_library(tmp_path)
    file = tmp_path / "hyllykartta.sqlite"
    before = file.read_bytes()
    url = f"sqlite:///{file.as_uri()}?mode=ro&uri=true"
    with running_server(tmp_path / "log.txt", HYLLYKARTTA_DATABASE_URL=url) as served:
        assert goes_on(served)
        assert served.client.get("/api/v1/health").json()["database"] == "read-only"
        monkeypatch.setenv("HYLLYKARTTA_DATABASE_URL", url)
        items = str(ROOT / "api" / "demo" / "data" / "saari" / "items.csv")
        assert main(["items", "import", items, "--branch", "toy"]) == 2
        assert "read-only" in capsys.readouterr().err
        assert goes_on(served)
    assert "Traceback" not in served.said()
    assert file.read_bytes() == before


def test_a_database_that_is_garbage_is_named_and_left_as_it_is(
    no_settings, monkeypatch, tmp_path, capsys
):
    garbage = random.Random(20261122).randbytes(20_000)
    (tmp_path / "hyllykartta.sqlite").write_bytes(garbage)
    monkeypatch.setenv("HYLLYKARTTA_DATA_DIR", str(tmp_path))
    assert main(["serve", "--port", "0"]) == 2
    assert "damaged" in one_line_of_error(capsys)
    assert (tmp_path / "hyllykartta.sqlite").read_bytes() == garbage


def test_bluetoothd_that_stops_in_mid_scan_ends_the_scan_and_not_the_server(server, monkeypatch):
    with private_bus() as bus, bluetoothd(bus) as service:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus)
        url = f"http://127.0.0.1:{server.port}{TOY}/sightings"
        arguments = ["scan", "--subject", "tablet", "--adapter", "hci0", "--post", url]
        with subprocess.Popen(
            [sys.executable, "-m", "api.cli", *arguments],
            cwd=ROOT,
            stderr=subprocess.PIPE,
            text=True,
        ) as scan:
            while "StartDiscovery" not in service.tell("calls"):
                assert scan.poll() is None
            service.stop()
            _, said = scan.communicate(timeout=30)
    assert scan.returncode == 2
    assert said.splitlines()[-1].startswith(
        "hyllykartta: The Bluetooth service (bluetoothd) stopped"
    )
    assert goes_on(server)
