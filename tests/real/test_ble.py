"""Listening through bleak's BlueZ back-end to a bluetoothd in a process of its own."""

import asyncio
import json
import logging
import tracemalloc
from contextlib import ExitStack
from itertools import pairwise

import pytest
from bleak import BleakScanner

from positioning.sources.base import (
    BluetoothForbiddenError,
    BluetoothLostError,
    BluetoothOffError,
    NoAdapterError,
)
from positioning.sources.ble import BleSource
from tests.support.bluez import bluetoothd, private_bus

pytestmark = pytest.mark.real

BEACON = "C0:DE:00:00:01:01"
PAYLOAD = {"76": "02156d2f0c5e8b1a4e579c3348594c4c593100010065c5"}


@pytest.fixture
def bus(monkeypatch):
    with private_bus() as address:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        yield address


@pytest.fixture
def service(bus):
    with bluetoothd(bus) as process:
        yield process


async def tell(service, do, **arguments):
    return await asyncio.to_thread(service.tell, do, **arguments)


async def take(source, count):
    return [await anext(source) for _ in range(count)]


async def until(condition):
    while not condition():
        await asyncio.sleep(0.01)


def test_an_advert_arrives_with_all_that_was_sent(service):
    async def listen():
        async with BleSource("hci0", clock=lambda: 12.5) as source:
            await tell(
                service,
                "advert",
                address=BEACON,
                rssi_dbm=-61,
                manufacturer_data=PAYLOAD,
                service_data={"0000feaa-0000-1000-8000-00805f9b34fb": "2000"},
            )
            return await anext(source)

    heard = asyncio.run(listen())
    assert (heard.address, heard.rssi_dbm, heard.time_s) == (BEACON, -61, 12.5)
    assert heard.manufacturer_data == {76: bytes.fromhex(PAYLOAD["76"])}
    assert heard.service_data == {"0000feaa-0000-1000-8000-00805f9b34fb": b"\x20\x00"}


def test_a_change_of_one_decibel_is_heard(service):
    async def listen():
        async with BleSource("hci0") as source:
            for rssi_dbm in (-61, -62, -61):
                await tell(service, "advert", address=BEACON, rssi_dbm=rssi_dbm)
            return [each.rssi_dbm for each in await take(source, 3)]

    assert asyncio.run(listen()) == [-61, -62, -61]


def test_without_an_rssi_in_the_filter_a_change_of_one_decibel_is_held_back(service):
    async def listen():
        strengths = []
        scanner = BleakScanner(
            lambda _, advert: strengths.append(advert.rssi), bluez={"adapter": "hci0"}
        )
        async with scanner:
            for rssi_dbm in (-61, -62, -61, -69):
                await tell(
                    service,
                    "advert",
                    address=BEACON,
                    rssi_dbm=rssi_dbm,
                    manufacturer_data=PAYLOAD,
                )
            await until(lambda: -69 in strengths)
        return strengths

    assert asyncio.run(listen()) == [-61, -69]


def test_times_of_arrival_never_go_back(service):
    async def listen():
        async with BleSource("hci0") as source:
            await tell(service, "flood", count=200)
            return await take(source, 200)

    assert all(a.time_s <= b.time_s for a, b in pairwise(asyncio.run(listen())))


def test_a_consumer_that_keeps_up_loses_none_of_ten_thousand(service):
    async def listen():
        async with BleSource("hci0") as source:
            telling = asyncio.create_task(tell(service, "flood", count=10_000))
            await take(source, 10_000)
            await telling
            return source.counts

    counts = asyncio.run(listen())
    assert (counts.heard, counts.delivered, counts.dropped) == (10_000, 10_000, 0)


