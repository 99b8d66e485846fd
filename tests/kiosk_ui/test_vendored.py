"""What of others is shipped is what its note says, with its licence, and all that there is."""

import hashlib
import re
from pathlib import Path

import pytest

VENDORED = Path(__file__).resolve().parents[2] / "kiosk_ui" / "static" / "vendor"
NOTES = sorted(VENDORED.glob("*/README.md"))
ROW = re.compile(r"^\| `([^`]+)` \| `([0-9a-f]{64})` \|$", re.MULTILINE)


def notes_of(note: Path) -> dict[str, str]:
    return dict(ROW.findall(note.read_text(encoding="utf-8")))


def test_something_is_vendored():
    assert [note.parent.name for note in NOTES] == ["zxing"]


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.parent.name)
def test_every_file_has_the_hash_that_its_note_says(note):
    told = notes_of(note)
    found = {name: hashlib.sha256((note.parent / name).read_bytes()).hexdigest() for name in told}
    assert found == told


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.parent.name)
def test_no_file_is_there_without_a_hash_but_notes_licences_and_types(note):
    others = {
        path.relative_to(note.parent).as_posix()
        for path in note.parent.rglob("*")
        if path.is_file() and path.suffix not in (".md", ".txt") and ".d." not in path.name
    }
    assert others == set(notes_of(note))


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.parent.name)
def test_the_note_says_version_source_and_licences_that_are_there(note):
    text = note.read_text(encoding="utf-8")
    assert re.search(r"\b\d+\.\d+\.\d+ \(<https://", text)
    licences = re.findall(r"`(LICENSE[\w.-]*)`", text)
    assert licences
    assert all((note.parent / each).is_file() for each in licences)
