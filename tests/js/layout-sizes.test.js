import assert from "node:assert/strict";
import test from "node:test";

import { faceLength, shelfOutline } from "../../kiosk_ui/static/staff/layout/geometry/axes.js";
import { sidePlace, sidesOfShelf, sizeAt, sizeOf, withSize } from "../../kiosk_ui/static/staff/layout/geometry/sizes.js";
import { resizeShelf } from "../../kiosk_ui/static/staff/layout/geometry/transform.js";
import { ahead, distance } from "../../kiosk_ui/static/staff/layout/geometry/vectors.js";
import { aimOf, dragHandle, gripsOf, stepHandle } from "../../kiosk_ui/static/staff/layout/handles.js";
import { anyShelf, forSeeds, shelf } from "./seeded.js";

/** A tablet that shows a whole floor has some 17 pixels for a metre. */
const PX_M = 1 / 17;
const BENT = ["corner", "curved", "round"];
const ACROSS = { front: "back", back: "front" };

function placed(thing) {
  return [{ kind: "shelves", thing }];
}

function grip(thing, side) {
  return gripsOf(placed(thing), "1", PX_M).handles.find(({ kind }) => kind === side);
}

/** Drag a handle outward by so much, as a hand does; the shelf that comes of it. */
function dragged(thing, side, out_m) {
  const handle = grip(thing, side);
  const to = ahead(handle.at, sidePlace(thing, side).way_deg, out_m);
  const [change] = dragHandle(handle, placed(thing), aimOf(handle, handle.at, to), "1");
  return change?.value ?? thing;
}

/** A shelf of any shape whose bays fit it. */
function fitted(lot, shape) {
  const any = anyShelf(lot, shape);
  return resizeShelf(any, { depth_m: lot.millimetres(0.3, 0.6), bay_m: 0.9 });
}

/** Bays that went on the way are not known any more; all else is as it was. */
function assertSame(after, before, between) {
  for (const field of ["x_m", "y_m", "length_m", "depth_m", "wing_m"]) {
    assert.ok(Math.abs((after[field] ?? 0) - (before[field] ?? 0)) < 0.0025, `${field} is ${after[field]}, was ${before[field]}`);
  }
  for (const field of ["angle_deg", "turn_deg"]) {
    assert.ok(Math.abs((after[field] ?? 0) - (before[field] ?? 0)) < 0.05, `${field} is ${after[field]}, was ${before[field]}`);
  }
  after.faces.forEach((face, at) => {
    const bays = before.faces[at].bays;
    if (between.faces[at].bays.length < bays.length) return;
    assert.equal(face.bays.length, bays.length);
    face.bays.forEach((bay, number) => {
      assert.ok(Math.abs(bay.width_m - bays[number].width_m) < 0.003);
      assert.deepEqual({ ...bay, width_m: 0 }, { ...bays[number], width_m: 0 });
    });
  });
}

test("a shelf of any shape has a handle for each of its sizes", () => {
  const names = (shape) => new Set(sidesOfShelf({ ...shelf(), shape }).map((side) => sizeOf({ ...shelf(), shape }, side).name));
  assert.deepEqual(names(undefined), new Set(["length_m", "depth_m"]));
  assert.deepEqual(names("corner"), new Set(["length_m", "wing_m", "depth_m", "turn_deg"]));
  assert.deepEqual(names("curved"), new Set(["length_m", "depth_m", "turn_deg"]));
  assert.deepEqual(names("round"), new Set(["diameter_m"]));
  forSeeds(100, (lot) => {
    const thing = anyShelf(lot);
    const kinds = gripsOf(placed(thing), "1", PX_M).handles.map(({ kind }) => kind);
    assert.deepEqual(kinds, [...sidesOfShelf(thing), "rotate"]);
  });
});

test("no handle of a shelf is nearer to another one than a finger is wide, small as the shelf may be", () => {
  forSeeds(300, (lot) => {
    const small = resizeShelf(anyShelf(lot), { length_m: lot.millimetres(0.4, 1.5), depth_m: 0.3 });
    const { handles } = gripsOf(placed({ ...small, ...(small.wing_m ? { wing_m: 0.4 } : {}) }), "1", PX_M);
    handles.forEach((one, at) => {
      for (const other of handles.slice(at + 1)) {
        const apart_px = distance(one.at, other.at) / PX_M;
        assert.ok(apart_px >= 29.9, `${one.kind} and ${other.kind} are ${apart_px} px apart`);
      }
    });
  });
});

test("a handle taken out and back without letting go changes nothing", () => {
  forSeeds(200, (lot) => {
    const thing = fitted(lot, lot.pick(["straight", ...BENT]));
    for (const side of sidesOfShelf(thing)) assert.equal(dragged(thing, side, 0), thing);
  });
});

test("a handle dragged outward and in a second drag back gives the shelf as it was", () => {
  forSeeds(300, (lot) => {
    const before = fitted(lot, lot.pick(["straight", ...BENT]));
    const side = lot.pick(sidesOfShelf(before).filter((each) => each !== "turn"));
    const by_m = 0.05 * Math.ceil(lot.between(1, 30));
    const { most, value } = sizeOf(before, side);
    const out_m = Math.min(by_m, (most - value) / 2 - 0.01);
    const farther = dragged(before, side, out_m);
    assert.notEqual(farther, before);
    const back = sizeOf(before, side).value;
    assertSame(withSize(farther, side, back), before, farther);
  });
});

