"""``hyllykartta scan`` in a process of its own, between a bluetoothd and a server."""

import csv
import json
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from floorplans.formats.native import format_plan
from positioning.adverts import encode_eddystone_uid, encode_ibeacon
from tests.support.bluez import ROOT, bluetoothd, private_bus
from tests.support.plans import toy_plan

pytestmark = pytest.mark.real

UUID = "6D2F0C5E-8B1A-4E57-9C33-48594C4C5931"
KNOWN = f"ibeacon:{UUID}:1:101"
STRANGER = f"ibeacon:{UUID}:9:999"
TAG_ADDRESS = "C0:DE:00:00:02:01"
TAG = f"address:{TAG_ADDRESS}"


@pytest.fixture
def bus(monkeypatch):
    with private_bus() as address:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        yield address


class Branch:
    """A branch's server that can refuse, and keeps what it took."""

    def __init__(self):
        self.statuses = []
        self.token = "Bearer a-token"
        self.bodies = []
        self.keys = [KNOWN, TAG]
        self.asked = threading.Condition()

    def sightings(self):
        return [each for body in self.bodies for each in body["sightings"]]

    def wait_for(self, condition):
        with self.asked:
            assert self.asked.wait_for(condition, timeout=30)

    def answer(self, handler):
        if handler.headers.get("Authorization") != self.token:
            return 401, {}
        if handler.path == "/api/v1/branches/test/radio-keys":
            return 200, {"keys": self.keys}
        if handler.path != "/api/v1/branches/test/sightings":
            return 404, {}
        if self.statuses:
            return self.statuses.pop(0), {}
        body = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        self.bodies.append(body)
        return 202, {"accepted": len(body["sightings"]), "unknown": 0, "dropped": 0}


@contextmanager
def serving(branch):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            with branch.asked:
                status, document = branch.answer(self)
                branch.asked.notify_all()
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(document).encode())

        def do_POST(self):
            self.do_GET()

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api/v1/branches/test/sightings"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def branch():
    return Branch()


@pytest.fixture
def url(branch):
    with serving(branch) as address:
        yield address


@pytest.fixture
def token(tmp_path):
    path = tmp_path / "token.txt"
    path.write_text("a-token\n")
    return str(path)


@contextmanager
def scanning(*arguments):
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "scan", "--adapter", "hci0", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def scan(*arguments):
    with scanning(*arguments) as process:
        output, errors = process.communicate(timeout=60)
        return process.returncode, output, errors


def scan_until(condition, *arguments):
    """Scan till the condition of the process holds, then interrupt it."""
    with scanning(*arguments) as process:
        before = condition(process) or ""
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=60)
        return process.returncode, before + output, errors


def printed(count):
    return lambda process: "".join(process.stdout.readline() for _ in range(count))


def until_listening(service, process):
    while "StartDiscovery" not in service.tell("calls"):
        assert process.poll() is None
        time.sleep(0.01)


def until_lines(path, count):
    while not path.exists() or len(path.read_text().splitlines()) < count:
        time.sleep(0.01)


def ibeacon(minor, major=1):
    return {str(k): v.hex() for k, v in encode_ibeacon(UUID, major, minor, -59).items()}


def write_script(path, adverts):
    path.write_text("\n".join(json.dumps(each) for each in adverts))
    return ["--script", str(path)]


@pytest.fixture
def walk(tmp_path):
    """Two packets of a known beacon, one of a stranger and one of a tag known by address."""
    beacon = {"address": "C0:DE:00:00:01:01", "manufacturer_data": ibeacon(101)}
    stranger = {"address": "C0:DE:00:00:09:09", "manufacturer_data": ibeacon(999, major=9)}
    return write_script(
        tmp_path / "walk.jsonl",
        [
            {"at_s": 0.0, "rssi_dbm": -61, **beacon},
            {"at_s": 0.1, "rssi_dbm": -62, **beacon},
            {"at_s": 0.1, "rssi_dbm": -40, **stranger},
            {"at_s": 0.2, "rssi_dbm": -70, "address": TAG_ADDRESS},
        ],
    )


def test_only_known_radios_are_posted_with_their_age(bus, walk, branch, url, token):
    with bluetoothd(bus, *walk):
        arguments = ("--subject", "tablet", "--post", url, "--token-file", token)
        status, output, errors = scan_until(
            lambda _: branch.wait_for(lambda: len(branch.sightings()) == 3), *arguments
        )
    assert (status, output) == (0, "")
    assert errors == "hyllykartta: heard 4, of known radios 3, posted 3, dropped 0.\n"
    assert {(each["subject"], each["device_model"]) for each in branch.bodies} == {("tablet", None)}
    assert [(each["key"], each["rssi_dbm"]) for each in branch.sightings()] == [
        (KNOWN, -61),
        (KNOWN, -62),
        (TAG, -70),
    ]
    assert all(0.0 <= each["age_s"] < 60.0 for each in branch.sightings())


