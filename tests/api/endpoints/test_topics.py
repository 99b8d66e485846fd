import pytest

TOY = "/api/v1/branches/toy/topics"


def topics(client, **params):
    answer = client.get(TOY, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()["topics"]


@pytest.mark.parametrize(
    ("word", "language"), [("kissat", "fi"), ("katter", "sv"), ("cats", "en"), ("cats", "fi")]
)
def test_a_topic_in_any_language_leads_to_its_class_and_shelf(client, word, language):
    topic = topics(client, q=word, lang=language)[0]
    assert topic["notation"] == "67.452"
    assert topic["label"] == {"fi": "Kissat", "sv": "Katter", "en": "Cats"}[language]
    assert topic["matched_term"] == word.capitalize()
    assert topic["shelved_as"] is None
    (place,) = topic["places"]
    assert (place["partition"], place["face"], place["call_number"]) == (
        "aik-tieto",
        "2B",
        "67.452",
    )
    assert place["confidence"] == 1.0


def test_the_term_tells_its_own_language(client):
    assert topics(client, q="cats", lang="fi")[0]["language"] == "en"


def test_a_class_without_a_label_is_called_by_the_one_above_it(client):
    topic = topics(client, q="kattutställningar", lang="en")[0]
    assert (topic["notation"], topic["label"]) == ("67.452063", "Cats")
    assert topic["matched_term"] == "Kattutställningar"


def test_a_class_that_no_shelf_holds_is_found_without_places(client):
    (topic,) = topics(client, q="leikit")
    assert (topic["notation"], topic["places"], topic["shelved_as"]) == ("79.8", [], None)


def test_a_class_that_no_shelf_holds_stands_with_the_nearest_one_above_it(client):
    (topic,) = topics(client, q="hampaat")
    assert (topic["notation"], topic["label"], topic["shelved_as"]) == ("59.9", "Hampaat", "59")
    assert [place["face"] for place in topic["places"]] == ["2A"]


def test_of_those_that_stand_with_the_same_class_only_the_best_is_given(client):
    assert [topic["notation"] for topic in topics(client, q="hampa")] == ["59.9"]


def test_the_place_of_a_topic_can_be_walked_to(client):
    place = topics(client, q="kissat")[0]["places"][0]
    way = client.get(
        "/api/v1/branches/toy/routes",
        params={
            "from": "kiosk:toy-1",
            "callno": place["call_number"],
            "partition": place["partition"],
        },
    ).json()
    assert way["place"]["face"] == place["face"]


def test_no_more_than_asked_for_are_given(client):
    assert len(topics(client, q="kissa", limit=1)) == 1
    assert client.get(TOY, params={"q": "kissa", "limit": 0}).status_code == 422


@pytest.mark.parametrize("words", ["olematon", "67.45", "+++"])
def test_what_is_no_topic_leads_nowhere(client, words):
    assert topics(client, q=words) == []


def test_a_blank_search_is_a_problem(client):
    answer = client.get(TOY, params={"q": " "})
    assert answer.status_code == 400
    assert answer.json()["type"] == "/problems/empty-search"
