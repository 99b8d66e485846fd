import assert from "node:assert/strict";
import test from "node:test";

import { findRoom } from "../../kiosk_ui/static/shared/names.js";

const WINDOW = { x: 0, y: 0, width: 40, height: 30 };
const STAY = { x: 0, y: 0 };
const DOWN = { x: 0, y: 4 };
const RIGHT = { x: 11, y: 0 };

const at = (/** @type {number} */ x, /** @type {number} */ y) => ({ x, y, width: 10, height: 2 });
const name = (/** @type {number} */ x, /** @type {number} */ y) => ({ box: at(x, y), moves: [DOWN, RIGHT] });

test("a name that nothing covers stays where it is", () => {
  assert.deepEqual(findRoom([name(5, 5)], [at(5, 8)], [], WINDOW), [STAY]);
});

test("a covered name takes the first place that is free", () => {
  assert.deepEqual(findRoom([name(5, 5)], [at(8, 5)], [], WINDOW), [DOWN]);
  assert.deepEqual(findRoom([name(5, 5)], [at(4, 5)], [at(5, 9)], WINDOW), [RIGHT]);
});

test("no name goes where another one stands or went", () => {
  assert.deepEqual(findRoom([name(5, 5), name(5, 9)], [at(4, 5)], [], WINDOW), [RIGHT, STAY]);
  const covered = [name(5, 5), name(6, 5)];
  assert.deepEqual(findRoom(covered, [at(5, 5)], [], WINDOW), [DOWN, RIGHT]);
});

test("no name goes where it could not be read", () => {
  const isDark = (/** @type {{y: number}} */ box) => box.y > 6;
  assert.deepEqual(findRoom([name(5, 5)], [at(4, 5)], [], WINDOW, isDark), [RIGHT]);
});

test("a name without room goes", () => {
  assert.deepEqual(findRoom([name(5, 5)], [at(5, 5), at(5, 9), at(16, 5)], [], WINDOW), [null]);
});

test("a name that the edge of the window cuts comes in, but by no more than half of it", () => {
  assert.deepEqual(findRoom([name(-3, 5)], [], [], WINDOW), [{ x: 3, y: 0 }]);
  assert.deepEqual(findRoom([{ ...name(-7, 5), moves: [] }], [], [], WINDOW), [null]);
  assert.deepEqual(findRoom([name(37, 31)], [], [], WINDOW), [null]);
});
