/**
 * What is locked on this device: things that are seen and left alone, and kinds that are hidden.
 *
 * This is about the hand that works here, not about the plan: it is kept in this browser.
 * @module
 */

/** @typedef {import("./types.js").DrawnKind} DrawnKind */

export class Locks {
  /** @type {Set<string>} */
  locked;
  /** @type {Set<string>} */
  hidden;

  /**
   * @param {string} draft
   * @param {Pick<Storage, "getItem" | "setItem">} storage
   */
  constructor(draft, storage) {
    this.storage = storage;
    this.name = `layout/${draft}`;
    const kept = read(storage, this.name);
    this.locked = new Set(kept.locked);
    this.hidden = new Set(kept.hidden);
  }

  /**
   * @param {Iterable<string>} keys
   * @param {boolean} locked
   */
  setLocked(keys, locked) {
    for (const key of keys) {
      if (locked) this.locked.add(key);
      else this.locked.delete(key);
    }
    this.#keep();
  }

  /**
   * @param {DrawnKind} kind
   * @param {boolean} hidden
   */
  setHidden(kind, hidden) {
    if (hidden) this.hidden.add(kind);
    else this.hidden.delete(kind);
    this.#keep();
  }

  #keep() {
    try {
      this.storage.setItem(this.name, JSON.stringify({ locked: [...this.locked], hidden: [...this.hidden] }));
    } catch {
      // A full or forbidden storage: they hold until the page is left.
    }
  }
}

/**
 * @param {Pick<Storage, "getItem">} storage
 * @param {string} name
 * @returns {{locked: string[], hidden: string[]}}
 */
function read(storage, name) {
  try {
    const kept = JSON.parse(storage.getItem(name) ?? "{}");
    return { locked: kept.locked ?? [], hidden: kept.hidden ?? [] };
  } catch {
    return { locked: [], hidden: [] };
  }
}
