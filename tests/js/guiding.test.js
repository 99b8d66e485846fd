import assert from "node:assert/strict";
import test from "node:test";

import { isWay, needsPlan, partsOf, startGuiding, withAdvice, wordsFor } from "../../kiosk_ui/static/shared/guiding.js";

const AT = { subject: "s", level: "1", x_m: 10, y_m: 5, radius_95_m: 2.4, heading_deg: null };
const planned = { ...startGuiding(), position: AT, planned: AT, plannedAt: 0, left_m: 20 };
const ADVICE = { kind: "go", text: "Go straight 6 m", spoken: "Go straight 6 metres", next: "Next: turn left", step: 1, left_m: 14, steps: null };

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

test("what the server advises is told in its words", () => {
  const told = wordsFor(withAdvice(planned, ADVICE));
  assert.equal(told?.text, "Go straight 6 m");
  assert.equal(told?.kind, "go");
});

test("the steps are those of the way that came last", () => {
  const steps = [{ kind: "start", text: "Go", spoken: "Go" }];
  const first = withAdvice(planned, { ...ADVICE, steps });
  assert.equal(withAdvice(first, ADVICE).advice?.steps, steps);
  assert.deepEqual(withAdvice(first, { ...ADVICE, steps: [] }).advice?.steps, []);
  assert.equal(withAdvice(planned, ADVICE).advice?.steps, null);
});

test("a lost position and a lost connection go before everything else", () => {
  const advised = withAdvice(planned, ADVICE);
  assert.equal(wordsFor({ ...advised, lost: true })?.kind, "lost");
  assert.equal(wordsFor({ ...advised, lost: true, online: false })?.kind, "offline");
});

test("while positions are starting up, that is told instead of a lost one", () => {
  const told = wordsFor({ ...startGuiding(), lost: true, starting: true });
  assert.equal(told?.key, "ui.starting");
  assert.equal(isWay(told?.kind ?? ""), false);
  assert.equal(wordsFor({ ...startGuiding(), starting: true, online: false })?.kind, "offline");
  assert.equal(wordsFor({ ...withAdvice(planned, ADVICE), starting: true })?.kind, "go");
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
  assert.deepEqual(wordsFor({ ...withAdvice(planned, ADVICE), position: vague })?.words, words);
  assert.equal(needsPlan(startGuiding(), vague, 5000), false);
});

test("without a connection or a position nobody is told what to do on the way", () => {
  const advised = withAdvice(planned, ADVICE);
  const kinds = [planned, advised, { ...advised, lost: true }, { ...advised, online: false }].map(
    (each) => wordsFor(each)?.kind ?? "",
  );
  assert.deepEqual(kinds.map(isWay), [false, true, false, false]);
});
