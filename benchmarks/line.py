"""The whole line on the demo library, from adverts to pages: ``python -m benchmarks.line``."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

import beacontools
import httpx
import numpy as np

from api.branches import Branch, Branches
from api.catalogue.items import Item, parse_items
from api.catalogue.search import Query, fold, parse_query
from api.commands.demo import fill_demo_database
from api.finding import Guidance, find_places, plan_way, spot_of
from api.live.pipeline import load_filters
from api.live.service import TICK_S, HeardPacket, LiveService
from api.plans import demo_text
from api.settings import Settings
from api.storage.engine import open_database
from api.storage.sqlite_items import SqliteItems
from benchmarks.crowd import SEED, Crowd, Packet, build_demo
from benchmarks.server import API, demo_server
from benchmarks.tables import markdown, quantiles, time_ms
from floorplans.shelving import Place
from positioning.adverts import APPLE, decode
from positioning.grid.live_ground import STEP_S, ground_of_plan
from positioning.grid.live_track import advance, start_track
from positioning.model import Sighting

SUBJECTS = 10
ADVERTS_PER_STEP = 2
QUICKER = 20

PAGE = 20
T = TypeVar("T")

Steps = list[list[list[Packet]]]


def report(quick: bool = False) -> str:
    """Measure everything; ``quick`` does a twentieth, to see that it works."""
    share = QUICKER if quick else 1
    branch = build_demo()
    load_filters()
    items, _ = parse_items(demo_text("keskusta", "items.csv"))
    return "\n\n".join(
        (
            "### Adverts and positions, one core",
            measure_adverts(branch, 120 // share),
            "### Searches, places, ways, in the process",
            measure_questions(branch, items, 2000 // share),
            "### Answers over HTTP on loopback, one client",
            measure_answers(items, 400 // share),
        )
    )


def measure_adverts(branch: Branch, seconds: int) -> str:
    """Tell how many sightings a second each part of the line takes."""
    crowd = Crowd(branch, SUBJECTS)
    steps = hear_steps(crowd, seconds)
    packets = [packet for step in steps for heard in step for packet in heard]
    ours_s = time_ms(lambda: [decode(each.manufacturer_data, {}) for each in packets]) / 1000
    raw = [raw_advert(each) for each in packets[:2000]]
    peer_s = time_ms(lambda: [beacontools.parse_packet(each) for each in raw]) / 1000
    tracked_s = time_ms(lambda: track(branch, steps)) / 1000
    live_s = time_ms(lambda: asyncio.run(live(branch, steps))) / 1000
    walked_s = SUBJECTS * seconds
    rows = [
        ("decode", f"{len(packets) / ours_s:,.0f}", ""),
        ("decode, beacontools", f"{len(raw) / peer_s:,.0f}", ""),
        ("decode + track", f"{len(packets) / tracked_s:,.0f}", f"{walked_s / tracked_s:.0f}"),
        (
            "decode + track + dot + gate + bus (`LiveService`)",
            f"{len(packets) / live_s:,.0f}",
            f"{walked_s / live_s:.0f}",
        ),
    ]
    table = markdown(("what", "sightings/s", "subjects at once"), rows)
    ratio = (len(packets) / ours_s) / (len(raw) / peer_s)
    heard = len(packets) / walked_s
    return (
        f"{table}\n\n{SUBJECTS} subjects walk for {seconds} s and hear {heard:.0f} packets a "
        f"second each, seed {SEED}. Decoding is {ratio:.0f} times as fast as beacontools."
    )


def hear_steps(crowd: Crowd, seconds: int) -> Steps:
    """What each subject hears in each half second."""
    return [
        [
            [
                packet
                for k in range(ADVERTS_PER_STEP)
                for packet in crowd.hear(number, STEP_S * (step + k / ADVERTS_PER_STEP))
            ]
            for number in range(SUBJECTS)
        ]
        for step in range(round(seconds / STEP_S))
    ]


def raw_advert(packet: Packet) -> bytes:
    """Write the advert as it is on the air: flags, then the manufacturer's field."""
    field = b"\xff" + APPLE.to_bytes(2, "little") + packet.manufacturer_data[APPLE]
    return b"\x02\x01\x06" + bytes([len(field)]) + field


def key_of(packet: Packet) -> str:
    """Decode a packet to the key of its radio."""
    advert = decode(packet.manufacturer_data, {})
    return "" if advert is None else advert.key or ""


def track(branch: Branch, steps: Steps) -> None:
    """Decode and track, without dot, gate and bus."""
    radio_of_key = {radio.key: radio.id for radio in branch.plan.radios}
    ground = ground_of_plan(branch.plan)
    tracks = [start_track(ground, str(number)) for number in range(SUBJECTS)]
    for step, heard_by in enumerate(steps, 1):
        now_s = step * STEP_S
        for number, heard in enumerate(heard_by):
            sightings = [
                Sighting(now_s - 0.1, str(number), radio_of_key[key_of(each)], each.rssi_dbm)
                for each in heard
            ]
            tracks[number], _ = advance(tracks[number], sightings, now_s)


