"""Twenty minutes of a busy day: ``python -m benchmarks.soak [--seconds 1200] [--quick]``.

A server runs in a process of its own. Fifty subjects walk and post, some adverts of strangers
among what they hear; one subject floods until packets are pushed out. Listeners come and go,
and some follow everything and never read. At the end the server's memory must have stayed
where it was after the warm-up, positions must still be computed, the connections of all who
left must be closed, and the log must be empty of warnings and errors.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import sys
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import httpx

from benchmarks.crowd import SEED, Crowd, build_demo
from benchmarks.latency import batch, poster
from benchmarks.server import API, Server, demo_server
from benchmarks.streams import open_stream, read_events
from benchmarks.tables import markdown

SECONDS = 1200.0
QUICK_SECONDS = 60.0
SUBJECTS = 50
LISTENERS = 20
SLOW_READERS = 10
SLOW_BUFFER = 4096
POST_EVERY_S = 1.0
FLOOD_EVERY_S = 2.0
FLOOD = 2000
FLOOD_BATCHES = 3
GROWTH_MB = 20.0
# The database's own files, which are opened with the first question.
LEFT_OPEN = 6
CLOSED_WITHIN_S = 5.0
STRANGER = {"key": "ibeacon:00000000-0000-4000-8000-000000000000:1:1", "rssi_dbm": -80, "age_s": 0}


@dataclass(slots=True)
class Tally:
    """What has happened so far."""

    accepted: int = 0
    unknown: int = 0
    dropped: int = 0
    listeners: int = 0
    positions: int = 0
    rss_mb: list[float] = field(default_factory=list)

    def add(self, receipt: dict[str, int]) -> None:
        self.accepted += receipt["accepted"]
        self.unknown += receipt["unknown"]
        self.dropped += receipt["dropped"]

    @property
    def growth_mb(self) -> float:
        """Tell how much memory grew after the warm-up, which is the first third."""
        warm = self.rss_mb[len(self.rss_mb) // 3 :]
        tenth = max(1, len(warm) // 10)
        return max(warm[-tenth:]) - max(warm[:tenth])


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the server was at the end."""

    tally: Tally
    health: dict[str, object]
    complaints: tuple[str, ...]
    left_open: int

    def find_faults(self) -> list[str]:
        """List what must not be; an empty list is a server that held out."""
        tally = self.tally
        checks = {
            f"memory grew by {tally.growth_mb:.1f} MB": tally.growth_mb < GROWTH_MB,
            "positions are no longer computed": self.health["live"] is True,
            f"health says {self.health['status']}": self.health["status"] == "ok",
            f"{self.left_open} connections were left open": self.left_open <= LEFT_OPEN,
            f"the log complains: {self.complaints[:3]}": not self.complaints,
            "no listener got a position": tally.positions > 0,
            "the flood was not counted": tally.dropped > 0,
            "adverts of strangers were not counted": tally.unknown > 0,
        }
        return [fault for fault, is_fine in checks.items() if not is_fine]

    def describe(self) -> str:
        tally = self.tally
        rows = [
            ("sightings accepted", f"{tally.accepted:,}"),
            ("adverts of strangers, counted and left out", f"{tally.unknown:,}"),
            ("sightings pushed out by the flood, counted", f"{tally.dropped:,}"),
            ("listeners that came and went", f"{tally.listeners:,}"),
            ("positions they got", f"{tally.positions:,}"),
            ("memory after the warm-up, MB", f"{tally.rss_mb[len(tally.rss_mb) // 3]:.0f}"),
            ("memory at the end, MB", f"{tally.rss_mb[-1]:.0f}"),
        ]
        return markdown(("what", "figure"), rows)


def soak(seconds: float) -> Outcome:
    with demo_server() as server:
        return asyncio.run(_soak(server, seconds))


async def _soak(server: Server, seconds: float) -> Outcome:
    tally = Tally()
    open_before = server.open_files()
    crowd = Crowd(build_demo(), SUBJECTS)
    draw = random.Random(SEED)
    async with poster(server) as client, AsyncExitStack() as slow:
        for _ in range(SLOW_READERS):
            await slow.enter_async_context(open_stream(server, None, SLOW_BUFFER))
        async with asyncio.TaskGroup() as group:
            doing = [
                group.create_task(_watch_memory(server, tally)),
                group.create_task(_flood(client, tally)),
                *(group.create_task(_walk(client, crowd, n, tally)) for n in range(SUBJECTS)),
                *(group.create_task(_come_and_go(server, draw, tally)) for _ in range(LISTENERS)),
            ]
            await asyncio.sleep(seconds)
            for task in doing:
                task.cancel()
        health = (await client.get("/api/v1/health")).json()
    complaints = re.findall(
        r"^(?:WARNING|ERROR|CRITICAL|Traceback).*", server.log.read_text(), re.M
    )
    await asyncio.sleep(CLOSED_WITHIN_S)
    return Outcome(tally, health, tuple(complaints), server.open_files() - open_before)


async def _watch_memory(server: Server, tally: Tally) -> None:
    while True:
        tally.rss_mb.append(server.rss_mb())
        await asyncio.sleep(1)


async def _walk(client: httpx.AsyncClient, crowd: Crowd, number: int, tally: Tally) -> None:
    while True:
        body = batch(f"walker-{number}", crowd.hear(number, time.monotonic()), [STRANGER])
        tally.add((await client.post(f"{API}/sightings", json=body)).raise_for_status().json())
        await asyncio.sleep(POST_EVERY_S)


async def _flood(client: httpx.AsyncClient, tally: Tally) -> None:
    """Post at once more than a subject's queue holds."""
    key = build_demo().plan.radios[0].key
    packets = [{"key": key, "rssi_dbm": -70, "age_s": 0}] * FLOOD
    body = {"subject": "flood", "sightings": packets}
    while True:
        posts = [client.post(f"{API}/sightings", json=body) for _ in range(FLOOD_BATCHES)]
        for answer in await asyncio.gather(*posts):
            tally.add(answer.raise_for_status().json())
        await asyncio.sleep(FLOOD_EVERY_S)


async def _come_and_go(server: Server, draw: random.Random, tally: Tally) -> None:
    while True:
        subject = f"walker-{draw.randrange(SUBJECTS)}"
        async with open_stream(server, subject) as reader:
            tally.listeners += 1
            try:
                async with asyncio.timeout(draw.uniform(0.1, 10.0)):
                    async for kind, _ in read_events(reader):
                        tally.positions += kind == "position"
            except TimeoutError:
                continue


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="See whether the server holds out.")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long (1200)")
    parser.add_argument("--quick", action="store_true", help="a twentieth of the time")
    args = parser.parse_args(arguments)
    outcome = soak(QUICK_SECONDS if args.quick else args.seconds)
    print(outcome.describe())
    faults = outcome.find_faults()
    for fault in faults:
        print(f"- {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
