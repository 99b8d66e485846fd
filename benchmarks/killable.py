"""The server as a process of its own, killed without a word and started again where it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import httpx

from api.serving import listen
from tests.support.staff import ENVIRONMENT

START_S = 60.0
_RUN = "import sys; from api.cli import main; sys.exit(main(['serve', *sys.argv[1:]]))"


class KillableServer:
    """A server on a database and a port that stay."""

    def __init__(self, url: str, folder: Path) -> None:
        with listen("127.0.0.1", 0) as listener:
            self.port: int = listener.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._log = folder / "server.log"
        self._environment: Mapping[str, str] = {
            **os.environ,
            **ENVIRONMENT,
            "HYLLYKARTTA_DATABASE_URL": url,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, run: Sequence[str] = ("-c", _RUN)) -> None:
        """Start, and wait until it answers or is killed; Python runs ``run`` in its place."""
        command = [sys.executable, *run, "--port", str(self.port)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, env=self._environment, stdout=log, stderr=log)
        give_up_at_s = time.monotonic() + START_S
        while not self._answers():
            if self._process.poll() == -signal.SIGKILL:
                return
            if self._process.poll() is not None or time.monotonic() > give_up_at_s:
                raise RuntimeError(f"The server did not start: {self._log.read_text()[-2000:]}")
            time.sleep(0.02)

    def kill(self) -> None:
        """End it with SIGKILL."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    @property
    def is_running(self) -> bool:
        """Whether it has not ended by itself."""
        return self._process is not None and self._process.poll() is None

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.address}/api/v1/branches", timeout=5).is_success
        except httpx.TransportError:
            return False
