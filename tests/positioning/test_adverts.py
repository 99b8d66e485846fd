"""Beacon frames: against published layouts and against other decoders."""

import beacontools
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruuvitag_sensor.decoder import Df5Decoder

from positioning.adverts import (
    APPLE,
    EDDYSTONE,
    RUUVI,
    Telemetry,
    address_key,
    decode,
    decode_all,
    encode_eddystone_uid,
    encode_ibeacon,
)

UUID = "6D2F0C5E-8B1A-4E57-9C33-48594C4C5931"
POWERS = st.integers(-100, 20)
UINT16 = st.integers(0, 0xFFFF)

# docs.ruuvi.com, data format 5, "Case: valid data".
RUUVI_VALID = bytes.fromhex("0512FC5394C37C0004FFFC040CAC364200CDCBB8334C884F")
RUUVI_MINIMUM = bytes.fromhex("058001000000008001800180010000000000CBB8334C884F")
RUUVI_INVALID = bytes.fromhex("058000FFFFFFFF800080008000FFFFFFFFFFFFFFFFFFFFFF")


def company_field(company: int, payload: bytes) -> bytes:
    return bytes([len(payload) + 3, 0xFF]) + company.to_bytes(2, "little") + payload


def eddystone_fields(payload: bytes) -> bytes:
    return b"\x03\x03\xaa\xfe" + bytes([len(payload) + 3, 0x16]) + b"\xaa\xfe" + payload


@given(st.uuids(), UINT16, UINT16, POWERS)
def test_an_ibeacon_is_read_back_as_it_was_encoded(uuid, major, minor, power_dbm):
    advert = decode(encode_ibeacon(str(uuid), major, minor, power_dbm), {})
    assert advert is not None
    assert advert.key == f"ibeacon:{str(uuid).upper()}:{major}:{minor}"
    assert advert.measured_power_dbm == power_dbm


@given(st.uuids(), UINT16, UINT16, POWERS)
def test_an_ibeacon_is_read_as_beacontools_reads_it(uuid, major, minor, power_dbm):
    frame = encode_ibeacon(str(uuid), major, minor, power_dbm)
    peer = beacontools.parse_packet(b"\x02\x01\x06" + company_field(APPLE, frame[APPLE]))
    advert = decode(frame, {})
    assert advert is not None
    assert advert.key == f"ibeacon:{peer.uuid.upper()}:{peer.major}:{peer.minor}"
    assert advert.measured_power_dbm == peer.tx_power


@given(st.binary(min_size=10, max_size=10), st.binary(min_size=6, max_size=6), POWERS)
def test_an_eddystone_uid_is_read_as_beacontools_reads_it(namespace, instance, power_dbm):
    frame = encode_eddystone_uid(namespace.hex(), instance.hex(), power_dbm)
    peer = beacontools.parse_packet(eddystone_fields(frame[EDDYSTONE]))
    advert = decode({}, frame)
    assert advert is not None
    assert advert.key == f"eddystone:{peer.namespace.upper()}:{peer.instance.upper()}"
    assert advert.measured_power_dbm == power_dbm == peer.tx_power - 41


# beacontools takes temperatures below zero for large ones above.
@given(st.integers(1, 0xFFFF), st.integers(0, 0x7FFF), st.integers(0, 2**32 - 1))
def test_an_eddystone_tlm_is_read_as_beacontools_reads_it(battery_mv, temperature, count):
    payload = (
        b"\x20\x00"
        + battery_mv.to_bytes(2, "big")
        + temperature.to_bytes(2, "big", signed=True)
        + count.to_bytes(4, "big")
        + b"\x00\x00\x02\x58"
    )
    peer = beacontools.parse_packet(eddystone_fields(payload))
    advert = decode({}, {EDDYSTONE: payload})
    assert advert is not None
    assert advert.key is None
    telemetry = advert.telemetry
    assert telemetry is not None
    assert telemetry.battery_mv == peer.voltage == battery_mv
    assert telemetry.temperature_c == pytest.approx(peer.temperature)
    assert telemetry.advert_count == peer.advertising_count == count
    assert telemetry.uptime_s == peer.seconds_since_boot / 10 == 60.0


def test_an_eddystone_tlm_may_be_below_zero_or_without_sensors():
    cold = decode({}, {EDDYSTONE: bytes.fromhex("20000bb8fe80000000010000000a")}).telemetry
    assert (cold.battery_mv, cold.temperature_c) == (3000, -1.5)
    bare = decode({}, {EDDYSTONE: bytes.fromhex("200000008000000000010000000a")}).telemetry
    assert (bare.battery_mv, bare.temperature_c) == (None, None)


def test_an_encrypted_eddystone_tlm_is_not_read():
    assert decode({}, {EDDYSTONE: b"\x20\x01" + bytes(16)}) is None


