import assert from "node:assert/strict";
import test from "node:test";

import { alignAngles, alignThings } from "../../kiosk_ui/static/staff/layout/geometry/align.js";
import {
  aisleAlong, alongLine, beside, blankShelf, countAlong, DOUBLE_SHELF, named, shelfAlong, templateOf, WALL_SHELF,
} from "../../kiosk_ui/static/staff/layout/geometry/arrays.js";
import {
  equalGaps, equalSpacing, gapsOf, rowDirection, withGap,
} from "../../kiosk_ui/static/staff/layout/geometry/distribute.js";
import { newId, nextNumber, renumbered } from "../../kiosk_ui/static/staff/layout/geometry/naming.js";
import { extentOf } from "../../kiosk_ui/static/staff/layout/geometry/transform.js";
import { forSeeds, seeded, shelf } from "./seeded.js";

/** Shelves as they are after changes. */
function after(placed, changes) {
  const values = new Map(changes.map((change) => [change.id, change.value]));
  return placed.map((each) => ({ ...each, thing: values.get(each.thing.id) ?? each.thing }));
}

function anyRow(lot, angle_deg) {
  return Array.from({ length: 2 + Math.floor(lot.random() * 6) }, (_, at) => {
    const turn = (angle_deg * Math.PI) / 180;
    const [out, off] = [at * 2.2 + lot.between(0, 0.6), lot.between(-0.2, 0.2)];
    const [x_m, y_m] = [-out * Math.sin(turn) + off * Math.cos(turn), out * Math.cos(turn) + off * Math.sin(turn)];
    return { kind: "shelves", thing: shelf({ id: `s${at}`, x_m, y_m, angle_deg, depth_m: lot.millimetres(0.4, 0.8) }) };
  });
}

test("equal gaps are equal, and the outermost shelves stay", () => {
  forSeeds(150, (lot) => {
    const row = anyRow(lot, Math.round(lot.between(0, 180)));
    const spread = after(row, equalGaps(row));
    const gaps = gapsOf(spread, rowDirection(row));
    assert.ok(Math.max(...gaps) - Math.min(...gaps) < 0.004, `${gaps}`);
    for (const at of [0, -1]) {
      const [one, other] = [row.at(at).thing, spread.at(at).thing];
      assert.ok(Math.hypot(one.x_m - other.x_m, one.y_m - other.y_m) < 0.003);
    }
  });
});

test("aisles get the width that is asked for, whichever way the shelves stand", () => {
  forSeeds(150, (lot) => {
    const row = anyRow(lot, Math.round(lot.between(0, 180)));
    for (const gap of gapsOf(after(row, withGap(row, 1.2)), rowDirection(row))) assert.ok(Math.abs(gap - 1.2) < 0.004);
  });
});

test("equal spacing counts from middle to middle", () => {
  const row = [0, 1, 5, 6].map((x_m, at) => ({ kind: "shelves", thing: shelf({ id: `s${at}`, x_m, depth_m: 0.4 + at / 10 }) }));
  assert.deepEqual(after(row, equalSpacing(row)).map(({ thing }) => thing.x_m), [0, 2, 4, 6]);
});

test("shelves end to end are spread along their axis", () => {
  const row = [0, 6, 20].map((y_m, at) => ({ kind: "shelves", thing: shelf({ id: `s${at}`, y_m }) }));
  assert.equal(rowDirection(row), 90);
  assert.deepEqual(after(row, withGap(row, 1)).map(({ thing }) => thing.y_m), [0, 5.5, 11]);
});

test("aligned things have the edge in common, and stay where they were otherwise", () => {
  const placed = [
    { kind: "shelves", thing: shelf() },
    { kind: "units", thing: { id: "sali", level: "1", outline: [[7, 8], [9, 8], [9, 10], [7, 10]] } },
    { kind: "radios", thing: { id: "b1", level: "1", x_m: 12, y_m: 1 } },
  ];
  for (const [edge, at, pick] of [["left", 0, Math.min], ["right", 0, Math.max], ["top", 1, Math.max], ["bottom", 1, Math.min]]) {
    const edges = after(placed, alignThings(placed, edge)).map(({ thing }) => pick(...extentOf(thing).map((point) => point[at])));
    assert.ok(Math.max(...edges) - Math.min(...edges) < 1e-9, edge);
  }
  assert.deepEqual(alignThings([], "left"), []);
});

