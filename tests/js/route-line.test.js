import assert from "node:assert/strict";
import test from "node:test";

import { startAt } from "../../kiosk_ui/static/shared/route-line.js";

test("a line begins at the dot and ends where it did", () => {
  assert.equal(startAt("M0 0L3.5 0Q4 0 4 -0.5L4 -4", 1.25, -0.5), "M1.25 -0.50L3.5 0Q4 0 4 -0.5L4 -4");
});

test("points left of and above the origin are replaced as well", () => {
  assert.equal(startAt("M-12.34 -5L1 2", 0, 0), "M0.00 0.00L1 2");
});

test("what does not begin with a point stays as it is", () => {
  assert.equal(startAt("", 1, 2), "");
});
