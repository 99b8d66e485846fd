"""How often somebody may try to sign in: each refusal makes the next wait longer."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from threading import Lock

FIRST_WAIT_S = 5.0
LONGEST_WAIT_S = 15 * 60.0
FORGOTTEN_AFTER_S = 60 * 60.0
FREE_FOR_ACCOUNT = 5
FREE_FOR_ADDRESS = 20
MOST_KEYS = 10_000


@dataclass(frozen=True, slots=True)
class Tries:
    """How often somebody tried in vain, and when last; times by a steady clock."""

    count: int
    last_s: float


class Limits:
    """Counts tries in vain by account and by address, in bounded memory.

    A try counts from its beginning, so that many at once are not one; `forgive` takes it back.
    """

    def __init__(self) -> None:
        self._tries: OrderedDict[str, Tries] = OrderedDict()
        self._lock = Lock()

    def begin(self, account: str, address: str, now_s: float) -> float:
        """Count a try and give 0, or give how long to wait where one comes too soon.

        Parameters
        ----------
        account : str
            The name that is tried.
        address : str
            Where the try comes from.
        now_s : float
            A steady clock.

        Returns
        -------
        float
            Seconds to wait; 0 for a try that may go on.
        """
        keys = _keys(account, address)
        with self._lock:
            waits_s = [self._wait_s(key, free, now_s) for key, free in keys]
            if max(waits_s) <= 0:
                for key, _ in keys:
                    self._count(key, now_s)
            return max(waits_s)

    def forgive(self, account: str, address: str) -> None:
        """Forget the tries of an account, and the last one of an address: it was right."""
        (of_account, _), (of_address, _) = _keys(account, address)
        with self._lock:
            self._tries.pop(of_account, None)
            known = self._tries.get(of_address)
            if known is not None:
                self._tries[of_address] = Tries(known.count - 1, known.last_s)

    def _wait_s(self, key: str, free: int, now_s: float) -> float:
        known = self._tries.get(key)
        if known is None or known.count < free or now_s - known.last_s > FORGOTTEN_AFTER_S:
            return 0.0
        doublings = min(known.count - free, 10)
        wait_s = min(FIRST_WAIT_S * 2.0**doublings, LONGEST_WAIT_S)
        return max(0.0, known.last_s + wait_s - now_s)

    def _count(self, key: str, now_s: float) -> None:
        known = self._tries.pop(key, None)
        before = 0 if known is None or now_s - known.last_s > FORGOTTEN_AFTER_S else known.count
        self._tries[key] = Tries(before + 1, now_s)
        while len(self._tries) > MOST_KEYS:
            self._tries.popitem(last=False)


def _keys(account: str, address: str) -> tuple[tuple[str, int], tuple[str, int]]:
    return (
        (f"account {account[:200]}", FREE_FOR_ACCOUNT),
        (f"address {_network(address)}", FREE_FOR_ADDRESS),
    )


def _network(address: str) -> str:
    """Give the address, or the network of 64 bits that one subscriber has of IPv6."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return str(int(parsed) >> 64)
    return address
