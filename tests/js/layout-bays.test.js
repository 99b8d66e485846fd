import assert from "node:assert/strict";
import test from "node:test";

import {
  bayCount, divide, nominalBay, rangesLosing, withBays, withBoards,
} from "../../kiosk_ui/static/staff/layout/geometry/bays.js";
import { resizeShelf } from "../../kiosk_ui/static/staff/layout/geometry/transform.js";
import { forSeeds, shelf } from "./seeded.js";

test("a length divided into bays is used up to the millimetre", () => {
  forSeeds(200, (lot) => {
    const [length_m, count] = [lot.millimetres(0.3, 20), 1 + Math.floor(lot.random() * 20)];
    const widths = divide(length_m, count);
    assert.equal(widths.length, count);
    assert.ok(Math.abs(widths.reduce((one, other) => one + other, 0) - length_m) < 1e-9);
  });
});

test("so many bays come nearest to the width that bays have", () => {
  assert.deepEqual([0.2, 0.9, 1.3, 1.4, 4.5].map((length_m) => bayCount(length_m)), [1, 1, 1, 2, 5]);
  assert.equal(bayCount(4, 1), 4);
});

test("the nominal width is that of most bays, whatever one end bay is like", () => {
  const bays = [0.9, 0.9, 0.9, 0.35].map((width_m, at) => ({ number: at + 1, width_m, boards: 5 }));
  assert.equal(nominalBay({ bays }), 0.9);
  assert.equal(nominalBay(undefined), 0.9);
});

test("ranges on bays that go are told with the bays they lose", () => {
  const plan = {
    id: "talo",
    shelves: [shelf()],
    ranges: [
      { id: "r1", runs: [{ face: "1A", first_bay: 1, last_bay: 2 }] },
      { id: "r2", runs: [{ face: "1A", first_bay: 3, last_bay: 5 }, { face: "1B", first_bay: 1, last_bay: 3 }] },
    ],
  };
  const value = resizeShelf(shelf(), { length_m: 2.7 });
  assert.deepEqual(rangesLosing(plan, [{ kind: "shelves", id: "hylly-1", value }]), [
    { range: "r2", face: "1A", name: "1A", bays: [4, 5] },
  ]);
  const lost = rangesLosing(plan, [{ kind: "shelves", id: "hylly-1", value: null }]);
  assert.deepEqual(lost.map(({ range, bays }) => [range, bays.length]), [["r1", 2], ["r2", 3], ["r2", 3]]);
  assert.deepEqual(rangesLosing(plan, [{ kind: "shelves", id: "hylly-1", value: shelf({ x_m: 9 }) }]), []);
});

test("a shelf given another number of bays or boards has them on each face", () => {
  const wide = withBays(shelf(), 3);
  assert.deepEqual(wide.faces[0].bays.map((bay) => bay.width_m), [1.5, 1.5, 1.5]);
  const known = shelf({ faces: [{ ...shelf().faces[0], bays: [{ number: 1, width_m: 1, boards: 2, board_heights_m: [1, 0.5] }] }] });
  assert.deepEqual(withBoards(known, 3).faces[0].bays, [{ number: 1, width_m: 1, boards: 3 }]);
  assert.deepEqual(withBoards(known, 2), known);
});
