import assert from "node:assert/strict";
import test from "node:test";

import { AGAIN_MS, choose, look, NOTHING_SEEN } from "../../kiosk_ui/static/shared/barcode-sight.js";

const BOOK = { code: "400123", format: "code_128", away: 40 };

/** What is read of frames a tenth of a second apart; null is a frame without a barcode. */
function watch(frames, everyMs = 100) {
  let sight = NOTHING_SEEN;
  return frames.map((seen, at) => {
    const looked = look(sight, seen, at * everyMs);
    sight = looked.sight;
    return looked.code;
  });
}

test("a code is read when a second frame agrees, and a single frame says nothing", () => {
  assert.deepEqual(watch([BOOK, BOOK]), ["", "400123"]);
  assert.deepEqual(watch([BOOK, { ...BOOK, code: "400124" }, BOOK]), ["", "", ""]);
});

test("frames without a code in between do no harm for a second", () => {
  assert.deepEqual(watch([BOOK, null, BOOK]), ["", "", "400123"]);
  assert.deepEqual(watch([BOOK, BOOK], 1001), ["", ""]);
});

test("formats without a check digit of their own need three frames", () => {
  const itf = { code: "12345678", format: "itf", away: 0 };
  assert.deepEqual(watch([itf, itf, itf]), ["", "", "12345678"]);
});

test("a code that stays in sight is read once, and again two seconds after it was gone", () => {
  const held = watch(Array.from({ length: 60 }, () => BOOK));
  assert.deepEqual(held.filter(Boolean), ["400123"]);
  let { sight } = look(look(NOTHING_SEEN, BOOK, 0).sight, BOOK, 100);
  ({ sight } = look(sight, BOOK, 100 + AGAIN_MS));
  assert.equal(look(sight, BOOK, 200 + AGAIN_MS).code, "400123");
});

test("another code in between does not make the first one be read again at once", () => {
  const other = { ...BOOK, code: "400999" };
  assert.deepEqual(watch([BOOK, BOOK, other, other, BOOK, BOOK]).filter(Boolean), ["400123", "400999"]);
});

test("the code nearest to the middle is meant, but not an ISBN beside a label", () => {
  const far = { ...BOOK, code: "400124", away: 200 };
  const isbn = { code: "9789510000007", format: "ean_13", away: 0 };
  assert.equal(choose([far, BOOK])?.code, "400123");
  assert.equal(choose([isbn, far])?.code, "400124");
  assert.equal(choose([isbn])?.code, "9789510000007");
  assert.equal(choose([]), null);
});

test("a part of an interleaved 2 of 5 is not taken for the whole", () => {
  const whole = { code: "268224158612", format: "itf", away: 30 };
  assert.equal(choose([{ ...whole, code: "2682241586", away: 0 }, whole])?.code, "268224158612");
  assert.equal(choose([{ ...whole, code: "2682" }]), null);
});

test("the letters round a Codabar are no part of its number", () => {
  assert.equal(choose([{ code: "A30001234B", format: "codabar", away: 0 }])?.code, "30001234");
});
