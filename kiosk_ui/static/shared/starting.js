/**
 * A server that has just started says nothing of positions until what computes them is loaded or
 * compiled: pages ask how it is, and say so meanwhile.
 * @module
 */

const AGAIN_MS = 2000;
let asks = false;

/**
 * Ask until positions are computed.
 * @param {(starting: boolean) => void} tell told after every answer
 */
export async function followStart(tell) {
  if (asks) return;
  asks = true;
  while (asks) {
    const starting = await isStarting();
    if (starting !== null) tell(starting);
    asks = starting !== false;
    if (asks) await new Promise((done) => setTimeout(done, AGAIN_MS));
  }
}

/** @returns {Promise<boolean | null>} null without an answer */
async function isStarting() {
  try {
    const response = await fetch("/api/v1/health");
    const health = /** @type {import("./api.js").HealthOut} */ (await response.json());
    return health.starting;
  } catch {
    return null;
  }
}
