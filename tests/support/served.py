"""``hyllykartta serve`` as people start it: a process of its own, with all that it says."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.support.demo import plain_environment
from tests.support.staff import ENVIRONMENT, sign_in

ROOT = Path(__file__).parents[2]
STARTS_WITHIN_S = 60.0


@dataclass(frozen=True)
class Served:
    """A running server: a patron's client of it, the staff's, and what it has said so far."""

    process: subprocess.Popen[bytes]
    client: httpx.Client
    staff: httpx.Client
    log: Path

    @property
    def port(self) -> int:
        """The port that it listens on."""
        port = self.client.base_url.port
        assert port is not None
        return port

    def said(self) -> str:
        """Give what it has said on standard error."""
        return self.log.read_text()


@contextmanager
def running_server(log: Path, *, port: int = 0, **settings: str) -> Iterator[Served]:
    """Serve on a port, a free one for 0, with settings as environment variables.

    The server ends with the block.
    """
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "api.cli", "serve", "--port", str(port)],
            cwd=ROOT,
            env=plain_environment(**{**ENVIRONMENT, **settings}),
            stderr=errors,
        )
    try:
        address = _wait_for_address(process, log)
        with (
            httpx.Client(base_url=address, timeout=30) as client,
            sign_in(httpx.Client(base_url=address, timeout=30)) as staff,
        ):
            yield Served(process, client, staff, log)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for_address(process: subprocess.Popen[bytes], log: Path) -> str:
    ends_s = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < ends_s and process.poll() is None:
        found = re.search(r"Serving at (http://\S+)", log.read_text())
        if found:
            return found.group(1)
        time.sleep(0.05)
    raise AssertionError(f"The server did not start: {log.read_text()}")
