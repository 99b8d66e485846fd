import assert from "node:assert/strict";
import test from "node:test";

import { isSilent } from "../../kiosk_ui/static/staff/radios.js";

const RADIO = { radio: "b101", heard: 4, rssi_dbm: -80 };

test("a radio is silent when it was heard once and not for a minute", () => {
  assert.equal(isSilent({ ...RADIO, age_s: 61 }), true);
  assert.equal(isSilent({ ...RADIO, age_s: 60 }), false);
});

test("a radio that was never heard is not silent", () => {
  assert.equal(isSilent({ radio: "b102", heard: 0, age_s: null, rssi_dbm: null }), false);
});
