"""Take the pictures of the staff's guide, doing on the pages what it says."""

from __future__ import annotations

import argparse
import tempfile
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.rearranging import BLOCK, BRANCH, body_of, store_weeded
from tests.support.browser import TABLET, running_browser, watched_page
from tests.support.hands import Fingers, around
from tests.support.library import store_library
from tests.support.served import running_server
from tests.support.staff import sign_in

FOLDER = Path("docs/screenshots/staff")
MOST_BYTES = 120_000
SETTLED_MS = 600
QUALITY = 0.8
LIGHTEN = """async ([png, quality]) => {
  const image = Object.assign(new Image(), { src: `data:image/png;base64,${png}` });
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
  canvas.getContext("2d").drawImage(image, 0, 0);
  return canvas.toDataURL("image/webp", quality);
}"""
ASTRAY = "84.2 ALH\n84.2 MET\n84.2 ALH\n"


class Camera:
    """Takes pictures into a folder, made light as WebP by a blank page of the browser."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self._blank = browser.new_page()
        self._folder = folder

    def take(self, page: Page, name: str) -> None:
        """Take a picture when the page has come to rest."""
        page.wait_for_timeout(SETTLED_MS)
        sharp = b64encode(page.screenshot(animations="disabled")).decode()
        light = b64decode(self._blank.evaluate(LIGHTEN, [sharp, QUALITY]).partition(",")[2])
        if len(light) > MOST_BYTES:
            raise SystemExit(f"{name} has {len(light):,} bytes; at most {MOST_BYTES:,} are kept.")
        (self._folder / f"{name}.webp").write_bytes(light)


def _open(page: Page, path: str) -> None:
    page.goto(f"{path}{'&' if '?' in path else '?'}branch={BRANCH}&lang=fi")


def _today(page: Page) -> None:
    _open(page, "/s")
    page.get_by_text("Tarkistetaan, pääseekö").wait_for(state="detached")


def _layout(page: Page) -> None:
    _open(page, "/s/layout")
    page.get_by_label("Uusi luonnos: mitä muutetaan?").fill("Kaunokirjallisuus")
    page.get_by_role("button", name="Aloita luonnos").tap()
    page.locator("[data-ready] plan-checks .count").wait_for()
    page.get_by_role("button", name="Rajaa").tap()
    Fingers(page).drag(*around([body_of(page, id) for id in BLOCK]))
    page.get_by_text("8 hyllyä valittu").wait_for()


def _offline(page: Page) -> None:
    page.context.set_offline(True)
    for key in ("Shift+ArrowUp",) * 7 + ("ArrowDown",) * 4:
        page.locator("plan-canvas").press(key)
    page.get_by_text("1 muutos odottaa verkkoa").wait_for()


def _ranges(page: Page) -> None:
    page.context.set_offline(False)
    page.locator("[data-saving]", has_text="tallennettu klo").wait_for()
    page.locator("[data-acts]").get_by_role("link", name="Alueet").tap()
    page.get_by_label("Montako osaa eteenpäin").fill("2")
    page.get_by_role("button", name="Siirrä osia").tap()
    page.get_by_role("heading", name="Näin kävisi").wait_for()


def _publish(page: Page) -> None:
    page.get_by_role("button", name="Tee näin").tap()
    page.get_by_text("Osat siirrettiin luonnoksessa.").wait_for()
    page.get_by_role("link", name="Julkaise…").tap()
    page.get_by_role("heading", name="Mitä muuttuu").wait_for()


def _versions(page: Page) -> None:
    page.get_by_role("button", name="Julkaise", exact=True).tap()
    page.get_by_role("button", name="Palauta edellinen versio").wait_for()


def _walk(page: Page) -> None:
    _open(page, "/s/walk?face=1B")
    page.locator("main[data-ready]").wait_for()
    for bay in (1, 2):
        row = page.locator(f'[data-bay="{bay}"]')
        row.get_by_role("textbox").fill(row.get_attribute("data-first") or "")
        row.get_by_role("textbox").press("Enter")
    page.get_by_text("2 osaa on luonnoksessa.").wait_for()


def _misplaced(page: Page) -> None:
    _open(page, "/s/misplaced")
    page.get_by_label("Viivakoodit tai signumit").fill(ASTRAY)
    page.get_by_role("button", name="Tarkista järjestys").tap()
    page.get_by_text("Vie paikoilleen tässä järjestyksessä").wait_for()


STOPS: Mapping[str, Callable[[Page], None]] = {
    "today": _today,
    "layout": _layout,
    "offline": _offline,
    "ranges": _ranges,
    "publish": _publish,
    "versions": _versions,
    "walk": _walk,
    "misplaced": _misplaced,
}


def take_all(browser: Browser, folder: Path) -> None:
    """Take all pictures of the guide from a library of its own into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    camera = Camera(browser, folder)
    with tempfile.TemporaryDirectory(prefix="hyllykartta-guide-") as scratch:
        store_weeded(store_library(Path(scratch)).database)
        with running_server(Path(scratch) / "log", HYLLYKARTTA_DATA_DIR=scratch) as server:
            address = str(server.client.base_url)
            window = {"viewport": TABLET, "has_touch": True}
            with watched_page(browser, address, **window) as page:
                page.goto("/s/login?lang=fi")
                camera.take(page, "sign-in")
            # Without a network the browser itself complains, so that nobody watches here.
            with sign_in(browser.new_context(base_url=address, **window)) as context:
                page = context.new_page()
                for name, stop in STOPS.items():
                    stop(page)
                    camera.take(page, name)


def main() -> None:
    """Take the pictures anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=FOLDER, help=f"folder to write ({FOLDER})")
    folder = parser.parse_args().into
    with running_browser() as browser:
        take_all(browser, folder)
    for file in sorted(folder.glob("*.webp")):
        print(f"{file}  {file.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
