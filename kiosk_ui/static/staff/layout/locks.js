/**
 * What is left alone: things that are locked in a draft, and kinds that are hidden on this device.
 *
 * Locks are kept with the draft, for all who work on it; what is hidden is kept in this browser.
 * @module
 */

import { readKey } from "./geometry/things.js";

/** @typedef {import("./types.js").DrawnKind} DrawnKind */

export class Locks {
  /** @type {Set<string>} */
  locked = new Set();
  /** @type {Set<string>} */
  hidden;

  /**
   * @param {string} address of the draft
   * @param {Pick<Storage, "getItem" | "setItem">} storage
   */
  constructor(address, storage) {
    this.address = `${address}/locks`;
    this.storage = storage;
    this.hidden = new Set(read(storage, this.address));
  }

  /**
   * Ask what is locked.
   * @returns {Promise<string[]>} keys
   */
  async load() {
    const answer = await fetch(this.address).catch(() => null);
    if (!answer?.ok) return [];
    const { locked } = await answer.json();
    for (const { kind, id } of locked) this.locked.add(`${kind}/${id}`);
    return [...this.locked];
  }

  /**
   * @param {readonly string[]} keys
   * @param {boolean} locked
   */
  setLocked(keys, locked) {
    for (const key of keys) {
      if (locked) this.locked.add(key);
      else this.locked.delete(key);
    }
    const body = JSON.stringify({ [locked ? "lock" : "unlock"]: keys.map(readKey) });
    // Without network they hold until the page is left: nothing of the plan depends on them.
    fetch(this.address, { method: "POST", headers: { "Content-Type": "application/json" }, body }).catch(() => {});
  }

  /**
   * @param {DrawnKind} kind
   * @param {boolean} hidden
   */
  setHidden(kind, hidden) {
    if (hidden) this.hidden.add(kind);
    else this.hidden.delete(kind);
    try {
      this.storage.setItem(this.address, JSON.stringify([...this.hidden]));
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
