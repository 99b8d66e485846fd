"""Passwords: which ones do, and what is kept of them.

References
----------
RFC 9106, section 4 (Argon2id, the second recommended option).
NIST SP 800-63B, section 5.1.1: length counts, rules of composition do not.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Literal, TypeVar
from unicodedata import normalize

from anyio import CapacityLimiter, to_thread
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from api.settings import Hashing

LEAST_LETTERS, MOST_LETTERS = 12, 256
LEAST_DIFFERENT = 5
AT_ONCE, MOST_WAITING = 2, 20
GROUPS, GROUP_LETTERS = 4, 4
CLEAR_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
OBVIOUS = (
    "123456789012",
    "abcdefghijkl",
    "administrator",
    "hyllykartta",
    "kirjastokortti",
    "kirjasto",
    "letmeinplease",
    "library",
    "password",
    "qwertyuiop",
    "salasana",
    "bibliotek",
    "lösenord",
)
"""What is tried first, whatever digits and signs are put behind it or in front of it."""

Fault = Literal["short", "long", "name", "obvious", "repeated"]
_Result = TypeVar("_Result")


class Passwords:
    """Hashes and compares passwords, few at once so that many cannot fill the memory."""

    def __init__(self, hashing: Hashing) -> None:
        self._hasher = PasswordHasher(
            time_cost=hashing.passes, memory_cost=hashing.memory_kib, parallelism=hashing.lanes
        )
        self._limiter = CapacityLimiter(AT_ONCE)
        self._nobodys: str | None = None

    def hash(self, password: str) -> str:
        """Make what is kept of a password."""
        return self._hasher.hash(_plain(password))

    def matches(self, password: str, kept: str | None) -> bool:
        """Tell whether a password is the one of a hash; without one it takes as long."""
        if self._nobodys is None:
            self._nobodys = self.hash(secrets.token_urlsafe())
        try:
            right = self._hasher.verify(self._nobodys if kept is None else kept, _plain(password))
        except (VerificationError, InvalidHashError):
            return False
        return right and kept is not None

    def is_outdated(self, kept: str) -> bool:
        """Tell whether a hash was made at another cost than today's."""
        return self._hasher.check_needs_rehash(kept)

    @property
    def is_busy(self) -> bool:
        """Whether so many wait already that another would wait for seconds."""
        return self._limiter.statistics().tasks_waiting >= MOST_WAITING

    async def apart(self, work: Callable[[], _Result]) -> _Result:
        """Do what hashes in a thread of its own; those who wait for one hold no thread."""
        return await to_thread.run_sync(work, limiter=self._limiter)


def find_fault(password: str, name: str) -> Fault | None:
    """Find why a password will not do.

    Parameters
    ----------
    password : str
        The password.
    name : str
        The name of its account.

    Returns
    -------
    str or None
        "short", "long", "name" if it is little more than the account's name, "obvious",
        "repeated"; `None` for one that does.

    Examples
    --------
    >>> find_fault("kolme pientä lintua", "hylly1") is None
    True
    >>> find_fault("salasana1234", "hylly1"), find_fault("hylly1-2026!", "hylly1")
    ('obvious', 'name')
    """
    folded = _plain(password).casefold()
    if len(folded) < LEAST_LETTERS:
        return "short"
    if len(folded) > MOST_LETTERS:
        return "long"
    if len(set(folded)) < LEAST_DIFFERENT:
        return "repeated"
    words: tuple[tuple[str, Fault], ...] = (
        (name, "name"),
        *((each, "obvious") for each in OBVIOUS),
    )
    return next((fault for word, fault in words if _is_little_more(folded, word)), None)


def make_password() -> str:
    """Make a password that can be read out and typed: 16 letters and digits, 79 random bits."""
    return "-".join(
        "".join(secrets.choice(CLEAR_LETTERS) for _ in range(GROUP_LETTERS)) for _ in range(GROUPS)
    )


def _is_little_more(folded: str, word: str) -> bool:
    """Tell whether a password is a word with but few different signs beside it."""
    rest = folded.replace(_plain(word).casefold(), "")
    return rest != folded and len(set(rest)) <= LEAST_DIFFERENT


def _plain(text: str) -> str:
    """Give one form to what keyboards write in several, without blanks at the ends."""
    return normalize("NFKC", text).strip()
