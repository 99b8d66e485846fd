"""Publishing a draft, the history of versions and the way back, as pages without script."""

import dataclasses
import re
from collections.abc import Iterator

import httpx
import pytest

from api.app import create_app
from floorplans.formats.native import format_plan, plan_hash
from floorplans.model import Hours, OpenSpan
from tests.support.library import store_library
from tests.support.moved import moved_plan
from tests.support.plans import toy_plan
from tests.support.server import serving
from tests.support.staff import sign_in

TOY = "/api/v1/branches/toy"


@pytest.fixture
def client(tmp_path) -> Iterator[httpx.Client]:
    with serving(create_app(store_library(tmp_path))) as connected:
        connected.follow_redirects = True
        yield sign_in(connected)


def begin(client: httpx.Client, plan=None, name: str = "Music anew") -> str:
    body = {"name": name, "from": "published"}
    draft = client.post(f"{TOY}/drafts", json=body).json()
    saved = client.put(
        f"{TOY}/drafts/{draft['id']}",
        content=format_plan(plan or moved_plan()),
        headers={"If-Match": f'"{draft["revision"]}"'},
    )
    assert saved.status_code == 200
    return str(draft["id"])


def publish(client: httpx.Client, draft: str, **fields: str) -> httpx.Response:
    form = {"branch": "toy", "draft": draft, "revision": "2", "when": "now", **fields}
    return client.post("/s/publish?lang=en", data=form)


def shown(client: httpx.Client) -> str:
    versions = client.get(f"{TOY}/versions").json()["versions"]
    return str(next(each["hash"] for each in versions if each["published"]))


def test_the_page_says_what_changes_and_draws_it(client):
    page = client.get(f"/s/publish?branch=toy&lang=en&draft={begin(client)}").text
    assert "<li>Shelf" in page
    assert "m-before" in page
    assert "m-after" in page
    assert "Nothing is in the way" in page


def test_a_draft_is_published_and_the_history_says_why(client):
    history = publish(client, begin(client), note="Wider aisles").text
    assert shown(client) == plan_hash(moved_plan())
    assert "Wider aisles" in history
    assert "The maps change by themselves" in history


def test_a_draft_that_changes_nothing_offers_no_publication(client):
    page = client.get(f"/s/publish?branch=toy&lang=en&draft={begin(client, toy_plan())}").text
    assert 'name="when"' not in page


def test_a_draft_that_somebody_changed_meanwhile_is_shown_again_first(client):
    draft = begin(client)
    answer = publish(client, draft, revision="1", note="My reasons")
    assert answer.status_code == 409
    assert "Look at the changes" in answer.text
    assert 'value="My reasons"' in answer.text
    assert shown(client) == plan_hash(toy_plan())


def test_what_stands_in_the_way_is_listed_and_nothing_is_published(client):
    far = dataclasses.replace(toy_plan().shelves[0], x_m=900.0)
    broken = dataclasses.replace(toy_plan(), shelves=(far, *toy_plan().shelves[1:]))
    draft = begin(client, broken)
    page = client.get(f"/s/publish?branch=toy&lang=en&draft={draft}").text
    assert re.search(r"\d+ things stop the publication|One thing stops the publication", page)
    assert 'name="when"' not in page
    assert publish(client, draft).status_code == 409
    finnish = client.get(f"/s/publish?branch=toy&lang=fi&draft={draft}").text
    assert "Kohde on kerroksen ulkopuolella. Siirrä se sisään" in finnish
    assert f"/s/layout/{draft}?branch=toy&amp;lang=fi#shelves/{far.id}" in finnish
    assert 'lang="en"' not in finnish.split('id="content"')[1]
    assert shown(client) == plan_hash(toy_plan())


