/**
 * Whose work waits on this device for the server; what it is stays her own.
 * @module
 */

import { countUnsent, DRAFTS } from "../editing/outbox.js";
import { isUnchecked, listScanned, listWaiting, openKeeping, WALKS } from "../walk/keeping.js";
import { ownerOf } from "../owner.js";
import { ownersOfUnsent } from "../unsent.js";

/**
 * List who keeps something on this device.
 * @returns {Promise<string[]>}
 */
export async function listKeepers() {
  const names = (await indexedDB.databases?.() ?? []).map((each) => each.name ?? "");
  const own = names.filter((each) => [WALKS, DRAFTS].some((store) => each.startsWith(`${store}@`)));
  return [...new Set(own.map(ownerOf))];
}

/**
 * Tell whether something of somebody waits for the server.
 * @param {string} whose
 * @returns {Promise<boolean>}
 */
export async function hasUnsent(whose) {
  const counts = [countUnsent(whose), countAtTheShelf(whose), ownersOfUnsent().filter((each) => each === whose).length];
  const known = await Promise.all(counts.map((each) => Promise.resolve(each).catch(() => 0)));
  return known.some((count) => count > 0);
}

/**
 * List those of whom something waits.
 * @returns {Promise<string[]>}
 */
export async function listUnsent() {
  const all = [...new Set([...(await listKeepers()), ...ownersOfUnsent()])].filter((each) => each);
  const found = await Promise.all(all.map(async (each) => ((await hasUnsent(each)) ? [each] : [])));
  return found.flat().sort();
}

/**
 * Say of whom something waits where a page has a place for it.
 * @param {string} [but] not of her
 */
export async function tellWhoWaits(but = "") {
  const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-waiting-of]"));
  if (!place) return;
  const names = (await listUnsent()).filter((each) => each !== but);
  place.hidden = names.length === 0;
  const list = place.querySelector("[data-names]");
  if (list) list.textContent = names.join(", ");
}

/** @param {string} whose */
async function countAtTheShelf(whose) {
  const database = await openKeeping(whose);
  const faces = await listWaiting(database);
  const bays = (await listScanned(database)).filter(isUnchecked);
  database.close();
  return faces.length + bays.length;
}
