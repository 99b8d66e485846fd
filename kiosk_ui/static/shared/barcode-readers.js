/**
 * What reads barcodes in a video: the browser itself where it knows the formats, else zxing in a
 * worker.
 * @module
 */

/** @typedef {import("./barcode-sight.js").Seen} Seen */
/** @typedef {{name: string, read: (video: HTMLVideoElement) => Promise<Seen[]>, close: () => void}} Reader */

export const FORMATS = ["code_39", "code_128", "codabar", "ean_13", "itf", "qr_code"];
const ZXING_PARTS = ["es/reader/index.js", "es/share.js", "reader/zxing_reader.wasm"];
const WIDEST_PX = 1280;

/** @returns {Promise<any>} the browser's own reader, if it knows the formats */
async function findNative() {
  const Detector = /** @type {any} */ (globalThis)["BarcodeDetector"];
  const known = await Detector?.getSupportedFormats().catch(() => []);
  return known && FORMATS.every((each) => known.includes(each)) ? Detector : null;
}

/**
 * List what a device must keep to read barcodes without a network.
 * @param {string} worker the address of the worker
 * @returns {Promise<string[]>}
 */
export async function listParts(worker) {
  if (await findNative()) return [];
  return [worker, ...ZXING_PARTS.map((part) => `/static/vendor/zxing/${part}`)];
}

/**
 * Open what reads barcodes here.
 * @param {string} worker the address of the worker
 * @returns {Promise<Reader>}
 * @throws {Error} if it cannot be loaded
 */
export async function openReader(worker) {
  const Detector = await findNative();
  return Detector ? openNative(new Detector({ formats: FORMATS })) : openZxing(worker);
}

/** @param {any} detector @returns {Reader} */
function openNative(detector) {
  return {
    name: "native",
    async read(video) {
      const found = await detector.detect(video).catch(() => []);
      return found.map((/** @type {any} */ each) => {
        const { x, y, width, height } = each.boundingBox;
        const away = Math.hypot(x + (width - video.videoWidth) / 2, y + (height - video.videoHeight) / 2);
        return { code: each.rawValue, format: each.format, away };
      });
    },
    close() {},
  };
}

/** @param {string} address @returns {Promise<Reader>} */
async function openZxing(address) {
  const worker = new Worker(address, { type: "module" });
  const canvas = document.createElement("canvas");
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  await answer(worker, { formats: FORMATS });
  return {
    name: "zxing",
    read(video) {
      const scale = Math.min(1, WIDEST_PX / video.videoWidth);
      canvas.width = Math.round(video.videoWidth * scale);
      canvas.height = Math.round(video.videoHeight * scale);
      pen.drawImage(video, 0, 0, canvas.width, canvas.height);
      const { data, width, height } = pen.getImageData(0, 0, canvas.width, canvas.height);
      return answer(worker, { pixels: data.buffer, width, height }, [data.buffer]);
    },
    close: () => worker.terminate(),
  };
}

/**
 * @param {Worker} worker that answers one message at a time
 * @param {object} asked
 * @param {Transferable[]} [given]
 * @returns {Promise<any>}
 */
function answer(worker, asked, given = []) {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (data.trouble ? reject(new Error(data.trouble)) : resolve(data.seen));
    worker.onerror = (event) => reject(new Error(event.message || "the worker cannot be loaded"));
    worker.postMessage(asked, given);
  });
}
