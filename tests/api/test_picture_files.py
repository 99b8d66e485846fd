"""Pictures are known by their first bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.picture_files import MOST_PIXELS, PictureFile, find_picture
from tests.support.pictures import jpeg, png, webp

PICTURES = {
    "png": (png(40, 20), "image/png"),
    "jpeg": (jpeg(40, 20), "image/jpeg"),
    "progressive jpeg": (jpeg(40, 20, 0xC2), "image/jpeg"),
    "extended webp": (webp(b"VP8X", 40, 20), "image/webp"),
    "lossless webp": (webp(b"VP8L", 40, 20), "image/webp"),
    "lossy webp": (webp(b"VP8 ", 40, 20), "image/webp"),
}


@pytest.mark.parametrize(("content", "media_type"), PICTURES.values(), ids=PICTURES)
def test_a_picture_is_known_with_its_sides(content, media_type):
    assert find_picture(content) == PictureFile(media_type, 40, 20)


@pytest.mark.parametrize(("content", "media_type"), PICTURES.values(), ids=PICTURES)
def test_a_picture_cut_off_in_its_header_is_none(content, media_type):
    assert find_picture(content[:12]) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a" + bytes(60),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<!doctype html><script>alert(1)</script>",
        b"\x89PNG\r\n\x1a\n" + bytes(40),
        b"\xff\xd8" + bytes(40),
        b"RIFF\x00\x00\x00\x00WAVEfmt " + bytes(40),
        b"RIFF\x00\x00\x00\x00WEBPALPH" + bytes(40),
        png(MOST_PIXELS + 1, 1),
        jpeg(40, 0),
    ],
)
def test_what_is_no_picture_to_show_is_none(content):
    assert find_picture(content) is None


@given(st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8", b"RIFF"]), st.binary(max_size=200))
def test_no_bytes_make_it_fail(start, rest):
    found = find_picture(start + rest)
    assert found is None or found.media_type.startswith("image/")
