"""``hyllykartta demo`` as people start it: a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from api.settings import Settings
from api.storage.upgrade import prepare_database
from tests.support.staff import ENVIRONMENT, admit_staff

LAST_LINE = "Stop with Ctrl-C."
HYLLYKARTTA = Path(sys.executable).with_name("hyllykartta")


@dataclass(frozen=True)
class Demo:
    """A running demo and what it printed when it was ready."""

    process: subprocess.Popen[str]
    greeting: tuple[str, ...]

    @property
    def address(self) -> str:
        """Where it answers, without a slash at the end."""
        return self.greeting[0].split()[1].partition("/?")[0]

    @property
    def password(self) -> str:
        """The password of its account "demo"."""
        told = next(line for line in self.greeting if line.startswith("Sign in:"))
        return told.rpartition(" / ")[2]

    def stop(self, how: signal.Signals = signal.SIGINT) -> tuple[int, str]:
        """Ask it to stop; its exit status and all that it said on standard error."""
        self.process.send_signal(how)
        _, said = self.process.communicate(timeout=60)
        return self.process.returncode, said


def plain_environment(**settings: str) -> dict[str, str]:
    """Give this environment without settings that are not given here."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HYLLYKARTTA_", "PYTHONPATH"))
    }
    return {**kept, **settings}


@contextmanager
def running_demo(
    folder: Path, *options: str, program: Path = HYLLYKARTTA, settings: Mapping[str, str] = {}
) -> Iterator[Demo]:
    """Start the demo in a folder, on a free port, and wait until it says that it is ready."""
    process = subprocess.Popen(
        [program, "demo", "--port", "0", *options],
        cwd=folder,
        env=plain_environment(**{**ENVIRONMENT, **settings}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        greeting = []
        while greeting[-1:] != [LAST_LINE]:
            line = process.stdout.readline()
            assert line, process.communicate(timeout=60)[1]
            greeting.append(line.strip())
        yield Demo(process, tuple(greeting))
    finally:
        process.terminate()
        try:
            process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


@contextmanager
def demo_with_staff(folder: Path) -> Iterator[Demo]:
    """Start the demo with its data in a folder; the staff of tests may enter it."""
    with running_demo(folder, settings={"HYLLYKARTTA_DATA_DIR": str(folder)}) as demo:
        with closing(prepare_database(Settings(data_dir=folder).database)) as database:
            admit_staff(database)
        yield demo
