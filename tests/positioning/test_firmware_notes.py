"""What the notes on beacons and gateways show is run."""

import argparse
import doctest
import re
import shlex
from pathlib import Path

import pytest

from api.commands import scan

NOTES = Path(__file__).resolve().parents[2] / "firmware_notes"


def code_blocks(name, language):
    text = (NOTES / name).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def test_the_python_examples_print_what_is_shown():
    source = "\n".join(code_blocks("README.md", "python"))
    example = doctest.DocTestParser().get_doctest(source, {}, "README.md", "README.md", 0)
    outcome = doctest.DocTestRunner().run(example)
    assert outcome.attempted >= 8
    assert outcome.failed == 0


COMMANDS = [
    line.removeprefix("ExecStart=/opt/hyllykartta/bin/")
    for block in code_blocks("gateways.md", "(?:sh|ini)")
    for line in block.splitlines()
    if "hyllykartta scan" in line
]


def test_there_are_commands_to_check():
    assert len(COMMANDS) == 4


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_is_shown_is_understood(command):
    parser = argparse.ArgumentParser()
    scan.register(parser.add_subparsers())
    _, *arguments = shlex.split(command)
    assert parser.parse_args(arguments).adapter == "hci0"
