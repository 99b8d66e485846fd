"""Sends what was heard to a server, in batches, and keeps it while the server is away."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from api.usage import UsageError

POST_EVERY_S = 0.5
LONGEST_PAUSE_S = 30.0
TIMEOUT_S = 5.0
BATCH_SIZE = 500
CAPACITY = 20_000

# Refusals that may heal without a change to what is sent: the token or the branch may come
# back with a restart, the rest is the server's own state.
_WORTH_A_RETRY = {401, 403, 404, 408, 429}


@dataclass(frozen=True, slots=True)
class HeardKey:
    """One packet of a known radio, stamped with monotonic seconds."""

    time_s: float
    key: str
    rssi_dbm: int


@dataclass(slots=True)
class Poster:
    """Posts packets for one subject or gateway; the oldest go when too many wait.

    Parameters
    ----------
    client : httpx.AsyncClient
        With the headers that the server asks for.
    url : str
        The branch's sightings endpoint.
    sender : dict
        ``{"subject": NAME}`` or ``{"radio": NAME}``.
    say : callable
        Takes lines for people: trouble, once, and its end.
    clock : callable
        Monotonic seconds, the clock of `HeardKey.time_s`.
    """

    client: httpx.AsyncClient
    url: str
    sender: dict[str, str]
    say: Callable[[str], None]
    clock: Callable[[], float] = time.monotonic
    posted: int = 0
    dropped: int = 0
    _waiting: deque[HeardKey] = field(default_factory=lambda: deque(maxlen=CAPACITY))
    _batch: list[HeardKey] = field(default_factory=list)
    _trouble: str | None = None
    _sending: asyncio.Task[bool] | None = None

    def add(self, packet: HeardKey) -> None:
        """Queue a packet for the next batch."""
        if len(self._waiting) == CAPACITY:
            self.dropped += 1
        self._waiting.append(packet)

    async def run(self) -> None:
        """Post for ever: every half second, with growing pauses while it fails."""
        pause_s = POST_EVERY_S
        while True:
            await asyncio.sleep(pause_s)
            sent = await asyncio.shield(self._send())
            pause_s = POST_EVERY_S if sent else min(2 * pause_s, LONGEST_PAUSE_S)

    async def finish(self) -> None:
        """Post what still waits; what cannot be sent now is counted as dropped."""
        await self._send()
        if not await self._send():
            self.dropped += len(self._batch) + len(self._waiting)

    def _send(self) -> asyncio.Task[bool]:
        """Join the sending under way or begin one, so that no batch is sent twice."""
        if self._sending is None or self._sending.done():
            self._sending = asyncio.create_task(self._send_waiting())
        return self._sending

    async def _send_waiting(self) -> bool:
        """Post all that waits and tell whether the server took or refused all of it."""
        while self._batch or self._waiting:
            if not self._batch:
                size = min(BATCH_SIZE, len(self._waiting))
                self._batch = [self._waiting.popleft() for _ in range(size)]
            if not await self._send_batch():
                return False
        return True

    async def _send_batch(self) -> bool:
        try:
            response = await self.client.post(self.url, json=self._body())
        except httpx.HTTPError as error:
            self._tell(f"{self.url} cannot be reached ({_reason(error)}); trying again.")
            return False
        if response.is_success:
            self.posted += len(self._batch)
            self._tell(None)
        elif response.is_server_error or response.status_code in _WORTH_A_RETRY:
            self._tell(f"{explain(response)} Trying again.")
            return False
        else:
            self.dropped += len(self._batch)
            self._tell(f"{explain(response)} Packets dropped: {len(self._batch)}.")
        self._batch = []
        return True

    def _body(self) -> dict[str, Any]:
        now_s = self.clock()
        sightings = [
            {
                "key": packet.key,
                "rssi_dbm": packet.rssi_dbm,
                "age_s": round(max(0.0, now_s - packet.time_s), 3),
            }
            for packet in self._batch
        ]
        return {**self.sender, "device_model": None, "sightings": sightings}

    def _tell(self, trouble: str | None) -> None:
        if trouble is not None and trouble != self._trouble:
            self.say(trouble)
        if trouble is None and self._trouble is not None:
            self.say(f"{self.url} takes sightings again.")
        self._trouble = trouble


async def fetch_radio_keys(client: httpx.AsyncClient, url: str) -> frozenset[str]:
    """Ask the server which radios it knows, so that nothing else is ever sent.

    Parameters
    ----------
    client : httpx.AsyncClient
        With the headers that the server asks for.
    url : str
        The branch's sightings endpoint; the list lies beside it.

    Raises
    ------
    UsageError
        If the server cannot be reached, refuses, or answers something else.
    """
    list_url = url.removesuffix("sightings") + "radio-keys"
    try:
        response = await client.get(list_url)
    except httpx.HTTPError as error:
        raise UsageError(
            f"{list_url} cannot be reached ({_reason(error)}). Is the server running?"
        ) from error
    if not response.is_success:
        raise UsageError(explain(response))
    try:
        return frozenset(str(key) for key in response.json()["keys"])
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{list_url} has no list of radios. Is --post an address of this program's API?"
        ) from error


def explain(response: httpx.Response) -> str:
    """Say in plain words why a server did not do what was asked."""
    status, url = response.status_code, response.request.url
    if status in (401, 403):
        return f"{url} refuses the token ({status}); see --token-file."
    if status == 404:
        return f"{url} is not there ({status}); see the branch in --post."
    return f"{url} answered {status} {response.reason_phrase}."


def _reason(error: httpx.HTTPError) -> str:
    return str(error) or type(error).__name__
