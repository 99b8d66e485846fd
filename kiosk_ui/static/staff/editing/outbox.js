/**
 * What waits to be sent, kept in the browser's own database so that it outlives the page.
 *
 * Every page has a number of its own and holds a lock of that name as long as it lives; what a
 * page has left whose lock is free belongs to whoever comes next.
 * @module
 */

import { owner, ownName } from "../owner.js";

/** @typedef {import("./session.js").Waiting} Waiting */
/** @typedef {Waiting & {draft: string, page: string, number: number, base: number}} Kept */

/** The database of each person's own, but for whose it is. */
export const DRAFTS = "hyllykartta-drafts";
const STORE = "outbox";

export class Outbox {
  #database;
  #draft;
  #page = newKey();
  #number = 0;

  /** @param {IDBDatabase | null} database @param {string} draft */
  constructor(database, draft) {
    this.#database = database;
    this.#draft = draft;
  }

  /**
   * Open the outbox of a draft; where the browser keeps nothing, as in some private windows, it is
   * kept by the page alone.
   * @param {string} draft
   */
  static async open(draft) {
    const database = await openDatabase().catch(() => null);
    const outbox = new Outbox(database, draft);
    await holdLock(lockOf(outbox.#page));
    return outbox;
  }

  /** Whether what waits outlives the page. */
  get isKept() {
    return this.#database !== null;
  }

  /**
   * Take over what pages have left that are gone.
   * @returns {Promise<{waiting: Kept[], base: number}>} in the order in which it was done, and the
   *   last revision that all of it was compared with
   */
  async adopt() {
    if (!navigator.locks) return this.#adopt();
    return navigator.locks.request("hyllykartta-adopt", () => this.#adopt());
  }

  /** @returns {Promise<{waiting: Kept[], base: number}>} */
  async #adopt() {
    const all = await this.#all();
    /** @type {Kept[]} */
    const taken = [];
    let base = Infinity;
    for (const page of new Set(all.map((each) => each.page))) {
      if (page === this.#page || !(await isFree(lockOf(page)))) continue;
      const left = all.filter((each) => each.page === page);
      taken.push(...left);
      // One that was still being written when the others were compared has an older one.
      base = Math.min(base, Math.max(...left.map((each) => each.base)));
    }
    taken.sort((one, other) => one.number - other.number);
    const mine = taken.map((each) => ({ ...each, page: this.#page }));
    this.#number = Math.max(0, ...mine.map((each) => each.number));
    await this.#write(mine, []);
    return { waiting: mine, base };
  }

  /** @param {Waiting} waiting @param {number} base */
  async put(waiting, base) {
    this.#number += 1;
    await this.#write([this.#kept(waiting, base, this.#number)], []);
  }

  /**
   * Keep what waits now and nothing else of this page.
   * @param {readonly Waiting[]} waiting
   * @param {number} base
   */
  async replace(waiting, base) {
    const before = (await this.#all()).filter((each) => each.page === this.#page);
    const numbers = new Map(before.map((each) => [each.key, each.number]));
    const now = waiting.flatMap((each) => {
      const number = numbers.get(each.key);
      return number === undefined ? [] : [this.#kept(each, base, number)];
    });
    const keys = new Set(now.map((each) => each.key));
    await this.#write(now, before.filter((each) => !keys.has(each.key)).map((each) => each.key));
  }

  /** @param {Waiting} waiting @param {number} base @param {number} number @returns {Kept} */
  #kept(waiting, base, number) {
    return { ...waiting, draft: this.#draft, page: this.#page, number, base };
  }

  /** @returns {Promise<Kept[]>} */
  async #all() {
    if (!this.#database) return [];
    const kept = await answered(this.#database.transaction(STORE).objectStore(STORE).getAll());
    return kept.filter((/** @type {Kept} */ each) => each.draft === this.#draft);
  }

  /** @param {readonly Kept[]} kept @param {readonly string[]} gone */
  async #write(kept, gone) {
    if (!this.#database || kept.length + gone.length === 0) return;
    const transaction = this.#database.transaction(STORE, "readwrite", { durability: "strict" });
    for (const each of kept) transaction.objectStore(STORE).put(each);
    for (const key of gone) transaction.objectStore(STORE).delete(key);
    await new Promise((done, failed) => {
      transaction.oncomplete = () => done(undefined);
      transaction.onabort = () => failed(transaction.error);
    });
  }
}

/**
 * Count what waits on this device to be sent, of all drafts.
 * @param {string} [whose]
 * @returns {Promise<number>}
 */
export async function countUnsent(whose = owner) {
  const database = await openDatabase(whose);
  const count = await answered(database.transaction(STORE).objectStore(STORE).count());
  database.close();
  return count;
}

/** @param {string} [whose] @returns {Promise<IDBDatabase>} */
async function openDatabase(whose = owner) {
  const request = indexedDB.open(ownName(DRAFTS, whose), 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
  return answered(request);
}

/**
 * @template Result
 * @param {IDBRequest<Result>} request
 * @returns {Promise<Result>}
 */
function answered(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

/** @param {string} page */
function lockOf(page) {
  return `hyllykartta-page-${page}`;
}

/** @param {string} name */
async function holdLock(name) {
  if (!navigator.locks) return;
  await new Promise((held) => {
    navigator.locks.request(name, () => {
      held(undefined);
      return new Promise(() => {});
    });
  });
}

/** @param {string} name @returns {Promise<boolean>} */
async function isFree(name) {
  if (!navigator.locks) return true;
  return navigator.locks.request(name, { ifAvailable: true }, (lock) => lock !== null);
}

/** A name that nothing else has; unlike `crypto.randomUUID` also where a page is not encrypted. */
export function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((each) => each.toString(16).padStart(2, "0")).join("");
}
