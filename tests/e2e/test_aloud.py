"""Steps are read aloud where the browser has a voice: what is asked of it, not the sound."""

import pytest
from playwright.sync_api import expect

from tests.support.browser import KIOSK, PHONE, wait_until

pytestmark = pytest.mark.real

BOOK = "callno=84.2+LIN&partition=aik-kauno&title=Tuntematon+sotilas"
PLACE = f"/f?branch=keskusta&{BOOK}"
KIOSK_ROUTE = f"/k/keskusta-1?{BOOK}"
BUTTON = "[data-aloud]"
SPY = """
  window.spoken = [];
  const voices = VOICES.map((lang) => ({ lang, default: false }));
  speechSynthesis.getVoices = () => voices;
  const speak = speechSynthesis.speak.bind(speechSynthesis);
  speechSynthesis.speak = (said) => { spoken.push([said.lang, said.text, said]); speak(said); };
  const cancel = speechSynthesis.cancel.bind(speechSynthesis);
  speechSynthesis.cancel = () => { spoken.length = 0; cancel(); };
"""


def listen(page, *voices):
    page.add_init_script(SPY.replace("VOICES", repr(list(voices))))
    page.reload()


def spoken(page):
    return page.evaluate("spoken.map(([lang, text]) => [lang, text])")


@pytest.mark.parametrize(("path", "size"), [(PLACE, PHONE), (KIOSK_ROUTE, KIOSK)])
@pytest.mark.parametrize(("lang", "voice"), [("fi", "fi-FI"), ("selko", "fi-FI"), ("sv", "sv-SE")])
def test_every_step_is_read_in_the_language_of_the_page_and_can_be_stopped(
    open_page, path, size, lang, voice
):
    page = open_page(f"{path}&lang={lang}", size)
    listen(page, voice)
    steps = page.locator(".steps li")
    words = page.locator(BUTTON).inner_text()
    page.locator(BUTTON).click()
    said = spoken(page)
    assert [text for _, text in said] == [each.get_attribute("data-spoken") for each in steps.all()]
    assert {language for language, _ in said} == {voice[:2]}
    assert not any("\u00a0m" in text for _, text in said)
    assert page.locator(BUTTON).inner_text() != words
    page.locator(BUTTON).click()
    assert spoken(page) == []
    assert page.locator(BUTTON).inner_text() == words


def test_after_the_last_step_the_button_reads_again(open_page):
    page = open_page(f"{PLACE}&lang=en", PHONE)
    listen(page, "en-GB")
    page.get_by_role("button", name="Read aloud").click()
    page.evaluate("spoken.at(-1)[2].onend()")
    expect(page.get_by_role("button", name="Read aloud")).to_be_visible()


def test_where_no_voice_speaks_the_language_there_is_no_button(open_page):
    page = open_page(f"{PLACE}&lang=fi", PHONE)
    listen(page, "en-GB", "de-DE")
    expect(page.locator(".steps .arrival")).to_be_visible()
    expect(page.locator(BUTTON)).to_be_hidden()


def test_who_is_led_hears_each_new_step_until_they_stop_it(open_page):
    page = open_page(f"{PLACE}&lang=fi&from=subject:visitor-1", PHONE)
    listen(page, "fi-FI")
    word = page.locator("[data-live-word]")
    expect(word).not_to_be_empty()
    page.locator(BUTTON).click()
    first = spoken(page)[0]
    assert page.locator(BUTTON).inner_text() == "Lopeta lukeminen"
    wait_until(lambda: spoken(page)[0] != first)
    assert spoken(page)[0][1] == word.get_attribute("data-spoken")
    assert "\u00a0m" not in spoken(page)[0][1]
    page.locator(BUTTON).click()
    assert spoken(page) == []
