"""Watches one adapter of bluetoothd, because bleak stays silent when it goes away.

A scan of bleak hears nothing more, and says nothing, when bluetoothd stops or the adapter is
unplugged or switched off. D-Bus announces all three.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from dbus_fast import AuthError, BusType, InvalidAddressError, Message, MessageType
from dbus_fast.aio import MessageBus

from positioning.sources.base import (
    BluetoothForbiddenError,
    BluetoothLostError,
    BluetoothOffError,
    NoAdapterError,
    SourceError,
)

ANSWER_TIMEOUT_S = 10.0

_BLUEZ = "org.bluez"
_ADAPTER = "org.bluez.Adapter1"
_DBUS = "org.freedesktop.DBus"
_OBJECT_MANAGER = "org.freedesktop.DBus.ObjectManager"
_PROPERTIES = "org.freedesktop.DBus.Properties"

_OFF = {"org.bluez.Error.NotReady"}
_FORBIDDEN = {
    "org.freedesktop.DBus.Error.AccessDenied",
    "org.bluez.Error.NotAuthorized",
    "org.bluez.Error.NotPermitted",
}
_NO_SERVICE = {
    "org.freedesktop.DBus.Error.NameHasNoOwner",
    "org.freedesktop.DBus.Error.NoReply",
    "org.freedesktop.DBus.Error.ServiceUnknown",
}

OnLost = Callable[[BluetoothLostError], None]


@asynccontextmanager
async def watch_adapter(adapter: str, on_lost: OnLost) -> AsyncIterator[None]:
    """Check that an adapter can be used, then watch it while the context is open.

    Parameters
    ----------
    adapter : str
        Name such as ``hci0``.
    on_lost : callable
        Called with the reason each time something takes the adapter away.

    Raises
    ------
    NoAdapterError
        If there is no system bus, no bluetoothd on it or no such adapter.
    BluetoothOffError
        If the adapter is switched off.
    BluetoothForbiddenError
        If the bus or bluetoothd refuses this user.
    """
    try:
        async with asyncio.timeout(ANSWER_TIMEOUT_S):
            bus = await _connect()
    except TimeoutError as error:
        raise _no_bus("does not answer") from error
    try:
        bus.add_message_handler(_loss_handler(adapter, on_lost))
        try:
            async with asyncio.timeout(ANSWER_TIMEOUT_S):
                await _subscribe(bus, adapter)
                await _check_adapter(bus, adapter)
        except TimeoutError as error:
            raise explain("org.freedesktop.DBus.Error.NoReply", adapter) from error
        disconnect = asyncio.create_task(_await_disconnect(bus.wait_for_disconnect, on_lost))
        try:
            yield
        finally:
            disconnect.cancel()
    finally:
        bus.disconnect()


def explain(dbus_error: str, adapter: str) -> SourceError:
    """Say in plain words what a D-Bus error of bluetoothd means.

    >>> print(explain("org.bluez.Error.NotReady", "hci0"))
    Bluetooth adapter hci0 is switched off. Switch it on with "bluetoothctl power on".
    """
    if dbus_error in _OFF:
        return _switched_off(adapter)
    if dbus_error in _FORBIDDEN:
        return BluetoothForbiddenError(
            "This user may not use Bluetooth.",
            "Add the user to the group bluetooth and log in again.",
        )
    if dbus_error in _NO_SERVICE:
        return NoAdapterError(
            "The Bluetooth service (bluetoothd) does not run.",
            'Start it with "systemctl start bluetooth".',
        )
    return SourceError(
        f"Bluetooth adapter {adapter} cannot listen ({dbus_error}).",
        'See "journalctl -u bluetooth" for the cause.',
    )


async def _connect() -> MessageBus:
    try:
        return await MessageBus(bus_type=BusType.SYSTEM).connect()
    except (PermissionError, AuthError) as error:
        raise BluetoothForbiddenError(
            "This user may not use the system's D-Bus.",
            "Run as a user who may, or give the container access to the bus.",
        ) from error
    except (OSError, EOFError, InvalidAddressError) as error:
        raise _no_bus("cannot be reached") from error


async def _subscribe(bus: MessageBus, adapter: str) -> None:
    path = _path(adapter)
    for rule in (
        f"type='signal',sender='{_DBUS}',member='NameOwnerChanged',arg0='{_BLUEZ}'",
        f"type='signal',interface='{_OBJECT_MANAGER}',member='InterfacesRemoved',arg0path='{path}'",
        f"type='signal',interface='{_PROPERTIES}',path='{path}',arg0='{_ADAPTER}'",
    ):
        await bus.call(
            Message(
                destination=_DBUS,
                path="/org/freedesktop/DBus",
                interface=_DBUS,
                member="AddMatch",
                signature="s",
                body=[rule],
            )
        )


async def _check_adapter(bus: MessageBus, adapter: str) -> None:
    reply = await bus.call(
        Message(destination=_BLUEZ, path="/", interface=_OBJECT_MANAGER, member="GetManagedObjects")
    )
    if reply.message_type is MessageType.ERROR:
        raise explain(reply.error_name or "no reason given", adapter)
    adapters = {
        path: interfaces[_ADAPTER]
        for path, interfaces in reply.body[0].items()
        if _ADAPTER in interfaces
    }
    if _path(adapter) not in adapters:
        raise _no_adapter(adapter, sorted(path.rpartition("/")[2] for path in adapters))
    if not adapters[_path(adapter)]["Powered"].value:
        raise _switched_off(adapter)


def _loss_handler(adapter: str, on_lost: OnLost) -> Callable[[Message], None]:
    def handle(message: Message) -> None:
        if message.message_type is MessageType.SIGNAL and (
            reason := _loss(message.member or "", message.body, adapter)
        ):
            on_lost(reason)

    return handle


def _loss(member: str, body: list[Any], adapter: str) -> BluetoothLostError | None:
    match member, body:
        case "NameOwnerChanged", [_, _, _]:
            return BluetoothLostError(
                "The Bluetooth service (bluetoothd) stopped while listening.",
                'Start it with "systemctl start bluetooth", then listen again.',
            )
        case "InterfacesRemoved", [_, interfaces] if _ADAPTER in interfaces:
            return BluetoothLostError(
                f"Bluetooth adapter {adapter} was removed while listening.",
                "Plug it in, then listen again.",
            )
        case "PropertiesChanged", [_, {"Powered": powered}, _] if not powered.value:
            return BluetoothLostError(
                f"Bluetooth adapter {adapter} was switched off while listening.",
                'Switch it on with "bluetoothctl power on", then listen again.',
            )
    return None


async def _await_disconnect(
    wait_for_disconnect: Callable[[], Awaitable[object]], on_lost: OnLost
) -> None:
    try:
        await wait_for_disconnect()
    except (OSError, EOFError):
        on_lost(
            BluetoothLostError(
                "The system's D-Bus went away while listening.", "Listen again when it is back."
            )
        )


def _no_bus(what: str) -> NoAdapterError:
    return NoAdapterError(
        f"The system's D-Bus {what}, so there is no Bluetooth.",
        "Install and start BlueZ; in a container, mount /run/dbus.",
    )


def _no_adapter(adapter: str, others: list[str]) -> NoAdapterError:
    names = ", ".join(others)
    return NoAdapterError(
        f"There is no Bluetooth adapter {adapter!r}.",
        f"Use one that there is: {names}." if names else "Plug one in; none was found.",
    )


def _switched_off(adapter: str) -> BluetoothOffError:
    return BluetoothOffError(
        f"Bluetooth adapter {adapter} is switched off.",
        'Switch it on with "bluetoothctl power on".',
    )


def _path(adapter: str) -> str:
    return f"/org/bluez/{adapter}"
