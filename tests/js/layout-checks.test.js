import assert from "node:assert/strict";
import test from "node:test";

import { baysOf, groupFindings, ruleKey, thingOf } from "../../kiosk_ui/static/staff/layout/panels/check-list.js";
import { shelf } from "./seeded.js";

function finding(rule, severity, thing = "", place = "") {
  return { rule, severity, thing, place, message: "", level: "1", x_m: null, y_m: null };
}

test("findings stand in groups of a rule, the worst first", () => {
  const found = [finding("range-over", "info"), finding("narrow-aisle", "warning"), finding("shelves-overlap", "violation"), finding("narrow-aisle", "warning")];
  assert.deepEqual(groupFindings(found).map(({ rule, findings }) => [rule, findings.length]), [["shelves-overlap", 1], ["narrow-aisle", 2], ["range-over", 1]]);
});

test("a finding leads to its thing, of a face to the shelf, of a range to nothing", () => {
  const plan = { shelves: [shelf()], units: [{ id: "hylly-1" }], ranges: [{ id: "r" }] };
  assert.equal(thingOf(plan, finding("x", "warning", "1A", "shelf 1, face 1A")).thing.id, "hylly-1");
  assert.equal(thingOf(plan, finding("x", "warning", "hylly-1", "unit hylly-1")).kind, "units");
  assert.equal(thingOf(plan, finding("x", "warning", "r", "range r")), null);
  assert.equal(thingOf(plan, finding("x", "warning")), null);
  assert.equal(ruleKey("no-such-bay"), "no_such_bay");
});

test("a finding tells its bays where it is about some", () => {
  assert.equal(baysOf(finding("x", "warning", "1A", "shelf 1, face 1A, bay 1–3, 7")), "1–3, 7");
  assert.equal(baysOf(finding("x", "warning", "1A", "shelf 1, face 1A, bay 4")), "4");
  assert.equal(baysOf(finding("x", "warning", "1A", "shelf 1, face 1A")), "");
});