def test_a_publication_at_a_time_waits_and_can_be_cancelled(client):
    page = publish(client, begin(client), when="other", at="2031-01-06T07:00", note="Later").text
    assert "7:00 on 6\N{NO-BREAK SPACE}Jan\N{NO-BREAK SPACE}2031" in page
    assert "library is closed" in page or "library is open" in page or not toy_plan().hours
    other = begin(client, name="Another")
    for path in (f"/s/publish?branch=toy&lang=en&draft={other}", "/s?branch=toy&lang=en"):
        assert "The map changes at 7:00 on 6" in client.get(path).text
    assert "<b>Monday 7:00 on 6" in page
    assert (
        "Later: the map changes Monday 7:00 on 6" in client.get("/s/layout?branch=toy&lang=en").text
    )
    number = re.search(r'name="publication" value="(\d+)"', page)
    assert number is not None
    form = {"branch": "toy", "publication": number[1]}
    done = client.post("/s/versions/cancel?lang=en", data=form)
    assert "is cancelled" in done.text
    assert client.get(f"{TOY}/scheduled").json() == {"scheduled": []}
    again = client.post("/s/versions/cancel?lang=en", data=form)
    assert again.status_code == 409
    assert "not waiting any more" in again.text


def test_a_closed_day_is_told_before_anything_is_scheduled(client):
    open_mondays = Hours((OpenSpan(1, "09:00", "20:00"),))
    publish(client, begin(client, dataclasses.replace(toy_plan(), hours=open_mondays)))
    draft = begin(client)
    tuesday = {"when": "other", "at": "2031-01-07T07:00", "note": "Later"}
    told = publish(client, draft, **tuesday)
    assert told.status_code == 409
    assert "not scheduled yet" in told.text
    assert "closed all that day. It does not open until Monday 9:00 on 13" in told.text
    assert 'value="2031-01-13T09:00"' in told.text
    assert client.get(f"{TOY}/scheduled").json() == {"scheduled": []}
    seen = re.search(r'name="seen" value="([^"]+)"', told.text)
    assert seen is not None
    other = publish(client, draft, **{**tuesday, "at": "2031-01-08T07:00"}, seen=seen[1])
    assert other.status_code == 409
    assert publish(client, draft, **tuesday, seen=seen[1]).status_code == 200
    assert len(client.get(f"{TOY}/scheduled").json()["scheduled"]) == 1


def test_the_field_of_a_time_asks_whether_the_library_is_open_then(client):
    open_mondays = Hours((OpenSpan(1, "09:00", "20:00"),))
    publish(client, begin(client, dataclasses.replace(toy_plan(), hours=open_mondays)))
    for at, words in (
        ("2031-01-06T10:00", "kartta vaihtuu asiakkaiden silmien edessä"),
        ("2031-01-06T07:00", "Kirjasto on silloin kiinni."),
        ("2031-01-07T07:00", "avataan vasta maanantaina 13.1.2031 klo\N{NO-BREAK SPACE}9."),
        ("2001-01-06T07:00", "Se aika on jo mennyt"),
        ("", "Päivää ja kelloa ei ymmärretä"),
    ):
        asked = {"branch": "toy", "lang": "fi", "at": at}
        assert words in client.get("/s/publish/hours", params=asked).json()["told"]


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("", "cannot be read"),
        ("soon", "cannot be read"),
        ("9999-12-31T23:59-12:00", "cannot be read"),
        ("2001-01-01T07:00", "has passed"),
        ("2031-03-30T03:30", "no such time"),
        ("2031-10-26T03:30", "comes twice"),
    ],
)
def test_a_time_that_is_none_is_refused_in_words_and_the_form_is_kept(client, at, words):
    answer = publish(client, begin(client), when="other", at=at, note="Why not")
    assert words in answer.text
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert 'value="Why not"' in answer.text


def test_one_touch_goes_back_and_a_second_one_at_the_same_time_does_not_undo_it(client):
    publish(client, begin(client))
    form = {"branch": "toy", "current": shown(client)}
    first = client.post("/s/versions/rollback?lang=en", data=form)
    assert "is on the map again" in first.text
    second = client.post("/s/versions/rollback?lang=en", data=form)
    assert second.status_code == 409
    assert "published another version meanwhile" in second.text
    assert shown(client) == plan_hash(toy_plan())


