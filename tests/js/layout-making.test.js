import assert from "node:assert/strict";
import test from "node:test";

import {
  nearestWall, newConnector, newFixture, newKiosk, newLocator, newOpening, newPoint, newRadio, newUnit,
} from "../../kiosk_ui/static/staff/layout/making.js";
import { distance } from "../../kiosk_ui/static/staff/layout/geometry/vectors.js";
import { forSeeds, seeded } from "./seeded.js";

const PLAN = {
  id: "talo",
  levels: [
    { id: "2", ordinal: 1, outline: [[0, 0], [20, 0], [20, 10], [0, 10]] },
    { id: "1", ordinal: 0, outline: [[0, 0], [20, 0], [20, 10], [0, 10]] },
    { id: "K", ordinal: -1, outline: [[0, 0], [20, 0], [20, 10], [0, 10]] },
  ],
  units: [{ id: "sali", level: "1", outline: [[5, 2], [9, 2], [9, 6], [5, 6]] }],
};

function where(plan = PLAN, level = "1") {
  return { plan, level, random: seeded(7).random };
}

test("a door lies in the wall that is nearest, as wide as asked for", () => {
  forSeeds(100, (lot) => {
    const at = [lot.between(0, 20), lot.between(0, 10)];
    const wall = nearestWall(PLAN, "1", at);
    const made = newOpening(where(), at, "door", { reach_m: 9 });
    const { start, end } = made.value;
    assert.ok(Math.abs(distance(start, end) - 1) < 0.002);
    for (const point of [start, end]) assert.ok(nearestWall(PLAN, "1", point).apart_m < 0.001);
    assert.ok(distance(wall.foot, [(start[0] + end[0]) / 2, (start[1] + end[1]) / 2]) < 0.51);
  });
});

test("a door is not wider than its wall, and without a wall near there is none", () => {
  const { start, end } = newOpening(where(), [5, 4], "door", { width_m: 30 }).value;
  assert.deepEqual([start, end], [[5, 6], [5, 2]]);
  assert.equal(newOpening(where(), [14, 5], "door"), null);
});

test("a lift stops on all levels, stairs here and on the next level", () => {
  const stops = (kind, level) => newConnector(where(PLAN, level), [1, 1], kind).value.stops.map((stop) => stop.level);
  assert.deepEqual(stops("lift", "1"), ["K", "1", "2"]);
  assert.deepEqual(stops("stairs", "1"), ["1", "2"]);
  assert.deepEqual(stops("stairs", "2"), ["1", "2"]);
});

test("kiosks and locator points are counted on under the branch's name", () => {
  const kiosks = [{ id: "talo-1" }, { id: "talo-3" }];
  assert.equal(newKiosk(where({ ...PLAN, kiosks }), [1, 1]).id, "talo-2");
  const made = newLocator(where({ ...PLAN, locator_points: [{ id: "talo-p1" }] }), [1.23456, 1], 450);
  assert.deepEqual([made.id, made.value.name.fi, made.value.x_m, made.value.heading_deg], ["talo-p2", "Piste 2", 1.235, 90]);
});

test("a radio's key follows the last one's and is nobody else's", () => {
  const key = "ibeacon:6D2F0C5E-8B1A-4E57-9C33-48594C4C5931:2:8";
  const radios = [{ id: "a", key: key.replace(":8", ":9") }, { id: "b", key }];
  assert.equal(newRadio(where({ ...PLAN, radios }), [1, 1]).value.key, key.replace(":8", ":10"));
  assert.match(newRadio(where(), [1, 1]).value.key, /:1:1$/);
});

test("rooms for staff are theirs only, and areas have no walls", () => {
  const ring = [[0, 0], [1, 0], [1, 1]];
  assert.equal(newUnit(where(), ring, "storage").value.staff_only, true);
  assert.equal(newUnit(where(), ring, "section").value.walled, false);
  assert.equal(newUnit(where(), ring, "room").value.name.sv, "Rum");
  assert.equal(newFixture(where(), ring, "table").value.kind, "table");
  assert.equal(newPoint(where(), [1, 1], "returns").value.name.en, "Returns");
});
