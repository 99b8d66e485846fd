import assert from "node:assert/strict";
import test from "node:test";

import { copyLevel, layOver } from "../../kiosk_ui/static/staff/layout/level-copies.js";
import {
  choiceChanges, choiceFields, nameChanges, numberChanges, numberFields, numberOf, shared,
} from "../../kiosk_ui/static/staff/layout/properties.js";
import { anyShelf, forSeeds, seeded, shelf } from "./seeded.js";

const ROOM = { id: "sali", level: "1", category: "room", outline: [[1, 2], [5, 2], [5, 4], [1, 4]], name: { fi: "Sali" } };

function placed(...things) {
  return things.map((thing) => ({ kind: thing.faces ? "shelves" : thing.outline ? "units" : "radios", thing }));
}

function field(those, name) {
  return numberFields(those, "1").find((each) => each.name === name);
}

test("a number that is typed is the number that is read afterwards, for every field and shape", () => {
  forSeeds(150, (lot) => {
    const those = placed(anyShelf(lot));
    for (const each of numberFields(those, "1")) {
      if (["bay_m", "turn_deg"].includes(each.name)) continue;
      const value = each.unit === "" ? 1 + Math.floor(lot.random() * 9) : each.unit === "°" ? Math.round(lot.between(0, 359)) : lot.millimetres(1.5, 5);
      const [change] = numberChanges(those, each, () => value, "1");
      if (!change) continue;
      assert.ok(Math.abs(each.read(change.value, "1") - value) < 0.0011, `${each.name} ${value}`);
    }
  });
});

test("many things have the fields that all of them have", () => {
  const names = (those) => numberFields(those, "1").map((each) => each.name);
  assert.ok(names(placed(shelf())).includes("boards"));
  assert.deepEqual(names(placed(shelf(), ROOM)), ["x_m", "y_m"]);
  assert.deepEqual(names([]), []);
});

test("a number typed for many is given to each, and a step is added to each", () => {
  const those = placed(shelf({ id: "a", height_m: 1.5 }), shelf({ id: "b", height_m: 2 }));
  const heights = (next) => numberChanges(those, field(those, "height_m"), next, "1").map((change) => change.value.height_m);
  assert.deepEqual(heights(() => 2), [2]);
  assert.deepEqual(heights((before) => before + 0.5), [2, 2.5]);
  assert.equal(shared(those, (thing) => thing.height_m), null);
  assert.equal(shared(those, (thing) => thing.y_m), 3);
});

test("a place typed for many is that of their middle, and none comes nearer to another", () => {
  const those = placed(shelf({ id: "a", x_m: 1 }), shelf({ id: "b", x_m: 4 }), shelf({ id: "c", x_m: 6 }));
  const xs = (next) => numberChanges(those, field(those, "x_m"), next, "1").map((change) => change.value.x_m);
  assert.equal(numberOf(those, field(those, "x_m"), "1"), 3.5);
  assert.equal(numberOf(those, field(those, "y_m"), "1"), 3);
  assert.deepEqual(xs(() => 5.5), [3, 6, 8]);
  assert.deepEqual(xs((before) => before - 0.25), [0.75, 3.75, 5.75]);
});

test("a number out of bounds becomes the nearest within", () => {
  const those = placed(shelf());
  assert.equal(numberChanges(those, field(those, "boards"), () => 900, "1")[0].value.faces[0].bays[0].boards, 50);
  assert.equal(numberChanges(those, field(those, "depth_m"), () => -3, "1")[0].value.depth_m, 0.05);
});

test("a room's sides are typed, and it grows from its lower left corner", () => {
  const those = placed(ROOM);
  const [change] = numberChanges(those, field(those, "width_m"), () => 6, "1");
  assert.deepEqual(change.value.outline, [[1, 2], [7, 2], [7, 4], [1, 4]]);
  assert.deepEqual(numberChanges(those, field(those, "x_m"), () => 0, "1")[0].value.outline[0], [0, 2]);
});

