import assert from "node:assert/strict";
import test from "node:test";

import {
  buildIndex, snapAngle, snapDirection, snapMove, snapPoint,
} from "../../kiosk_ui/static/staff/layout/geometry/snapping.js";
import { extentOf } from "../../kiosk_ui/static/staff/layout/geometry/transform.js";
import { forSeeds, shelf } from "./seeded.js";

const HOW = { reach_m: 0.2 };
const LEVEL = { id: "1", outline: [[0, 0], [20, 0], [20, 10], [0, 10]] };
const PLAN = { id: "talo", levels: [LEVEL], shelves: [shelf()] };

test("a point near a wall goes onto it, and near a corner into it", () => {
  const index = buildIndex(PLAN, "1");
  assert.deepEqual([snapPoint(index, [13.3, 0.15], HOW)].map(({ x_m, y_m }) => [x_m, y_m]), [[13.3, 0]]);
  const corner = snapPoint(index, [19.9, 9.85], HOW);
  assert.deepEqual([corner.x_m, corner.y_m, corner.guides.length], [20, 10, 2]);
});

test("a point that is near nothing stays, or goes to the grid", () => {
  const index = buildIndex(PLAN, "1");
  assert.deepEqual(snapPoint(index, [13.337, 6.661], HOW), { x_m: 13.337, y_m: 6.661, guides: [] });
  assert.deepEqual(snapPoint(index, [13.337, 6.661], { ...HOW, grid_m: 0.1 }), { x_m: 13.3, y_m: 6.7, guides: [] });
});

test("a point snaps to a shelf's edges, ends and axis, in line with them too", () => {
  const index = buildIndex(PLAN, "1");
  assert.equal(snapPoint(index, [4.75, 3], HOW).x_m, 4.7);
  assert.equal(snapPoint(index, [5.08, 8], HOW).x_m, 5);
  const inLine = snapPoint(index, [13, 5.3], HOW);
  assert.equal(inLine.y_m, 5.25);
  assert.deepEqual(inLine.guides, [{ from: [4.7, 5.25], to: [13, 5.25] }]);
});

test("a slanted wall holds a point as an upright one does", () => {
  const index = buildIndex({ id: "talo", levels: [{ id: "1", outline: [[0, 0], [10, 0], [0, 10]] }] }, "1");
  const { x_m, y_m } = snapPoint(index, [5.1, 5.05], HOW);
  assert.ok(Math.abs(x_m + y_m - 10) < 0.002);
});

test("things of other levels, and what is left out, hold nothing", () => {
  const plan = { ...PLAN, shelves: [shelf(), shelf({ id: "ylös", level: "2", x_m: 9 })] };
  const index = buildIndex(plan, "1");
  assert.equal(snapPoint(index, [9.05, 3], HOW).x_m, 9.05);
  assert.equal(snapPoint(index, [5.08, 8], { ...HOW, except: new Set(["shelves/hylly-1"]) }).x_m, 5.08);
});

test("a shelf that is moved lines up with its neighbour, by ends or middles", () => {
  const index = buildIndex(PLAN, "1");
  const other = shelf({ id: "uusi", x_m: 9, y_m: 6 });
  const move = snapMove(index, extentOf(other), -2, -2.93, HOW);
  assert.deepEqual([move.x_m, move.y_m], [-2, -3]);
  assert.equal(move.guides.length, 1);
});

test("in a frame that is turned, shelves that stand askew line up too", () => {
  const askew = [shelf({ angle_deg: 30 }), shelf({ id: "uusi", angle_deg: 30, x_m: 4.273, y_m: 4.659 })];
  const index = buildIndex({ id: "talo", shelves: askew.slice(0, 1) }, "1", 30);
  const move = snapMove(index, extentOf(askew[1]), 0, 0, { reach_m: 0.5 });
  const [east, north] = [4.273 + move.x_m - 5, 4.659 + move.y_m - 3];
  assert.ok(Math.abs(east * Math.cos(Math.PI / 6) + north * Math.sin(Math.PI / 6)) < 0.002);
});

test("the quick index finds what looking at every line finds", () => {
  forSeeds(60, (lot) => {
    const shelves = Array.from({ length: 40 }, (_, at) =>
      shelf({ id: `s${at}`, x_m: lot.between(0, 12), y_m: lot.between(0, 12), angle_deg: lot.pick([0, 90]), length_m: lot.between(1, 3) }),
    );
    const index = buildIndex({ id: "talo", shelves }, "1");
    const point = [lot.between(0, 12), lot.between(0, 12)];
    const near = index.edges[0]
      .map((edge) => Math.abs(edge.at - point[0]) + 0.004 * Math.max(0, edge.low - point[1], point[1] - edge.high))
      .filter((cost, at) => Math.abs(index.edges[0][at].at - point[0]) <= HOW.reach_m);
    const found = index.nearest(0, ...point, HOW);
    if (near.length === 0) assert.equal(found, null);
    else {
      const cost = Math.abs(found.at - point[0]) + 0.004 * Math.max(0, found.low - point[1], point[1] - found.high);
      assert.ok(Math.abs(cost - Math.min(...near)) < 1e-12);
    }
  });
});

test("of 1600 shelves only those near by are looked at", () => {
  const shelves = Array.from({ length: 1600 }, (_, at) => shelf({ id: `s${at}`, x_m: (at % 40) * 1.8, y_m: Math.floor(at / 40) * 6.1 }));
  const index = buildIndex({ id: "talo", shelves }, "1");
  let looked = 0;
  const edges = index.edges[0];
  index.edges[0] = new Proxy(edges, {
    get(target, name) {
      looked += typeof name === "string" && /^\d+$/.test(name) ? 1 : 0;
      return target[name];
    },
  });
  snapPoint(index, [20.05, 30], HOW);
  assert.ok(looked > 0 && looked < edges.length / 20, `${looked} of ${edges.length}`);
});

test("angles snap to whole steps and to what stands there already, else not at all", () => {
  assert.deepEqual([2, 88, 44.9, 50].map((angle_deg) => snapAngle(angle_deg)), [0, 90, 45, 50]);
  assert.equal(snapAngle(52, { others: [141.5] }), 51.5);
  const [x, y] = snapDirection([0, 0], [10, 0.3]);
  assert.ok(y === 0 && x > 10);
});
