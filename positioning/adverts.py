"""Beacon frames in Bluetooth LE adverts: bytes to records and back.

The bytes come from strangers: every reader checks the length first and returns ``None`` for
anything that is not its frame.

References
----------
Apple, *Proximity Beacon Specification*, release R1, 2015 (iBeacon).
Radius Networks, *AltBeacon Protocol Specification*, version 1.0, 2014.
Google, *Eddystone Protocol Specification*, 2015: eddystone-uid and eddystone-tlm.
Ruuvi, *Data format 5 (RAWv2)*, docs.ruuvi.com.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

APPLE = 0x004C
RUUVI = 0x0499
EDDYSTONE = "0000feaa-0000-1000-8000-00805f9b34fb"

# Eddystone sends the power at 0 m; its specification takes 41 dB for the first metre.
FIRST_METRE_LOSS_DB = 41

_IBEACON = struct.Struct(">2s16sHHb")
_ALTBEACON = struct.Struct(">2s20sbB")
_EDDYSTONE_UID = struct.Struct(">Bb10s6s")
_EDDYSTONE_TLM = struct.Struct(">BBHhII")
_RUUVI_RAW_V2 = struct.Struct(">BhHH3hHBH6s")

_IBEACON_START = b"\x02\x15"
_ALTBEACON_START = b"\xbe\xac"
_UID_FRAME = 0x00
_TLM_FRAME = 0x20
_TLM_PLAIN = 0x00
_RUUVI_FORMAT_5 = 0x05

_NO_INT16 = -0x8000
_NO_UINT16 = 0xFFFF
_NO_ADDRESS = b"\xff" * 6

FrameKind = Literal["ibeacon", "altbeacon", "eddystone-uid", "eddystone-tlm", "ruuvi"]


@dataclass(frozen=True, slots=True)
class Telemetry:
    """What a beacon says of itself; ``None`` where the frame has no such field or no value."""

    battery_mv: int | None = None
    temperature_c: float | None = None
    humidity_percent: float | None = None
    pressure_pa: int | None = None
    acceleration_mg: tuple[int, int, int] | None = None
    tx_power_dbm: int | None = None
    movement_count: int | None = None
    sequence_number: int | None = None
    advert_count: int | None = None
    uptime_s: float | None = None


@dataclass(frozen=True, slots=True)
class Advert:
    """One decoded frame.

    ``key`` is what the sender is known by (see `floorplans.model.Radio`), ``None`` in frames
    that carry no identity. ``measured_power_dbm`` is the RSSI expected at 1 m.
    """

    kind: FrameKind
    key: str | None = None
    measured_power_dbm: float | None = None
    telemetry: Telemetry | None = None


def decode(
    manufacturer_data: Mapping[int, bytes], service_data: Mapping[str, bytes]
) -> Advert | None:
    """Decode the first known frame of an advert, one with a key before one without.

    Parameters
    ----------
    manufacturer_data : mapping of int to bytes
        Payload by company identifier.
    service_data : mapping of str to bytes
        Payload by full 128-bit service UUID in lower case.

    Returns
    -------
    Advert or None
        ``None`` when the advert has no frame that is known. No bytes raise.

    Examples
    --------
    >>> frame = encode_ibeacon("6D2F0C5E-8B1A-4E57-9C33-48594C4C5931", 1, 101, -59)
    >>> decode(frame, {}).key
    'ibeacon:6D2F0C5E-8B1A-4E57-9C33-48594C4C5931:1:101'
    """
    adverts = decode_all(manufacturer_data, service_data)
    return min(adverts, key=lambda each: each.key is None, default=None)


def decode_all(
    manufacturer_data: Mapping[int, bytes], service_data: Mapping[str, bytes]
) -> tuple[Advert, ...]:
    """Decode every known frame of an advert.

    A beacon may interleave frames of several kinds, and BlueZ then reports them together.

    Parameters
    ----------
    manufacturer_data, service_data : mapping
        As for `decode`.

    Returns
    -------
    tuple of Advert
        In the order manufacturer data, service data.
    """
    return tuple(_frames(manufacturer_data, service_data))


def encode_ibeacon(uuid: str, major: int, minor: int, measured_power_dbm: int) -> dict[int, bytes]:
    """Encode an iBeacon frame as manufacturer data.

    Parameters
    ----------
    uuid : str
        Proximity UUID.
    major, minor : int
        0 to 65535.
    measured_power_dbm : int
        RSSI expected at 1 m, -128 to 127.

    Returns
    -------
    dict of int to bytes
        Company identifier and payload of 23 bytes.

    Raises
    ------
    ValueError
        If a value does not fit its field.

    Examples
    --------
    >>> encode_ibeacon("6D2F0C5E-8B1A-4E57-9C33-48594C4C5931", 1, 101, -59)[0x004C].hex()
    '02156d2f0c5e8b1a4e579c3348594c4c593100010065c5'
    """
    try:
        payload = _IBEACON.pack(_IBEACON_START, UUID(uuid).bytes, major, minor, measured_power_dbm)
    except struct.error as error:
        raise ValueError(
            f"iBeacon major {major}, minor {minor}, power {measured_power_dbm} dBm: {error}."
        ) from error
    return {APPLE: payload}


def encode_eddystone_uid(
    namespace: str, instance: str, measured_power_dbm: int
) -> dict[str, bytes]:
    """Encode an Eddystone-UID frame as service data.

    Parameters
    ----------
    namespace : str
        20 hexadecimal digits.
    instance : str
        12 hexadecimal digits.
    measured_power_dbm : int
        RSSI expected at 1 m, -169 to 86; the frame carries the power at 0 m, 41 dB more.

    Returns
    -------
    dict of str to bytes
        Service UUID and payload of 20 bytes.

    Raises
    ------
    ValueError
        If an identifier has another length or is not hexadecimal, or the power does not fit.

    Examples
    --------
    >>> frame = encode_eddystone_uid("6D2F0C5E8B1A4E579C33", "000000000101", -59)
    >>> decode({}, frame)
    Advert(kind='eddystone-uid', key='eddystone:6D2F0C5E8B1A4E579C33:000000000101', \
measured_power_dbm=-59, telemetry=None)
    """
    namespace_bytes, instance_bytes = bytes.fromhex(namespace), bytes.fromhex(instance)
    if len(namespace_bytes) != 10 or len(instance_bytes) != 6:
        raise ValueError(
            f"Eddystone namespace {namespace!r} and instance {instance!r} must have "
            "20 and 12 hexadecimal digits."
        )
    power_at_0_m = measured_power_dbm + FIRST_METRE_LOSS_DB
    try:
        frame = _EDDYSTONE_UID.pack(_UID_FRAME, power_at_0_m, namespace_bytes, instance_bytes)
    except struct.error as error:
        raise ValueError(f"Eddystone power {measured_power_dbm} dBm at 1 m: {error}.") from error
    return {EDDYSTONE: frame + b"\x00\x00"}


def address_key(address: str) -> str:
    """Key of a radio that is known by its Bluetooth address.

    >>> address_key("c0:de:00:00:01:01")
    'address:C0:DE:00:00:01:01'
    """
    return f"address:{address.upper()}"


def _frames(
    manufacturer_data: Mapping[int, bytes], service_data: Mapping[str, bytes]
) -> Iterator[Advert]:
    for company, payload in manufacturer_data.items():
        reader = _READERS_BY_COMPANY.get(company, _read_altbeacon)
        if advert := reader(payload):
            yield advert
    payload = service_data.get(EDDYSTONE, b"")
    if advert := _read_eddystone_uid(payload) or _read_eddystone_tlm(payload):
        yield advert


def _read_ibeacon(payload: bytes) -> Advert | None:
    if len(payload) < _IBEACON.size:
        return None
    start, uuid, major, minor, power_dbm = _IBEACON.unpack_from(payload)
    if start != _IBEACON_START:
        return None
    key = f"ibeacon:{str(UUID(bytes=uuid)).upper()}:{major}:{minor}"
    return Advert("ibeacon", key, power_dbm)


def _read_altbeacon(payload: bytes) -> Advert | None:
    if len(payload) < _ALTBEACON.size:
        return None
    start, identifier, power_dbm, _ = _ALTBEACON.unpack_from(payload)
    if start != _ALTBEACON_START:
        return None
    return Advert("altbeacon", f"altbeacon:{identifier.hex().upper()}", power_dbm)


def _read_eddystone_uid(payload: bytes) -> Advert | None:
    if len(payload) < _EDDYSTONE_UID.size:
        return None
    frame, power_at_0_m, namespace, instance = _EDDYSTONE_UID.unpack_from(payload)
    if frame != _UID_FRAME:
        return None
    key = f"eddystone:{namespace.hex().upper()}:{instance.hex().upper()}"
    return Advert("eddystone-uid", key, power_at_0_m - FIRST_METRE_LOSS_DB)


def _read_eddystone_tlm(payload: bytes) -> Advert | None:
    if len(payload) < _EDDYSTONE_TLM.size:
        return None
    frame, version, battery_mv, temperature, count, uptime = _EDDYSTONE_TLM.unpack_from(payload)
    if (frame, version) != (_TLM_FRAME, _TLM_PLAIN):
        return None
    telemetry = Telemetry(
        battery_mv=battery_mv or None,
        temperature_c=None if temperature == _NO_INT16 else temperature / 256,
        advert_count=count,
        uptime_s=uptime / 10,
    )
    return Advert("eddystone-tlm", telemetry=telemetry)


def _read_ruuvi(payload: bytes) -> Advert | None:
    if len(payload) < _RUUVI_RAW_V2.size:
        return None
    form, temperature, humidity, pressure, ax, ay, az, power, moves, sequence, address = (
        _RUUVI_RAW_V2.unpack_from(payload)
    )
    if form != _RUUVI_FORMAT_5:
        return None
    battery, tx_power = power >> 5, power & 0x1F
    telemetry = Telemetry(
        battery_mv=None if battery == 0x7FF else battery + 1600,
        temperature_c=None if temperature == _NO_INT16 else temperature * 0.005,
        humidity_percent=None if humidity == _NO_UINT16 else humidity * 0.0025,
        pressure_pa=None if pressure == _NO_UINT16 else pressure + 50_000,
        acceleration_mg=None if _NO_INT16 in (ax, ay, az) else (ax, ay, az),
        tx_power_dbm=None if tx_power == 0x1F else tx_power * 2 - 40,
        movement_count=None if moves == 0xFF else moves,
        sequence_number=None if sequence == _NO_UINT16 else sequence,
    )
    key = None if address == _NO_ADDRESS else address_key(address.hex(":"))
    return Advert("ruuvi", key, telemetry=telemetry)


_READERS_BY_COMPANY: Mapping[int, Callable[[bytes], Advert | None]] = {
    APPLE: _read_ibeacon,
    RUUVI: _read_ruuvi,
}
