"""Leading over HTTP: a check-in goes in, advice comes out on the stream."""

import json
from collections.abc import Iterator

import httpx

TOY = "/api/v1/branches/toy"


def events(lines: Iterator[str]) -> Iterator[tuple[str, dict[str, object]]]:
    """Give the kinds of a stream's events with their data."""
    kind = ""
    for line in lines:
        name, _, value = line.partition(": ")
        if name == "event":
            kind = value
        if name == "data":
            yield kind, json.loads(value)


def test_each_move_is_followed_by_what_to_do(client: httpx.Client):
    query = {"subject": "led", "callno": "84.2 LIN", "lang": "en"}
    with client.stream("GET", f"{TOY}/guide", params=query) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert stream.headers["cache-control"] == "no-store"
        arriving = events(stream.iter_lines())
        client.post(f"{TOY}/checkins", json={"subject": "led", "kiosk": "toy-1"})
        kind, position = next(arriving)
        assert (kind, position["subject"]) == ("position", "led")
        kind, advice = next(arriving)
    assert kind == "guide"
    route = client.get(
        f"{TOY}/routes", params={"from": "subject:led", "callno": "84.2 LIN", "lang": "en"}
    ).json()
    assert [each["text"] for each in advice["steps"]] == [e["text"] for e in route["steps"]]
    assert advice["text"].startswith(route["steps"][0]["text"])
    assert "Next: " in advice["next"] or ". Then: " in advice["text"]
    assert advice["left_m"] == round(route["length_m"])


def advice_of(client: httpx.Client, subject: str, kiosk: str, **query: str) -> dict[str, object]:
    """Open a page that leads, be somewhere, and give what is said first."""
    asked = {"subject": subject, "callno": "84.2 LIN", "lang": "en", **query}
    with client.stream("GET", f"{TOY}/guide", params=asked) as stream:
        arriving = events(stream.iter_lines())
        client.post(f"{TOY}/checkins", json={"subject": subject, "kiosk": kiosk})
        return next(data for kind, data in arriving if kind == "guide")


def test_who_comes_back_is_led_on_and_nobody_else_is(client: httpx.Client):
    first = advice_of(client, "back", "toy-1")
    back = advice_of(client, "back", "toy-1")
    assert back == first
    assert advice_of(client, "back", "toy-1", lang="fi")["news"] == first["news"]
    elsewhere = advice_of(client, "back", "toy-1", callno="84.2 TOL")
    assert elsewhere["steps"] != first["steps"]


def test_a_goal_that_the_branch_lacks_is_refused_before_anything_is_streamed(client: httpx.Client):
    for query, status in (
        ({"callno": "84.2 LIN", "partition": "none"}, 404),
        ({"callno": "no call number"}, 400),
        ({"to": "9,1.0,1.0"}, 404),
        ({"to": "1,9999,1"}, 422),
        ({}, 422),
    ):
        answer = client.get(f"{TOY}/guide", params={"subject": "led", **query})
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"


def test_only_a_subject_that_can_be_is_led(client: httpx.Client):
    answer = client.get(f"{TOY}/guide", params={"subject": "a b", "callno": "84.2 LIN"})
    assert answer.status_code == 422


def test_a_spot_off_the_map_is_the_same_problem_as_for_a_route(client: httpx.Client):
    led = client.get(f"{TOY}/guide", params={"subject": "led", "to": "1,9999,1"})
    routed = client.get(f"{TOY}/routes", params={"from": "1,1,1", "to": "1,9999,1"})
    for answer in (led, routed):
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/off-the-map")


def test_the_advice_that_is_streamed_is_as_the_openapi_document_says(client: httpx.Client):
    document = client.get("/openapi.json").json()
    answer = document["paths"]["/api/v1/branches/{branch}/guide"]["get"]["responses"]["200"]
    reference = answer["content"]["text/event-stream"]["schema"]["$ref"]
    schema = document["components"]["schemas"][reference.rsplit("/", 1)[1]]
    with client.stream(
        "GET", f"{TOY}/guide", params={"subject": "read", "callno": "84.2 LIN"}
    ) as stream:
        arriving = events(stream.iter_lines())
        client.post(f"{TOY}/checkins", json={"subject": "read", "kiosk": "toy-1"})
        advice = next(data for kind, data in arriving if kind == "guide")
    assert advice.keys() == schema["properties"].keys()
    assert advice["kind"] in schema["properties"]["kind"]["enum"]
