"""From an advert to a browser: ``python -m benchmarks.latency [--quick]``.

A server runs in a process of its own; 100 listeners follow the live stream over loopback.

Sightings: ten subjects walk, each followed by ten listeners, and each posts what it heard
five times a second. The latency is from just before the POST of a batch to the arrival, at
each listener, of the first position that takes the batch in. The tracker closes a subject's
steps every half second of the machine's monotonic clock, which server and listeners share,
at a moment of its own (its phase); a position that arrives at t is of the last step that
ended before t - SETTLE_S, and takes in the batches posted until that step's end.

Check-ins: one subject is followed by all; the latency is from just before the POST to the
arrival of the position. There is no step to wait for: this is the transport alone.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import math
import time
from bisect import bisect_right
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

import httpx

from api.live.service import SETTLE_S
from benchmarks.crowd import Crowd, Packet, build_demo
from benchmarks.server import API, TOKEN, Server, demo_server
from benchmarks.streams import Reader, open_stream, read_events
from benchmarks.tables import markdown, quantiles
from positioning.adverts import decode
from positioning.grid.live_ground import STEP_S
from positioning.grid.live_track import phase_s

LISTENERS = 100
SUBJECTS = 10
EVERY_S = 0.2
WARM_UP_S = 1.5

Times = list[float]


def report(quick: bool = False) -> str:
    with demo_server() as server:
        sightings_ms = asyncio.run(measure_sightings(server, 1.0 if quick else 20.0))
        check_ins_ms = asyncio.run(measure_check_ins(server, 3 if quick else 60))
    rows = [
        ("a batch of sightings → its position", len(sightings_ms), *quantiles(sightings_ms)),
        ("a check-in → its position", len(check_ins_ms), *quantiles(check_ins_ms)),
    ]
    table = markdown(("what", "arrivals", "p50 ms", "p99 ms"), rows)
    return f"{table}\n\n{LISTENERS} listeners; {SUBJECTS} subjects post {1 / EVERY_S:.0f} times/s."


async def measure_sightings(server: Server, seconds: float) -> Times:
    subjects = [f"walker-{number}" for number in range(SUBJECTS)]
    crowd = Crowd(build_demo(), SUBJECTS)
    async with listening(server, subjects) as arrivals, poster(server) as client:
        posted = await asyncio.gather(
            *(post_walk(client, crowd, number, seconds) for number in range(SUBJECTS))
        )
        await asyncio.sleep(2 * STEP_S)
    return [
        latency_ms
        for number, times in enumerate(arrivals)
        for subject in [number % SUBJECTS]
        for latency_ms in latencies_ms(posted[subject], times, phase_s(subjects[subject]))
    ]


async def post_walk(client: httpx.AsyncClient, crowd: Crowd, number: int, seconds: float) -> Times:
    """Post what one subject hears and give when each batch after the warm-up was sent."""
    sent_s: Times = []
    began_s = time.monotonic() + EVERY_S * number / SUBJECTS
    for count in range(math.ceil((WARM_UP_S + seconds) / EVERY_S)):
        await asyncio.sleep(began_s + count * EVERY_S - time.monotonic())
        body = batch(f"walker-{number}", crowd.hear(number, count * EVERY_S))
        now_s = time.monotonic()
        answer = await client.post(f"{API}/sightings", json=body)
        answer.raise_for_status()
        if now_s >= began_s + WARM_UP_S and answer.json()["accepted"]:
            sent_s.append(now_s)
    return sent_s


def batch(
    subject: str, packets: Sequence[Packet], others: Sequence[object] = ()
) -> dict[str, object]:
    """Write a batch as `hyllykartta scan` posts it, with other sightings after the packets'."""
    adverts = [(decode(each.manufacturer_data, {}), each.rssi_dbm) for each in packets]
    return {
        "subject": subject,
        "sightings": [
            *(
                {"key": advert.key, "rssi_dbm": rssi_dbm, "age_s": 0.0}
                for advert, rssi_dbm in adverts
                if advert is not None
            ),
            *others,
        ],
    }


def latencies_ms(sent_s: Times, arrived_s: Times, after_s: float) -> Times:
    """Give for each batch how long it took to the first position that takes it in."""
    steps_s = [
        math.floor((each - SETTLE_S - after_s) / STEP_S) * STEP_S + after_s for each in arrived_s
    ]
    found = []
    for sent in sent_s:
        first = bisect_right(steps_s, sent)
        if first < len(arrived_s):
            found.append(1000 * (arrived_s[first] - sent))
    return found


async def measure_check_ins(server: Server, count: int) -> Times:
    plan = build_demo().plan
    points = itertools.cycle([each.id for each in plan.locator_points])
    sent_s: Times = []
    async with listening(server, ["reader"]) as arrivals, poster(server) as client:
        for point in itertools.islice(points, count):
            sent_s.append(time.monotonic())
            answer = await client.post(
                f"{API}/checkins", json={"subject": "reader", "point": point}
            )
            answer.raise_for_status()
            while any(times[-1:] <= [sent_s[-1]] for times in arrivals):
                await asyncio.sleep(0.01)
    return [
        1000 * (times[bisect_right(times, sent)] - sent) for times in arrivals for sent in sent_s
    ]


@asynccontextmanager
async def listening(server: Server, subjects: Sequence[str]) -> AsyncIterator[list[Times]]:
    """Open all listeners, taking turns at the subjects; yields when each got a position."""
    arrivals: list[Times] = [[] for _ in range(LISTENERS)]
    async with AsyncExitStack() as streams:
        readers = [
            await streams.enter_async_context(open_stream(server, subject))
            for subject in itertools.islice(itertools.cycle(subjects), LISTENERS)
        ]
        listeners = [
            asyncio.create_task(note_arrivals(reader, times))
            for reader, times in zip(readers, arrivals, strict=True)
        ]
        try:
            yield arrivals
        finally:
            for each in listeners:
                each.cancel()


async def note_arrivals(reader: Reader, times: Times) -> None:
    async for kind, _ in read_events(reader):
        if kind == "position":
            times.append(time.monotonic())


def poster(server: Server) -> httpx.AsyncClient:
    # A trimmed pool would close connections under the posts that have just been given them.
    kept = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    return httpx.AsyncClient(
        base_url=server.url,
        headers={"Authorization": f"Bearer {TOKEN}"},
        timeout=20,
        limits=kept,
    )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Measure the latency of live positions.")
    parser.add_argument("--quick", action="store_true", help="a twentieth of the time")
    print(report(parser.parse_args(arguments).quick))


if __name__ == "__main__":
    main()
