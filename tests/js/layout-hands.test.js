import assert from "node:assert/strict";
import test from "node:test";

import { copies, removal } from "../../kiosk_ui/static/staff/layout/clipboard.js";
import { differences } from "../../kiosk_ui/static/staff/layout/conflicts.js";
import { axisLine, shelfOutline } from "../../kiosk_ui/static/staff/layout/geometry/axes.js";
import { aimOf, dragHandle, gripsOf } from "../../kiosk_ui/static/staff/layout/handles.js";
import { clockText, savingText } from "../../kiosk_ui/static/staff/layout/saving.js";
import { readout } from "../../kiosk_ui/static/staff/layout/wording.js";
import { distance } from "../../kiosk_ui/static/staff/layout/geometry/vectors.js";
import { forSeeds, seeded } from "./seeded.js";

const PX_M = 0.05;

function shelf(change = {}) {
  const bays = [1, 2, 3].map((number) => ({ number, width_m: 0.9, boards: 6 }));
  const faces = [{ id: "h1-a", name: "1A", side: "front", bays }, { id: "h1-b", name: "1B", side: "back", bays }];
  return {
    id: "h1", number: "1", level: "1", x_m: 5, y_m: 4, length_m: 2.7, depth_m: 0.6, angle_deg: 0,
    height_m: 2, faces, ...change,
  };
}

function placed(...things) {
  return things.map((thing) => ({ kind: "shelves", thing }));
}

function handle(things, kind) {
  return gripsOf(things, "1", PX_M).handles.find((each) => each.kind === kind);
}

/** Drag a handle by so much, as a hand does. */
function drag(things, kind, [east, north]) {
  const grip = handle(things, kind);
  const to = [grip.at[0] + east, grip.at[1] + north];
  return dragHandle(grip, things, kind === "rotate" ? to : aimOf(grip, grip.at, to), "1");
}

test("a shelf's end is dragged, and the other end and the direction stay", () => {
  forSeeds(100, (lot) => {
    const before = shelf({ angle_deg: Math.round(lot.between(0, 360)) });
    const [start] = axisLine(before, 0);
    const cosine = Math.cos((before.angle_deg * Math.PI) / 180);
    const sine = Math.sin((before.angle_deg * Math.PI) / 180);
    const [{ value: after }] = drag(placed(before), "end", [cosine * 0.9, sine * 0.9]);
    assert.ok(Math.abs(after.length_m - 3.6) < 0.003);
    assert.equal(after.angle_deg, before.angle_deg);
    assert.ok(distance(axisLine(after, 0)[0], start) < 0.003);
    assert.equal(after.faces[0].bays.length, 4);
  });
});

test("a side is dragged, and the other side stays", () => {
  const [{ value: after }] = drag(placed(shelf()), "front", [0, 0.2]);
  assert.equal(after.depth_m, 0.8);
  const lowest = Math.min(...shelfOutline(after).map(([, y]) => y));
  assert.ok(Math.abs(lowest - 3.7) < 0.002);
});

test("a shelf turns about its middle", () => {
  const grip = handle(placed(shelf()), "rotate");
  const [{ value: after }] = dragHandle(grip, placed(shelf()), [5 - (grip.at[1] - 4), 4], "1");
  assert.deepEqual([after.x_m, after.y_m, after.angle_deg], [5, 4, 90]);
});

test("several shelves are spread from the side that stays, each as large as it was", () => {
  const row = placed(shelf({ id: "a", x_m: 2 }), shelf({ id: "b", x_m: 6 }), shelf({ id: "c", x_m: 10 }));
  const after = drag(row, "east", [4, 0]);
  const moved = Object.fromEntries(after.map(({ id, value }) => [id, value]));
  assert.equal(moved.a, undefined);
  assert.deepEqual([moved.b.x_m, moved.c.x_m], [8, 14]);
  assert.deepEqual([moved.b.length_m, moved.c.length_m], [2.7, 2.7]);
});

test("a corner of a room is dragged, and between corners a new one grows", () => {
  const room = [{ kind: "units", thing: { id: "sali", level: "1", outline: [[0, 0], [4, 0], [4, 3], [0, 3]] } }];
  const [{ value: bent }] = drag(room, "corner", [-0.5, -0.5]);
  assert.deepEqual(bent.outline, [[-0.5, -0.5], [4, 0], [4, 3], [0, 3]]);
  const [{ value: grown }] = drag(room, "between", [0, -1]);
  assert.deepEqual(grown.outline, [[0, 0], [2, -1], [4, 0], [4, 3], [0, 3]]);
});

test("a door is dragged by its ends", () => {
  const door = [{ kind: "openings", thing: { id: "ovi", level: "1", kind: "door", start: [1, 0], end: [2, 0] } }];
  const [{ value }] = drag(door, "end", [0.5, 0]);
  assert.deepEqual([value.start, value.end], [[1, 0], [2.5, 0]]);
});

test("copies have ids, numbers and faces of their own, on the level that is shown", () => {
  const plan = { id: "talo", shelves: [shelf(), shelf({ id: "h2", number: "7" })] };
  const made = copies(plan, placed(...plan.shelves), "2", 0, seeded(3).random);
  const ids = made.flatMap(({ value }) => [value.id, ...value.faces.map((face) => face.id)]);
  assert.equal(new Set([...ids, "h1", "h2", "h1-a", "h1-b"]).size, ids.length + 4);
  assert.deepEqual(made.map(({ value }) => [value.number, value.level]), [["8", "2"], ["9", "2"]]);
});

test("of a radio there is one, and a level is not taken away", () => {
  const radio = { kind: "radios", thing: { id: "m1", level: "1", x_m: 1, y_m: 1 } };
  assert.deepEqual(copies({ id: "talo", radios: [radio.thing] }, [radio], "1", 0.5, seeded(1).random), []);
  assert.deepEqual(removal([{ kind: "levels", thing: { id: "1", outline: [] } }]), []);
});

test("what differs between two versions is told once for each field, a place as one", () => {
  const differ = differences(shelf(), shelf({ x_m: 6, y_m: 1, depth_m: 0.4 }), (field) => field);
  assert.deepEqual(differ, ["place", "depth_m"]);
  assert.deepEqual(differences(null, { id: "x" }, (field) => field), ["id"]);
});

test("the line of what is saved says when, or how much waits for the network", () => {
  const say = (key, params = {}) => `${key.split(".").at(-1)} ${Object.values(params).join(" ")}`.trim();
  const at = new Date("2026-03-02T12:05:00Z");
  const clocks = { tag: "fi", zone: "Europe/Helsinki" };
  assert.equal(savingText({ state: "saved", waiting: 0, savedAt: at }, say, clocks), "saved 14.05");
  assert.equal(savingText({ state: "saved", waiting: 0, savedAt: null }, say, clocks), "untouched");
  assert.equal(savingText({ state: "offline", waiting: 3, savedAt: at }, say, clocks), "offline 3");
});

test("a time is that of the library's clocks, and of the device's where the zone is unknown", () => {
  const at = new Date("2026-07-02T12:05:00Z");
  assert.equal(clockText(at, { tag: "fi", zone: "Europe/Helsinki" }), "15.05");
  assert.equal(clockText(at, { tag: "fi", zone: "Asia/Tokyo" }), "21.05");
  assert.match(clockText(at, { tag: "fi", zone: "Mars/Olympus" }), /^\d{1,2}\.05$/u);
});

test("numbers beside the pointer are written as the language does", () => {
  assert.equal(readout("moved", "fi", 1.2, -0.5), "1,20 · −0,50\u00a0m");
  assert.equal(readout("angle", "en", 37.5), "37.5°");
});
