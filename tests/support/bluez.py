"""A bluetoothd to test against: it speaks D-Bus as BlueZ does, and its radio is a script.

    python -m tests.support.bluez --bus ADDRESS [--adapter hci0] [--mode on|off|absent|forbidden]
                                  [--script FILE] [--forget-after-s 30]

``--script`` names a file of adverts as JSON lines, played from the first StartDiscovery on:

    {"at_s": 0.2, "address": "C0:DE:00:00:01:01", "rssi_dbm": -61,
     "manufacturer_data": {"76": "0215…"}, "service_data": {"0000feaa-…": "00…"}}

Commands come as JSON lines on standard input, and each is answered by one line on standard
output: {"do": "advert", …as above without at_s}, {"do": "flood", "count": 10000},
{"do": "change", "address": …, "name": …} for a report of BlueZ with nothing newly heard,
{"do": "power", "on": false}, {"do": "unplug"}, {"do": "calls"} (the methods that were called),
{"do": "devices"} (how many are known). The end of standard input stops bluetoothd; the bus goes
on.

It keeps three habits of BlueZ: adverts are passed on only while somebody discovers, a change of
RSSI under 8 dB only when the discovery filter names an RSSI, and a device that was not heard
for 30 s is removed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from tests.support.needs import needs

ADAPTER = "org.bluez.Adapter1"
DEVICE = "org.bluez.Device1"
OBJECT_MANAGER = "org.freedesktop.DBus.ObjectManager"
PROPERTIES = "org.freedesktop.DBus.Properties"
RSSI_STEP_DB = 8
BURST = 100

CONFIGURATION = Path(__file__).with_name("bus.conf")
ROOT = Path(__file__).resolve().parents[2]


class FakeBluetoothd:
    """The service itself, run in a process of its own."""

    def __init__(self, bus: MessageBus, adapter: str, mode: str, forget_after_s: float) -> None:
        self.bus = bus
        self.path = f"/org/bluez/{adapter}"
        self.forbidden = mode == "forbidden"
        self.forget_after_s = forget_after_s
        self.calls: list[str] = []
        self.objects: dict[str, dict[str, dict[str, Variant]]] = {}
        self.heard_at_s: dict[str, float] = {}
        self.filter: dict[str, Any] = {}
        self.discovering = asyncio.Event()
        if mode != "absent":
            self.objects[self.path] = {
                ADAPTER: {
                    "Address": Variant("s", "C0:DE:00:00:00:00"),
                    "Powered": Variant("b", mode != "off"),
                    "Roles": Variant("as", ["central", "peripheral"]),
                }
            }

    async def serve(self) -> None:
        """Take the name of BlueZ and answer calls."""
        self.bus.add_message_handler(self._answer)
        await self.bus.request_name("org.bluez")

    def advert(
        self,
        address: str,
        rssi_dbm: int,
        manufacturer_data: Mapping[str, str] | None = None,
        service_data: Mapping[str, str] | None = None,
    ) -> None:
        """Hear one advert, as the controller would."""
        if not self.discovering.is_set() or rssi_dbm < self.filter.get("RSSI", -128):
            return
        news = _payloads(manufacturer_data, service_data)
        path = f"{self.path}/dev_{address.replace(':', '_')}"
        self.heard_at_s[path] = asyncio.get_running_loop().time()
        if path not in self.objects:
            news["RSSI"] = Variant("n", rssi_dbm)
            self._add_device(path, address, news)
            return
        known = self.objects[path][DEVICE]
        if not self.filter.get("DuplicateData", True):
            news = {name: value for name, value in news.items() if known.get(name) != value}
        if "RSSI" in self.filter or abs(rssi_dbm - known["RSSI"].value) >= RSSI_STEP_DB:
            news["RSSI"] = Variant("n", rssi_dbm)
        if news:
            self._change(path, DEVICE, news)

    async def flood(self, count: int) -> None:
        """Hear many adverts of 26 beacons at once."""
        for number in range(count):
            if number % BURST == 0:
                await self._await_bus()
            minor = number % 26
            payload = f"02156d2f0c5e8b1a4e579c3348594c4c59310001{minor:04x}c5"
            self.advert(f"C0:DE:00:00:01:{minor:02X}", -50 - number % 40, {"76": payload})

    def change(self, address: str, name: str) -> None:
        """Report a device without having heard it."""
        path = f"{self.path}/dev_{address.replace(':', '_')}"
        self._change(path, DEVICE, {"Alias": Variant("s", name)})

    def power(self, on: bool) -> None:
        """Switch the adapter."""
        self._change(self.path, ADAPTER, {"Powered": Variant("b", on)})

    def unplug(self) -> None:
        """Take the adapter away."""
        self._remove(self.path, ADAPTER)

    async def forget_devices(self) -> None:
        """Remove devices that were not heard for long, for ever."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(self.forget_after_s / 10)
            limit_s = loop.time() - self.forget_after_s
            for path in [each for each, at_s in self.heard_at_s.items() if at_s < limit_s]:
                del self.heard_at_s[path]
                self._remove(path, DEVICE)

    async def play(self, adverts: list[dict[str, Any]]) -> None:
        """Hear the adverts of a script, from the first discovery on."""
        await self.discovering.wait()
        loop = asyncio.get_running_loop()
        begun_s = loop.time()
        for advert in sorted(adverts, key=lambda each: each["at_s"]):
            await asyncio.sleep(begun_s + advert.pop("at_s") - loop.time())
            self.advert(**advert)

    async def _await_bus(self) -> None:
        # dbus-fast gives up a connection whose socket is full, so wait till the bus has read all.
        await self.bus.call(
            Message(
                destination="org.freedesktop.DBus",
                path="/org/freedesktop/DBus",
                interface="org.freedesktop.DBus",
                member="GetId",
            )
        )

    def _answer(self, message: Message) -> Message | None:
        if message.message_type is not MessageType.METHOD_CALL:
            return None
        self.calls.append(message.member or "")
        if self.forbidden:
            return _refuse(message, "org.freedesktop.DBus.Error.AccessDenied")
        match message.member:
            case "GetManagedObjects":
                return Message.new_method_return(message, "a{oa{sa{sv}}}", [self.objects])
            case "SetDiscoveryFilter":
                self.filter = {name: value.value for name, value in message.body[0].items()}
            case "StartDiscovery" if not self.objects[self.path][ADAPTER]["Powered"].value:
                return _refuse(message, "org.bluez.Error.NotReady")
            case "StartDiscovery":
                self.discovering.set()
            case "StopDiscovery":
                self.discovering.clear()
            case _:
                return _refuse(message, "org.freedesktop.DBus.Error.UnknownMethod")
        return Message.new_method_return(message)

    def _add_device(self, path: str, address: str, news: dict[str, Variant]) -> None:
        device = {
            "Address": Variant("s", address),
            "Alias": Variant("s", address.replace(":", "-")),
            "Adapter": Variant("o", self.path),
            **news,
        }
        self.objects[path] = {DEVICE: device}
        self._signal("/", OBJECT_MANAGER, "InterfacesAdded", "oa{sa{sv}}", [path, {DEVICE: device}])

    def _change(self, path: str, interface: str, news: dict[str, Variant]) -> None:
        self.objects[path][interface].update(news)
        self._signal(path, PROPERTIES, "PropertiesChanged", "sa{sv}as", [interface, news, []])

    def _remove(self, path: str, interface: str) -> None:
        del self.objects[path]
        self._signal("/", OBJECT_MANAGER, "InterfacesRemoved", "oas", [path, [interface]])

    def _signal(self, path: str, interface: str, member: str, form: str, body: list[Any]) -> None:
        self.bus.send(Message.new_signal(path, interface, member, form, body))


