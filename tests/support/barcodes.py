"""Barcodes as pictures, drawn from what their standards say, and as a film for a camera.

Code 128 by ISO/IEC 15417 (set B), Code 39 by ISO/IEC 16388, interleaved two of five by
ISO/IEC 16390, EAN-13 by ISO/IEC 15420, Codabar by EN 798.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import cycle, repeat
from pathlib import Path

import numpy as np
import segno
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""Grey values, shape (height, width)."""

QUIET = 12
WIDE = 3
WHITE, BLACK = 255, 0
FRAMES_A_SECOND = 10


def _words(text: str) -> list[str]:
    return text.split()


_CODE_128 = _words(
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 "
    "122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 "
    "321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 "
    "211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 "
    "213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 "
    "121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 "
    "241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 "
    "412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 "
    "211214 211232 2331112"
)
_START_B, _STOP = 104, 106
_CODE_39 = dict(
    zip(
        "1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ-. *",
        _words(
            "100100001 001100001 101100000 000110001 100110000 001110000 000100101 100100100 "
            "001100100 000110100 100001001 001001001 101001000 000011001 100011000 001011000 "
            "000001101 100001100 001001100 000011100 100000011 001000011 101000010 000010011 "
            "100010010 001010010 000000111 100000110 001000110 000010110 110000001 011000001 "
            "111000000 010010001 110010000 011010000 010000101 110000100 011000100 010010100"
        ),
        strict=True,
    )
)
_ITF = _words("00110 10001 01001 11000 00101 10100 01100 00011 10010 01010")
_EAN_LEFT = _words("3211 2221 2122 1411 1132 1231 1114 1312 1213 3112")
_EAN_PARITY = _words("LLLLLL LLGLGG LLGGLG LLGGGL LGLLGG LGGLLG LGGGLL LGLGLG LGLGGL LGGLGL")
_CODABAR = dict(
    zip(
        "0123456789-$ABCD",
        _words(
            "0000011 0000110 0001001 1100000 0010010 1000010 0100001 0100100 0110000 1001000 "
            "0001100 0011000 0011010 0101001 0001011 0001110"
        ),
        strict=True,
    )
)


def _widths(pattern: str) -> list[int]:
    return [WIDE if each == "1" else 1 for each in pattern]


def _code_128(text: str) -> list[int]:
    values = [_START_B, *(ord(each) - 32 for each in text)]
    check = (values[0] + sum(at * each for at, each in enumerate(values[1:], 1))) % 103
    return [int(width) for each in (*values, check, _STOP) for width in _CODE_128[each]]


def _with_gaps(patterns: Iterable[str]) -> list[int]:
    return [width for pattern in patterns for width in (*_widths(pattern), 1)][:-1]


def _code_39(text: str) -> list[int]:
    return _with_gaps(_CODE_39[each] for each in f"*{text}*")


def _codabar(text: str) -> list[int]:
    return _with_gaps(_CODABAR[each] for each in text)


def _itf(text: str) -> list[int]:
    pairs = zip(text[::2], text[1::2], strict=True)
    woven = [
        width
        for bars, gaps in pairs
        for pair in zip(_widths(_ITF[int(bars)]), _widths(_ITF[int(gaps)]), strict=True)
        for width in pair
    ]
    return [1, 1, 1, 1, *woven, WIDE, 1, 1]


def _ean_13(text: str) -> list[int]:
    first, *digits = (int(each) for each in text)
    left = [
        _EAN_LEFT[digit] if parity == "L" else _EAN_LEFT[digit][::-1]
        for digit, parity in zip(digits[:6], _EAN_PARITY[first], strict=True)
    ]
    right = [_EAN_LEFT[digit] for digit in digits[6:]]
    return [int(width) for part in ("111", *left, "11111", *right, "111") for width in part]


_BARS: Mapping[str, Callable[[str], list[int]]] = {
    "code_39": _code_39,
    "code_128": _code_128,
    "codabar": _codabar,
    "ean_13": _ean_13,
    "itf": _itf,
}
FORMATS = (*_BARS, "qr_code")


def draw_barcode(format_: str, text: str, module_px: int = 3, height_px: int = 120) -> Picture:
    """Draw a barcode with its quiet zone, black on white."""
    if format_ == "qr_code":
        rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
        dark = np.pad(np.array(rows, dtype=bool), 4)
        return np.where(np.kron(dark, np.ones((module_px, module_px), bool)), BLACK, WHITE).astype(
            np.uint8
        )
    inks = cycle((BLACK, WHITE))
    line = [
        ink for width, ink in zip(_BARS[format_](text), inks, strict=False) for _ in range(width)
    ]
    whole = [*repeat(WHITE, QUIET), *line, *repeat(WHITE, QUIET)]
    bars = np.repeat(np.array(whole, dtype=np.uint8), module_px)
    return np.pad(np.tile(bars, (height_px, 1)), ((12, 12), (0, 0)), constant_values=WHITE)


def put_on(ground: Picture, barcode: Picture) -> Picture:
    """Put a barcode on the middle of a picture."""
    top, left = (
        (outer - inner) // 2 for outer, inner in zip(ground.shape, barcode.shape, strict=True)
    )
    out = ground.copy()
    out[top : top + barcode.shape[0], left : left + barcode.shape[1]] = barcode
    return out


def write_film(path: Path, pictures: Iterable[Picture]) -> None:
    """Write grey pictures of one even size as an uncompressed YUV4MPEG2 film of 4:2:0."""
    frames = list(pictures)
    height, width = frames[0].shape
    grey = bytes([128]) * (width * height // 2)
    with path.open("wb") as film:
        film.write(f"YUV4MPEG2 W{width} H{height} F{FRAMES_A_SECOND}:1 Ip A1:1 C420jpeg\n".encode())
        for each in frames:
            film.write(b"FRAME\n" + each.tobytes() + grey)
