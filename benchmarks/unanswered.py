"""What clients have asked a server for and not been answered, when it is killed."""

from __future__ import annotations

import re
import threading
from collections import Counter

import httpx

from tests.support.staff import sign_in

PATIENCE_S = 15.0
AT = b'"at"'
ASKED = (
    ("POST", r"/walks$", "a walk sent"),
    ("POST", r"/walks/undo$", "a walk taken back"),
    ("POST", r"/edits$", "an edit"),
    ("POST", r"/drafts/[^/]+/(undo|redo)$", "an undo or redo"),
    ("POST", r"/ranges/", "a job on ranges"),
    ("POST", r"/rollback$", "rolling back"),
    ("DELETE", r"/scheduled/", "a publication cancelled"),
    ("PUT", r"/placement$", "a picture laid"),
    ("PUT", r"/pictures/", "a picture sent"),
    ("DELETE", r"/pictures/", "a picture taken away"),
    ("POST", r"/locks$", "locks"),
    ("POST", r"/drafts$", "a draft begun"),
    ("DELETE", r"/drafts/[^/]+$", "a draft discarded"),
    ("POST", r"/restore$", "a draft restored"),
    ("POST", r"/s/login$", "signing in"),
    ("POST", r"/s/logout$", "signing out"),
    ("POST", r"/s/tokens$", "a key made"),
    ("POST", r"/s/tokens/revoke$", "a key revoked"),
    ("POST", r"/s/items/parts$", "a part of a file kept"),
    ("POST", r"/s/items/import$", "an import begun"),
)
"""What requests ask for, in the words of `benchmarks.amid`."""


class Unanswered:
    """Keeps count of what is on its way; threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked: dict[int, str] = {}

    def client(self, address: str) -> httpx.Client:
        """Give a client of the staff's that tells what it asks."""
        hooks = {"request": [self._ask], "response": [self._answer]}
        return sign_in(httpx.Client(base_url=address, timeout=PATIENCE_S, event_hooks=hooks))

    def count(self) -> Counter[str]:
        """Count what is asked and not answered."""
        with self._lock:
            return Counter(filter(None, self._asked.values()))

    def forget(self) -> None:
        """Begin anew; nobody waits any more."""
        with self._lock:
            self._asked.clear()

    def _ask(self, request: httpx.Request) -> None:
        with self._lock:
            self._asked[threading.get_ident()] = name_request(request)

    def _answer(self, _: httpx.Response) -> None:
        with self._lock:
            self._asked.pop(threading.get_ident(), None)


def name_request(request: httpx.Request) -> str:
    """Name what a request asks for; nothing for one that only looks."""
    path = request.url.path
    if request.method == "POST" and path.endswith("/publish"):
        return "publishing at a time" if AT in request.content else "publishing now"
    known = (
        what for method, ends, what in ASKED if method == request.method and re.search(ends, path)
    )
    return next(known, "")
