import assert from "node:assert/strict";
import test from "node:test";

import { say, tagOf } from "../../kiosk_ui/static/shared/messages.js";

const MESSAGES = {
  "language.tag": "fi-simple",
  lift: "Mene hissillä {to, select, none {kerrokseen {level}} other {{to}}}",
  shelves: "{count, plural, =0 {ei hyllyjä} one {# hylly} other {# hyllyä}}",
};

test("a number chooses its own words or those of its plural category", () => {
  assert.equal(say(MESSAGES, "shelves", { count: 0 }), "ei hyllyjä");
  assert.equal(say(MESSAGES, "shelves", { count: 1 }), "1 hylly");
  assert.equal(say(MESSAGES, "shelves", { count: 2 }), "2 hyllyä");
});

test("a form that a name has is said, and else the name itself", () => {
  assert.equal(say(MESSAGES, "lift", { level: 2, to: "2. kerrokseen" }), "Mene hissillä 2. kerrokseen");
  assert.equal(say(MESSAGES, "lift", { level: 2 }), "Mene hissillä kerrokseen 2");
});

test("what is missing is named", () => {
  assert.throws(() => say(MESSAGES, "stairs"), /there is no message "stairs"/);
  assert.throws(() => say(MESSAGES, "lift", {}), /message "lift": needs the parameter "level"/);
});

test("numbers are written as the language of the messages writes them", () => {
  const numbers = new Intl.NumberFormat(tagOf(MESSAGES), { minimumFractionDigits: 1 });
  assert.equal(numbers.format(2.5), "2,5");
  assert.equal(tagOf({}), "fi");
});
