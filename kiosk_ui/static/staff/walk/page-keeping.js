/**
 * Keeps a page at the shelf, what it is made of and what reads barcodes on the device.
 * @module
 */

import { listParts } from "../../shared/barcode-readers.js";

const CACHE = "hyllykartta-walk";
/** The pages at the shelf; the first is also where the script that reads barcodes comes from. */
const SCOPES = ["/s/walk", "/s/misplaced"];
const BARCODES = "/s/walk-barcodes.js";

/**
 * Keep this page and the one that it leads on to, so that they open without a network.
 * @returns {Promise<boolean>} whether they are kept; a full device or a lost network are no trouble now
 */
export async function keepPage() {
  if (!("serviceWorker" in navigator) || !navigator.onLine) return false;
  return keep().then(() => true, () => false);
}

async function keep() {
  await Promise.all(SCOPES.map((scope) => navigator.serviceWorker.register("/s/walk-worker.js", { scope })));
  const parts = performance.getEntriesByType("resource").map((each) => each.name);
  const own = parts.filter((each) => /\/(static|locales)\//.test(each));
  const cache = await caches.open(CACHE);
  const onward = /** @type {HTMLAnchorElement | null} */ (document.querySelector("a[data-onward]"));
  const pages = onward ? [location.href, onward.href] : [location.href];
  await cache.addAll([...pages, ...new Set(own), ...(await listParts(BARCODES))]);
}
