"""Ranges of a draft over HTTP: strips, where borders can go, and jobs that are tried or done."""

from collections.abc import Iterator

import httpx
import pytest

from api.app import create_app
from tests.support.library import store_library
from tests.support.server import serving
from tests.support.staff import sign_in

TOY = "/api/v1/branches/toy"


@pytest.fixture
def client(tmp_path) -> Iterator[httpx.Client]:
    with serving(create_app(store_library(tmp_path))) as connected:
        yield sign_in(connected)


@pytest.fixture
def ranges(client) -> str:
    draft = client.post(f"{TOY}/drafts", json={"name": "Ranges"}).json()
    return f"{TOY}/drafts/{draft['id']}/ranges"


def test_a_strip_has_the_bays_in_order_with_borders_and_loads(client, ranges):
    strip = client.get(f"{ranges}/aik-kauno").json()
    assert [(each["face"], each["bay"]) for each in strip["bays"]][:3] == [
        ("1A", 1),
        ("1A", 2),
        ("1A", 3),
    ]
    assert [each["first"] for each in strip["bays"]][:3] == ["84.2 AAL", None, "84.2 KOS"]
    assert sum(each["items"] for each in strip["bays"]) == pytest.approx(9)
    assert client.get(f"{ranges}/nowhere").json()["type"] == "/problems/unknown-partition"


def test_a_border_can_go_before_each_call_number_of_both_bays(client, ranges):
    answer = client.get(f"{ranges}/aik-kauno/stops", params={"face": "1A", "bay": 3}).json()
    assert [each["first"] for each in answer["stops"]] == [
        "84.2 HAV",
        "84.2 KUS",
        "84.2 KYN",
        "84.2 LIN",
        "84.2 PAP",
    ]
    assert [each["items"] for each in answer["stops"]] == [0, 1, 2, 4, 7]
    assert answer["at"] == 1
    elsewhere = client.get(f"{ranges}/aik-kauno/stops", params={"face": "4A", "bay": 1})
    assert elsewhere.json() == {"items": 0, "at": 0, "stops": []}


@pytest.mark.parametrize(
    ("job", "body"),
    [
        ("borders", {"borders": [{"face": "1A", "bay": 3, "first": "84.2 KYN"}]}),
        ("shift", {"bays": [{"face": "1A", "bay": 3}, {"face": "1A", "bay": 4}], "by": 1}),
        ("spread", {"growth_percent": 10}),
        (
            "assign",
            {
                "face": "2B",
                "first_bay": 1,
                "last_bay": 2,
                "first": "84.31 Y",
                "last": "84.31 Ö",
                "checked_on": "2026-11-20",
            },
        ),
        ("table", {"text": "1A\t3\t84.2 KYN"}),
        ("names", {"department": "Lehtisali"}),
    ],
)
def test_each_job_is_tried_without_saving_and_then_done_once(client, ranges, job, body):
    asked = {"base": 1, "partition": "aik-kauno", **body}
    tried = client.post(f"{ranges}/{job}", json={**asked, "preview": True}).json()
    assert (tried["revision"], tried["saved"]) == (1, False)
    assert tried["changes"]
    done = client.post(f"{ranges}/{job}", json=asked).json()
    assert (done["revision"], done["saved"]) == (2, True)
    assert done["changes"] == tried["changes"]
    plan = client.get(ranges.removesuffix("/ranges")).json()["plan"]
    assert client.post(f"{ranges}/{job}", json=asked).status_code == 200
    assert client.get(ranges.removesuffix("/ranges")).json()["plan"] == plan


def test_of_two_who_move_one_border_the_second_is_told(client, ranges):
    def move(first: str) -> httpx.Response:
        wanted = [{"face": "1A", "bay": 3, "first": first}]
        sent = {"base": 1, "partition": "aik-kauno", "borders": wanted}
        return client.post(f"{ranges}/borders", json=sent)

    assert move("84.2 KYN").status_code == 200
    assert move("84.2 LIN").json()["type"] == "/problems/draft-changed"


def test_a_job_that_is_sent_again_with_its_key_is_done_once(client, ranges):
    wanted = [{"face": "1A", "bay": 3, "first": "84.2 KYN"}]
    sent = {"base": 1, "partition": "aik-kauno", "borders": wanted, "key": "a1"}
    assert client.post(f"{ranges}/borders", json=sent).json()["revision"] == 2
    assert client.post(f"{ranges}/borders", json=sent).json()["revision"] == 2


def test_the_edits_of_the_draft_tell_what_a_job_did(client, ranges):
    wanted = [{"face": "1A", "bay": 3, "first": "84.2 KYN"}]
    client.post(f"{ranges}/borders", json={"base": 1, "partition": "aik-kauno", "borders": wanted})
    edits = client.get(f"{ranges.removesuffix('/ranges')}/edits", params={"lang": "en"})
    assert [each["text"] for each in edits.json()["edits"]] == ["2 ranges changed"]


def test_what_cannot_be_is_refused_with_its_rows_and_nothing_is_saved(client, ranges):
    wanted = [{"face": "1A", "bay": 3, "first": "84.2 KYN"}, {"face": "1A", "bay": 4, "first": "?"}]
    refused = client.post(
        f"{ranges}/borders", json={"base": 1, "partition": "aik-kauno", "borders": wanted}
    )
    assert refused.status_code == 422
    assert refused.json()["type"] == "/problems/ranges-refused"
    assert [each["row"] for each in refused.json()["rows"]] == [2]
    assert client.get(f"{ranges}/aik-kauno").json()["revision"] == 1


@pytest.mark.parametrize(
    ("job", "body"),
    [
        ("shift", {"bays": [{"face": "4A", "bay": 1}], "by": 1}),
        ("shift", {"bays": [{"face": "1A", "bay": 1}], "by": 100}),
        ("spread", {"bays": [{"face": "2A", "bay": 1}]}),
        ("spread", {"items_per_m": 1, "growth_percent": 90}),
        ("table", {"text": "\x00"}),
        ("table", {"text": f"1A\t{'9' * 5000}\t84.2 KYN"}),
        ("table", {"text": ""}),
        ("table", {"text": '"never ends'}),
        ("names", {}),
    ],
)
def test_bad_input_is_answered_with_what_to_do(client, ranges, job, body):
    partition = "nowhere" if job == "names" else "aik-kauno"
    refused = client.post(f"{ranges}/{job}", json={"base": 1, "partition": partition, **body})
    assert refused.status_code == 422
    assert refused.json()["rows"]