def test_an_older_version_is_published_again_from_the_history(client):
    first = shown(client)
    publish(client, begin(client))
    form = {"branch": "toy", "version": first}
    assert client.post("/s/versions/publish?lang=en", data=form).status_code == 200
    assert shown(client) == first
    unknown = client.post("/s/versions/publish?lang=en", data={**form, "version": "0" * 64})
    assert unknown.status_code == 409


def test_the_history_tells_what_one_publication_changed(client):
    publish(client, begin(client))
    page = client.get("/s/versions?branch=toy&lang=en").text
    link = re.search(r'href="(/s/versions\?[^"]*changes=\d+)#', page)
    assert link is not None
    told = client.get(link[1].replace("&amp;", "&")).text
    assert "<li>Shelf" in told
    number = re.search(r"changes=(\d+)", link[1])
    assert number is not None
    assert f'id="v{number[1]}"' in told
    hidden = re.search(r'href="([^"]+)#v\d+">Hide the changes', told)
    assert hidden is not None
    assert "<li>Shelf" not in client.get(hidden[1].replace("&amp;", "&")).text


def test_the_changes_of_an_old_version_are_told_with_as_many_versions_as_before(client):
    publish(client, begin(client))
    page = client.get("/s/versions?branch=toy&lang=en&shown=60").text
    link = re.search(r'href="(/s/versions\?[^"]*changes=\d+[^"]*)#', page)
    assert link is not None
    assert "shown=60" in link[1]


@pytest.mark.parametrize("reader", ["patron", "kiosk", "wheelchair"])
def test_the_preview_shows_the_draft_with_a_way_to_the_shelf(client, reader):
    draft = begin(client)
    address = f"/s/preview/{draft}?branch=toy&lang=en&reader={reader}"
    assert "<shelf-map" in client.get(address).text
    page = client.get(f"{address}&callno=84.2+LIN").text
    assert 'class="steps"' in page
    assert client.get(f"{address}&callno=%3F%3F").status_code == 200
    assert shown(client) == plan_hash(toy_plan())


def test_a_draft_that_cannot_be_served_says_why_in_its_preview(client):
    lost = dataclasses.replace(toy_plan().shelves[0], level="cellar")
    plan = dataclasses.replace(toy_plan(), shelves=(lost, *toy_plan().shelves[1:]))
    page = client.get(f"/s/preview/{begin(client, plan)}?branch=toy&lang=en")
    assert page.status_code == 200
    assert "cannot be shown yet" in page.text


def test_two_versions_do_not_come_at_the_same_time(client):
    publish(client, begin(client), when="other", at="2031-01-06T07:00")
    other = begin(client, moved_plan("17"))
    answer = publish(client, other, when="other", at="2031-01-06T07:00", note="My reasons")
    assert answer.status_code == 409
    assert "Another version comes at that time already" in answer.text
    assert 'value="My reasons"' in answer.text
    asked = {"at": "2031-01-06T07:00:00+02:00"}
    assert client.post(f"{TOY}/drafts/{other}/publish", json=asked).status_code == 422
    assert len(client.get(f"{TOY}/scheduled").json()["scheduled"]) == 1


def test_a_draft_whose_changes_the_version_to_come_lacks_is_told_so(client):
    draft = begin(client)
    publish(client, draft, when="other", at="2031-01-06T07:00")
    assert (
        "It lacks some changes"
        not in client.get(f"/s/publish?branch=toy&lang=en&draft={draft}").text
    )
    lower = dataclasses.replace(toy_plan().shelves[0], height_m=1.1)
    other = begin(client, dataclasses.replace(toy_plan(), shelves=(lower, *toy_plan().shelves[1:])))
    page = client.get(f"/s/publish?branch=toy&lang=en&draft={other}").text
    assert "It lacks some changes of this draft" in page


def test_a_year_that_is_mistyped_is_asked_again(client):
    answer = publish(client, begin(client), when="other", at="9999-12-31T07:00")
    assert answer.status_code == 409
    assert "Check the year" in answer.text
