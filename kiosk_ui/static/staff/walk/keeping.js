/**
 * What was seen on a walk or scanned along bays, kept on the device until the server has it.
 * @module
 */

import { owner, ownName } from "../owner.js";

/**
 * @typedef {{first: string, seen_on: string, read?: string, sent?: string}} SeenBay what was scanned;
 *   then what the server read of it, and the key that it has it under
 * @typedef {{bay: string, key: string}} TakeBack what the server shall take back
 * @typedef {{id: string, branch: string, face: string, rows: Record<string, SeenBay>, order: string[], key: string, waiting: boolean, draft: string, back: TakeBack[]}} Kept
 */

/** The database of each person's own, but for whose it is. */
export const WALKS = "hyllykartta-walks";

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

/**
 * @param {string} [whose] who is signed in, if nobody is named
 * @returns {Promise<IDBDatabase>}
 */
export async function openKeeping(whose = owner) {
  const request = indexedDB.open(ownName(WALKS, whose), 2);
  request.onupgradeneeded = ({ oldVersion }) => {
    if (oldVersion < 1) request.result.createObjectStore("faces", { keyPath: "id" });
    request.result.createObjectStore("bays", { keyPath: "branch" });
  };
  const database = await done(request);
  // Another page of a newer version must not wait for this one.
  database.onversionchange = () => database.close();
  return database;
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
  return { id, branch, face, rows: {}, order: [], key: "", waiting: false, draft: "", back: [], ...kept };
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
  return all.filter((each) => each.waiting).map((each) => ({ draft: "", back: [], ...each }));
}

/** @typedef {{branch: string, text: string, waiting: boolean, checked?: string}} Scanned items along
 *   bays, whether they wait to be checked, and what was */

/**
 * Give what was scanned along bays; nothing yet where nobody has.
 * @param {IDBDatabase} database
 * @param {string} branch
 * @returns {Promise<Scanned>}
 */
export async function loadScanned(database, branch) {
  const kept = await done(database.transaction("bays").objectStore("bays").get(branch));
  return kept ?? { branch, text: "", waiting: false };
}

/**
 * @param {IDBDatabase} database
 * @returns {Promise<Scanned[]>}
 */
export function listScanned(database) {
  return done(database.transaction("bays").objectStore("bays").getAll());
}

/**
 * Tell whether the server has not judged all that was scanned.
 * @param {Scanned} scanned
 */
export function isUnchecked({ text, checked }) {
  return text.trim() !== "" && text !== checked;
}

/**
 * @param {IDBDatabase} database
 * @param {Scanned} scanned
 */
export async function keepScanned(database, scanned) {
  await done(database.transaction("bays", "readwrite").objectStore("bays").put(scanned));
}

/**
 * Forget what the server has.
 * @param {IDBDatabase} database
 */
export async function forgetSent(database) {
  const faces = database.transaction("faces", "readwrite").objectStore("faces");
  for (const each of await done(faces.getAll())) if (!each.waiting) faces.delete(each.id);
  const bays = database.transaction("bays", "readwrite").objectStore("bays");
  for (const each of await done(bays.getAll())) if (!isUnchecked(each)) bays.delete(each.branch);
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
 * Take the newest bay back. What the server has of it already it shall take back, too; what it had
 * under the same key is sent anew.
 * @param {Kept} kept
 * @param {string} key
 * @returns {Kept}
 */
export function withoutLast(kept, key) {
  const bay = kept.order.at(-1) ?? "";
  const order = kept.order.slice(0, -1);
  const sent = kept.rows[bay]?.sent;
  const rest = Object.entries(kept.rows).filter(([each]) => each !== bay);
  if (!sent) return { ...kept, rows: Object.fromEntries(rest), order, key, waiting: isOpen(rest, kept.back) };
  const rows = Object.fromEntries(rest.map(([each, row]) => [each, row.sent === sent ? unsent(row) : row]));
  return { ...kept, rows, order, key, waiting: true, back: [...kept.back, { bay, key: sent }] };
}

/**
 * Note what the server has now. What was scanned meanwhile waits on, and what was taken back
 * meanwhile the server shall take back, too.
 * @param {Kept} kept as it is now
 * @param {Kept} sent as it was sent
 * @param {{draft: string, seen: {bay: number, first: string}[]}} answer
 * @returns {Kept}
 */
export function withSent(kept, sent, answer) {
  const gone = Object.keys(sent.rows).find((bay) => !(bay in kept.rows) && !sent.rows[bay]?.sent);
  const back = gone === undefined ? kept.back : [...kept.back, { bay: gone, key: sent.key }];
  const read = new Map(answer.seen.map((each) => [String(each.bay), each.first]));
  const rows = Object.fromEntries(
    Object.entries(kept.rows).map(([bay, row]) => {
      const isTheSame = row.first === sent.rows[bay]?.first && row.seen_on === sent.rows[bay]?.seen_on;
      if (!isTheSame || row.sent || gone !== undefined) return [bay, row];
      return [bay, { ...row, read: read.get(bay) ?? row.first, sent: sent.key }];
    }),
  );
  return { ...kept, rows, back, draft: answer.draft, waiting: isOpen(Object.entries(rows), back) };
}

/**
 * Note that the server has taken something back, or cannot.
 * @param {Kept} kept
 * @param {TakeBack} back
 * @returns {Kept}
 */
export function withTakenBack(kept, back) {
  const rest = kept.back.filter((each) => each.key !== back.key);
  return { ...kept, back: rest, waiting: isOpen(Object.entries(kept.rows), rest) };
}

/**
 * Forget what the server has in a draft that is published or gone: that walk is over.
 * @param {Kept} kept
 * @param {string} draft the draft of walks now
 * @returns {Kept}
 */
export function withoutPast(kept, draft) {
  if (!kept.draft || kept.draft === draft) return kept;
  const rows = Object.fromEntries(Object.entries(kept.rows).filter(([, row]) => !row.sent));
  const order = kept.order.filter((bay) => bay in rows);
  return { ...kept, rows, order, draft: "", back: [], waiting: order.length > 0 };
}

/** @param {SeenBay} row @returns {SeenBay} */
function unsent({ first, seen_on }) {
  return { first, seen_on };
}

/** @param {[string, SeenBay][]} rows @param {TakeBack[]} back */
function isOpen(rows, back) {
  return back.length > 0 || rows.some(([, row]) => !row.sent);
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
