"""A network that cuts connections: some while they ask, some while the answer is on its way."""

from __future__ import annotations

import random
import socket
import threading
from collections import Counter
from contextlib import suppress
from types import TracebackType

from api.serving import listen

CHUNK = 65_536
MARK = b"/edits"
"""Only connections that save something are cut, so that pages open."""


class CutLine:
    """A line to a server of this machine; ``share`` of what is saved through it is cut.

    ``cuts`` counts them by when they came: "asking", so that the server never heard, or
    "answering", so that it has done what was asked and nobody was told.
    """

    def __init__(self, port: int, share: float, seed: int) -> None:
        self._to = ("127.0.0.1", port)
        self.share = share
        self.cuts: Counter[str] = Counter()
        self._draw = random.Random(seed)
        self._listener = listen("127.0.0.1", 0)
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> CutLine:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        with near, suppress(OSError), socket.create_connection(self._to) as far:
            cut = threading.Event()
            back = threading.Thread(target=self._carry_back, args=(far, near, cut), daemon=True)
            back.start()
            while asked := near.recv(CHUNK):
                if asked.startswith(b"POST") and MARK in asked.split(b"\r\n", 1)[0]:
                    when = self._choose()
                    if when == "asking":
                        far.sendall(asked[: len(asked) // 2])
                        return
                    if when == "answering":
                        cut.set()
                far.sendall(asked)

    def _carry_back(self, far: socket.socket, near: socket.socket, cut: threading.Event) -> None:
        with suppress(OSError):
            while answer := far.recv(CHUNK):
                if cut.is_set():
                    break
                near.sendall(answer)
            near.shutdown(socket.SHUT_RDWR)

    def _choose(self) -> str:
        if self._draw.random() >= self.share:
            return ""
        when = self._draw.choice(("asking", "answering"))
        self.cuts[when] += 1
        return when
