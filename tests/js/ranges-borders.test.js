import assert from "node:assert/strict";
import test from "node:test";

import { between, stopAt } from "../../kiosk_ui/static/staff/ranges/borders.js";

const STOPS = {
  items: 10,
  at: 1,
  stops: [
    { first: "84.2 AAL", items: 0 },
    { first: "84.2 HUO", items: 4 },
    { first: "84.2 LIN", items: 9 },
  ],
};

test("a border goes to the call number with the nearest share of items before it", () => {
  assert.deepEqual([0, 0.19, 0.21, 0.6, 0.7, 1].map((share) => stopAt(STOPS, share)), [0, 0, 1, 1, 2, 2]);
});

test("without any items there is nowhere to go", () => {
  assert.equal(stopAt({ items: 0, at: 0, stops: [] }, 0.5), -1);
});

test("bays are chosen from one to another, whichever is first", () => {
  assert.deepEqual(between(2, 4), [2, 3, 4]);
  assert.deepEqual(between(4, 2), [2, 3, 4]);
  assert.deepEqual(between(3, 3), [3]);
});
