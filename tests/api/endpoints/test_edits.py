"""Edits of drafts over HTTP: what is sent, refused, undone, listed and told to others."""

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.app import create_app
from floorplans.formats.native import format_plan
from tests.support.library import store_library
from tests.support.plans import toy_plan
from tests.support.server import serving
from tests.support.staff import sign_in

TOY = json.loads(format_plan(toy_plan()))
ONE, TWO = TOY["shelves"][:2]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder: Path = tmp_path_factory.mktemp("edits")
    with serving(create_app(store_library(folder))) as connected:
        yield sign_in(connected)


@pytest.fixture
def draft(client: httpx.Client) -> str:
    """Begin a draft and give its address."""
    return str(client.post("/api/v1/branches/toy/drafts", json={}).headers["location"])


def moved(shelf: dict[str, Any], x_m: float) -> dict[str, Any]:
    return {"kind": "shelves", "id": shelf["id"], "value": {**shelf, "x_m": x_m}}


def send(
    client: httpx.Client, draft: str, *changes: Any, base: int, who: str = "Aino", **more: Any
) -> httpx.Response:
    label = {"what": "moved", "count": len(changes)}
    asked = {"base": base, "key": str(uuid.uuid4()), "label": label, "changes": changes, **more}
    return client.post(f"{draft}/edits", params={"author": who}, json=asked)


def step(
    client: httpx.Client, draft: str, how: str, base: int, who: str = "Aino"
) -> httpx.Response:
    asked = {"base": base, "key": str(uuid.uuid4())}
    return client.post(f"{draft}/{how}", params={"author": who}, json=asked)


def shelves(client: httpx.Client, draft: str) -> dict[str, Any]:
    return {each["id"]: each for each in client.get(draft).json()["plan"]["shelves"]}


def test_an_edit_is_saved_and_told_in_words(client, draft):
    answer = send(client, draft, moved(ONE, 3.5), base=1)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["revision"], told["others"]) == (2, [])
    assert (told["can_undo"], told["can_redo"]) == (True, False)
    assert shelves(client, draft)[ONE["id"]]["x_m"] == 3.5
    listed = client.get(f"{draft}/edits", params={"lang": "fi", "author": "Aino"}).json()
    (edit,) = listed["edits"]
    assert (edit["author"], edit["text"]) == ("Aino", "1 hylly siirretty")
    assert (listed["revision"], listed["can_undo"]) == (2, True)


def test_the_same_key_is_applied_once_whatever_base_it_is_sent_with(client, draft):
    key = str(uuid.uuid4())
    first = send(client, draft, moved(ONE, 3.5), base=1, key=key)
    send(client, draft, moved(TWO, 4.5), base=2)
    for base in (1, 2, 3):
        assert send(client, draft, moved(ONE, 3.5), base=base, key=key).json() == first.json()
    assert client.get(draft).json()["revision"] == 3


def test_a_conflict_has_both_sides_and_is_won_only_by_name(client, draft):
    send(client, draft, {"kind": "shelves", "id": ONE["id"], "value": None}, base=1, who="Eino")
    answer = send(client, draft, moved(TWO, 1.5), moved(ONE, 9.5), base=1)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/draft-conflict")
    (conflict,) = answer.json()["conflicts"]
    assert (conflict["kind"], conflict["id"], conflict["author"]) == ("shelves", ONE["id"], "Eino")
    assert (conflict["base"], conflict["theirs"]) == (ONE, None)
    assert conflict["mine"]["x_m"] == 9.5
    assert shelves(client, draft)[TWO["id"]] == TWO
    over = [{"kind": "shelves", "id": ONE["id"]}]
    assert (
        send(client, draft, moved(TWO, 1.5), moved(ONE, 9.5), base=1, over=over).status_code == 200
    )
    assert shelves(client, draft)[ONE["id"]]["x_m"] == 9.5


