import dataclasses
import html
import re
from urllib.parse import parse_qs, urlsplit

from api.app import create_app
from api.pages.kiosk import qr_svg
from api.settings import Settings
from api.storage.seed import ensure_branch
from api.storage.upgrade import prepare_database
from tests.support.library import CREATED_AT
from tests.support.plans import toy_plan
from tests.support.server import serving

BROWSER = {"Accept": "text/html"}
ROUTE = "/k/toy-1?callno=84.2+LIN&partition=aik-kauno&title=Tuntematon+sotilas&lang=sv"


def test_the_code_holds_the_same_way_for_a_phone(client):
    page = client.get(ROUTE).text
    url = html.unescape(re.search(r'data-url="([^"]*)"', page)[1])
    asked = parse_qs(urlsplit(url).query)
    assert asked["callno"] == ["84.2 LIN"]
    assert asked["from"] == ["kiosk:toy-1"]
    assert asked["lang"] == ["sv"]
    assert re.search(r' d="([^"]*)"', qr_svg(url))[1] in page


def test_a_step_free_way_stays_step_free_on_the_phone(client):
    page = client.get(f"{ROUTE}&profile=step-free").text
    url = html.unescape(re.search(r'data-url="([^"]*)"', page)[1])
    assert parse_qs(urlsplit(url).query)["profile"] == ["step-free"]


def test_where_no_way_leads_there_is_none_to_take_along(tmp_path):
    settings = Settings(data_dir=tmp_path)
    database = prepare_database(settings.database)
    ensure_branch(database, dataclasses.replace(toy_plan(), connectors=()), (), CREATED_AT)
    database.close()
    with serving(create_app(settings)) as client:
        up, here = (
            client.get("/k/toy-1", params={"callno": callno, "lang": "en"}).text
            for callno in ("L84.2 LAI", "84.2 LIN")
        )
    assert "data-url=" in here
    assert "shows no route" in up
    assert "data-url=" not in up
    assert "Take the route" not in up


def test_another_patience_stays_with_the_kiosk(client):
    page = client.get(f"{ROUTE}&idle_s=45").text
    assert 'data-idle-s="45"' in page
    assert 'data-home="/k/toy-1?idle_s=45"' in page
    assert client.get(f"{ROUTE}&idle_s=5", headers=BROWSER).status_code == 422


def test_a_kiosk_that_is_on_no_map_is_named_and_looked_for_again(client):
    page = client.get("/k/nothing?lang=en", headers=BROWSER)
    assert page.status_code == 404
    assert "“nothing”" in page.text
    assert '<meta http-equiv="refresh" content="30; url=/k/nothing">' in page.text


def test_a_kiosk_returns_by_itself_from_what_it_cannot_show(client):
    page = client.get("/k/toy-1?callno=99.9+%C3%96&lang=fi", headers=BROWSER)
    assert page.status_code == 404
    assert '<meta http-equiv="refresh" content="30; url=/k/toy-1">' in page.text
    assert 'class="kiosk"' in page.text
    assert 'class="library" href="/k/toy-1"' in page.text


def test_a_kiosk_leads_to_what_people_ask_for(client):
    rest = client.get("/k/toy-1?lang=sv").text
    way = html.unescape(re.search(r'class="tiles".*?href="([^"]*)"', rest, re.S)[1])
    page = client.get(way).text
    assert "<h1>Disk</h1>" in page
    url = html.unescape(re.search(r'data-url="([^"]*)"', page)[1])
    assert parse_qs(urlsplit(url).query)["to"] == ["desk"]


def test_a_kiosk_says_that_a_work_is_not_on_its_shelf(client):
    lent = "/k/toy-1?callno=84.2+KYN&partition=aik-kauno&title=Kuu+nousee&lang=en"
    page = client.get(lent).text
    assert "All copies are on loan" in page
    assert 'href="/k/toy-1?lang=en&amp;to=desk"' in page
