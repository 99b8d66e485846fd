/**
 * Reads barcodes in pictures, beside the page: first a message with the formats, then the pictures.
 * The server gives it at an address that the service worker of the page keeps.
 * @module
 */

import { prepareZXingModule, readBarcodes } from "/static/vendor/zxing/es/reader/index.js";

/** @type {Record<string, string>} by the names that browsers have for them */
const NAMES = {
  code_39: "Code39", code_128: "Code128", codabar: "Codabar", ean_13: "EAN13", itf: "ITF", qr_code: "QRCode",
};
const ours = new Map(Object.entries(NAMES).map(([name, theirs]) => [theirs, name]));
/** @type {string[]} */
let formats = [];

addEventListener("message", async ({ data }) => {
  try {
    postMessage({ seen: data.formats ? await prepare(data.formats) : await read(data) });
  } catch (error) {
    postMessage({ trouble: `${error}` });
  }
});

/** @param {string[]} wanted @returns {Promise<never[]>} */
async function prepare(wanted) {
  formats = wanted.map((each) => NAMES[each] ?? each);
  const locateFile = (/** @type {string} */ name) => `/static/vendor/zxing/reader/${name}`;
  await prepareZXingModule({ overrides: { locateFile }, fireImmediately: true });
  return [];
}

/** @param {{pixels: ArrayBuffer, width: number, height: number}} frame */
async function read({ pixels, width, height }) {
  const image = new ImageData(new Uint8ClampedArray(pixels), width, height);
  const found = await readBarcodes(image, { formats, tryHarder: true, maxNumberOfSymbols: 8 });
  return found.filter((each) => each.isValid).map(({ text, format, position }) => {
    const corners = Object.values(position);
    const x = corners.reduce((sum, each) => sum + each.x, 0) / corners.length;
    const y = corners.reduce((sum, each) => sum + each.y, 0) / corners.length;
    return { code: text, format: ours.get(format) ?? format, away: Math.hypot(x - width / 2, y - height / 2) };
  });
}
