"""What moves, over HTTP: sightings and check-ins in, events out."""

import json
import math
from collections.abc import Iterator

import httpx
import pytest

from tests.support.plans import BEACON_UUID

TOY = "/api/v1/branches/toy"
SIDE = "/api/v1/branches/side"
KNOWN_KEY = f"ibeacon:{BEACON_UUID}:1:101"


def batch(subject: str, *keys: str) -> dict[str, object]:
    sightings = [{"key": key, "rssi_dbm": -60, "age_s": 0.1} for key in keys]
    return {"subject": subject, "sightings": sightings}


def events(lines: Iterator[str]) -> Iterator[dict[str, str]]:
    """Read a stream's events as their fields."""
    fields: dict[str, str] = {}
    for line in lines:
        if line and not line.startswith(":"):
            name, _, value = line.partition(": ")
            fields[name] = value
        elif "data" in fields:
            yield fields
            fields = {}


def test_the_receipt_tells_known_from_unknown_radios(client: httpx.Client):
    body = batch("receipt", KNOWN_KEY, KNOWN_KEY, "ibeacon:STRANGER:1:1")
    answer = client.post(f"{TOY}/sightings", json=body)
    assert answer.status_code == 202
    assert answer.json() == {"accepted": 2, "unknown": 1, "dropped": 0}


def test_a_subject_of_which_only_strangers_are_heard_is_not_live(
    client: httpx.Client, staff: httpx.Client
):
    client.post(f"{TOY}/sightings", json=batch("stranger", "ibeacon:STRANGER:1:1"))
    live = staff.get(f"{TOY}/subjects").json()["subjects"]
    assert "stranger" not in [each["subject"] for each in live]


def test_sightings_become_a_position_on_the_stream(client: httpx.Client):
    with client.stream("GET", f"{TOY}/live?subject=walker") as stream:
        arriving = events(stream.iter_lines())
        for _ in range(4):
            client.post(f"{TOY}/sightings", json=batch("walker", KNOWN_KEY))
        event = next(arriving)
    assert event["event"] == "position"
    data = json.loads(event["data"])
    assert (data["subject"], data["level"]) == ("walker", "1")
    assert data["radius_95_m"] > 0


def test_a_check_in_puts_the_subject_at_the_locator_point(client: httpx.Client):
    answer = client.post(f"{TOY}/checkins", json={"subject": "scanner", "point": "T1A01"})
    position = answer.json()
    assert position["level"] == "1"
    assert (position["x_m"], position["y_m"]) == pytest.approx((6.9, 3.0), abs=0.7)


def test_a_route_can_start_from_a_live_subject(client: httpx.Client):
    client.post(f"{TOY}/checkins", json={"subject": "starter", "point": "T1A01"})
    route = client.get(f"{TOY}/routes", params={"from": "subject:starter", "to": "2,3,3"}).json()
    assert route["legs"][0]["level"] == "1"
    assert route["legs"][-1]["level"] == "2"


def test_a_page_that_reconnects_is_not_sent_what_it_has_seen(client: httpx.Client):
    client.post(f"{TOY}/checkins", json={"subject": "resumer", "point": "T1A01"})
    with client.stream("GET", f"{TOY}/live?subject=resumer") as stream:
        seen = next(events(stream.iter_lines()))
    headers = {"Last-Event-ID": seen["id"]}
    with client.stream("GET", f"{TOY}/live?subject=resumer", headers=headers) as stream:
        arriving = events(stream.iter_lines())
        client.post(f"{TOY}/checkins", json={"subject": "resumer", "point": "T1A01"})
        assert next(arriving)["id"] != seen["id"]


def test_a_page_that_comes_back_after_a_restart_is_sent_the_newest_position(client: httpx.Client):
    client.post(f"{TOY}/checkins", json={"subject": "returner", "point": "T1A01"})
    headers = {"Last-Event-ID": "earlier-run-999999"}
    with client.stream("GET", f"{TOY}/live?subject=returner", headers=headers) as stream:
        assert json.loads(next(events(stream.iter_lines()))["data"])["subject"] == "returner"


