import assert from "node:assert/strict";
import test from "node:test";

import { needsPlan, partsOf, startGuiding, wordsFor } from "../../kiosk_ui/static/shared/guiding.js";

const AT = { subject: "s", level: "1", x_m: 10, y_m: 5, radius_95_m: 2.4, heading_deg: null };
const planned = { ...startGuiding(), position: AT, planned: AT, plannedAt: 0, left_m: 20, place: "Hylly 8" };

test("the first position needs a plan", () => {
  assert.equal(needsPlan(startGuiding(), AT, 0), true);
});

test("a plan holds for a second, whatever happens", () => {
  assert.equal(needsPlan(planned, { ...AT, level: "2" }, 999), false);
  assert.equal(needsPlan(planned, { ...AT, level: "2" }, 1000), true);
});

test("on the same level the way is planned anew after a metre", () => {
  assert.equal(needsPlan(planned, { ...AT, x_m: 10.9 }, 5000), false);
  assert.equal(needsPlan(planned, { ...AT, x_m: 11.1 }, 5000), true);
});

test("close to the goal half a metre is enough", () => {
  assert.equal(needsPlan({ ...planned, left_m: 3 }, { ...AT, x_m: 10.6 }, 5000), true);
});

test("nothing is said before anything is heard", () => {
  assert.equal(wordsFor(startGuiding()), null);
});

test("a live position is told with its doubt", () => {
  assert.deepEqual(wordsFor(planned), { kind: "live", key: "ui.accuracy", params: { metres: 2 } });
});

test("two metres of way from the goal is there", () => {
  assert.deepEqual(wordsFor({ ...planned, left_m: 2 }), {
    kind: "arrived",
    key: "ui.arrived",
    params: { place: "Hylly 8" },
  });
  assert.equal(wordsFor({ ...planned, left_m: 2.1 })?.kind, "live");
});

test("a lost position and a lost connection go before everything else", () => {
  assert.equal(wordsFor({ ...planned, left_m: 1, lost: true })?.kind, "lost");
  assert.equal(wordsFor({ ...planned, left_m: 1, lost: true, online: false })?.kind, "offline");
});

test("of a run or an area the map shows where it may be, and of a level neither that nor a dot", () => {
  assert.deepEqual(partsOf(AT), { dot: true, area: true });
  assert.deepEqual(partsOf({ ...AT, knows: "run" }), { dot: false, area: true });
  assert.deepEqual(partsOf({ ...AT, knows: "area" }), { dot: false, area: true });
  assert.deepEqual(partsOf({ ...AT, knows: "level" }), { dot: false, area: false });
  assert.deepEqual(partsOf({ ...AT, knows: "nothing" }), { dot: false, area: false });
});

test("what is no spot is told in the server's words, and no way is planned from it", () => {
  const words = { en: "Only the floor is known: 1" };
  const vague = { ...AT, knows: /** @type {const} */ ("level"), words };
  assert.deepEqual(wordsFor({ ...planned, position: vague, left_m: 1 })?.words, words);
  assert.equal(needsPlan(startGuiding(), vague, 5000), false);
});