def _payloads(
    manufacturer_data: Mapping[str, str] | None, service_data: Mapping[str, str] | None
) -> dict[str, Variant]:
    payloads = {}
    if manufacturer_data:
        by_company = {
            int(company): Variant("ay", bytes.fromhex(payload))
            for company, payload in manufacturer_data.items()
        }
        payloads["ManufacturerData"] = Variant("a{qv}", by_company)
    if service_data:
        by_uuid = {
            uuid: Variant("ay", bytes.fromhex(payload)) for uuid, payload in service_data.items()
        }
        payloads["ServiceData"] = Variant("a{sv}", by_uuid)
    return payloads


def _refuse(message: Message, error: str) -> Message:
    return Message.new_error(message, error, f"{message.member} was refused")


async def _serve(args: argparse.Namespace) -> None:
    bus = await MessageBus(bus_address=args.bus).connect()
    service = FakeBluetoothd(bus, args.adapter, args.mode, args.forget_after_s)
    await service.serve()
    tasks = [asyncio.create_task(service.forget_devices())]
    if args.script:
        adverts = [json.loads(line) for line in args.script.read_text().splitlines()]
        tasks.append(asyncio.create_task(service.play(adverts)))
    print(json.dumps("ready"), flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        command = json.loads(line)
        print(json.dumps(await _obey(service, command.pop("do"), command)), flush=True)
    for task in tasks:
        if task.done():
            task.result()
        task.cancel()
    bus.disconnect()


async def _obey(service: FakeBluetoothd, verb: str, arguments: dict[str, Any]) -> Any:
    match verb:
        case "advert":
            service.advert(**arguments)
        case "flood":
            await service.flood(**arguments)
        case "change":
            service.change(**arguments)
        case "power":
            service.power(**arguments)
        case "unplug":
            service.unplug()
        case "calls":
            return service.calls
        case "devices":
            return len(service.heard_at_s)
        case _:
            raise ValueError(f"unknown command {verb!r}")
    return None


class BluetoothdProcess:
    """Handle of a fake bluetoothd that runs in a process of its own."""

    def __init__(self, bus_address: str, *options: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.bluez", "--bus", bus_address, *options],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._read()

    def tell(self, do: str, **arguments: Any) -> Any:
        """Give one command and return its answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": do, **arguments}) + "\n")
        self._process.stdin.flush()
        return self._read()

    def stop(self) -> None:
        """Stop bluetoothd; the bus goes on."""
        if self._process.poll() is None:
            self._process.communicate()

    def _read(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the fake bluetoothd ended early")
        return json.loads(line)


@contextmanager
def private_bus() -> Iterator[str]:
    """Run a dbus-daemon of one's own and yield its address."""
    daemon = subprocess.Popen(
        [needs("dbus-daemon"), f"--config-file={CONFIGURATION}", "--nofork", "--print-address=1"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert daemon.stdout is not None
    try:
        yield daemon.stdout.readline().strip()
    finally:
        daemon.terminate()
        daemon.communicate()


@contextmanager
def bluetoothd(bus_address: str, *options: str) -> Iterator[BluetoothdProcess]:
    """Run a fake bluetoothd on a bus, with the options of this module's command line."""
    process = BluetoothdProcess(bus_address, *options)
    try:
        yield process
    finally:
        process.stop()


def main() -> None:
    """Serve until standard input ends."""
    parser = argparse.ArgumentParser(prog="python -m tests.support.bluez")
    parser.add_argument("--bus", required=True)
    parser.add_argument("--adapter", default="hci0")
    parser.add_argument("--mode", choices=("on", "off", "absent", "forbidden"), default="on")
    parser.add_argument("--script", type=Path)
    parser.add_argument("--forget-after-s", type=float, default=30.0)
    asyncio.run(_serve(parser.parse_args()))


if __name__ == "__main__":
    main()