def test_a_follower_of_one_subject_hears_of_no_other(client: httpx.Client):
    client.post(f"{TOY}/checkins", json={"subject": "other", "point": "T1A01"})
    with client.stream("GET", f"{TOY}/live?subject=mine") as stream:
        arriving = events(stream.iter_lines())
        client.post(f"{TOY}/checkins", json={"subject": "other", "point": "T1A01"})
        client.post(f"{TOY}/checkins", json={"subject": "mine", "point": "T1A01"})
        assert json.loads(next(arriving)["data"])["subject"] == "mine"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"sightings": []}, "body"),
        ({"subject": "a", "radio": "b101", "sightings": []}, "body"),
        ({"subject": "no spaces please", "sightings": []}, "subject"),
        ({"subject": "a", "sightings": [{"key": "k", "rssi_dbm": -60, "age_s": -1}]}, "age_s"),
        ({"subject": "a", "sightings": [{"key": "k", "rssi_dbm": 90, "age_s": 0}]}, "rssi_dbm"),
        ({"subject": "a", "sightings": [{"key": "k", "rssi_dbm": "-60", "age_s": 0}]}, "rssi_dbm"),
        ({"subject": "a", "sightings": [{"key": "k", "rssi_dbm": -60, "age_s": "now"}]}, "age_s"),
        ({"subject": "a", "sightings": [{"rssi_dbm": -60, "age_s": 0}]}, "key"),
    ],
)
def test_a_batch_that_makes_no_sense_is_refused_by_field(client: httpx.Client, body, field):
    answer = client.post(f"{TOY}/sightings", json=body)
    assert answer.status_code == 422
    assert field in answer.json()["field"]


def test_a_radio_that_the_plan_lacks_cannot_send(client: httpx.Client):
    answer = client.post(f"{TOY}/sightings", json={"radio": "b999", "sightings": []})
    assert answer.json()["type"] == "/problems/unknown-radio"


def test_radio_health_counts_what_was_heard(client: httpx.Client, staff: httpx.Client):
    def heard() -> dict[str, int]:
        radios = staff.get(f"{TOY}/radios").json()["radios"]
        return {each["radio"]: each["heard"] for each in radios}

    before = heard()
    client.post(f"{TOY}/sightings", json=batch("counter", KNOWN_KEY, KNOWN_KEY, KNOWN_KEY))
    after = heard()
    assert set(after) == {"b101", "b201"}
    assert after["b101"] - before["b101"] == 3
    assert after["b201"] == before["b201"]


def test_radio_health_tells_what_is_held_against_a_radio(staff: httpx.Client):
    for radio in staff.get(f"{TOY}/radios").json()["radios"]:
        assert (radio["verdict"], radio["power_change_db"], radio["weight"]) == ("fine", 0.0, 1.0)


def test_a_listener_is_told_which_identities_to_pass_on(client: httpx.Client):
    assert KNOWN_KEY in client.get(f"{TOY}/radio-keys").json()["keys"]


def test_branches_are_apart(client: httpx.Client, staff: httpx.Client):
    """One branch's books, points, kiosks and subjects are not another's."""
    found = client.get(f"{SIDE}/search", params={"q": "linna"}).json()
    assert found["total"] == 0
    assert client.get(f"{TOY}/search", params={"q": "saari"}).json()["total"] == 0
    for start in ("point:T1A01", "kiosk:toy-1"):
        answer = client.get(f"{SIDE}/routes", params={"from": start, "to": "1,3,3"})
        assert answer.status_code == 404
    client.post(f"{TOY}/checkins", json={"subject": "resident", "point": "T1A01"})
    in_side = staff.get(f"{SIDE}/subjects").json()["subjects"]
    assert "resident" not in [each["subject"] for each in in_side]
    answer = client.get(f"{SIDE}/routes", params={"from": "subject:resident", "to": "1,3,3"})
    assert answer.json()["type"] == "/problems/unknown-subject"


@pytest.mark.parametrize(
    ("told", "near"),
    [
        ({"kiosk": "toy-1"}, None),
        ({"tap": {"level": "1", "x_m": 6.9, "y_m": 3.0, "sigma_m": 2}}, (6.9, 3.0)),
        ({"callno": "84.2 LIN"}, None),
    ],
)
def test_a_subject_nobody_has_heard_is_where_it_says(client: httpx.Client, told, near):
    subject = f"told-{next(iter(told))}"
    answer = client.post(f"{TOY}/checkins", json={"subject": subject, **told})
    assert answer.status_code == 200, answer.text
    position = answer.json()
    assert position["subject"] == subject
    if near:
        assert (position["x_m"], position["y_m"]) == pytest.approx(near, abs=1.5)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({}, "body"),
        ({"point": "T1A01", "kiosk": "toy-1"}, "body"),
        ({"point": "NOPE"}, "point"),
        ({"kiosk": "nope"}, "kiosk"),
        ({"barcode": "no such copy"}, "barcode"),
        ({"callno": "84.2 LIN", "partition": "nope"}, "partition"),
        ({"tap": {"level": "attic", "x_m": 1, "y_m": 1}}, "tap.level"),
        ({"tap": {"level": "1", "x_m": "1", "y_m": 1}}, "tap.x_m"),
        ({"tap": {"level": "1", "x_m": 1e9, "y_m": 1}}, "tap.x_m"),
        ({"tap": {"level": "1", "x_m": 16, "y_m": 1}}, "tap"),
        ({"tap": {"level": "1", "x_m": 1, "y_m": 1, "sigma_m": 0}}, "tap.sigma_m"),
    ],
)
def test_a_check_in_that_names_nothing_is_refused_by_field(client: httpx.Client, told, field):
    answer = client.post(f"{TOY}/checkins", json={"subject": "vague", **told})
    assert answer.status_code in (404, 422)
    assert answer.json()["field"] == field


