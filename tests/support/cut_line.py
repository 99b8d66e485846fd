"""A network that cuts connections: asking, answering, or all of them until it is back."""

from __future__ import annotations

import random
import socket
import threading
from collections import Counter
from contextlib import suppress
from types import TracebackType

from api.serving import listen

CHUNK = 65_536


class CutLine:
    """A line to a server of this machine; ``share`` of what is sent to be saved through it is cut.

    ``cuts`` counts them by how they came: "asking", so that the server never heard; "answering", so
    that it has done what was asked and nobody was told; or "silent", so that nobody hears of the
    cut either: the connection stays, and nothing ever comes.
    """

    def __init__(self, port: int, share: float, seed: int) -> None:
        self.port = port
        self._to = ("127.0.0.1", port)
        self.share = share
        self.cuts: Counter[str] = Counter()
        self._draw = random.Random(seed)
        self._is_down = threading.Event()
        self._is_silent = threading.Event()
        self._open: set[socket.socket] = set()
        self._mutes: set[threading.Event] = set()
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
        self.go_down()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def go_down(self) -> None:
        """Cut whatever is connected, and let nothing through until it comes back."""
        self._is_down.set()
        for near in tuple(self._open):
            with suppress(OSError):
                near.shutdown(socket.SHUT_RDWR)

    def come_back(self) -> None:
        """Let through again what is asked from now on."""
        self._is_down.clear()
        self._is_silent.clear()

    def fall_silent(self) -> None:
        """Swallow whatever is sent from now on, and end nothing; what is open now stays dead."""
        self._is_silent.set()
        for each in tuple(self._mutes):
            each.set()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        with near, suppress(OSError), socket.create_connection(self._to) as far:
            mute = threading.Event()
            self._open.add(near)
            self._mutes.add(mute)
            if self._is_silent.is_set():
                mute.set()
            try:
                self._carry_on(near, far, mute)
            finally:
                self._open.discard(near)
                self._mutes.discard(mute)

    def _carry_on(self, near: socket.socket, far: socket.socket, mute: threading.Event) -> None:
        cut = threading.Event()
        back = threading.Thread(target=self._carry_back, args=(far, near, cut, mute), daemon=True)
        back.start()
        while not self._is_down.is_set() and (asked := near.recv(CHUNK)):
            if mute.is_set():
                continue
            # Pages open by asking for them, which is never cut but with the whole line.
            when = self._choose() if asked.startswith(b"POST") else ""
            if when == "asking":
                far.sendall(asked[: len(asked) // 2])
                return
            if when == "answering":
                cut.set()
            if when == "silent":
                _swallow(near)
                return
            far.sendall(asked)

    def _carry_back(
        self,
        far: socket.socket,
        near: socket.socket,
        cut: threading.Event,
        mute: threading.Event,
    ) -> None:
        with suppress(OSError):
            while (answer := far.recv(CHUNK)) and not (cut.is_set() or self._is_down.is_set()):
                if not mute.is_set():
                    near.sendall(answer)
        if mute.is_set():
            return
        with suppress(OSError):
            near.shutdown(socket.SHUT_RDWR)

    def _choose(self) -> str:
        if self._draw.random() >= self.share:
            return ""
        when = self._draw.choice(("asking", "answering", "silent"))
        self.cuts[when] += 1
        return when


def _swallow(near: socket.socket) -> None:
    while near.recv(CHUNK):
        pass
