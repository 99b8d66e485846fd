/**
 * What is left alone: things that are locked in a draft, and kinds that are hidden on this device.
 *
 * Locks are kept beside the draft's plan, for all who work on it; what is hidden is kept in this browser.
 * @module
 */

import { readKey } from "./geometry/things.js";

/** @typedef {import("./types.js").DrawnKind} DrawnKind */
/** @typedef {{kind: string, id: string}} Ref */

export class Locks {
  /** @type {Set<string>} */
  locked = new Set();
  /** @type {Set<string>} */
  hidden;
  /** How often something was locked or unlocked here. */
  #changed = 0;

  /**
   * @param {string} address of the draft
   * @param {Pick<Storage, "getItem" | "setItem">} storage
   */
  constructor(address, storage) {
    this.address = `${address}/locks`;
    this.name = `${address}/hidden`;
    this.storage = storage;
    this.hidden = new Set(read(storage, this.name));
  }

  /**
   * Ask what is locked.
   * @returns {Promise<string[]>} keys of what is locked or is so no more
   */
  async load() {
    const asked = this.#changed;
    const answer = await fetch(this.address).catch(() => null);
    if (!answer?.ok) return [];
    const locked = new Set((await answer.json()).locked.map((/** @type {Ref} */ { kind, id }) => `${kind}/${id}`));
    // What was locked here meanwhile is on its way, and the answer does not know of it.
    if (asked !== this.#changed) return [];
    const before = this.locked;
    this.locked = locked;
    return [...new Set([...before, ...locked])].filter((key) => before.has(key) !== locked.has(key));
  }

  /**
   * @param {readonly string[]} keys
   * @param {boolean} locked
   */
  setLocked(keys, locked) {
    this.#changed += 1;
    for (const key of keys) {
      if (locked) this.locked.add(key);
      else this.locked.delete(key);
    }
    const body = JSON.stringify({ [locked ? "lock" : "unlock"]: keys.map(readKey) });
    const headers = { "Content-Type": "application/json" };
    // Without network they hold until the page is left: nothing of the plan depends on them.
    fetch(this.address, { method: "POST", headers, body, keepalive: true }).catch(() => {});
  }

  /**
   * @param {DrawnKind} kind
   * @param {boolean} hidden
   */
  setHidden(kind, hidden) {
    if (hidden) this.hidden.add(kind);
    else this.hidden.delete(kind);
    try {
      this.storage.setItem(this.name, JSON.stringify([...this.hidden]));
    } catch {
      // A full or forbidden storage: they stay hidden until the page is left.
    }
  }
}

/**
 * @param {Pick<Storage, "getItem">} storage
 * @param {string} name
 * @returns {string[]}
 */
function read(storage, name) {
  try {
    const kept = JSON.parse(storage.getItem(name) ?? "[]");
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}
