import assert from "node:assert/strict";
import test from "node:test";

import { readNumber, valueAfter, writeLength, writeNumber } from "../../kiosk_ui/static/staff/layout/numbers.js";
import { forSeeds } from "./seeded.js";

test("a length is read with comma or point, with its unit or another one", () => {
  for (const text of ["1,2", "1.20", " 1,2 m", "120 cm", "1\u00a0200 mm", "1,2M"]) {
    const read = readNumber(text);
    assert.ok(read && Math.abs(read.value - 1.2) < 1e-12 && !read.isStep, text);
  }
});

test("what is no number of the unit is refused", () => {
  for (const text of ["", "m", "1,2,3", "1 kg", "12 °", "1e3", "NaN", "--"]) assert.equal(readNumber(text), null, text);
  assert.equal(readNumber("3 m", ""), null);
  assert.equal(readNumber("15 m", "°"), null);
});

test("angles and counts are read in their own units", () => {
  assert.equal(readNumber("90°", "°").value, 90);
  assert.equal(readNumber("45 deg", "°").value, 45);
  assert.equal(readNumber("6", "").value, 6);
});

test("a sign makes a step, but where numbers may be below 0 a minus does not", () => {
  assert.deepEqual(readNumber("+0,5"), { value: 0.5, isStep: true });
  assert.deepEqual(readNumber("−0,5"), { value: -0.5, isStep: true });
  assert.deepEqual(readNumber("-2", "m", { signed: true }), { value: -2, isStep: false });
  assert.deepEqual(readNumber("--2", "m", { signed: true }), { value: -2, isStep: true });
  assert.equal(valueAfter({ value: 0.5, isStep: true }, 2), 2.5);
  assert.equal(valueAfter({ value: 0.5, isStep: false }, 2), 0.5);
});

test("what is written is read as it was, in every language", () => {
  forSeeds(100, (lot) => {
    const value = lot.millimetres(0, 500);
    for (const tag of ["fi", "sv", "en"]) assert.equal(readNumber(writeNumber(value, 3, tag)).value, value);
  });
  assert.equal(writeLength(1.2, "fi"), "1,20\u00a0m");
  assert.equal(writeNumber(-0.0004, 2, "fi"), "0");
  assert.equal(writeNumber(-0.4, 2, "fi"), "−0,4");
});
