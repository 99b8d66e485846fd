import html
import json
import re
from importlib.resources import files

import pytest

from kiosk_ui.messages import LANGUAGES, load_messages
from kiosk_ui.pages import render
from kiosk_ui.staff.doors import SignInView
from kiosk_ui.views import Frame, MissingView

FRAME = Frame(())
KEY = re.compile(r"""say\((?:messages, )?["'](ui\.[\w.-]+)["']""")
KEY_OF_STATE = re.compile(r'key: "(ui\.[\w.-]+)"')


def used_keys():
    for folder in ("templates", "static"):
        for path in (files("kiosk_ui") / folder).rglob("*"):
            if path.suffix in (".html", ".js"):
                text = path.read_text(encoding="utf-8")
                yield from KEY.findall(text)
                yield from KEY_OF_STATE.findall(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_that_pages_say_exists_in_every_language(language):
    messages = load_messages(language)
    keys = set(used_keys())
    assert len(keys) > 40
    assert keys - messages.keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_are_sorted_so_that_changes_are_easy_to_read(language):
    text = (files("kiosk_ui") / "locales" / f"{language}.json").read_text(encoding="utf-8")
    keys = list(json.loads(text))
    assert keys == sorted(keys)


def test_what_is_shown_is_escaped():
    view = MissingView(FRAME, "A < B", '<script>alert("1")</script>', "/?q=<x>", "Back")
    page = render("missing", view, "fi")
    assert "<script>alert" not in page
    assert html.escape("A < B") in page


def test_pages_name_their_language_and_begin_with_a_way_past_the_header():
    page = render("staff/sign_in", SignInView(FRAME, "/s"), "sv")
    assert '<html lang="sv"' in page
    assert page.index('class="skip"') < page.index("<header")
    assert page.count("<main") == page.count("<h1") == 1