test("shelves turn the shorter way until they are parallel", () => {
  const placed = [80, 95, 268].map((angle_deg, at) => ({ kind: "shelves", thing: shelf({ id: `s${at}`, angle_deg }) }));
  assert.deepEqual(after(placed, alignAngles(placed, 90)).map(({ thing }) => thing.angle_deg), [90, 90, 270]);
});

test("a row along a line has its aisles, and as many shelves as fit", () => {
  forSeeds(150, (lot) => {
    const turn = lot.between(0, 2 * Math.PI);
    const [length_m, aisle_m] = [lot.between(1, 20), lot.between(0.9, 2)];
    const to = [length_m * Math.cos(turn), length_m * Math.sin(turn)];
    const row = alongLine(DOUBLE_SHELF, "1", [0, 0], to, aisle_m);
    assert.equal(row.length, countAlong(length_m, 0.6, aisle_m));
    const placed = row.map((thing, at) => ({ kind: "shelves", thing: { ...thing, id: `s${at}` } }));
    const direction = (turn * 180) / Math.PI;
    for (const gap of gapsOf(placed, direction)) assert.ok(Math.abs(gap - aisle_m) < 0.005);
    assert.ok(row.length * 0.6 + (row.length - 1) * aisle_m <= Math.max(length_m, 0.6) + 1e-5);
  });
});

test("so many shelves along a line leave aisles that fill it", () => {
  assert.equal(aisleAlong(8.7, 0.6, 6), 1.02);
  assert.equal(countAlong(8.7, 0.6, 1.02), 6);
});

test("copies beside a shelf go on with its number, ids and faces of their own", () => {
  const plan = { id: "talo", shelves: [shelf(), shelf({ id: "hylly-3", number: "3" })] };
  const row = named(plan, beside(shelf(), 4, 1.2, "right"), seeded(1).random, "1");
  assert.deepEqual(row.map((each) => each.number), ["2", "4", "5"]);
  assert.deepEqual(row.map((each) => each.x_m), [6.8, 8.6, 10.4]);
  assert.deepEqual(row[0].faces.map((face) => face.name), ["2A", "2B"]);
  const ids = row.flatMap((each) => [each.id, ...each.faces.map((face) => face.id)]);
  assert.equal(new Set(ids).size, 9);
});

test("a wall shelf drawn along a wall stands to the left of the line", () => {
  const drawn = shelfAlong(WALL_SHELF, "1", [0, 0], [2.7, 0]);
  assert.deepEqual([drawn.x_m, drawn.y_m, drawn.angle_deg, drawn.mounting], [1.35, 0.15, 0, "wall"]);
  assert.deepEqual(drawn.faces.map((face) => [face.side, face.bays.length]), [["front", 3]]);
  assert.equal(shelfAlong(DOUBLE_SHELF, "1", [0, 0], [2.7, 0]).y_m, 0);
});

test("a shelf made from another's template is like it", () => {
  const { id, number, faces, ...rest } = shelf();
  const { id: _id, number: _number, faces: newFaces, ...newRest } = blankShelf(templateOf(shelf()), "1", [5, 3], 90);
  assert.deepEqual(newRest, rest);
  assert.deepEqual(newFaces.map((face) => face.bays), faces.map((face) => face.bays));
});

test("numbers go on after the highest, or after one, with what is written before", () => {
  const plan = { id: "talo", shelves: ["7", "12", "L3"].map((number) => ({ id: number, number })) };
  assert.equal(nextNumber(plan), "13");
  assert.equal(nextNumber(plan, "6"), "8");
  assert.equal(nextNumber(plan, "L3"), "L4");
  assert.equal(nextNumber({ id: "talo" }), "1");
});

test("an id is never one that is there, even if the lot falls on it", () => {
  const draws = [...Array(6).fill(0), ...Array(6).fill(0.5)];
  const random = () => draws.shift() ?? 0.9;
  assert.notEqual(newId({ id: "talo", shelves: [{ id: "hylly-222222" }] }, "shelves", random), "hylly-222222");
});

test("faces named after their shelf follow a new number, others keep their signs", () => {
  const faces = [{ ...shelf().faces[0] }, { ...shelf().faces[1], name: "Uutuudet" }];
  const named = renumbered(shelf({ faces }), "21");
  assert.deepEqual(named.faces.map((face) => face.name), ["21A", "Uutuudet"]);
  assert.deepEqual(named.faces.map((face) => face.id), ["1A", "1B"]);
});
