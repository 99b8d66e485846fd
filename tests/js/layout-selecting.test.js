import assert from "node:assert/strict";
import test from "node:test";

import { SelectTool } from "../../kiosk_ui/static/staff/layout/select-tool.js";

/** A context in which the key under each pointer is what the pointer carries. */
function context(...selected) {
  const ctx = {
    adding: false, selection: new Map(), keyAt: (event) => event.key, selectedAt: () => null, isLocked: () => true,
    preview() {}, overlay: { querySelector: () => null },
    select(keys) {
      ctx.selection = new Map([...keys].map((key) => [key, { id: key.split("/")[1], outline: [] }]));
    },
  };
  ctx.select(selected);
  return ctx;
}

function tap(ctx, key, { for_ms = 80, pointerType = "touch", ...how } = {}) {
  const tool = new SelectTool();
  const event = (timeStamp) => ({ key, timeStamp, pointerType, clientX: 10, clientY: 10, shiftKey: false, ...how });
  tool.pointerDown(ctx, [0, 0], event(1000));
  tool.pointerUp(ctx, [0, 0], event(1000 + for_ms));
  return [...ctx.selection.keys()];
}

const THREE = ["shelves/a", "shelves/b", "landmarks/horse"];

test("a tap selects a thing alone", () => {
  assert.deepEqual(tap(context(...THREE), "shelves/c"), ["shelves/c"]);
  assert.deepEqual(tap(context(...THREE), "landmarks/horse"), ["landmarks/horse"]);
});

test("a finger that rests takes a thing out of the selection, or adds it", () => {
  assert.deepEqual(tap(context(...THREE), "landmarks/horse", { for_ms: 600 }), ["shelves/a", "shelves/b"]);
  assert.deepEqual(tap(context(...THREE), "shelves/c", { for_ms: 600 }), [...THREE, "shelves/c"]);
});

test("a finger that rests on the floor keeps what is selected", () => {
  assert.deepEqual(tap(context(...THREE), "levels/1", { for_ms: 600 }), THREE);
});

test("a mouse adds by shift, however long it is held", () => {
  assert.deepEqual(tap(context(...THREE), "shelves/c", { pointerType: "mouse", for_ms: 600 }), ["shelves/c"]);
  assert.deepEqual(tap(context(...THREE), "shelves/c", { pointerType: "mouse", shiftKey: true }), [...THREE, "shelves/c"]);
});
