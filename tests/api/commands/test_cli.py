import io
import os
import resource
import signal
import subprocess
import sys

import pytest

from api.cli import main
from tests.support.demo import HYLLYKARTTA, plain_environment

FIND = ["find", "--plan", "demo", "84.2 TOL"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["levitate"], "invalid choice: 'levitate'"),
        ([], "required: VERB"),
        (["find", "84.2 TOL"], "required: --plan"),
        (["plan", "chek", "demo"], "invalid choice: 'chek'"),
        (["demo", "--port", "many"], "argument --port: invalid int value: 'many'"),
        (["find", "--plan", "demo", "84.2 TOL", "--loudly"], "unrecognized arguments: --loudly"),
    ],
)
def test_wrong_use_is_one_line_that_names_the_help_and_status_2(arguments, words, capsys):
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    told = capsys.readouterr()
    assert stop.value.code == 2
    assert words in told.err
    assert told.err.count("\n") == 1
    assert told.err.endswith("--help\n")
    assert told.out == ""


class StdinThatIsInterrupted(io.BytesIO):
    """Standard input at which somebody presses Ctrl-C."""

    def readline(self, size: int | None = -1, /) -> bytes:
        signal.raise_signal(signal.SIGINT)
        return super().readline(size)


def test_ctrl_c_ends_a_verb_without_a_word(monkeypatch, capsys):
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(StdinThatIsInterrupted(b"84.2 TOL\n")))
        assert main(["sort", "--scheme", "ykl"]) == 130
    finally:
        signal.signal(signal.SIGINT, before)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("arguments", "given"),
    [(FIND, ""), (["sort", "--scheme", "text"], "84.2 TOL\n" * 20_000)],
    ids=["a short answer", "a long answer"],
)
def test_a_reader_that_has_gone_away_is_no_error(arguments, given):
    process = subprocess.Popen(
        [HYLLYKARTTA, *arguments],
        env=plain_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None
    _, said = process.communicate(given, timeout=60)
    assert (process.returncode, said) == (0, "")


def test_a_full_disk_below_the_output_is_one_line(tmp_path):
    with (tmp_path / "answer.txt").open("wb") as full:
        ended = subprocess.run(
            [HYLLYKARTTA, *FIND],
            env=plain_environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1, 1)),
            check=False,
        )
    assert ended.returncode == 2
    assert ended.stderr == "hyllykartta: not all could be written (File too large).\n"


def test_a_closed_output_is_said(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdout", None)
    assert main(FIND) == 2
    assert "standard output is closed" in capsys.readouterr().err


@pytest.mark.parametrize("module", ["networkx", "scipy", "alembic", "numba", "filterpy"])
def test_a_server_starts_without_what_takes_long_to_import(module):
    asked = f"import sys, api.commands.serve; sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


def test_each_verb_does_its_algebra_in_one_thread_unless_told_otherwise(monkeypatch, capsys):
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "3")
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    with pytest.raises(SystemExit):
        main(["--version"])
    assert os.environ["OPENBLAS_NUM_THREADS"] == "3"
    assert os.environ.pop("OMP_NUM_THREADS") == "1"
