import assert from "node:assert/strict";
import test from "node:test";

import { angleAt, areaOf, clearBetween, lineLength } from "../../kiosk_ui/static/staff/layout/geometry/measure.js";
import {
  closeOutline, isSimple, nextCorner, rectangle, wallAlong,
} from "../../kiosk_ui/static/staff/layout/geometry/outline.js";
import {
  applied, fit, misses, motionOf, rescaled, turnedAbout, undone,
} from "../../kiosk_ui/static/staff/layout/geometry/similarity.js";
import { moved } from "../../kiosk_ui/static/staff/layout/geometry/transform.js";
import { distance, signedArea } from "../../kiosk_ui/static/staff/layout/geometry/vectors.js";
import { forSeeds, shelf } from "./seeded.js";

test("corners drawn at right angles make a rectangle that closes at its first corner", () => {
  const corners = [];
  for (const point of [[0.02, 0.01], [4.05, 0.2], [3.9, 3.02], [0.1, 2.95]]) {
    corners.push(nextCorner(corners, point, { square: true }).point);
  }
  assert.deepEqual(corners, [[0.02, 0.01], [4.05, 0.01], [4.05, 3.02], [0.02, 3.02]]);
  assert.deepEqual(nextCorner(corners, [0.1, 0.2], { square: true }), { point: [0.02, 0.01], closes: true });
});

test("right angles are those of the side before, however it lies", () => {
  const { point } = nextCorner([[0, 0], [3, 3]], [1.4, 5], { square: true });
  assert.ok(Math.abs(angleAt([0, 0], [3, 3], point) - 90) < 0.1);
});

test("an outline runs anticlockwise and has no corner twice or on a straight side", () => {
  const ring = closeOutline([[0, 3], [2, 3], [4, 3], [4, 3], [4, 0], [0, 0], [0, 3]]);
  assert.equal(ring.length, 4);
  assert.ok(signedArea(ring) > 0);
});

test("corners that cross or enclose nothing make no outline", () => {
  assert.equal(closeOutline([[0, 0], [4, 4], [4, 0], [0, 4]]), null);
  assert.equal(closeOutline([[0, 0], [4, 0], [8, 0]]), null);
  assert.equal(closeOutline([[0, 0]]), null);
  assert.equal(closeOutline([]), null);
});

test("a wall has the length of its line and its thickness on both sides", () => {
  const straight = wallAlong([[0, 0], [4, 0]], 0.2);
  assert.deepEqual(straight, [[0, -0.1], [4, -0.1], [4, 0.1], [0, 0.1]]);
  const bent = wallAlong([[0, 0], [4, 0], [4, 3]], 0.2);
  assert.ok(isSimple(bent) && Math.abs(areaOf(bent) - 7 * 0.2) < 1e-9);
});

test("two corners make an upright rectangle, whichever they are", () => {
  assert.deepEqual(rectangle([4, 0], [0, 3]), rectangle([0, 0], [4, 3]));
});

test("a line is as long as its parts, and an angle is that between its arms", () => {
  assert.equal(lineLength([[0, 0], [3, 4], [3, 10]]), 11);
  assert.equal(lineLength([[1, 1]]), 0);
  assert.deepEqual([[0, 5], [-5, 0], [5, 0]].map((point) => angleAt([5, 0], [0, 0], point)), [90, 180, 0]);
});

test("the clear width between parallel shelves is that of the aisle, told in its middle", () => {
  const [one, other] = [rectangle([0, 0], [0.6, 4]), rectangle([1.8, 1], [2.4, 5])];
  const clear = clearBetween(one, other);
  assert.ok(Math.abs(clear.width_m - 1.2) < 1e-9);
  assert.deepEqual([clear.from, clear.to], [[0.6, 2.5], [1.8, 2.5]]);
  assert.equal(clearBetween(one, rectangle([0.5, 1], [2, 2])).width_m, 0);
});

test("a fit finds the scale, turn and shift that points went through", () => {
  forSeeds(200, (lot) => {
    const known = { scale: lot.between(0.002, 3), turn_deg: lot.between(-179, 179), east_m: lot.between(-50, 50), north_m: lot.between(-50, 50) };
    const pairs = Array.from({ length: 2 + Math.floor(lot.random() * 4) }, () => {
      const from = [lot.between(0, 1000), lot.between(0, 1000)];
      return { from, to: applied(known, from) };
    });
    const found = fit(pairs);
    for (const [field, value] of Object.entries(known)) assert.ok(Math.abs(found[field] - value) < 1e-5, field);
    assert.ok(Math.max(...misses(found, pairs)) < 1e-6);
    assert.ok(distance(undone(found, pairs[0].to), pairs[0].from) < 1e-6);
  });
});

test("no pairs, one pair, or one place twice do not say how to lay a picture", () => {
  assert.equal(fit([]), null);
  assert.equal(fit([{ from: [0, 0], to: [1, 1] }]), null);
  assert.equal(fit([{ from: [1, 1], to: [0, 0] }, { from: [1, 1], to: [4, 0] }]), null);
});

test("levels are laid over each other without stretching; what is left over is told", () => {
  const pairs = [{ from: [0, 0], to: [10, 0] }, { from: [10, 0], to: [10, 11] }];
  const found = fit(pairs, { rigid: true });
  assert.deepEqual([found.scale, Math.round(found.turn_deg)], [1, 90]);
  for (const miss of misses(found, pairs)) assert.ok(Math.abs(miss - 0.5) < 1e-9);
  assert.equal(moved(shelf({ x_m: 5, y_m: 0 }), motionOf(found)).angle_deg, 180);
});

test("a known length between two points sets the scale, and the first point stays", () => {
  const laid = { scale: 0.01, turn_deg: 30, east_m: 4, north_m: 7 };
  const ends = [[100, 0], [500, 300]];
  const [one, other] = ends.map((end) => applied(laid, end));
  const scaled = rescaled(laid, one, other, 12.5);
  const [first, second] = ends.map((end) => applied(scaled, end));
  assert.ok(distance(first, one) < 1e-9 && Math.abs(distance(first, second) - 12.5) < 1e-9);
  assert.equal(rescaled(laid, one, one, 3), null);
});

test("a picture turned about a point keeps that point", () => {
  const laid = { scale: 0.01, turn_deg: 0, east_m: 4, north_m: 7 };
  const turned = turnedAbout(laid, applied(laid, [200, 100]), 90);
  assert.ok(distance(applied(turned, [200, 100]), applied(laid, [200, 100])) < 1e-9);
});
