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
