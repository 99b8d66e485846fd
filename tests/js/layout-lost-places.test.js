import assert from "node:assert/strict";
import test from "node:test";

import { nameLost } from "../../kiosk_ui/static/staff/layout/lost-places.js";

/** @param {string} range @param {string} name */
const lost = (range, name) => ({ range, face: name, name, bays: [1] });

test("ranges that lose their place are named by their ends and signs, each once", () => {
  const ranges = [{ id: "r1", first: "84.2 AAL", last: "84.2 KOS" }, { id: "r2", first: "", last: "" }];
  assert.equal(
    nameLost(ranges, [lost("r1", "1A"), lost("r1", "1B"), lost("r1", "1B"), lost("r2", "2A")]),
    "84.2 AAL – 84.2 KOS (1A, 1B), r2 (2A)",
  );
});

test("of many ranges only the first are named", () => {
  const many = Array.from({ length: 9 }, (_, at) => lost(`r${at}`, "1A"));
  assert.equal(nameLost([], many), "r0 (1A), r1 (1A), r2 (1A), r3 (1A) + 5");
});
