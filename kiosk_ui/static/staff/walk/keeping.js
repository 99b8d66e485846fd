/**
 * What was seen on a walk, kept on the device until the server has it.
 * @module
 */

/**
 * @typedef {{first: string, seen_on: string}} SeenBay
 * @typedef {{id: string, branch: string, face: string, rows: Record<string, SeenBay>, order: string[], key: string, waiting: boolean}} Kept
 */

const NAME = "hyllykartta-walks";

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @returns {Promise<IDBDatabase>} */
export function openKeeping() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore("faces", { keyPath: "id" });
  return done(request);
}

/**
 * Give what was seen on a face; nothing yet where nobody has walked.
 * @param {IDBDatabase} database
 * @param {string} branch
 * @param {string} face
 * @returns {Promise<Kept>}
 */
export async function loadFace(database, branch, face) {
  const id = `${branch}/${face}`;
  const kept = await done(database.transaction("faces").objectStore("faces").get(id));
  return kept ?? { id, branch, face, rows: {}, order: [], key: "", waiting: false };
}

/**
 * @param {IDBDatabase} database
 * @param {Kept} kept
 */
export async function keepFace(database, kept) {
  await done(database.transaction("faces", "readwrite").objectStore("faces").put(kept));
}

/**
 * List the faces that the server does not have yet.
 * @param {IDBDatabase} database
 * @returns {Promise<Kept[]>}
 */
export async function listWaiting(database) {
  const all = await done(database.transaction("faces").objectStore("faces").getAll());
  return all.filter((each) => each.waiting);
}

/**
 * Put a bay down as seen; the newest is the last.
 * @param {Kept} kept
 * @param {string} bay
 * @param {string} first
 * @param {string} seenOn
 * @param {string} key
 * @returns {Kept}
 */
export function withSeen(kept, bay, first, seenOn, key) {
  const rows = { ...kept.rows, [bay]: { first, seen_on: seenOn } };
  const order = [...kept.order.filter((each) => each !== bay), bay];
  return { ...kept, rows, order, key, waiting: true };
}

/**
 * Take the newest bay back.
 * @param {Kept} kept
 * @param {string} key
 * @returns {Kept}
 */
export function withoutLast(kept, key) {
  const bay = kept.order.at(-1) ?? "";
  const rows = Object.fromEntries(Object.entries(kept.rows).filter(([each]) => each !== bay));
  const order = kept.order.slice(0, -1);
  return { ...kept, rows, order, key, waiting: order.length > 0 };
}

/**
 * Find the bays whose rank is out of order beside their neighbours', as far as ranks are known.
 * @param {{bay: string, rank: number | null}[]} bays in their order on the face
 * @returns {string[]}
 */
export function outOfOrder(bays) {
  const known = bays.filter((each) => each.rank !== null);
  return known
    .filter((each, at) => at > 0 && Number(known[at - 1]?.rank) > Number(each.rank))
    .map((each) => each.bay);
}
