"""Files of strangers: what is read, what is refused, and that memory stays bounded."""

import os
import struct
import tracemalloc
import zipfile
import zlib
from datetime import datetime
from io import BytesIO

import pytest

from api.archives import MOST_BYTES_OF_ONE, MOST_FILES, pack, read_archive, unpack
from api.usage import UsageError

CREATED = datetime(2026, 3, 2, 12, 0)


def zipped(files, method=zipfile.ZIP_DEFLATED):
    written = BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return written.getvalue()


def test_a_zip_archive_gives_its_files_whatever_folder_they_are_in(tmp_path):
    path = tmp_path / "it.zip"
    path.write_bytes(zipped([("campus/a.geojson", b"a"), ("campus/deep/b.json", b"b")]))
    archive = read_archive(path)
    assert archive.files == {"a.geojson": b"a", "b.json": b"b"}
    assert archive.problems == ()


def test_a_folder_gives_the_files_directly_in_it(tmp_path):
    (tmp_path / "a.geojson").write_bytes(b"a")
    (tmp_path / ".hidden").write_bytes(b"h")
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "b.geojson").write_bytes(b"b")
    assert read_archive(tmp_path).files == {"a.geojson": b"a"}


def test_a_single_file_is_read_under_its_name(tmp_path):
    (tmp_path / "plan.geojson").write_bytes(b"{}")
    assert read_archive(tmp_path / "plan.geojson").files == {"plan.geojson": b"{}"}


def test_the_same_files_and_time_give_the_same_archive():
    files = {"b": b"2" * 1000, "a": b"1"}
    assert pack(files, CREATED) == pack(dict(sorted(files.items())), CREATED)
    assert pack(files, CREATED) != pack(files, datetime(2026, 3, 3))
    assert unpack(pack(files, datetime(1970, 1, 1)), "it").files == files


@pytest.mark.parametrize(
    ("entry", "rule"),
    [
        ("../../etc/a.json", "odd-path"),
        ("/a.json", "odd-path"),
        ("more/inner.zip", "nested-archive"),
        ("other/manifest.json", "duplicate-file"),
    ],
)
def test_odd_entries_are_told(entry, rule):
    archive = unpack(zipped([("manifest.json", b"1"), (entry, b"2")]), "it.zip")
    assert [problem.rule for problem in archive.problems] == [rule]
    assert archive.files["manifest.json"] == b"1"
    assert not any(name.endswith(".zip") for name in archive.files)


def test_what_operating_systems_add_is_passed_over():
    content = zipped([("a.json", b"1"), ("__MACOSX/a.json", b"2"), (".DS_Store", b"3")])
    assert unpack(content, "it.zip").files == {"a.json": b"1"}


def encrypted():
    content = bytearray(zipped([("a.json", b"1")]))
    for start, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(start) + offset] |= 1
    return bytes(content)


def with_wrong_checksum():
    content = zipped([("a.json", b"some words")], zipfile.ZIP_STORED)
    return content.replace(b"some words", b"some sword")


def lying_about_its_size():
    """Give an archive whose entry says that it is small, and is not."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packed.compress(bytes(40_000_000)) + packed.flush()
    sizes = struct.pack("<III", zlib.crc32(b""), len(body), 100)
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 0x21) + sizes
    local += struct.pack("<HH", 6, 0) + b"a.json" + body
    central = b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 0x21) + sizes
    central += struct.pack("<HHHHHII", 6, 0, 0, 0, 0, 0, 0) + b"a.json"
    end = struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + b"PK\x05\x06" + end


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK", "damaged"),
        (zipped([("a", b"1")])[:-10], "damaged"),
        (with_wrong_checksum(), "damaged"),
        (encrypted(), "encrypted"),
        (zipped([("a", b"1")], zipfile.ZIP_LZMA), "unusual way"),
        (zipped([("a", b"1")], zipfile.ZIP_BZIP2), "unusual way"),
        (zipped([]), "no files"),
        (zipped([(f"{number}", b"") for number in range(MOST_FILES + 1)]), "more than"),
        (zipped([("bomb.geojson", bytes(40_000_000))]), "times its size"),
        (lying_about_its_size(), "damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_archive_that_cannot_be_read_is_refused_in_one_line(content, message):
    with pytest.raises(UsageError, match=message) as refused:
        unpack(content, "it.zip")
    assert str(refused.value).startswith("it.zip")
    assert "\n" not in str(refused.value)


def test_memory_stays_bounded_whatever_an_archive_unpacks_to():
    bombs = [zipped([("bomb", bytes(40_000_000))]), lying_about_its_size()]
    for bomb in bombs:
        tracemalloc.start()
        with pytest.raises(UsageError):
            unpack(bomb, "it.zip")
        _, peak_bytes = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak_bytes < MOST_BYTES_OF_ONE


def test_a_text_named_as_an_archive_is_refused(tmp_path):
    path = tmp_path / "it.zip"
    path.write_text("Dear colleague, here is the plan.")
    with pytest.raises(UsageError, match="is not a zip archive"):
        read_archive(path)


def test_a_file_that_is_too_large_is_refused_without_reading_it_all(tmp_path):
    path = tmp_path / "huge.geojson"
    with path.open("wb") as stream:
        stream.truncate(10_000_000_000)
    with pytest.raises(UsageError, match="larger than 32 MB"):
        read_archive(path)


def test_files_that_are_too_large_together_are_refused(tmp_path):
    for number in range(3):
        with (tmp_path / f"{number}").open("wb") as stream:
            stream.truncate(MOST_BYTES_OF_ONE)
    with pytest.raises(UsageError, match="larger than 64 MB together"):
        read_archive(tmp_path)


def test_what_is_not_there_or_no_file_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for name in ("nothing", "pipe"):
        with pytest.raises(UsageError, match="no such file"):
            read_archive(tmp_path / name)
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="has no files"):
        read_archive(tmp_path / "empty")
