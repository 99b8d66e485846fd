/**
 * Keeps the pages of the walk on the device: the network first, without it what was kept.
 * Who signs out, or is signed out by the server, leaves none of them behind.
 * @module
 */

const CACHE = "hyllykartta-walk";
const PAGES = /^\/s\/(walk|misplaced|walk-barcodes\.js)$/;
const PARTS = /^\/(static|locales)\//;
const CLOSED = [401, 403];
const worker = /** @type {any} */ (globalThis);

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("message", (/** @type {any} */ event) => {
  if (event.data === "sign-out") event.waitUntil(caches.delete(CACHE));
});
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { pathname } = new URL(event.request.url);
  const isOwn = PAGES.test(pathname) || PARTS.test(pathname);
  if (event.request.method === "GET" && isOwn) event.respondWith(answer(event.request));
});

/**
 * @param {Request} request
 * @returns {Promise<Response>}
 */
async function answer(request) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    if (CLOSED.includes(response.status)) await caches.delete(CACHE);
    else if (response.ok && !response.redirected) await cache.put(request, response.clone());
    return response;
  } catch (error) {
    const kept = await cache.match(request);
    if (kept) return kept;
    throw error;
  }
}