def test_a_gateway_posts_as_a_radio(bus, walk, branch, url, token):
    with bluetoothd(bus, *walk):
        scan_until(
            lambda _: branch.wait_for(lambda: branch.bodies),
            *("--radio", "g1", "--post", url, "--token-file", token),
        )
    assert branch.bodies[0]["radio"] == "g1"
    assert "subject" not in branch.bodies[0]


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_the_scan_and_sums_up(bus, walk, stop):
    with bluetoothd(bus, *walk) as service, scanning("--radio", "g1", "--print") as process:
        printed(3)(process)
        process.send_signal(stop)
        _, errors = process.communicate(timeout=30)
        calls = service.tell("calls")
    assert process.returncode == 0
    assert ", of known radios 3, dropped 0." in errors
    assert "StopDiscovery" in calls


def test_a_scan_stops_when_its_time_is_up(bus):
    with bluetoothd(bus) as service:
        status, _, errors = scan("--radio", "g1", "--print", "--seconds", "0.5")
        assert service.tell("calls").count("StopDiscovery") == 1
    assert (status, errors) == (0, "hyllykartta: heard 0, of known radios 0, dropped 0.\n")


def test_what_waits_at_the_end_is_still_sent(bus, branch, url, token):
    arguments = ("--subject", "tablet", "--post", url, "--token-file", token)
    with bluetoothd(bus) as service, scanning(*arguments) as process:
        until_listening(service, process)
        branch.statuses = [503] * 2
        service.tell("advert", address=TAG_ADDRESS, rssi_dbm=-70)
        branch.wait_for(lambda: not branch.statuses)
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=30)
    assert "posted 1, dropped 0." in errors
    assert [each["rssi_dbm"] for each in branch.sightings()] == [-70]


def test_what_a_failing_server_did_not_take_is_posted_again(bus, walk, branch, url, token):
    branch.statuses = [503, 401]
    with bluetoothd(bus, *walk):
        arguments = ("--subject", "tablet", "--post", url, "--token-file", token)
        status, _, errors = scan_until(
            lambda _: branch.wait_for(lambda: len(branch.sightings()) == 3), *arguments
        )
    assert status == 0
    assert "answered 503 Service Unavailable. Trying again." in errors
    assert "refuses the token (401); see --token-file. Trying again." in errors
    assert "takes sightings again" in errors
    assert "posted 3, dropped 0." in errors


def test_a_batch_that_the_server_calls_wrong_is_dropped_and_counted(bus, branch, url, token):
    branch.statuses = [422]
    arguments = ("--subject", "tablet", "--post", url, "--token-file", token)
    with bluetoothd(bus) as service, scanning(*arguments) as process:
        until_listening(service, process)
        service.tell("advert", address=TAG_ADDRESS, rssi_dbm=-70)
        branch.wait_for(lambda: not branch.statuses)
        service.tell("advert", address=TAG_ADDRESS, rssi_dbm=-71)
        branch.wait_for(branch.sightings)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "answered 422 Unprocessable Entity. Packets dropped: 1." in errors
    assert "heard 2, of known radios 2, posted 1, dropped 1." in errors


def test_a_server_that_is_away_at_the_start_is_told_in_one_line():
    url = "http://127.0.0.1:9/api/v1/branches/test/sightings"
    status, output, errors = scan("--subject", "tablet", "--post", url)
    assert (status, output) == (2, "")
    assert len(errors.splitlines()) == 1
    assert "radio-keys cannot be reached" in errors


def test_a_wrong_token_is_told_at_the_start(url, tmp_path):
    (tmp_path / "token.txt").write_text("another")
    token = str(tmp_path / "token.txt")
    status, _, errors = scan("--subject", "tablet", "--post", url, "--token-file", token)
    assert status == 2
    assert "refuses the token (401); see --token-file." in errors