test("a choice that is the usual one is left out of the plan", () => {
  const those = placed(ROOM);
  const [open] = choiceChanges(those, "walled", false, true);
  assert.equal(open.value.walled, false);
  assert.equal("walled" in choiceChanges(placed(open.value), "walled", true, true)[0].value, false);
  assert.equal(choiceChanges(those, "category", "room", "room").length, 0);
  assert.deepEqual(choiceFields(placed(ROOM, shelf())), []);
});

test("a name keeps its languages in order, loses its forms, and stays in Finnish", () => {
  const named = placed({ ...ROOM, name: { fi: "Sali", en: "Hall", forms: { fi_to: "saliin" } } });
  assert.deepEqual(nameChanges(named, "name", "sv", " Sal ")[0].value.name, { fi: "Sali", sv: "Sal", en: "Hall" });
  assert.deepEqual(nameChanges(named, "name", "en", "")[0].value.name, { fi: "Sali" });
  assert.deepEqual(nameChanges(named, "name", "fi", "  "), []);
});

test("a name that takes the place of a usual one leaves no usual words in other languages", () => {
  const desk = { id: "p", level: "1", kind: "service_desk", x_m: 1, y_m: 1, name: { fi: "Palvelutiski", sv: "Servicedisk", en: "Service desk" } };
  const renamed = (thing, text) => nameChanges([{ kind: "points_of_interest", thing }], "name", "fi", text)[0].value.name;
  assert.deepEqual(renamed(desk, "Lukunurkka"), { fi: "Lukunurkka" });
  assert.deepEqual(renamed(desk, "Palvelutiski 2"), { fi: "Palvelutiski 2", sv: "Servicedisk", en: "Service desk" });
  const chosen = { ...desk, name: { ...desk.name, sv: "Läshörna" } };
  assert.equal(renamed(chosen, "Lukunurkka").sv, "Läshörna");
});

test("a usual name follows what a thing is, and a chosen one stays", () => {
  const desk = { id: "p", level: "1", kind: "service_desk", x_m: 1, y_m: 1, name: { fi: "Palvelutiski", sv: "Servicedisk", en: "Service desk" } };
  const named = (thing) => choiceChanges([{ kind: "points_of_interest", thing }], "kind", "seats", "seats")[0].value;
  assert.deepEqual(named(desk).name, { fi: "Istuimia", sv: "Sittplatser", en: "Seats" });
  assert.equal(named(desk).kind, "seats");
  assert.equal(named({ ...desk, name: { fi: "Lukunurkka" } }).name.fi, "Lukunurkka");
});

test("a level takes over what is asked for from another, under names of its own", () => {
  const plan = {
    id: "t",
    levels: [{ id: "1", outline: [[0, 0], [9, 0], [9, 9]] }, { id: "2", outline: [[0, 0], [1, 0], [1, 1]] }],
    units: [ROOM],
    shelves: [shelf(), shelf({ id: "x", number: "2", level: "2" })],
  };
  const copies = copyLevel(plan, "1", "2", new Set(["levels", "shelves"]), seeded(3).random);
  assert.deepEqual(copies.map(({ kind }) => kind), ["levels", "shelves"]);
  assert.deepEqual(copies[0].value.outline, plan.levels[0].outline);
  assert.deepEqual([copies[1].value.level, copies[1].value.number, copies[1].value.x_m], ["2", "3", 5]);
  assert.notEqual(copies[1].id, "hylly-1");
});

test("a level is laid over another by its lifts, and told how far off they stay", () => {
  const stops = (x, y, u, v) => [{ level: "1", x_m: x, y_m: y }, { level: "2", x_m: u, y_m: v }];
  const connectors = [{ id: "a", stops: stops(0, 0, 10, 0) }, { id: "b", stops: stops(10, 0, 10, 10) }];
  const plan = { id: "t", levels: [{ id: "2", outline: [[10, 0], [10, 10], [0, 10]] }], connectors };
  const laid = layOver(plan, "2", "1");
  assert.ok(laid.off_m < 1e-9 && laid.count === 2);
  assert.deepEqual(laid.changes.find(({ kind }) => kind === "levels").value.outline, [[0, 0], [10, 0], [10, 10]]);
  assert.equal(layOver({ ...plan, connectors: connectors.slice(0, 1) }, "2", "1"), null);
});