def test_undo_and_redo_are_ones_own(client, draft):
    send(client, draft, moved(ONE, 3.5), base=1)
    send(client, draft, moved(TWO, 4.5), base=2, who="Eino")
    undone = step(client, draft, "undo", 2).json()
    assert undone["changes"] == [{**moved(ONE, 0), "value": ONE, "at": None}]
    assert [each["author"] for each in undone["others"]] == ["Eino"]
    assert shelves(client, draft)[TWO["id"]]["x_m"] == 4.5
    nothing = step(client, draft, "undo", 4)
    assert (nothing.status_code, nothing.json()["type"]) == (409, "/problems/nothing-to-undo")
    assert step(client, draft, "redo", 4).json()["can_undo"]
    texts = [each["text"] for each in client.get(f"{draft}/edits?lang=en").json()["edits"]]
    assert texts[2:] == ["Undone: moved 1 shelf", "Redone: moved 1 shelf"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (7, "changes[1]"),
        ({"kind": "cats", "id": "a", "value": None}, "changes[1].kind"),
        ({**moved(TWO, 1), "value": {**TWO, "length_m": -1}}, "changes[1].value.length_m"),
        ({**moved(TWO, 1), "value": {**TWO, "colour": "red"}}, "changes[1].value.'colour'"),
        ({**moved(TWO, 1), "id": "another"}, "changes[1].value.id"),
        ({"kind": "plan", "id": "name", "value": None}, "changes[1].value"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_field_and_nothing_is_saved(
    client, draft, change, field
):
    answer = send(client, draft, moved(ONE, 3.5), change, base=1)
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/edit")
    assert answer.json()["field"] == field
    assert client.get(draft).json()["revision"] == 1


def test_a_request_that_is_none_is_refused(client, draft):
    for body in (b"", b"[", b'{"base": 0}', b'{"base": 1, "key": "k", "changes": []}'):
        assert client.post(f"{draft}/edits", content=body).status_code in (400, 422)
    assert send(client, draft, moved(ONE, 1), base=9).json()["field"] == "base"
    assert client.get("/api/v1/branches/toy/drafts/none/edits").status_code == 404
    assert client.get("/api/v1/branches/toy/drafts/none/events").status_code == 404


def test_who_follows_a_draft_is_told_of_edits_and_of_who_is_there(client, draft):
    send(client, draft, moved(ONE, 3.5), base=1)
    address = f"{draft}/events?author=Eino&after=1"
    with client.stream("GET", address) as followed:
        lines = followed.iter_lines()

        def next_event() -> tuple[str, Any]:
            kind = next(line[7:] for line in lines if line.startswith("event: "))
            return kind, json.loads(next(lines)[6:])

        kind, edit = next_event()
        assert (kind, edit["revision"], edit["author"]) == ("edit", 2, "Aino")
        assert next_event() == ("people", {"names": ["Eino"]})
        with sign_in(httpx.Client(base_url=client.base_url)) as other:
            send(other, draft, moved(TWO, 4.5), base=2)
            kind, edit = next_event()
            assert (kind, edit["changes"][0]["value"]["x_m"]) == ("edit", 4.5)
            other.delete(draft)
        assert next_event() == ("gone", {})


PAGES = ("page-of-eino", "page-of-aino")


def test_what_one_selects_is_told_to_the_others_until_they_leave(client, draft):
    """The page itself is not told of it, nor is anything told of a page that is not there."""

    def select(page: str, *ids: str) -> None:
        things = [{"kind": "shelves", "id": id_} for id_ in ids]
        said = client.post(f"{draft}/selection", json={"page": page, "things": things})
        assert said.status_code == 204

    def events(lines: Iterator[str]) -> Iterator[tuple[str, Any]]:
        for line in lines:
            if line.startswith("event: "):
                yield line[7:], json.loads(next(lines)[6:])

    select(PAGES[1], "nobody-is-here")
    with client.stream("GET", f"{draft}/events?page={PAGES[0]}") as mine:
        told = events(mine.iter_lines())
        assert next(told)[0] == "people"
        with (
            sign_in(httpx.Client(base_url=client.base_url)) as other,
            other.stream("GET", f"{draft}/events?page={PAGES[1]}") as theirs,
        ):
            heard = events(theirs.iter_lines())
            assert next(heard)[0] == "people"
            select(PAGES[0], "unheard")
            select(PAGES[1], "s1", "s2")
            (selected,) = next(each for kind, each in told if kind == "selections")["selections"]
            assert [each["id"] for each in selected["things"]] == ["s1", "s2"]
            select(PAGES[1])
            assert next(told) == ("selections", {"selections": []})
            select(PAGES[1], "s3")
            assert next(told)[1]["selections"][0]["things"] == [{"kind": "shelves", "id": "s3"}]
        assert next(told) == ("selections", {"selections": []})


def test_a_selection_is_of_a_draft_that_is_there_and_not_without_end(client, draft):
    nowhere = "/api/v1/branches/toy/drafts/none/selection"
    asked = {"page": PAGES[0], "things": []}
    assert client.post(nowhere, json=asked).status_code == 404
    much = [{"kind": "shelves", "id": str(at)} for at in range(101)]
    assert client.post(f"{draft}/selection", json={**asked, "things": much}).status_code == 422