def test_a_recording_has_the_columns_of_the_format(bus, walk, tmp_path):
    folder = tmp_path / "tracks" / "walk"
    with bluetoothd(bus, *walk):
        status, _, _ = scan_until(
            lambda _: until_lines(folder / "sightings.csv", 4),
            *("--subject", "tablet", "--record", str(folder)),
        )
    assert status == 0
    with (folder / "sightings.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["time_s", "subject", "device_model", "radio", "rssi_dbm"]
    assert rows[0] == {
        "time_s": "0.000",
        "subject": "tablet",
        "device_model": "",
        "radio": KNOWN,
        "rssi_dbm": "-61",
    }
    assert [each["radio"] for each in rows] == [KNOWN, KNOWN, STRANGER]


def test_a_recording_is_never_written_over(bus, walk, tmp_path):
    (tmp_path / "sightings.csv").write_text("precious")
    with bluetoothd(bus, *walk):
        status, _, errors = scan("--subject", "tablet", "--record", str(tmp_path))
    assert status == 2
    assert "holds a recording already" in errors
    assert (tmp_path / "sightings.csv").read_text() == "precious"


def test_printing_shows_every_beacon_and_no_address(bus, walk):
    with bluetoothd(bus, *walk):
        status, output, errors = scan_until(printed(3), "--radio", "g1", "--print")
    assert status == 0
    assert [line.split()[-1] for line in output.splitlines()] == [KNOWN, KNOWN, STRANGER]
    assert "C0:DE" not in output + errors


def test_a_plan_limits_what_is_printed(bus, walk, tmp_path):
    plan = tmp_path / "plan.json"
    plan.write_text(format_plan(toy_plan()))
    with bluetoothd(bus, *walk):
        arguments = ("--radio", "g1", "--print", "--plan", str(plan))
        status, output, _ = scan_until(printed(2), *arguments)
    assert status == 0
    assert [line.split()[-1] for line in output.splitlines()] == [KNOWN, KNOWN]


def test_an_eddystone_beacon_is_heard_too(bus, tmp_path):
    frame = encode_eddystone_uid("6D2F0C5E8B1A4E579C33", "000000000101", -59)
    service_data = {uuid: payload.hex() for uuid, payload in frame.items()}
    advert = {"at_s": 0, "address": "C0:DE:00:00:03:01", "rssi_dbm": -58}
    script = write_script(tmp_path / "air.jsonl", [{**advert, "service_data": service_data}])
    with bluetoothd(bus, *script):
        _, output, _ = scan_until(printed(1), "--radio", "g1", "--print")
    assert output.split()[-1] == "eddystone:6D2F0C5E8B1A4E579C33:000000000101"


def test_bluetooth_switched_off_is_one_plain_line_and_nothing_is_written(bus, tmp_path):
    folder = tmp_path / "walk"
    with bluetoothd(bus, "--mode", "off"):
        status, output, errors = scan("--subject", "tablet", "--record", str(folder))
    assert (status, output) == (2, "")
    assert errors == (
        "hyllykartta: Bluetooth adapter hci0 is switched off. "
        'Switch it on with "bluetoothctl power on".\n'
    )
    assert not (folder / "sightings.csv").exists()


def test_bluetoothd_that_stops_in_mid_scan_ends_the_scan_in_plain_words(
    bus, walk, branch, url, token
):
    with (
        bluetoothd(bus, *walk) as service,
        scanning("--subject", "tablet", "--post", url, "--token-file", token) as process,
    ):
        branch.wait_for(lambda: len(branch.sightings()) == 3)
        service.stop()
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 2
    summary, reason = errors.splitlines()
    assert summary == "hyllykartta: heard 4, of known radios 3, posted 3, dropped 0."
    assert "The Bluetooth service (bluetoothd) stopped while listening." in reason


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--subject", "t", "--post", "ftp://x/sightings"], "is no http(s) address"),
        (["--subject", "t", "--post", "http://x/api"], "must end with"),
        (["--subject", "a b", "--print"], "cannot be a subject"),
        (["--radio", " ", "--print"], "a name cannot be empty"),
        (["--subject", "t", "--print", "--seconds", "nan"], "no number of seconds"),
        (["--print"], "--radio --subject is required"),
        (["--subject", "t", "--print", "--token-file", "x"], "--token-file goes with --post"),
    ],
)
def test_wrong_use_is_told(arguments, words):
    status, _, errors = scan(*arguments)
    assert status == 2
    assert words in errors


def test_a_token_file_that_holds_no_token_is_named(tmp_path, url):
    path = tmp_path / "token.txt"
    path.write_text("two\nlines\n")
    status, _, errors = scan("--subject", "t", "--post", url, "--token-file", str(path))
    assert status == 2
    assert f"{path} must hold one token" in errors