async def live(branch: Branch, steps: Steps) -> None:
    """Post all steps to a live service and let it tick, at full speed."""
    now_s = 0.0
    service = LiveService(Branches([branch]), lambda: now_s)
    for heard_by in steps:
        for number, heard in enumerate(heard_by):
            packets = [HeardPacket(key_of(each), each.rssi_dbm, 0.1) for each in heard]
            service.post_from_subject(branch.id, str(number), packets)
        for _ in range(round(STEP_S / TICK_S)):
            now_s += TICK_S
            await service.tick()


def measure_questions(branch: Branch, items: Sequence[Item], count: int) -> str:
    """Tell how long searches, places and ways take in the process."""
    rng = np.random.default_rng(SEED)
    drawn = [items[index] for index in rng.integers(len(items), size=count)]
    pairs = list(zip(shelved(branch, drawn[::2]), shelved(branch, drawn[1::2]), strict=False))
    same = [pair for pair in pairs if pair[0].level == pair[1].level]
    other = [pair for pair in pairs if pair[0].level != pair[1].level]

    def walk(pair: tuple[Place, Place]) -> Guidance:
        return plan_way(branch, spot_of(pair[0]), pair[1])

    with demo_items() as repository:
        searches = time_each(
            list(draw_queries(drawn, rng)),
            lambda text: repository.search(branch.id, query_of(text), PAGE, 0),
        )
    rows = [
        (f"search among {len(items):,} items", *searches),
        ("place in a known partition", *time_each(drawn, lambda item: place_of(branch, item))),
        (
            "places in all partitions",
            *time_each(drawn, lambda item: find_places(branch, item.call_number)),
        ),
        ("way with its steps, one level", *time_each(same, walk)),
        ("way with its steps, over levels", *time_each(other, walk)),
    ]
    return markdown(("what", "p50 ms", "p99 ms"), rows)


def time_each(things: Sequence[T], work: Callable[[T], object]) -> tuple[str, str]:
    """Time the work on each thing; median and 99th percentile, milliseconds."""
    return quantiles([time_ms(partial(work, thing)) for thing in things])


@contextmanager
def demo_items() -> Iterator[SqliteItems]:
    """Open a scratch database that holds the demo's items."""
    with tempfile.TemporaryDirectory(prefix="hyllykartta-benchmarks-") as scratch:
        settings = Settings(data_dir=Path(scratch))
        fill_demo_database(settings)
        with closing(open_database(settings.database)) as database:
            yield SqliteItems(database)


def draw_queries(items: Sequence[Item], rng: np.random.Generator) -> Iterator[str]:
    """Ask as people do: half-typed titles, authors, both, call numbers, barcodes, nonsense."""
    kinds: tuple[Callable[[Item], str], ...] = (
        lambda item: item.title,
        lambda item: item.title[:3],
        lambda item: item.title[: len(item.title) // 2 + 1],
        lambda item: item.author or item.title,
        lambda item: f"{item.author} {item.title[:4]}",
        lambda item: item.call_number,
        lambda item: item.call_number.partition(" ")[0],
        lambda item: item.barcode,
        lambda item: fold(item.title),
        lambda item: f"{item.title[::-1]} xyz",
    )
    for item in items:
        yield kinds[rng.integers(len(kinds))](item)


def query_of(text: str) -> Query:
    """Parse a text that is not blank."""
    query = parse_query(text)
    assert query is not None
    return query


def place_of(branch: Branch, item: Item) -> tuple[Place, ...]:
    """Find where an item stands."""
    return find_places(branch, item.call_number, item.partition)


def shelved(branch: Branch, items: Sequence[Item]) -> list[Place]:
    """Give the place of each item that the map has."""
    found = (place_of(branch, item) for item in items)
    return [places[0] for places in found if places]


def measure_answers(items: Sequence[Item], count: int) -> str:
    """Tell how long the server takes to answer over HTTP."""
    rng = np.random.default_rng(SEED)
    drawn = [items[index] for index in rng.integers(len(items), size=count)]
    texts = list(draw_queries(drawn, rng))
    start = "kiosk:keskusta-1"
    with demo_server() as server, httpx.Client(base_url=server.url) as client:

        def answer(path: str, **params: str) -> None:
            client.get(path, params=params).raise_for_status()

        def route(item: Item) -> None:
            named = {"callno": item.call_number, "partition": item.partition}
            answer(f"{API}/routes", **named, **{"from": start})

        def shelf_page(item: Item) -> None:
            named = {"callno": item.call_number, "partition": item.partition}
            answer("/f", branch="keskusta", title=item.title, **named, **{"from": start})

        answer(f"{API}/levels/1.svg")
        on_map = [
            item
            for item in drawn
            if client.get(
                f"{API}/places", params={"callno": item.call_number, "partition": item.partition}
            ).json()["places"]
        ]
        rows = [
            ("search (JSON)", *time_each(texts, lambda text: answer(f"{API}/search", q=text))),
            ("route from a kiosk (JSON)", *time_each(on_map, route)),
            ("level map (SVG)", *time_each(texts, lambda _: answer(f"{API}/levels/1.svg"))),
            (
                "results page (HTML)",
                *time_each(texts, lambda text: answer("/", branch="keskusta", q=text)),
            ),
            ("shelf page with the way (HTML)", *time_each(on_map, shelf_page)),
        ]
    return markdown(("what", "p50 ms", "p99 ms"), rows)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a twentieth of the work")
    print(report(parser.parse_args(arguments).quick))


if __name__ == "__main__":
    main()
