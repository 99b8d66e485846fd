import assert from "node:assert/strict";
import test from "node:test";

import {
  between,
  boxAround,
  centreOf,
  easeIn,
  fitAspect,
  fitWindow,
  formatBox,
  isAtEase,
  isInside,
  keepInside,
  parseBox,
  zoomAt,
  zoomStep,
} from "../../kiosk_ui/static/shared/view-box.js";

const WHOLE = { x: 0, y: -28, width: 45, height: 28 };

test("a view box survives being written and read", () => {
  assert.deepEqual(parseBox(formatBox(WHOLE)), WHOLE);
});

test("text that is no view box is refused by name", () => {
  assert.throws(() => parseBox("one two"), /"one two" is no view box/);
});

test("the box around a route holds every point with its margin", () => {
  const box = boxAround([{ x: 1, y: -2 }, { x: 4, y: -7 }], 2);
  assert.deepEqual(box, { x: -1, y: -9, width: 7, height: 9 });
});

test("fitting to a window keeps the centre and never cuts", () => {
  const fitted = fitAspect({ x: 0, y: 0, width: 10, height: 10 }, 2);
  assert.deepEqual(fitted, { x: -5, y: 0, width: 20, height: 10 });
});

test("zooming keeps the point under the finger where it is", () => {
  const centre = { x: 20, y: -10 };
  const box = zoomAt(WHOLE, centre, 2, WHOLE, 3);
  assert.equal((centre.x - box.x) / box.width, (centre.x - WHOLE.x) / WHOLE.width);
  assert.equal(box.width, 22.5);
});

test("zooming out stops at the whole floor, zooming in at the least width", () => {
  assert.equal(zoomAt(WHOLE, { x: 1, y: -1 }, 0.1, WHOLE, 3).width, 45);
  assert.equal(zoomAt(WHOLE, { x: 1, y: -1 }, 1000, WHOLE, 3).width, 3);
});

test("the map cannot be pushed out of sight", () => {
  const box = keepInside({ x: 500, y: 500, width: 10, height: 10 }, WHOLE);
  assert.deepEqual(box, { x: 40, y: -5, width: 10, height: 10 });
});

test("half of a glide is half way", () => {
  assert.deepEqual(between({ x: 0, y: 0, width: 2, height: 2 }, { x: 4, y: 2, width: 4, height: 4 }, 0.5), {
    x: 2, y: 1, width: 3, height: 3,
  });
});

test("a part fits its window with its margin in pixels", () => {
  const box = fitWindow({ x: 0, y: 0, width: 10, height: 2 }, { width: 240, height: 100 }, 20, 100);
  assert.deepEqual(box, { x: -1, y: -1.5, width: 12, height: 5 });
});

test("a small part is not shown larger than the greatest scale", () => {
  const box = fitWindow({ x: 5, y: 5, width: 0, height: 0 }, { width: 400, height: 200 }, 20, 40);
  assert.deepEqual(box, { x: 0, y: 2.5, width: 10, height: 5 });
});

test("a margin leaves room in a small window", () => {
  const box = fitWindow({ x: 0, y: 0, width: 4, height: 4 }, { width: 100, height: 100 }, 500, 100);
  assert.deepEqual(box, { x: -3, y: -3, width: 10, height: 10 });
});

test("labels follow the scale, and where none fits there is none", () => {
  assert.deepEqual([5, 8.5, 21.6, 90].map((scale) => zoomStep(scale, [8.4, 21.6, 80])), [0, 1, 2, 3]);
});

test("the centre of a box lies in it, and a point beyond any side does not", () => {
  assert.deepEqual(centreOf(WHOLE), { x: 22.5, y: -14 });
  assert.ok(isInside(centreOf(WHOLE), WHOLE));
  for (const [x, y] of [[-1, -14], [46, -14], [22, -29], [22, 1]]) assert.ok(!isInside({ x, y }, WHOLE));
});

test("a point near an edge is inside but not at ease", () => {
  const box = { x: 0, y: 0, width: 10, height: 20 };
  for (const [x, y, eased] of [[5, 10, true], [1.6, 10, true], [1.4, 10, false], [5, 17.1, false], [-1, 10, false]]) {
    assert.equal(isAtEase(/** @type {any} */ ({ x, y }), box), eased);
  }
});

test("a box grows for a point only as much and only where it must", () => {
  const box = { x: 0, y: 0, width: 10, height: 20 };
  assert.deepEqual(easeIn(box, { x: 5, y: 10 }), box);
  const point = { x: 15.5, y: 10 };
  const grown = easeIn(box, point);
  assert.ok(grown.width < 20.1 && Math.abs(grown.height - box.height) < 1e-9);
  for (const each of [point, { x: 1.5, y: 10 }]) {
    assert.ok(isAtEase({ ...each, x: each.x + (each.x > 5 ? -1e-9 : 1e-9) }, grown));
  }
});
