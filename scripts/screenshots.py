"""Take the pictures of the main pages from the running demo."""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from tests.support.browser import DESK, KIOSK, PHONE, page_at, running_browser
from tests.support.demo import demo_with_staff

FOLDER = Path("docs/screenshots")
A4 = {"width": 794, "height": 1123}
MOST_BYTES = 300 * 1024
SETTLED_MS = 2500
HEARD_MS = 8000
BOOK = "callno=84.2+LIN&partition=aik-kauno&title=Tuntematon+sotilas"


@dataclass(frozen=True)
class Picture:
    """One picture: which page, in which window, and after how long."""

    name: str
    path: str
    window: dict[str, int]
    wait_ms: int = SETTLED_MS
    media: str = "screen"


PICTURES = (
    Picture("phone-search", "/?branch=keskusta&lang=fi", PHONE),
    Picture("phone-results", "/?branch=keskusta&lang=fi&q=linna", PHONE),
    Picture("phone-route", f"/f?branch=keskusta&lang=fi&{BOOK}", PHONE),
    Picture(
        "phone-live", f"/f?branch=keskusta&lang=fi&from=subject:visitor-1&{BOOK}", PHONE, HEARD_MS
    ),
    Picture("kiosk-rest", "/k/keskusta-1?lang=fi", KIOSK),
    Picture("kiosk-search", "/k/keskusta-1?lang=fi&q=linna", KIOSK),
    Picture("kiosk-route", f"/k/keskusta-1?lang=fi&{BOOK}", KIOSK),
    Picture("staff-live", "/s/live?branch=keskusta&lang=fi", DESK, HEARD_MS),
    Picture("labels", "/print/points?branch=keskusta&lang=fi", A4, media="print"),
)


def take(browser: Browser, address: str, picture: Picture, folder: Path) -> None:
    """Take one picture; phones are taken sharper than they are large."""
    sharpness = 1.5 if picture.window is PHONE else 1
    window = {"viewport": picture.window, "device_scale_factor": sharpness}
    file = folder / f"{picture.name}.png"
    with page_at(browser, address, picture.path, **window) as page:
        page.emulate_media(media=picture.media)
        page.wait_for_timeout(picture.wait_ms)
        page.screenshot(path=file)
    size = file.stat().st_size
    if size > MOST_BYTES:
        raise SystemExit(f"{file} has {size // 1024} KiB; at most {MOST_BYTES // 1024} are kept.")
    print(f"{file}  {size // 1024} KiB")


def main() -> None:
    """Start the demo and a browser, and take every picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=FOLDER, help=f"folder to write ({FOLDER})")
    folder = parser.parse_args().into
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="hyllykartta-screenshots-") as scratch,
        demo_with_staff(Path(scratch)) as demo,
        running_browser() as browser,
    ):
        for picture in PICTURES:
            take(browser, demo.address, picture, folder)


if __name__ == "__main__":
    main()
