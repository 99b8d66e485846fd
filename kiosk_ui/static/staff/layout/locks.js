/**
 * What is left alone: things that are locked in a draft, and kinds that are hidden on this device.
 *
 * `draft-locks` keeps locks with the draft, for all who work on it; what is hidden is kept in this browser.
 * @module
 */

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
    this.name = `${address}/hidden`;
    this.storage = storage;
    this.hidden = new Set(read(storage, this.name));
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
