import assert from "node:assert/strict";
import test from "node:test";

import { faceLength, shelfOutline } from "../../kiosk_ui/static/staff/layout/geometry/axes.js";
import { clearBetween } from "../../kiosk_ui/static/staff/layout/geometry/measure.js";
import { distance } from "../../kiosk_ui/static/staff/layout/geometry/vectors.js";
import { remedyFor } from "../../kiosk_ui/static/staff/layout/remedies.js";
import { forSeeds, shelf } from "./seeded.js";

const LEVEL = { id: "1", outline: [[0, 0], [20, 0], [20, 10], [0, 10]] };

function finding(rule, changes = {}) {
  return { severity: "warning", rule, place: "", message: "", thing: "", level: "1", x_m: null, y_m: null, ...changes };
}

function row(xs, changes = {}) {
  return xs.map((x_m, at) => shelf({ id: `s${at}`, number: `${at + 1}`, x_m, y_m: 5, ...changes }));
}

/** Clear widths between neighbours after changes. */
function gapsAfter(shelves, changes) {
  const after = shelves.map((each) => changes.find((change) => change.id === each.id)?.value ?? each);
  return after.slice(1).map((each, at) => Math.round(clearBetween(shelfOutline(after[at]), shelfOutline(each)).width_m * 1000) / 1000);
}

test("a narrow aisle is widened to 1.20 m by the side that moves fewer shelves", () => {
  const shelves = row([3, 4.8, 6.22, 8.02]);
  const remedy = remedyFor({ id: "t", levels: [LEVEL], shelves }, finding("narrow-aisle", { x_m: 5.51, y_m: 5 }));
  assert.deepEqual([remedy.what, remedy.length_m], ["widen", 1.2]);
  assert.deepEqual(gapsAfter(shelves, remedy.changes), [1.2, 1.2, 1.2]);
});

test("what has room to spare behind it is not pushed on", () => {
  const shelves = row([3, 4.42, 6.9, 8.7]);
  const remedy = remedyFor({ id: "t", levels: [LEVEL], shelves }, finding("narrow-aisle", { x_m: 3.7, y_m: 5 }));
  assert.equal(remedy.changes.length, 1);
  assert.ok(Math.min(...gapsAfter(shelves, remedy.changes)) >= 1.2);
});

test("where there is no room for 1.20 m it is 0.90 m, and without that there is no remedy", () => {
  const room = { id: "1", outline: [[0, 0], [2.7, 0], [2.7, 10], [0, 10]] };
  const tight = row([0.4, 1.8]);
  const plan = { id: "t", levels: [room], shelves: tight };
  assert.equal(remedyFor(plan, finding("narrow-aisle", { x_m: 1.1, y_m: 5 })).length_m, 1.2);
  const pillar = { id: "p", level: "1", kind: "pillar", outline: [[2.3, 4], [2.6, 4], [2.6, 6], [2.3, 6]] };
  const walled = { id: "w", level: "1", kind: "wall", outline: [[0, 4], [0.05, 4], [0.05, 6], [0, 6]] };
  const least = remedyFor({ ...plan, fixtures: [pillar, walled] }, finding("narrow-aisle", { x_m: 1.1, y_m: 5 }));
  assert.equal(least.length_m, 0.9);
  const blocked = { ...pillar, outline: [[2.15, 4], [2.6, 4], [2.6, 6], [2.15, 6]] };
  assert.equal(remedyFor({ ...plan, fixtures: [blocked, walled] }, finding("narrow-aisle", { x_m: 1.1, y_m: 5 })), null);
});

test("a widened aisle never puts a shelf onto another or out of its level", () => {
  forSeeds(120, (lot) => {
    let x = lot.between(0.5, 2);
    const shelves = row(Array.from({ length: 7 }, () => (x += 0.6 + lot.between(0.62, 1.4))));
    const at = 1 + Math.floor(lot.random() * 5);
    const spot = (shelves[at].x_m + shelves[at - 1].x_m) / 2;
    const remedy = remedyFor({ id: "t", levels: [LEVEL], shelves }, finding("narrow-aisle", { x_m: spot, y_m: 5 }));
    if (!remedy) return;
    const after = shelves.map((each) => remedy.changes.find((change) => change.id === each.id)?.value ?? each);
    const before = gapsAfter(shelves, []);
    gapsAfter(shelves, remedy.changes).forEach((gap, gapAt) => {
      assert.ok(gap >= Math.min(before[gapAt], 1.2) - 0.002, `${gap} was ${before[gapAt]}`);
    });
    assert.ok(after.every((each) => shelfOutline(each).every(([east]) => east >= 0 && east <= 20)));
  });
});

test("a narrow door is widened about its middle", () => {
  const openings = [{ id: "ovi", level: "1", start: [3, 0], end: [3.5, 0] }];
  const { changes } = remedyFor({ id: "t", openings }, finding("opening-narrow", { thing: "ovi" }));
  assert.deepEqual([changes[0].value.start, changes[0].value.end], [[2.8, 0], [3.7, 0]]);
  assert.ok(Math.abs(distance(...["start", "end"].map((end) => changes[0].value[end])) - 0.9) < 1e-9);
});

test("bays that are too wide are made to fit, on the face's shelf", () => {
  const wide = shelf({ length_m: 4 });
  const { changes } = remedyFor({ id: "t", shelves: [wide] }, finding("bays-too-wide", { thing: "1A" }));
  const [face] = changes[0].value.faces;
  assert.equal(face.bays.length, 5);
  assert.ok(face.bays.reduce((sum, bay) => sum + bay.width_m, 0) <= faceLength(wide, "front") + 1e-9);
});

test("the rest is mended by what the plan itself says", () => {
  const plan = {
    id: "t",
    shelves: [shelf({ mounting: "wall" }), shelf({ id: "hylly-2", number: "7" })],
    connectors: [{ id: "hissi", kind: "lift", step_free: false, direction: "up", stops: [] }],
    closures: [{ id: "remontti" }],
  };
  const mended = (rule, thing) => remedyFor(plan, finding(rule, { thing }))?.changes[0].value;
  assert.equal("mounting" in mended("shelf-floating", "hylly-1"), false);
  assert.equal(mended("duplicate-sign", "1A").number, "8");
  assert.equal(mended("lift-steps", "hissi").step_free, true);
  assert.equal("direction" in mended("connector-direction", "hissi"), false);
  assert.equal(mended("closure-past", "remontti"), null);
});

test("what needs a decision, or is about nothing that is there, has no remedy", () => {
  const plan = { id: "t", levels: [LEVEL], shelves: row([3]) };
  for (const rule of ["shelves-overlap", "range-gap", "closed-room", "no-such-rule"]) assert.equal(remedyFor(plan, finding(rule)), null);
  for (const rule of ["bays-too-wide", "opening-narrow", "lift-steps", "closure-past", "shelf-shape", "board-heights"]) {
    assert.equal(remedyFor(plan, finding(rule, { thing: "gone" })), null, rule);
  }
  assert.equal(remedyFor(plan, finding("narrow-aisle", { x_m: 3, y_m: 5 })), null);
});