def test_a_stalled_consumer_keeps_the_newest_and_hears_what_was_dropped(service, caplog):
    async def listen():
        async with BleSource("hci0", capacity=100) as source:
            await tell(service, "flood", count=10_000)
            await until(lambda: source.counts.heard == 10_000)
            stalled = source.counts
            newest = await take(source, 100)
            await tell(service, "advert", address=BEACON, rssi_dbm=-33, manufacturer_data=PAYLOAD)
            return stalled, [*newest, await anext(source)], source.counts

    with caplog.at_level(logging.WARNING, "positioning"):
        stalled, newest, counts = asyncio.run(listen())
    assert (stalled.waiting, stalled.overflowed) == (100, 9_900)
    assert stalled.heard == stalled.delivered + stalled.dropped + stalled.waiting
    assert [each.rssi_dbm for each in newest[:100]] == [-50 - n % 40 for n in range(9_900, 10_000)]
    assert counts.heard == counts.delivered + counts.dropped
    assert [each.getMessage() for each in caplog.records] == [
        "Adverts are not taken fast enough: dropping the oldest.",
        "9900 adverts were dropped before they were taken.",
    ]


def test_a_consumer_stalled_for_five_seconds_keeps_memory_bounded(service):
    async def listen():
        async with BleSource("hci0", capacity=500) as source:
            await tell(service, "flood", count=2_000)
            await until(lambda: source.counts.heard == 2_000)
            tracemalloc.start()
            before_bytes, _ = tracemalloc.get_traced_memory()
            for flood in range(1, 11):
                await tell(service, "flood", count=1_000)
                await until(lambda heard=2_000 + 1_000 * flood: source.counts.heard == heard)
                await asyncio.sleep(0.5)
            after_bytes, _ = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            return after_bytes - before_bytes, source.counts

    grown_bytes, counts = asyncio.run(listen())
    assert (counts.waiting, counts.overflowed) == (500, 11_500)
    assert grown_bytes < 1_000_000


def test_an_advert_without_strength_is_dropped_and_counted(service):
    async def listen():
        async with BleSource("hci0") as source:
            await tell(service, "advert", address=BEACON, rssi_dbm=-127)
            await tell(service, "advert", address=BEACON, rssi_dbm=-70)
            return (await anext(source)).rssi_dbm, source.counts

    rssi_dbm, counts = asyncio.run(listen())
    assert rssi_dbm == -70
    assert (counts.heard, counts.delivered, counts.missing_rssi) == (2, 1, 1)


def test_a_report_with_nothing_newly_heard_is_no_advert(service):
    async def listen():
        advert = {"address": BEACON, "rssi_dbm": -70, "manufacturer_data": PAYLOAD}
        async with BleSource("hci0") as source:
            await tell(service, "advert", **advert)
            await tell(service, "change", address=BEACON, name="Beacon")
            await tell(service, "advert", **advert)
            await take(source, 2)
            return source.counts

    counts = asyncio.run(listen())
    assert (counts.heard, counts.delivered, counts.repeated) == (3, 2, 1)


def test_a_device_that_was_forgotten_is_heard_again(bus):
    async def listen(service):
        async with BleSource("hci0") as source:
            await tell(service, "advert", address=BEACON, rssi_dbm=-70, manufacturer_data=PAYLOAD)
            await anext(source)
            while (await tell(service, "devices")) != 0:
                await asyncio.sleep(0.05)
            await tell(service, "advert", address=BEACON, rssi_dbm=-70, manufacturer_data=PAYLOAD)
            return await anext(source)

    with bluetoothd(bus, "--forget-after-s", "0.2") as service:
        assert asyncio.run(listen(service)).rssi_dbm == -70


def test_a_script_is_played_in_order_from_the_start_of_listening(bus, tmp_path):
    script = tmp_path / "walk.jsonl"
    lines = [
        {"at_s": at_s, "address": BEACON, "rssi_dbm": rssi_dbm}
        for at_s, rssi_dbm in ((0.05, -71), (0.0, -70), (0.1, -72))
    ]
    script.write_text("\n".join(json.dumps(line) for line in lines))

    async def listen():
        async with BleSource("hci0") as source:
            return [each.rssi_dbm for each in await take(source, 3)]

    with bluetoothd(bus, "--script", str(script)):
        assert asyncio.run(listen()) == [-70, -71, -72]


