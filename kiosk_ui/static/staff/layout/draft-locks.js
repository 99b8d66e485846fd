/**
 * Locks that are kept with the draft, so that a colleague and another device have them too.
 *
 * They are beside the plan, not in it: nothing of them is published.
 * @module
 */

import { readKey } from "./geometry/things.js";

const JSON_BODY = { "Content-Type": "application/json" };

/**
 * Keep the canvas's locks and those of the draft the same.
 * @param {any} canvas
 * @param {{branch: string, draft: string}} where
 */
export async function keepLocks(canvas, { branch, draft }) {
  const address = `/api/v1/branches/${encodeURIComponent(branch)}/drafts/${encodeURIComponent(draft)}/locks`;
  const { ctx } = canvas;
  /** What the draft has. @type {Set<string>} */
  let known = new Set();

  /** @param {Response | null} response */
  async function take(response) {
    if (!response?.ok) return;
    const { locked } = await response.json();
    known = new Set(locked.map((/** @type {{kind: string, id: string}} */ each) => `${each.kind}/${each.id}`));
    const { lock, unlock } = differences(ctx.locks.locked, known);
    if (lock.length) ctx.setLocked(lock, true);
    if (unlock.length) ctx.setLocked(unlock, false);
  }

  async function load() {
    await take(await fetch(address).catch(() => null));
  }

  ctx.addEventListener("locks", async () => {
    const { lock, unlock } = differences(known, ctx.locks.locked);
    if (lock.length + unlock.length === 0) return;
    known = new Set(ctx.locks.locked);
    const body = JSON.stringify({ lock: lock.map(readKey), unlock: unlock.map(readKey) });
    await take(await fetch(address, { method: "POST", headers: JSON_BODY, body }).catch(() => null));
  });
  addEventListener("focus", () => void load());
  await load();
}

/**
 * What has to be locked and unlocked to get from some locks to others.
 * @param {ReadonlySet<string>} before
 * @param {ReadonlySet<string>} after
 */
export function differences(before, after) {
  return { lock: [...after].filter((key) => !before.has(key)), unlock: [...before].filter((key) => !after.has(key)) };
}
