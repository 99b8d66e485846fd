import html
import re

import pytest

PLACE = {"branch": "toy", "callno": "84.2 LIN", "partition": "aik-kauno", "lang": "fi"}
BROWSER = {"Accept": "text/html,application/xhtml+xml"}


def test_the_place_page_has_every_step_as_text(client):
    page = client.get("/f", params=PLACE)
    assert page.status_code == 200
    steps = client.get(
        "/api/v1/branches/toy/routes",
        params={
            "callno": "84.2 LIN",
            "partition": "aik-kauno",
            "from": "kiosk:toy-1",
            "lang": "fi",
        },
    ).json()["steps"]
    from_kiosk = client.get("/f", params={**PLACE, "from": "kiosk:toy-1"}).text
    for step in steps:
        assert step["text"] in from_kiosk


def test_where_nobody_said_where_they_are_the_way_begins_at_the_entrance(client):
    unknown = client.get("/f", params=PLACE).text
    assert ">Sisäänkäynti<" in unknown
    assert "Olet tässä" not in unknown
    assert "Olet tässä" in client.get("/f", params={**PLACE, "from": "kiosk:toy-1"}).text


def test_every_level_is_on_the_page_and_ids_do_not_clash(client):
    page = client.get("/f", params=PLACE).text
    ids = [part.split('"')[0] for part in page.split(' id="')[1:]]
    assert page.count("<figure data-level=") == 2
    assert len(ids) == len(set(ids))


def test_pages_are_asked_for_again_and_those_with_a_position_are_never_stored(client):
    plain = client.get("/", params={"branch": "toy"})
    assert plain.headers["cache-control"] == "private, no-cache"
    for path, params in [
        ("/", {"branch": "toy"}),
        ("/f", PLACE),
        ("/", {"branch": "toy", "q": "kuu"}),
    ]:
        followed = client.get(path, params={**params, "from": "subject:somebody"})
        assert followed.headers["cache-control"] == "no-store"


def test_an_unknown_address_is_a_page_for_browsers_and_a_problem_for_programs(client):
    page = client.get("/nowhere?lang=fi", headers=BROWSER)
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert "Sivua ei löydy" in page.text
    program = client.get("/nowhere", headers={"Accept": "application/json"})
    assert program.headers["content-type"] == "application/problem+json"


def test_a_call_number_that_is_none_leads_back_to_the_search_from_where_one_stands(client):
    asked = {**PLACE, "callno": "999.9 XXX", "from": "kiosk:toy-1"}
    page = client.get("/f", params=asked, headers=BROWSER)
    assert page.status_code == 400
    assert "999.9 XXX" in html.unescape(page.text)
    assert 'href="/?branch=toy&amp;lang=fi&amp;from=kiosk%3Atoy-1"' in page.text


def test_the_interface_answers_problems_to_browsers_too(client):
    answer = client.get("/api/v1/branches/none", headers=BROWSER)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_call_number_that_is_not_on_the_map_is_named_with_a_next_step(client):
    page = client.get("/f", params={**PLACE, "callno": "99.9 ÖÖÖ"}, headers=BROWSER)
    assert page.status_code == 404
    assert "99.9 ÖÖÖ" in page.text
    assert "neuvonnasta" in page.text
    assert 'href="/?branch=toy' in page.text


def test_what_the_reader_wrote_is_shown_as_text(client):
    page = client.get("/f", params={**PLACE, "callno": "<script>"}, headers=BROWSER)
    assert page.status_code in (400, 404)
    assert "<script>" not in page.text.split("<main")[1]


def test_an_unknown_label_is_named(client):
    page = client.get("/a/NONE1?lang=fi", headers=BROWSER)
    assert page.status_code == 404
    assert "NONE1" in page.text


def test_a_label_leads_to_a_search_that_begins_there(client):
    answer = client.get("/a/S1A01", follow_redirects=False)
    assert answer.status_code == 303
    assert "from=point%3AS1A01" in answer.headers["location"]


def test_a_point_of_interest_has_a_way_like_a_shelf(client):
    home = client.get("/", params={"branch": "toy", "lang": "fi"}).text
    assert 'href="/f?branch=toy&amp;to=desk&amp;lang=fi"' in home
    page = client.get("/f?branch=toy&to=desk&lang=fi&from=kiosk:toy-1").text
    assert "<h1>Palvelutiski</h1>" in page
    assert "Olet perillä" in page
    assert "m-route" in page


def test_a_point_of_interest_that_is_no_more_is_named(client):
    page = client.get("/f?branch=toy&to=sauna&lang=en", headers=BROWSER)
    assert page.status_code == 404
    assert "sauna is not on this library" in page.text


def test_who_seeks_what_is_not_on_its_shelf_is_sent_to_the_desk(client):
    lent = {"branch": "toy", "callno": "84.2 KYN", "partition": "aik-kauno", "lang": "fi"}
    page = client.get("/f", params={**lent, "title": "Kuu nousee"}).text
    assert "Kaikki kappaleet ovat lainassa" in page
    assert 'href="/f?branch=toy&amp;lang=fi&amp;to=desk"' in page
    at_hand = client.get("/f", params={**lent, "title": "Kuu laskee"}).text
    assert "advice" not in at_hand


