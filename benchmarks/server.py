"""A real server over the demo library, in a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from api.commands.demo import fill_demo_database
from api.settings import Settings

TOKEN = "benchmarks-only-token"
API = "/api/v1/branches/keskusta"


@dataclass(frozen=True, slots=True)
class Server:
    """Where the server is; ``log`` is all that it has written."""

    host: str
    port: int
    pid: int
    log: Path

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    def rss_mb(self) -> float:
        """Read how much memory the process holds (Linux)."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def open_files(self) -> int:
        """Count what the process has open, connections included (Linux)."""
        return len(os.listdir(f"/proc/{self.pid}/fd"))


@contextmanager
def demo_server() -> Iterator[Server]:
    """Serve the demo's branches without its visitors until the context ends."""
    with tempfile.TemporaryDirectory(prefix="hyllykartta-benchmarks-") as scratch:
        fill_demo_database(Settings(data_dir=Path(scratch)))
        log = Path(scratch) / "server.log"
        environ = {
            **os.environ,
            "HYLLYKARTTA_DATA_DIR": scratch,
            "HYLLYKARTTA_SIGHTINGS_TOKEN": TOKEN,
            "HYLLYKARTTA_STAFF_TOKEN": TOKEN,
        }
        command = [sys.executable, "-m", "api.cli", "serve", "--port", "0"]
        with log.open("wb") as output, _running(command, environ, output.fileno()) as process:
            host, port = _wait_until_ready(process, log)
            yield Server(host, port, process.pid, log)


@contextmanager
def _running(
    command: list[str], environ: dict[str, str], output: int
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, env=environ, stdout=output, stderr=output)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_until_ready(process: subprocess.Popen[bytes], log: Path) -> tuple[str, int]:
    """Wait for the line that names the address."""
    while True:
        said = re.search(r"Serving at http://([\d.]+):(\d+)", log.read_text())
        if said:
            return said[1], int(said[2])
        try:
            process.wait(timeout=0.05)
        except subprocess.TimeoutExpired:
            continue
        raise RuntimeError(f"The server ended: {log.read_text()}")
