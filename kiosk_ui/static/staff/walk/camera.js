/**
 * Barcodes by the camera, where the browser reads them (the Barcode Detection API).
 * @module
 */

const FORMATS = ["code_39", "code_128", "codabar", "ean_13", "itf", "qr_code"];
const EVERY_MS = 150;
const SAME_MS = 2500;

/**
 * Offer the camera, or say that there is none that reads barcodes.
 * @param {HTMLElement} main
 * @param {(code: string) => void} found
 */
export function offerCamera(main, found) {
  const Detector = /** @type {any} */ (globalThis)["BarcodeDetector"];
  const button = /** @type {HTMLButtonElement} */ (main.querySelector("[data-camera]"));
  const none = /** @type {HTMLElement} */ (main.querySelector("[data-no-camera]"));
  if (!Detector || !navigator.mediaDevices) {
    none.hidden = false;
    return;
  }
  button.hidden = false;
  const video = /** @type {HTMLVideoElement} */ (main.querySelector("[data-video]"));
  let last = { code: "", at: 0 };
  button.addEventListener("click", async () => {
    // A field that has the focus would bring up the keyboard over the picture.
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      none.hidden = false;
      return;
    }
    video.hidden = false;
    button.hidden = true;
    await video.play();
    const detector = new Detector({ formats: FORMATS });
    setInterval(async () => {
      const [seen] = await detector.detect(video).catch(() => []);
      const now = performance.now();
      if (!seen || (seen.rawValue === last.code && now - last.at < SAME_MS)) return;
      last = { code: seen.rawValue, at: now };
      found(seen.rawValue);
    }, EVERY_MS);
  });
}
