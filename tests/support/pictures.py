"""Pictures without a picture in them: headers that say how large they are."""

import struct
import zlib


def png(width_px: int = 40, height_px: int = 20) -> bytes:
    """A grey PNG that a browser shows."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    rows = (b"\0" + b"\xc0" * width_px) * height_px
    header = struct.pack(">IIBBBBB", width_px, height_px, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def jpeg(width_px: int, height_px: int, marker: int = 0xC0) -> bytes:
    """The beginning of a JPEG: an application's segment, tables, and the frame."""
    other = b"\xff\xe0\x00\x06JFIF" + b"\xff\xc4\x00\x04\x00\x00"
    frame = struct.pack(">BBHBHHB", 0xFF, marker, 8, 8, height_px, width_px, 0)
    return b"\xff\xd8" + other + b"\xff" + frame


def webp(kind: bytes, width_px: int, height_px: int) -> bytes:
    """The beginning of a WebP: extended, lossless or lossy."""
    body = {
        b"VP8X": bytes(4)
        + (width_px - 1).to_bytes(3, "little")
        + (height_px - 1).to_bytes(3, "little"),
        b"VP8L": b"\x2f" + struct.pack("<I", (width_px - 1) | (height_px - 1) << 14),
        b"VP8 ": b"\x9d\x01\x2a".rjust(6, b"\0") + struct.pack("<HH", width_px, height_px),
    }[kind]
    chunk = kind + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk
