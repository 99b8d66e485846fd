import assert from "node:assert/strict";
import test from "node:test";

import { faceLength, shelfOutline } from "../../kiosk_ui/static/staff/layout/geometry/axes.js";
import { sizeAt, withSize } from "../../kiosk_ui/static/staff/layout/geometry/sizes.js";
import { mirror, shift, stretch, turn } from "../../kiosk_ui/static/staff/layout/geometry/motions.js";
import {
  centreOf, changesOf, moved, moveThings, resizeShelf, rotateThings,
} from "../../kiosk_ui/static/staff/layout/geometry/transform.js";
import { signedArea } from "../../kiosk_ui/static/staff/layout/geometry/vectors.js";
import { anyShelf, forSeeds, shelf } from "./seeded.js";

const ROOM = { id: "sali", level: "1", outline: [[0, 0], [4, 0], [4, 3], [0, 3]] };

function assertNear(one, other, tolerance = 0.002) {
  assert.equal(one.length, other.length);
  one.forEach((point, at) => {
    assert.ok(Math.hypot(point[0] - other[at][0], point[1] - other[at][1]) <= tolerance, `${one} is not ${other}`);
  });
}

/** Corners in an order that does not depend on where a ring begins or how it runs. */
function sorted(points) {
  return points.toSorted((one, other) => Math.round((one[0] - other[0]) * 50) || one[1] - other[1]);
}

test("a move there and back gives the thing as it was", () => {
  forSeeds(200, (lot) => {
    const [east, north] = [lot.millimetres(-9, 9), lot.millimetres(-9, 9)];
    const each = anyShelf(lot);
    assert.deepEqual(moved(moved(each, shift(east, north)), shift(-east, -north)), each);
  });
});

test("four quarter turns about any point give the thing as it was", () => {
  forSeeds(200, (lot) => {
    const each = anyShelf(lot);
    const quarter = turn([lot.millimetres(-9, 9), lot.millimetres(-9, 9)], 90);
    assert.deepEqual([1, 2, 3, 4].reduce((turned) => moved(turned, quarter), each), each);
  });
});

test("a shelf's outline moves as its points do, whatever its shape and the motion", () => {
  forSeeds(400, (lot) => {
    const each = anyShelf(lot);
    const centre = [lot.millimetres(-9, 9), lot.millimetres(-9, 9)];
    const motion = lot.pick([
      shift(...centre), turn(centre, Math.round(lot.between(-180, 180))), mirror(centre, 15 * Math.round(lot.between(0, 12))),
    ]);
    const expected = shelfOutline(each).map(motion.to);
    const outline = shelfOutline(moved(each, motion));
    if (each.shape === "round") assert.ok(Math.abs(signedArea(expected)) - signedArea(outline) < 1e-6);
    else assertNear(sorted(outline), sorted(expected), 0.003);
  });
});

test("the front of a mirrored shelf looks the mirrored way", () => {
  forSeeds(200, (lot) => {
    const each = anyShelf(lot, "straight");
    const line_deg = 15 * Math.round(lot.between(0, 12));
    const front = moved(each, mirror([0, 0], line_deg)).angle_deg + 90;
    const expected = 2 * line_deg - (each.angle_deg + 90);
    assert.ok(Math.abs(Math.sin(((front - expected) * Math.PI) / 360)) < 1e-9);
  });
});

test("a mirrored room's corners still run anticlockwise, and twice mirrored it is as it was", () => {
  const once = moved(ROOM, mirror([2, 0], 90));
  assert.ok(signedArea(once.outline) > 0);
  assertNear(sorted(moved(once, mirror([2, 0], 90)).outline), sorted(ROOM.outline));
});

test("a mirrored one-way door is passed the mirrored way", () => {
  const door = { id: "ovi", level: "1", start: [0, 0], end: [1, 0], one_way: true };
  // It leads from the left of its direction, north, to the south; mirrored in the x axis, to the north.
  assert.deepEqual(moved(door, mirror([0, 0], 0)), { ...door, start: [1, 0], end: [0, 0] });
});

test("a kiosk turns where it looks, and a lift moves on the level that is shown only", () => {
  const kiosk = { id: "k", level: "1", x_m: 1, y_m: 0, heading_deg: 350 };
  assert.deepEqual(moved(kiosk, turn([0, 0], 90)), { ...kiosk, x_m: 0, y_m: 1, heading_deg: 80 });
  const lift = { id: "hissi", stops: [{ level: "1", x_m: 1, y_m: 1 }, { level: "2", x_m: 1, y_m: 1 }] };
  assert.deepEqual(moved(lift, shift(1, 0), "2").stops.map((stop) => stop.x_m), [1, 2]);
  assert.deepEqual(moved(lift, shift(1, 0)).stops.map((stop) => stop.x_m), [2, 2]);
});

test("what stays where it is gives no change", () => {
  assert.deepEqual(moveThings([{ kind: "shelves", thing: shelf() }], 0, 0), []);
  assert.equal(moveThings([{ kind: "shelves", thing: shelf() }, { kind: "units", thing: ROOM }], 1, 0).length, 2);
});

test("things are turned about the middle of their box", () => {
  const placed = [{ kind: "shelves", thing: shelf({ x_m: 0, y_m: 0 }) }, { kind: "shelves", thing: shelf({ id: "b", x_m: 2, y_m: 0 }) }];
  assert.deepEqual(centreOf(placed).map(Math.round), [1, 0]);
  assert.deepEqual(rotateThings(placed, 180).map(({ value }) => value.x_m), [2, 0]);
});

test("a stretched room fills its new box", () => {
  const motion = stretch({ left: 0, right: 4, bottom: 0, top: 3 }, { left: 1, right: 3, bottom: 0, top: 6 });
  const [change] = changesOf([{ kind: "units", thing: ROOM }], motion);
  assert.deepEqual(change.value.outline, [[1, 0], [3, 0], [3, 6], [1, 6]]);
});

test("a resized shelf has bays that fill it and keep about their width", () => {
  forSeeds(300, (lot) => {
    const before = resizeShelf(anyShelf(lot), { depth_m: lot.millimetres(0.3, 0.8) }, "middle");
    const after = resizeShelf(before, { length_m: lot.millimetres(2, 7), bay_m: 0.9 });
    for (const face of after.faces) {
      const widths = face.bays.map((bay) => bay.width_m);
      const length_m = faceLength(after, face.side);
      const sum = widths.reduce((one, other) => one + other, 0);
      assert.ok(sum <= length_m + 1e-6 && sum > length_m - 0.002, `${sum} of ${length_m}`);
      assert.ok(Math.max(...widths) - Math.min(...widths) < 0.0011);
      assert.deepEqual(face.bays.map((bay) => bay.number), face.bays.map((_, at) => at + 1));
      if (length_m > 0.9) assert.ok(widths[0] > 0.59 && widths[0] < 1.36, `${widths}`);
    }
  });
});

test("the end that is not dragged stays, and the bays keep their nominal width", () => {
  const longer = withSize(shelf(), "end", sizeAt(shelf(), "end", [5.3, 7.05]));
  assert.equal(longer.length_m, 6.3);
  assert.deepEqual(shelfOutline(longer).map(([, y]) => y).toSorted()[0], 0.75);
  assert.deepEqual(longer.faces.map((face) => face.bays.length), [7, 7]);
  const shorter = withSize(shelf(), "start", sizeAt(shelf(), "start", [5, 3.45]));
  assert.equal(shorter.length_m, 1.8);
  assert.deepEqual(Math.max(...shelfOutline(shorter).map(([, y]) => y)), 5.25);
});

test("a wall shelf that gets deeper keeps its back to the wall", () => {
  const [face] = shelf().faces;
  const before = shelf({ mounting: "wall", angle_deg: 0, x_m: 4, y_m: 0.3, faces: [face] });
  const after = resizeShelf(before, { depth_m: 0.4 });
  assert.equal(after.y_m, 0.2);
  assert.deepEqual(after.faces, before.faces);
});
