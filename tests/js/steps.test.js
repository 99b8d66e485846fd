import assert from "node:assert/strict";
import test from "node:test";

import { countTold } from "../../kiosk_ui/static/shared/steps.js";

const STEPS = ["Go straight 9 m. Then shelf 104 is on your right", "Go straight 9 m", "Turn left"];

test("a step that the card says is told, and so is the one that comes then", () => {
  assert.equal(countTold(STEPS, STEPS[0] ?? ""), 1);
  assert.equal(countTold(STEPS, `${STEPS[0]}. Then: go straight 9 m`), 2);
  assert.equal(countTold(STEPS, `You are off the route. ${STEPS[0]}`), 1);
});

test("an alert that says no step leaves all of them in the list", () => {
  assert.equal(countTold(STEPS, "Wrong aisle. One aisle back, to shelf 9"), 0);
  assert.equal(countTold(STEPS, "In 9 metres: turn left"), 0);
});

test("who is told what comes in some metres goes on with the step before it", () => {
  assert.equal(countTold(STEPS.slice(1), "In 9 metres: turn left", true), 2);
  assert.equal(countTold(STEPS, "You are on the right way. Go on for 5 more metres", true), 1);
  assert.equal(countTold(STEPS, `${STEPS[0]}. Then: go straight 9 m`, true), 2);
});

test("a step without words is told by nothing", () => {
  assert.equal(countTold([""], "Go"), 0);
});