test("a turn dragged and dragged back gives the shelf as it was", () => {
  forSeeds(200, (lot) => {
    const before = fitted(lot, lot.pick(["corner", "curved"]));
    const by_deg = lot.pick([-20, -7, 8, 15]);
    const turned = withSize(before, "turn", before.turn_deg + by_deg);
    const handle = grip(turned, "turn");
    const end = sidePlace(before, "turn");
    const to = ahead(end.foot, end.way_deg, distance(handle.at, sidePlace(turned, "turn").foot));
    const [{ value: after }] = dragHandle(handle, placed(turned), to, "1");
    assert.ok(Math.abs(after.turn_deg - before.turn_deg) <= 0.11, `${after.turn_deg} for ${before.turn_deg}`);
    assert.deepEqual([after.x_m, after.y_m, after.angle_deg, after.length_m], [before.x_m, before.y_m, before.angle_deg, before.length_m]);
  });
});

test("what a handle does not drag stays where it is", () => {
  forSeeds(300, (lot) => {
    const before = fitted(lot, lot.pick(["straight", "corner", "curved"]));
    for (const side of sidesOfShelf(before).filter((each) => each !== "turn")) {
      const after = dragged(before, side, 0.1);
      const stays = ACROSS[side] ?? (before.shape === "corner" ? (side === "start" ? "wing" : "start") : side === "start" ? "end" : "start");
      const [was, is] = [sidePlace(before, stays).foot, sidePlace(after, stays).foot];
      const allowed_m = before.shape === "corner" && ACROSS[side] ? 0.1 : 0.004;
      assert.ok(distance(was, is) < allowed_m, `${stays} of a ${before.shape} shelf moved by ${distance(was, is)} with ${side}`);
    }
  });
});

test("the side across stays when a bent shelf gets deeper, and so do its bays", () => {
  forSeeds(200, (lot) => {
    const before = fitted(lot, lot.pick(["corner", "curved"]));
    for (const side of ["front", "back"]) {
      const after = withSize(before, side, before.depth_m + 0.1);
      assert.ok(Math.abs(after.depth_m - before.depth_m - 0.1) < 0.0011);
      const length_m = faceLength(before, ACROSS[side]);
      assert.ok(Math.abs(faceLength(after, ACROSS[side]) - length_m) < 0.004);
      const corners = shelfOutline(after);
      const near = shelfOutline(before).filter((each) => corners.some((other) => distance(each, other) < 0.006));
      assert.ok(near.length >= corners.length / 2, `${near.length} of ${corners.length} corners stayed`);
    }
  });
});

test("a dragged end goes with the pointer, along the arm or the circle that it is on", () => {
  forSeeds(200, (lot) => {
    const before = fitted(lot, lot.pick(["straight", ...BENT]));
    const side = lot.pick(sidesOfShelf(before).filter((each) => !ACROSS[each] && each !== "turn"));
    const aimed = sizeOf(before, side).value + 0.25;
    const longer = withSize(before, side, aimed);
    const { foot } = sidePlace(longer, side);
    assert.ok(Math.abs(sizeAt(before, side, foot) - aimed) < 0.004);
    assert.ok(Math.abs(sizeOf(longer, side).value - aimed) < 0.0011);
  });
});

test("however far a handle is dragged, the shelf keeps a shape that can be built", () => {
  forSeeds(400, (lot) => {
    let thing = fitted(lot, lot.pick(["straight", ...BENT]));
    for (let step = 0; step < 6; step += 1) {
      const side = lot.pick(sidesOfShelf(thing));
      thing = side === "turn" ? withSize(thing, side, lot.between(-400, 400)) : dragged(thing, side, lot.between(-8, 8));
      assert.ok(thing.length_m > 0 && thing.depth_m >= 0.1, `${thing.length_m} × ${thing.depth_m}`);
      if (thing.shape === "round") continue;
      for (const face of ["front", "back"]) assert.ok(faceLength(thing, face) > 0, `the ${face} is ${faceLength(thing, face)} m long`);
      if (thing.shape !== "curved") continue;
      const radius_m = thing.length_m / Math.abs((thing.turn_deg * Math.PI) / 180);
      assert.ok(radius_m > thing.depth_m / 2 && Math.abs(thing.turn_deg) <= 340, `${radius_m} m, ${thing.turn_deg}°`);
    }
  });
});

test("keys change a size by their steps, and a point by each its way", () => {
  const corner = shelf({ shape: "corner", wing_m: 2, turn_deg: 90 });
  const stepped = (thing, side, by) => stepHandle(grip(thing, side), placed(thing), by, "1")[0]?.value;
  assert.equal(stepped(corner, "wing", [0.1, 0]).wing_m, 2.1);
  assert.equal(stepped(corner, "start", [0, -1]).length_m, 3.5);
  assert.equal(stepped(corner, "turn", [-10, 0]).turn_deg, 80);
  assert.equal(stepped(shelf({ shape: "round", length_m: 1 }), "end", [0.1, 0.1]).length_m, 1.2);
  assert.equal(stepped(shelf(), "rotate", [15, 0]).angle_deg, 105);
  assert.equal(stepped(shelf({ length_m: 0.2 }), "end", [-0.1, 0]), undefined);
  const door = { id: "ovi", level: "1", kind: "door", start: [1, 0], end: [2, 0] };
  const handle = gripsOf([{ kind: "openings", thing: door }], "1", PX_M).handles.find(({ kind }) => kind === "end");
  const [{ value }] = stepHandle(handle, [{ kind: "openings", thing: door }], [0.1, 0.2], "1");
  assert.deepEqual(value.end, [2.1, 0.2]);
});
