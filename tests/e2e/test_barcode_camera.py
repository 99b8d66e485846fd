"""Barcodes are read with the camera of a real browser, and what is said where there is none."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.e2e.test_new_plan import server
from tests.support.axe import violations
from tests.support.barcodes import FORMATS, draw_barcode, put_on, write_film
from tests.support.browser import ARGS, PHONE, overflows, staff_page, wait_until
from tests.support.needs import needs

__all__ = ["server"]

pytestmark = pytest.mark.real

FACE = "/s/walk?branch=toy&lang=en&face=1A"
TEXTS = {
    "code_39": "HK4001",
    "code_128": "400123",
    "codabar": "A30001234B",
    "ean_13": "6401234567897",
    "itf": "12345678",
    "qr_code": "https://library.example/4001",
}
READ = {**TEXTS, "codabar": "30001234"}
FRAMES_EACH = 8
WITH_A_LAMP = """
  MediaStreamTrack.prototype.getCapabilities = () => ({torch: true});
  MediaStreamTrack.prototype.applyConstraints = () => Promise.resolve();
"""
LISTEN = """() => {
  window.codes = [];
  document.addEventListener("barcode", (event) => window.codes.push(event.detail.code));
}"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser whose camera sees one barcode of each format in turn, again and again."""
    film = tmp_path_factory.mktemp("film") / "barcodes.y4m"
    ground = np.random.default_rng(1).integers(150, 210, (480, 640)).astype(np.uint8)
    frames = [
        put_on(ground, draw_barcode(each, TEXTS[each], module_px=2, height_px=140))
        for each in FORMATS
        for _ in range(FRAMES_EACH)
    ]
    write_film(film, frames)
    camera = ("--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=needs("chromium"), args=[*ARGS, *camera]
        )
        try:
            yield running
        finally:
            running.close()


def start(page: Page) -> None:
    page.evaluate(LISTEN)
    page.get_by_role("button", name="Use the camera").click()


def codes_of(page: Page) -> list[str]:
    codes: list[str] = page.evaluate("window.codes")
    return codes


def test_every_format_is_read_once_and_the_camera_stops_when_the_page_is_hidden(browser, server):
    base = str(server.client.base_url)
    with staff_page(browser, base, viewport=PHONE, permissions=["camera"]) as page:
        page.goto(FACE)
        start(page)
        wait_until(lambda: set(READ.values()) <= set(codes_of(page)))
        codes = codes_of(page)
        assert set(codes) == set(READ.values())
        assert all(one != other for one, other in pairwise(codes))
        expect(page.locator("barcode-camera[data-reader=zxing]")).to_be_attached()
        expect(page.locator("[data-bay][data-seen]")).to_have_count(4)
        assert violations(page) == []
        assert not overflows(page)
        page.evaluate(
            """() => {
              Object.defineProperty(document, "hidden", {value: true, configurable: true});
              document.dispatchEvent(new Event("visibilitychange"));
            }"""
        )
        assert page.evaluate("document.querySelector('video').srcObject") is None
        expect(page.get_by_role("button", name="Use the camera")).to_be_visible()


def test_a_camera_that_is_refused_is_said_with_what_to_do(browser, server):
    with staff_page(browser, str(server.client.base_url), viewport=PHONE) as page:
        page.goto(FACE)
        start(page)
        expect(page.get_by_role("alert")).to_contain_text("Allow it in the settings")


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("navigator.mediaDevices = undefined", "secure connection only"),
        ("navigator.mediaDevices.getUserMedia = NotFoundError", "has no camera"),
        ("navigator.mediaDevices.getUserMedia = NotReadableError", "another program"),
    ],
)
def test_what_is_missing_is_said_in_words(browser, server, broken, words):
    what, _, how = broken.partition(" = ")
    owner, _, name = what.rpartition(".")
    value = how if how == "undefined" else f'() => Promise.reject(new DOMException("", "{how}"))'
    with staff_page(browser, str(server.client.base_url), viewport=PHONE) as page:
        page.add_init_script(f"Object.defineProperty({owner}, '{name}', {{value: {value}}})")
        page.goto(FACE)
        start(page)
        expect(page.get_by_role("alert")).to_contain_text(words)


def test_a_device_keeps_what_reads_barcodes_and_reads_without_a_network(browser, server):
    base = str(server.client.base_url)
    with staff_page(browser, base, viewport=PHONE, permissions=["camera"]) as page:
        page.goto(FACE)
        expect(page.locator("main[data-kept]")).to_be_attached()
        page.context.set_offline(True)
        page.reload()
        start(page)
        wait_until(lambda: bool(codes_of(page)))


def test_along_a_bay_codes_are_lines_and_light_and_beep_are_a_choice(browser, server):
    base = str(server.client.base_url)
    with staff_page(browser, base, viewport=PHONE, permissions=["camera"]) as page:
        page.add_init_script(WITH_A_LAMP)
        page.goto("/s/misplaced?branch=toy&lang=en")
        expect(page.locator("main[data-ready]")).to_be_attached()
        start(page)
        light = page.get_by_role("button", name="Light")
        light.click()
        expect(light).to_have_attribute("aria-pressed", "true")
        items = page.get_by_label("Barcodes or call numbers")
        wait_until(lambda: set(items.input_value().split()) & set(READ.values()) != set())
        page.get_by_role("checkbox", name="Beep").uncheck()
        page.reload()
        expect(page.locator("[data-beep]")).not_to_be_checked()
        assert set(items.input_value().split()) <= set(READ.values())