# AltBeacon Protocol Specification 1.0: code BEAC, id of 20 bytes, reference RSSI, reserved.
def test_an_altbeacon_of_any_maker_is_read():
    identifier = bytes(range(20))
    payload = b"\xbe\xac" + identifier + b"\xc5\x00"
    for company in (0x0118, 0xFFFF):
        advert = decode({company: payload}, {})
        assert advert is not None
        assert advert.kind == "altbeacon"
        assert advert.key == "altbeacon:000102030405060708090A0B0C0D0E0F10111213"
        assert advert.measured_power_dbm == -59


@pytest.mark.parametrize("payload", [RUUVI_VALID, RUUVI_MINIMUM])
def test_a_ruuvitag_is_read_as_ruuvitag_sensor_reads_it(payload):
    peer = Df5Decoder().decode_data(payload.hex())
    advert = decode({RUUVI: payload}, {})
    assert peer is not None
    assert advert is not None
    telemetry = advert.telemetry
    assert telemetry is not None
    assert telemetry.battery_mv == peer["battery"]
    assert telemetry.tx_power_dbm == peer["tx_power"]
    assert telemetry.movement_count == peer["movement_counter"]
    assert telemetry.sequence_number == peer["measurement_sequence_number"]
    assert telemetry.acceleration_mg == tuple(peer[f"acceleration_{axis}"] for axis in "xyz")
    assert telemetry.temperature_c == pytest.approx(peer["temperature"], abs=0.0051)
    assert telemetry.humidity_percent == pytest.approx(peer["humidity"], abs=0.0051)
    assert telemetry.pressure_pa == pytest.approx(100 * peer["pressure"])


def test_a_ruuvitag_without_values_has_none():
    assert decode({RUUVI: RUUVI_INVALID}, {}).telemetry == Telemetry()


def test_a_ruuvitag_is_known_by_the_address_in_its_frame():
    assert decode({RUUVI: RUUVI_VALID}, {}).key == "address:CB:B8:33:4C:88:4F"
    assert decode({RUUVI: RUUVI_INVALID}, {}).key is None


def test_a_frame_with_a_key_comes_before_one_without():
    uid = encode_ibeacon(UUID, 1, 101, -59)
    tlm = {EDDYSTONE: b"\x20\x00" + bytes(12)}
    assert decode({RUUVI: RUUVI_INVALID, **uid}, tlm).kind == "ibeacon"
    assert [each.kind for each in decode_all(uid, tlm)] == ["ibeacon", "eddystone-tlm"]


def test_a_frame_cut_short_is_no_frame():
    ibeacon = encode_ibeacon(UUID, 1, 101, -59)[APPLE]
    uid = encode_eddystone_uid("6D2F0C5E8B1A4E579C33", "000000000101", -59)[EDDYSTONE]
    assert all(decode({APPLE: ibeacon[:size]}, {}) is None for size in range(23))
    assert all(decode({}, {EDDYSTONE: uid[:size]}) is None for size in range(18))
    assert all(decode({RUUVI: RUUVI_VALID[:size]}, {}) is None for size in range(24))


STARTS = st.sampled_from(
    [b"", b"\x02\x15", b"\xbe\xac", b"\x00", b"\x10", b"\x20\x00", b"\x20\x01", b"\x30", b"\x05"]
)
PAYLOADS = st.builds(bytes.__add__, STARTS, st.binary(max_size=40))
COMPANIES = st.one_of(st.sampled_from([APPLE, RUUVI, 0x0118]), UINT16)


@given(
    st.dictionaries(COMPANIES, PAYLOADS, max_size=4),
    st.dictionaries(st.one_of(st.just(EDDYSTONE), st.text(max_size=8)), PAYLOADS, max_size=3),
)
def test_no_bytes_raise(manufacturer_data, service_data):
    for advert in decode_all(manufacturer_data, service_data):
        assert advert.key is None or advert.key.split(":")[0] in {
            "ibeacon",
            "altbeacon",
            "eddystone",
            "address",
        }


@pytest.mark.parametrize(
    ("arguments", "named"),
    [((UUID, 70000, 1, -59), "major 70000"), ((UUID, 1, 1, -200), "power -200 dBm")],
)
def test_an_ibeacon_value_that_does_not_fit_is_named(arguments, named):
    with pytest.raises(ValueError, match=named):
        encode_ibeacon(*arguments)


def test_an_eddystone_identifier_of_another_length_is_named():
    with pytest.raises(ValueError, match="'6D2F'"):
        encode_eddystone_uid("6D2F", "000000000101", -59)


def test_an_address_key_is_in_capitals():
    assert address_key("c0:de:00:00:01:0a") == "address:C0:DE:00:00:01:0A"
