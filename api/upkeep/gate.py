"""How much strangers may tell: who they are is forgotten with the day and never stored."""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

MOST_OF_ONE = 20
"""A day, from one address; a school class behind one address gets through."""

MOST_OF_ALL = 2000
GROUP = 5
"""So many must have searched for words before anybody sees them."""

MOST_WORDS = 10_000

Verdict = Literal["new", "again", "too many"]


@dataclass(slots=True)
class Gate:
    """Lets through what an address tells for the first time on a day, up to a number.

    Addresses are kept as hashes with a secret that changes with the day.
    """

    _day: date | None = None
    _secret: bytes = b""
    _told: set[bytes] = field(default_factory=set)
    _by_sender: Counter[bytes] = field(default_factory=Counter)

    def judge(self, sender: str, thing: Hashable, today: date) -> Verdict:
        """Tell whether something is told anew, and remember it for today."""
        if today != self._day:
            self._day, self._secret = today, secrets.token_bytes(16)
            self._told.clear()
            self._by_sender.clear()
        who, what = self._hash(sender), self._hash(f"{sender} {thing!r}")
        if what in self._told:
            return "again"
        if self._by_sender[who] >= MOST_OF_ONE or len(self._told) >= MOST_OF_ALL:
            return "too many"
        self._told.add(what)
        self._by_sender[who] += 1
        return "new"

    def _hash(self, text: str) -> bytes:
        return hashlib.blake2b(text.encode(), key=self._secret, digest_size=12).digest()


@dataclass(slots=True)
class Grouping:
    """Holds back words until a group searched for them, each of the group counted once a day.

    What fewer search for stays in memory for the day and is then forgotten.
    """

    _gate: Gate = field(default_factory=Gate)
    _day: date | None = None
    _waiting: Counter[Hashable] = field(default_factory=Counter)

    def note(self, sender: str, thing: Hashable, today: date) -> int:
        """Give by how much the count that may be seen grows: nothing, the group, or one."""
        if today != self._day:
            self._day = today
            self._waiting.clear()
        if len(self._waiting) >= MOST_WORDS and thing not in self._waiting:
            return 0
        if self._gate.judge(sender, thing, today) != "new":
            return 0
        self._waiting[thing] += 1
        count = self._waiting[thing]
        return GROUP if count == GROUP else int(count > GROUP)
