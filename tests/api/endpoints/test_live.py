"""What moves, over HTTP: sightings and check-ins in, events out."""

import json
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


def test_a_subject_of_which_only_strangers_are_heard_is_not_live(client: httpx.Client):
    client.post(f"{TOY}/sightings", json=batch("stranger", "ibeacon:STRANGER:1:1"))
    live = client.get(f"{TOY}/subjects").json()["subjects"]
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


def test_radio_health_counts_what_was_heard(client: httpx.Client):
    def heard() -> dict[str, int]:
        radios = client.get(f"{TOY}/radios").json()["radios"]
        return {each["radio"]: each["heard"] for each in radios}

    before = heard()
    client.post(f"{TOY}/sightings", json=batch("counter", KNOWN_KEY, KNOWN_KEY, KNOWN_KEY))
    after = heard()
    assert set(after) == {"b101", "b201"}
    assert after["b101"] - before["b101"] == 3
    assert after["b201"] == before["b201"]


def test_radio_health_tells_what_is_held_against_a_radio(client: httpx.Client):
    for radio in client.get(f"{TOY}/radios").json()["radios"]:
        assert (radio["verdict"], radio["power_change_db"], radio["weight"]) == ("fine", 0.0, 1.0)


def test_a_listener_is_told_which_identities_to_pass_on(client: httpx.Client):
    assert KNOWN_KEY in client.get(f"{TOY}/radio-keys").json()["keys"]


def test_branches_are_apart(client: httpx.Client):
    """One branch's books, points, kiosks and subjects are not another's."""
    found = client.get(f"{SIDE}/search", params={"q": "linna"}).json()
    assert found["total"] == 0
    assert client.get(f"{TOY}/search", params={"q": "saari"}).json()["total"] == 0
    for start in ("point:T1A01", "kiosk:toy-1"):
        answer = client.get(f"{SIDE}/routes", params={"from": start, "to": "1,3,3"})
        assert answer.status_code == 404
    client.post(f"{TOY}/checkins", json={"subject": "resident", "point": "T1A01"})
    in_side = client.get(f"{SIDE}/subjects").json()["subjects"]
    assert "resident" not in [each["subject"] for each in in_side]
    answer = client.get(f"{SIDE}/routes", params={"from": "subject:resident", "to": "1,3,3"})
    assert answer.json()["type"] == "/problems/unknown-subject"
