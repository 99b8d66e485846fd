import assert from "node:assert/strict";
import test from "node:test";

import { countScanned, withItem, withNextBay } from "../../kiosk_ui/static/staff/walk/scanned.js";

test("each scan is a line of its own, also after what was typed without an end of line", () => {
  assert.equal(withItem(withItem("", "4001"), "4002"), "4001\n4002\n");
  assert.equal(withItem("84.2 AAL", "4002"), "84.2 AAL\n4002\n");
});

test("an empty line begins another bay, however often one asks for it", () => {
  const next = withNextBay(withItem("", "4001"));
  assert.equal(withItem(next, "4002"), "4001\n\n4002\n");
  assert.equal(withNextBay(next), next);
  assert.equal(withNextBay(""), "");
});

test("items and bays are counted, and empty lines are none", () => {
  assert.deepEqual(countScanned("4001\n4002\n\n\n4003\n"), { items: 3, bays: 2 });
  assert.deepEqual(countScanned("\n \n"), { items: 0, bays: 0 });
});