def test_leaving_stops_the_scan_and_ends_the_iterator(service):
    async def listen():
        async with BleSource("hci0") as source:
            pass
        return [heard async for heard in source]

    assert asyncio.run(listen()) == []
    assert "StopDiscovery" in service.tell("calls")


def test_cancelling_stops_the_scan(service):
    async def listen():
        async with BleSource("hci0") as source:
            await anext(source)

    async def cancel():
        task = asyncio.create_task(listen())
        while "StartDiscovery" not in await tell(service, "calls"):
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(cancel())
    assert "StopDiscovery" in service.tell("calls")


async def enter(adapter="hci0"):
    async with BleSource(adapter):
        pass


@pytest.mark.parametrize(
    ("mode", "adapter", "error", "words"),
    [
        ("off", "hci0", BluetoothOffError, "hci0 is switched off.*bluetoothctl power on"),
        ("absent", "hci0", NoAdapterError, "no Bluetooth adapter 'hci0'.*none was found"),
        ("on", "hci7", NoAdapterError, "no Bluetooth adapter 'hci7'.*there is: hci0"),
        ("forbidden", "hci0", BluetoothForbiddenError, "may not use Bluetooth.*group bluetooth"),
    ],
)
def test_bluetooth_that_cannot_be_used_is_told_in_plain_words(bus, mode, adapter, error, words):
    with bluetoothd(bus, "--mode", mode), pytest.raises(error, match=words):
        asyncio.run(enter(adapter))


@pytest.mark.usefixtures("bus")
def test_a_bus_without_bluetoothd_is_told_in_plain_words():
    with pytest.raises(NoAdapterError, match=r"bluetoothd.*systemctl start bluetooth"):
        asyncio.run(enter())


@pytest.mark.parametrize("address", ["unix:path=/nonexistent/bus", "nonsense"])
def test_a_machine_without_a_bus_is_told_in_plain_words(monkeypatch, address):
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
    with pytest.raises(NoAdapterError, match=r"D-Bus cannot be reached.*BlueZ"):
        asyncio.run(enter())


@pytest.mark.parametrize(
    ("do", "arguments", "words"),
    [
        ("power", {"on": False}, "switched off while listening"),
        ("unplug", {}, "was removed while listening"),
    ],
)
def test_an_adapter_that_goes_away_ends_the_iterator(service, do, arguments, words):
    async def listen():
        async with BleSource("hci0") as source:
            await tell(service, "advert", address=BEACON, rssi_dbm=-70)
            await tell(service, do, **arguments)
            async for _ in source:
                pass

    with pytest.raises(BluetoothLostError, match=words):
        asyncio.run(listen())


def test_bluetoothd_that_stops_ends_the_iterator_after_what_was_heard(service):
    async def listen():
        taken = []
        async with BleSource("hci0") as source:
            await tell(service, "flood", count=10)
            await until(lambda: source.counts.heard == 10)
            await asyncio.to_thread(service.stop)
            with pytest.raises(BluetoothLostError, match=r"bluetoothd.*stopped while listening"):
                taken.extend([heard async for heard in source])
            return source.counts

    counts = asyncio.run(listen())
    assert (counts.heard, counts.delivered) == (10, 10)


def test_a_bus_that_goes_away_ends_the_iterator(monkeypatch):
    async def listen(close_bus):
        async with BleSource("hci0") as source:
            await asyncio.to_thread(close_bus)
            await anext(source)

    with ExitStack() as bus:
        address = bus.enter_context(private_bus())
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        with bluetoothd(address), pytest.raises(BluetoothLostError, match="while listening"):
            asyncio.run(listen(bus.close))


def test_listening_works_again_after_bluetoothd_came_back(bus):
    async def listen():
        with bluetoothd(bus) as service:
            async with BleSource("hci0") as source:
                await asyncio.to_thread(service.stop)
                with pytest.raises(BluetoothLostError):
                    await anext(source)
        with bluetoothd(bus) as service:
            async with BleSource("hci0") as source:
                await tell(service, "advert", address=BEACON, rssi_dbm=-70)
                return (await anext(source)).rssi_dbm

    assert asyncio.run(listen()) == -70
