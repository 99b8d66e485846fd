"""What kind of picture a file is and how large, told by its first bytes alone.

Nothing is decoded: a browser does that, for the staff who sent it.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

MOST_PIXELS = 12_000
"""Of a side."""

_PNG = b"\x89PNG\r\n\x1a\n"
_IHDR = struct.Struct(">8s4x4sII")
_JPEG = b"\xff\xd8"
_SEGMENT = struct.Struct(">BBH")
_FRAME = struct.Struct(">xHH")
_NO_FRAMES = {0xC4, 0xC8, 0xCC}
"""Markers among those of frames that are none: tables, and one that is reserved."""

_RIFF = struct.Struct("<4s4x4s4s")


@dataclass(frozen=True, slots=True)
class PictureFile:
    """The media type of a picture and its sides in pixels."""

    media_type: str
    width_px: int
    height_px: int


def find_picture(content: bytes) -> PictureFile | None:
    """Tell what picture a file is.

    Parameters
    ----------
    content : bytes
        The file.

    Returns
    -------
    PictureFile or None
        ``None`` if it is no PNG, JPEG or WebP, or its sides are not 1 to `MOST_PIXELS`.

    References
    ----------
    PNG, third edition, section 11.2.1; ITU-T T.81, section B.2.2; RFC 9649, section 2.

    Examples
    --------
    >>> find_picture(b"GIF89a" + bytes(40)) is None
    True
    """
    try:
        found = _png(content) or _jpeg(content) or _webp(content)
    except (struct.error, IndexError):
        return None
    if found is None or not all(
        1 <= side <= MOST_PIXELS for side in (found.width_px, found.height_px)
    ):
        return None
    return found


def _png(content: bytes) -> PictureFile | None:
    if not content.startswith(_PNG):
        return None
    _, name, width_px, height_px = _IHDR.unpack_from(content)
    return PictureFile("image/png", width_px, height_px) if name == b"IHDR" else None


def _jpeg(content: bytes) -> PictureFile | None:
    """Go from segment to segment until one begins a frame, which has the sides."""
    if not content.startswith(_JPEG):
        return None
    at = len(_JPEG)
    while True:
        mark, marker, length = _SEGMENT.unpack_from(content, at)
        if mark != 0xFF:
            return None
        if marker == 0xFF:
            at += 1
        elif 0xC0 <= marker <= 0xCF and marker not in _NO_FRAMES:
            height_px, width_px = _FRAME.unpack_from(content, at + _SEGMENT.size)
            return PictureFile("image/jpeg", width_px, height_px)
        else:
            at += 2 + length


def _webp(content: bytes) -> PictureFile | None:
    if not content.startswith(b"RIFF"):
        return None
    _, form, chunk = _RIFF.unpack_from(content)
    if form != b"WEBP":
        return None
    if chunk == b"VP8X":
        sides = (1 + int.from_bytes(content[at : at + 3], "little") for at in (24, 27))
        return PictureFile("image/webp", *sides) if len(content) >= 30 else None
    if chunk == b"VP8L":
        (bits,) = struct.unpack_from("<I", content, 21)
        return PictureFile("image/webp", 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    if chunk == b"VP8 ":
        width_px, height_px = struct.unpack_from("<HH", content, 26)
        return PictureFile("image/webp", width_px & 0x3FFF, height_px & 0x3FFF)
    return None
