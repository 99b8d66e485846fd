"""Topics on the pages, as they are without script."""

import html
import re

import pytest

PAGES = pytest.mark.parametrize("path", ["/?branch=toy", "/k/toy-1?"], ids=["phone", "kiosk"])


def topic_links(page: str) -> list[tuple[str, str]]:
    """Give address and words of each topic on a page."""
    section = re.search(r'<div class="topics">(.*?)</div>', page, re.DOTALL)
    links = re.findall(r'<a href="([^"]+)">(.*?)</a>', section[1] if section else "", re.DOTALL)
    return [
        (html.unescape(href), " ".join(re.sub(r"<[^>]+>", " ", html.unescape(words)).split()))
        for href, words in links
    ]


@PAGES
@pytest.mark.parametrize(
    ("word", "language", "heading", "name"),
    [
        ("kissat", "fi", "Aiheet", "Kissat, 67.452"),
        ("katter", "sv", "Ämnen", "Katter, 67.452"),
        ("cats", "en", "Topics", "Cats, 67.452"),
    ],
)
def test_a_topic_leads_to_its_shelf_though_the_catalogue_has_nothing(
    client, path, word, language, heading, name
):
    page = client.get(f"{path}&q={word}&lang={language}").text
    assert f"<h2>{heading}</h2>" in page
    href, words = topic_links(page)[0]
    assert words.startswith(name)
    place = client.get(href)
    assert place.status_code == 200
    assert 'class="shelf-map"' in place.text or "<figure data-level=" in place.text


def test_a_word_of_another_language_is_shown_beside_the_label(client):
    page = client.get("/?branch=toy&q=cats&lang=fi").text
    assert topic_links(page)[0][1].startswith("Cats: Kissat, 67.452 Aikuisten tietokirjallisuus: ")


@PAGES
@pytest.mark.parametrize(
    ("word", "language", "summary"),
    [
        ("kissat", "fi", "Hyllyt, ei teoksia"),
        ("katter", "sv", "Hyllor, inga verk"),
        ("cats", "en", "Shelves, no works"),
        ("qwxyzzy", "en", "No results"),
    ],
)
def test_a_topic_without_works_is_not_counted_as_no_result(client, path, word, language, summary):
    page = client.get(f"{path}&q={word}&lang={language}").text
    assert f"data-summary>{summary}<" in page


def test_nothing_was_found_is_not_said_where_a_topic_was(client):
    with_topic = client.get("/?branch=toy&q=cats&lang=en").text
    without = client.get("/?branch=toy&q=nowhere&lang=en").text
    hint = "Check the spelling"
    assert hint not in with_topic
    assert hint in without
    assert topic_links(without) == []


def test_shelves_of_a_broader_class_are_named_as_such(client):
    ((href, words),) = topic_links(client.get("/?branch=toy&q=hampaat&lang=fi").text)
    assert words.replace("\u00a0", " ").startswith("Hampaat, 59.9 Luokassa 59 Lääketiede. ")
    assert client.get(href).status_code == 200


def test_a_class_without_a_shelf_is_not_offered(client):
    assert topic_links(client.get("/?branch=toy&q=leikit&lang=fi").text) == []


def test_a_word_that_comes_near_leads_to_a_topic_where_there_is_no_work(client):
    assert topic_links(client.get("/?branch=toy&q=kissatt&lang=fi").text)


def test_beside_works_only_topics_that_begin_with_the_words_are_offered(client):
    page = client.get("/?branch=toy&q=linna&lang=fi").text
    assert "Linna ja muuri" in page
    assert topic_links(page) == []