def test_the_other_copies_of_a_work_are_told(client):
    page = client.get("/f", params={**PLACE, "title": "Tuntematon sotilas"}).text
    assert "Hyllyssä 1" in page
    assert "Muut kappaleet: Lainassa 1.4. asti" in page


def test_back_from_a_place_leads_to_the_search_it_came_from(client):
    results = client.get("/", params={"branch": "toy", "q": "linna", "lang": "fi"}).text
    href = html.unescape(re.search(r'<h2><a href="([^"]*)"', results)[1])
    assert 'href="/?branch=toy&amp;lang=fi&amp;q=linna"' in client.get(href).text


def test_a_call_number_without_works_still_finds_its_shelf(client):
    page = client.get("/", params={"branch": "toy", "q": "84.2 LIP", "lang": "fi"}).text
    hit = html.unescape(re.search(r'class="place-hits".*?href="([^"]*)"', page, re.S)[1])
    assert client.get(hit).status_code == 200
    assert "neuvonnasta" not in page.split("place-hits")[1]


def test_a_section_is_found_by_its_name_or_mark(client):
    for query in ("tieto", "lap"):
        page = client.get("/", params={"branch": "toy", "q": query, "lang": "en"}).text
        assert "place-hits" in page
    assert "place-hits" not in client.get("/", params={"branch": "toy", "q": "linna"}).text


def test_a_slip_finds_what_comes_near_and_says_so(client):
    page = client.get("/", params={"branch": "toy", "q": "sotilass", "lang": "en"}).text
    assert "No work matches “sotilass”" in page
    assert "Tuntematon sotilas" in page


def test_where_nothing_is_found_there_is_nothing_to_filter(client):
    found, nothing = (
        client.get("/", params={"branch": "toy", "q": q, "lang": "en"}).text
        for q in ("linna", "qwxyz")
    )
    assert "On the shelf now" in found
    assert "On the shelf now" not in nothing
    assert "Check the spelling" in nothing


def test_no_copy_on_the_shelf_is_told_apart_from_no_result(client):
    asked = {"branch": "toy", "q": "kuu nousee", "available": "true", "lang": "en"}
    assert "See all results" in client.get("/", params=asked).text


def test_where_no_way_leads_the_reader_is_told_in_the_own_language(client):
    far = {**PLACE, "from": "1,11.9,500", "lang": "sv"}
    page = client.get("/f", params=far).text
    assert "Vägen kan inte visas" in page
    assert "metres" not in page
    assert "Tillgänglig" in page


def choices(page):
    """Give the ways that a page offers, by their words, and the one that it shows."""
    nav = re.search(
        r'<nav class="segments ways" aria-label="Which route\?">(.*?)</nav>', page, re.S
    )[1]
    links = re.findall(r'<a href="([^"]*)"( aria-current="true")?>(.*?)</a>', nav)
    shown = [words for _, current, words in links if current]
    return {words: html.unescape(href) for href, _, words in links}, shown


@pytest.mark.parametrize("path", ["/f?branch=toy&", "/k/toy-1?"])
def test_ways_for_every_visitor_are_offered_and_the_chosen_one_is_shown(client, path):
    asked = "callno=84.2+LIN&partition=aik-kauno&title=Tuntematon+sotilas&q=linna&lang=en"
    offered, shown = choices(client.get(path + asked).text)
    assert list(offered) == ["Shortest", "Step-free", "Pushchair", "Quiet"]
    assert shown == ["Shortest"]
    for words, href in offered.items():
        again, shown = choices(client.get(href).text)
        assert shown == [words]
        assert again == offered


@pytest.mark.parametrize("path", ["/f?branch=toy&", "/k/toy-1?"])
def test_who_has_chosen_a_way_keeps_it_in_the_next_search(client, path):
    asked = "callno=84.2+LIN&partition=aik-kauno&q=linna&lang=en&profile=step-free"
    place = client.get(path + asked).text
    back = html.unescape(re.search(r'href="(/(?:k/toy-1)?\?[^"]*q=linna[^"]*)"', place)[1])
    results = client.get(back).text
    assert 'name="profile" value="step-free"' in results
    href = html.unescape(re.search(r'href="((?:/f|/k/toy-1)\?[^"]*callno=[^"]*)"', results)[1])
    assert choices(client.get(href).text)[1] == ["Step-free"]


def test_other_partitions_with_the_same_call_number_are_offered(client):
    bare = client.get("/f", params={"branch": "toy", "callno": "84.2 LIN", "lang": "fi"}).text
    named = client.get("/f", params=PLACE).text
    assert "Sama hyllypaikka muualla" not in named
    assert (
        bare.count("place-hits")
        == len(
            client.get("/api/v1/branches/toy/places", params={"callno": "84.2 LIN"}).json()[
                "places"
            ]
        )
        - 1
    )


def test_plain_finnish_is_a_language_of_its_own_that_is_tagged_as_simple_finnish(client):
    page = client.get("/", params={"branch": "toy", "lang": "selko"}).text
    assert '<html lang="fi-simple"' in page
    assert (
        'lang="fi-simple" hreflang="fi-simple" aria-label="Selko: Selkosuomi" aria-current="true">'
        in page
    )
    assert 'name="lang" value="selko"' in page
    assert "Kirjan nimi tai kirjailija" in page
