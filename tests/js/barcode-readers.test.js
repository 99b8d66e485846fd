import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import test from "node:test";

import { FORMATS, listParts, openReader } from "../../kiosk_ui/static/shared/barcode-readers.js";

const WORKER = "/s/walk-barcodes.js";
const VIDEO = { videoWidth: 640, videoHeight: 480 };
const LABEL = { rawValue: "400123", format: "code_128", boundingBox: { x: 300, y: 240, width: 40, height: 0 } };

/** Give this place a reader of its own that knows some formats. */
function withNative(t, formats, detect) {
  globalThis.BarcodeDetector = class {
    static getSupportedFormats = async () => formats;
    detect = detect;
  };
  t.after(() => delete globalThis.BarcodeDetector);
}

test("a browser that knows all formats reads by itself, and needs nothing kept", async (t) => {
  withNative(t, [...FORMATS, "pdf417"], async () => [LABEL]);
  assert.deepEqual(await listParts(WORKER), []);
  const reader = await openReader(WORKER);
  assert.equal(reader.name, "native");
  assert.deepEqual(await reader.read(VIDEO), [{ code: "400123", format: "code_128", away: 0 }]);
});

test("a frame that it cannot look at is a frame without a barcode", async (t) => {
  withNative(t, FORMATS, async () => Promise.reject(new Error("no frame yet")));
  assert.deepEqual(await (await openReader(WORKER)).read(VIDEO), []);
});

test("where a format is missing, the device keeps what the page brings; all of it is there", async (t) => {
  withNative(t, FORMATS.filter((each) => each !== "codabar"), async () => []);
  const [worker, ...parts] = await listParts(WORKER);
  assert.equal(worker, WORKER);
  assert.equal(parts.length, 3);
  for (const part of parts) assert.ok(existsSync(new URL(`../../kiosk_ui${part}`, import.meta.url)), part);
});