def test_steps_are_taken_and_late_ones_counted(client: httpx.Client):
    steps = [
        {"age_s": 0.2, "length_m": 0.7, "heading_rad": 1.5, "bias_sd_rad": 0.4, "bout": 2},
        {"age_s": 0.8, "length_m": 0.7},
        {"age_s": 30, "length_m": 0.7, "heading_rad": 1.5},
    ]
    body = {"subject": "stepper", "sensed_s": 1.0, "steps": steps}
    answer = client.post(f"{TOY}/steps", json=body)
    assert answer.status_code == 202
    assert answer.json() == {"accepted": 2, "late": 1}


def test_a_batch_without_steps_says_that_the_subject_stands(client: httpx.Client):
    body = {"subject": "stander", "sensed_s": 1, "steps": []}
    assert client.post(f"{TOY}/steps", json=body).json() == {"accepted": 0, "late": 0}


@pytest.mark.parametrize(
    ("step", "field"),
    [
        ({"age_s": -1, "length_m": 0.7}, "steps.0.age_s"),
        ({"age_s": 1e300, "length_m": 0.7}, "steps.0.age_s"),
        ({"age_s": math.nan, "length_m": 0.7}, "steps.0.age_s"),
        ({"age_s": "0.1", "length_m": 0.7}, "steps.0.age_s"),
        ({"length_m": 0.7}, "steps.0.age_s"),
        ({"age_s": 0.1, "length_m": -0.7}, "steps.0.length_m"),
        ({"age_s": 0.1, "length_m": 40}, "steps.0.length_m"),
        ({"age_s": 0.1, "length_m": 0.7, "heading_rad": math.inf}, "steps.0.heading_rad"),
        ({"age_s": 0.1, "length_m": 0.7, "heading_rad": 90}, "steps.0.heading_rad"),
        ({"age_s": 0.1, "length_m": 0.7, "bias_sd_rad": -1}, "steps.0.bias_sd_rad"),
        ({"age_s": 0.1, "length_m": 0.7, "bout": 1.5}, "steps.0.bout"),
    ],
)
def test_a_step_that_nobody_can_take_is_refused_by_field(client: httpx.Client, step, field):
    text = json.dumps({"subject": "a", "sensed_s": 1.0, "steps": [step]})
    headers = {"Content-Type": "application/json"}
    answer = client.post(f"{TOY}/steps", content=text, headers=headers)
    assert answer.status_code == 422
    assert answer.json()["field"] == field


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"sensed_s": 0}, "sensed_s"),
        ({"sensed_s": 1e9}, "sensed_s"),
        ({"subject": "no spaces please"}, "subject"),
        ({"steps": [{"age_s": 0, "length_m": 0.7}] * 201}, "steps"),
    ],
)
def test_a_batch_of_steps_has_limits(client: httpx.Client, change, field):
    body = {"subject": "a", "sensed_s": 1.0, "steps": [], **change}
    answer = client.post(f"{TOY}/steps", json=body)
    assert answer.status_code == 422
    assert answer.json()["field"] == field


@pytest.mark.parametrize("field", ["rssi_dbm", "age_s"])
@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_a_number_that_is_none_is_refused_by_field(client: httpx.Client, field, number):
    packet = {"rssi_dbm": "-60", "age_s": "0", field: number}
    body = f'{{"subject": "a", "sightings": [{{"key": "k", "rssi_dbm": {packet["rssi_dbm"]}, '
    body += f'"age_s": {packet["age_s"]}}}]}}'
    answer = client.post(
        f"{TOY}/sightings", content=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert field in answer.json()["field"]


def test_the_staff_see_what_became_of_all_packets(client: httpx.Client, staff: httpx.Client):
    before = staff.get(f"{TOY}/radios").json()["packets"]
    body = {"subject": "stranger", "sightings": [{"key": "k", "rssi_dbm": -60, "age_s": 0}] * 4}
    client.post(f"{TOY}/sightings", json=body)
    after = staff.get(f"{TOY}/radios").json()["packets"]
    assert after["unknown"] >= before["unknown"] + 4
