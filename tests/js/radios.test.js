import assert from "node:assert/strict";
import test from "node:test";

import { doubtOf, droppedText, isSilent } from "../../kiosk_ui/static/staff/radios.js";

const RADIO = { radio: "b101", heard: 4, rssi_dbm: -80, clock_error_s: null };

test("a radio is silent when it was heard once and not for a minute", () => {
  assert.equal(isSilent({ ...RADIO, age_s: 61 }), true);
  assert.equal(isSilent({ ...RADIO, age_s: 60 }), false);
});

test("a radio that was never heard is not silent", () => {
  assert.equal(isSilent({ radio: "b102", heard: 0, age_s: null, rssi_dbm: null }), false);
});

test("a radio that is heard wrongly says so, with the decibels it is off by", () => {
  const messages = { "ui.radio_weak": "Heard {db} dB too weakly." };
  const weak = { ...RADIO, age_s: 1, verdict: "weak", power_change_db: -9.2 };
  assert.equal(doubtOf(weak, messages), "Heard 9 dB too weakly.");
  assert.equal(doubtOf({ ...weak, verdict: "fine" }, messages), "");
});

test("a radio whose clock is wrong says by how much", () => {
  const messages = { "ui.radio_clock": "Its clock is {seconds} s wrong." };
  const off = { ...RADIO, age_s: 1, verdict: "fine", power_change_db: 0, clock_error_s: -29.8 };
  assert.equal(doubtOf(off, messages), "Its clock is 30 s wrong.");
});

test("dropped packets are counted with their reasons, the most usual first", () => {
  const messages = {
    "ui.packets_dropped":
      "{count, plural, one {# packet dropped: {kinds}} other {# packets dropped: {kinds}}}",
    "ui.dropped_clock": "clock {number}",
    "ui.dropped_replayed": "replayed {number}",
  };
  assert.equal(droppedText({ accepted: 90, clock: 0, replayed: 0 }, messages), "");
  assert.equal(
    droppedText({ accepted: 90, replayed: 2, clock: 10 }, messages),
    "12 packets dropped: clock 10, replayed 2",
  );
  assert.equal(droppedText({ accepted: 90, clock: 1 }, messages), "1 packet dropped: clock 1");
});
