"""How many barcodes are read of pictures that get worse: ``python -m benchmarks.barcodes``.

The reader that pages bring and, where the browser has one for all the formats, the browser's own
look at the same pictures, in Chromium. A single picture has to do; the camera has many.
"""

from __future__ import annotations

import argparse
import base64
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from playwright.sync_api import Page
from scipy import ndimage

from benchmarks.tables import markdown, name_machine
from tests.support.barcodes import FORMATS, Picture, draw_barcode, put_on
from tests.support.browser import running_browser
from tests.support.library import store_library
from tests.support.served import running_server

SEED = 7
EACH, QUICK_EACH = 20, 3
HEIGHT, WIDTH = 480, 640
MODULE_PX = 2
DIGITS: Mapping[str, int] = {"code_39": 8, "code_128": 10, "codabar": 12, "ean_13": 12, "itf": 12}
READ = """async ([grey, width, height, formats]) => {
  const zxing = await import("/static/vendor/zxing/es/reader/index.js");
  const locateFile = (name) => `/static/vendor/zxing/reader/${name}`;
  await zxing.prepareZXingModule({overrides: {locateFile}, fireImmediately: true});
  const known = await globalThis.BarcodeDetector?.getSupportedFormats() ?? [];
  const own = formats.every((each) => known.includes(each)) ? new BarcodeDetector({formats}) : null;
  const bytes = Uint8Array.from(atob(grey), (each) => each.charCodeAt(0));
  const image = new ImageData(width, height);
  const opaque = Uint32Array.from(bytes, (each) => 0xff000000 | (each * 0x10101));
  new Uint32Array(image.data.buffer).set(opaque);
  const names = ["Code39", "Code128", "Codabar", "EAN13", "ITF", "QRCode"];
  const began = performance.now();
  const found = await zxing.readBarcodes(image, {formats: names, tryHarder: true});
  const took_ms = performance.now() - began;
  const ours = found.filter((each) => each.isValid).map((each) => each.text);
  const theirs = own ? (await own.detect(image)).map((each) => each.rawValue) : null;
  return [ours, theirs, took_ms];
}"""


@dataclass(frozen=True, slots=True)
class Harm:
    """What happens to a picture: up to how much of each, drawn anew for each picture."""

    name: str
    blur_px: float = 0.0
    turn_deg: float = 0.0
    noise: float = 0.0


HARMS = (
    Harm("sharp"),
    Harm("blurred, σ up to 0.8 bars", blur_px=0.8 * MODULE_PX),
    Harm("turned, up to 30°", turn_deg=30.0),
    Harm("noisy, σ up to 60 of 255", noise=60.0),
    Harm("all of it, half as much", blur_px=0.4 * MODULE_PX, turn_deg=15.0, noise=30.0),
)


def draw_text(format_: str, draw: np.random.Generator) -> str:
    """Draw what a barcode says."""
    if format_ == "qr_code":
        return f"https://library.example/{draw.integers(10**8)}"
    digits = "".join(map(str, draw.integers(0, 10, DIGITS[format_])))
    if format_ == "ean_13":
        total = sum(int(each) * (3 if at % 2 else 1) for at, each in enumerate(digits))
        return f"{digits}{-total % 10}"
    return f"A{digits}B" if format_ == "codabar" else digits


def harmed(picture: Picture, harm: Harm, draw: np.random.Generator) -> Picture:
    """Turn, blur and disturb a picture."""
    out = picture.astype(float)
    if harm.turn_deg:
        turn_deg = draw.uniform(-harm.turn_deg, harm.turn_deg)
        out = ndimage.rotate(out, turn_deg, reshape=False, order=1, mode="nearest")
    if harm.blur_px:
        out = ndimage.gaussian_filter(out, draw.uniform(0.0, harm.blur_px))
    if harm.noise:
        out += draw.normal(0.0, draw.uniform(0.0, harm.noise), out.shape)
    return np.clip(out, 0, 255).astype(np.uint8)


def make_pictures(harm: Harm, each: int) -> Iterator[tuple[str, Picture]]:
    """Make pictures of every format with what they say."""
    draw = np.random.default_rng(SEED)
    ground = np.full((HEIGHT, WIDTH), 190, dtype=np.uint8)
    for format_ in FORMATS:
        for _ in range(each):
            text = draw_text(format_, draw)
            yield text, harmed(put_on(ground, draw_barcode(format_, text, MODULE_PX)), harm, draw)


def measure(page: Page, harm: Harm, each: int) -> tuple[object, ...]:
    """Give a row: what was read, what was read wrong, what the browser read, and the time."""
    texts, told = [], []
    for text, picture in make_pictures(harm, each):
        grey = base64.b64encode(picture.tobytes()).decode()
        texts.append(text)
        told.append(page.evaluate(READ, [grey, WIDTH, HEIGHT, list(FORMATS)]))
    ours, theirs, times_ms = zip(*told, strict=True)
    wrong = sum(bool(set(seen) - {text}) for text, seen in zip(texts, ours, strict=True))
    shares = (_share(texts, ours), wrong, _share(texts, theirs))
    return harm.name, len(texts), *shares, f"{median(times_ms):.0f}"


def _share(texts: Sequence[str], seen: Sequence[Any]) -> str:
    if None in seen:
        return "–"
    read = sum(text in found for text, found in zip(texts, seen, strict=True))
    return f"{read / len(texts):.0%}"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.barcodes", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few, to see that it works")
    each = QUICK_EACH if parser.parse_args(arguments).quick else EACH
    with tempfile.TemporaryDirectory() as folder:
        store_library(Path(folder))
        with (
            running_server(Path(folder) / "log", HYLLYKARTTA_DATA_DIR=folder) as server,
            running_browser() as browser,
        ):
            page = browser.new_page(base_url=str(server.client.base_url))
            page.goto("/s/walk?branch=toy")
            rows = [measure(page, harm, each) for harm in HARMS]
    print(f"{name_machine()}\n")
    head = ("pictures", "how many", "read by zxing", "read wrong", "by the browser", "p50, ms")
    print(markdown(head, rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
