import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { heldWords, listBorders } from "../../kiosk_ui/static/staff/walk/borders.js";
import {
  withoutLast, withoutPast, withSeen, withSent, withTakenBack,
} from "../../kiosk_ui/static/staff/walk/keeping.js";

const CASES = JSON.parse(readFileSync(new URL("../golden/walk-borders.json", import.meta.url), "utf8"));
const DAY = "2026-11-20";
const START = { id: "toy/1A", branch: "toy", face: "1A", rows: {}, order: [], key: "", waiting: false, draft: "", back: [] };

/** What the server answers to rows. */
function answerTo(kept) {
  const seen = Object.entries(kept.rows).map(([bay, row]) => ({ bay: Number(bay), first: row.first }));
  return { draft: "walks", seen };
}

/** A walk of bays, each of which the server has under a key of its own. */
function walked(...firsts) {
  return firsts.reduce((kept, first, at) => {
    const seen = withSeen(kept, `${at + 1}`, first, DAY, `key-${at + 1}`);
    return withSent(seen, seen, answerTo(seen));
  }, START);
}

for (const { name, bays, seen, borders } of CASES) {
  test(`borders: ${name}`, () => {
    const drawn = listBorders(bays.map(([bay, partition, first]) => ({ bay, partition, first })), seen);
    assert.deepEqual(drawn.map((each) => [each.bay, each.first, each.until, each.state, each.moved]), borders);
  });
}

test("what a bay holds is said with what is known of it", () => {
  const border = { bay: 1, first: "84.2 AAL", until: "", state: "seen", moved: false };
  assert.deepEqual(heldWords(border), ["staff.walk.strip.from", { first: "84.2\u00a0AAL" }]);
  assert.deepEqual(heldWords({ ...border, first: "", state: "empty" }), ["staff.walk.strip.empty", {}]);
});

test("a scan that the server does not have is taken back on the device alone", () => {
  const kept = withoutLast(withSeen(START, "1", "84.2 AAL", DAY, "key-1"), "key-2");
  assert.deepEqual([kept.order, kept.back, kept.waiting], [[], [], false]);
});

test("a scan that the server has is taken back there, too, and the others stay there", () => {
  const kept = withoutLast(walked("84.2 AAL", "84.2 HEI"), "key-3");
  assert.deepEqual(kept.back, [{ bay: "2", key: "key-2" }]);
  assert.equal(kept.rows["1"].sent, "key-1");
  const done = withTakenBack(kept, kept.back[0]);
  assert.deepEqual([done.back, done.waiting], [[], false]);
});

test("what the server had under the same key is sent anew", () => {
  const seen = withSeen(withSeen(START, "1", "84.2 AAL", DAY, "a"), "2", "84.2 HEI", DAY, "both");
  const kept = withoutLast(withSent(seen, seen, answerTo(seen)), "later");
  assert.deepEqual(kept.rows, { 1: { first: "84.2 AAL", seen_on: DAY } });
  assert.equal(withTakenBack(kept, kept.back[0]).waiting, true);
});

test("what was taken back while it was sent is taken back there as well", () => {
  const sent = withSeen(withSeen(START, "1", "84.2 AAL", DAY, "a"), "2", "84.2 HEI", DAY, "b");
  const kept = withSent(withoutLast(sent, "c"), sent, answerTo(sent));
  assert.deepEqual(kept.back, [{ bay: "2", key: "b" }]);
  assert.equal(kept.rows["1"].sent, undefined);
});

test("what was scanned while others were sent waits on", () => {
  const sent = withSeen(START, "1", "84.2 AAL", DAY, "a");
  const kept = withSent(withSeen(sent, "2", "84.2 HEI", DAY, "b"), sent, answerTo(sent));
  assert.deepEqual([kept.rows["1"].sent, kept.rows["2"].sent, kept.waiting], ["a", undefined, true]);
});

test("a barcode is shown as the call number that the server reads", () => {
  const sent = withSeen(START, "1", "400123", DAY, "a");
  const kept = withSent(sent, sent, { draft: "walks", seen: [{ bay: 1, first: "84.2 AAL" }] });
  assert.deepEqual([kept.rows["1"].first, kept.rows["1"].read], ["400123", "84.2 AAL"]);
});

test("a walk that is published is over, and what the server does not have yet goes on", () => {
  const old = walked("84.2 AAL");
  assert.equal(withoutPast(old, "walks"), old);
  const kept = withoutPast(withSeen(old, "2", "84.2 HEI", DAY, "b"), "another");
  assert.deepEqual([kept.order, kept.draft, kept.waiting], [["2"], "", true]);
});
