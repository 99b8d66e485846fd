import assert from "node:assert/strict";
import test from "node:test";

import { doubtOf, isSilent } from "../../kiosk_ui/static/staff/radios.js";

const RADIO = { radio: "b101", heard: 4, rssi_dbm: -80 };

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
