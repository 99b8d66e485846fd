"""What the documents say is so: links lead somewhere, commands would run, files parse."""

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.cli import list_verbs
from tests.support.commands import hyllykartta_lines, why_not_understood

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("firmware_notes/**/*.md")]
)
PACKAGES = ("floorplans", "positioning", "routing", "kiosk_ui", "api")
NAMED_TOGETHER = re.compile(r"/(commands|pages|migrations|endpoints)/|/layout_")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
PARSERS: dict[str, Callable[[str], Any]] = {"json": json.loads, "toml": tomllib.loads}

each_document = pytest.mark.parametrize(
    "path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix()
)


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", each).strip().lower().replace(" ", "-") for each in headings}


@each_document
def test_relative_links_lead_to_what_is_there(path):
    prose = BLOCK.sub("", path.read_text(encoding="utf-8"))
    for link in LINK.findall(prose):
        if re.match(r"https?:|mailto:", link):
            continue
        file, _, anchor = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        assert target.is_relative_to(ROOT), link
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target), link


@each_document
def test_written_command_lines_would_be_understood(path):
    for _, block in BLOCK.findall(path.read_text(encoding="utf-8")):
        for line in hyllykartta_lines(block):
            assert why_not_understood(line) is None, line


@each_document
def test_verbs_and_targets_named_in_prose_exist(path):
    text = path.read_text(encoding="utf-8")
    blocks = "\n".join(block for _, block in BLOCK.findall(text))
    targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    named = re.findall(r"`make ([\w-]+)", text) + re.findall(r"(?m)^make ([\w-]+)", blocks)
    assert set(re.findall(r"`hyllykartta ([a-z]+)", text)) <= set(list_verbs())
    assert set(named) <= set(targets)


@each_document
def test_blocks_of_json_and_toml_parse(path):
    for language, block in BLOCK.findall(path.read_text(encoding="utf-8")):
        PARSERS.get(language, str)(block)


def test_the_readme_shows_how_to_try_and_how_to_test_it():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {"make demo", "make test"} <= set(text.splitlines())
    assert any(hyllykartta_lines(text))


def test_the_architecture_names_every_module():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    words = set(re.findall(r"\w+", text))
    modules = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    names = {
        path.stem
        for path in modules
        if not NAMED_TOGETHER.search(path.relative_to(ROOT).as_posix())
    }
    assert names - {"__init__"} <= words
