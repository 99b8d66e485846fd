/**
 * What somebody may undo and redo in a draft: what this page knows, and whether the server knows more.
 * @module
 */

/** @typedef {import("./changes.js").Change} Change */
/** @typedef {import("./session.js").Label} Label */
/** @typedef {import("./session.js").Waiting} Waiting */
/** @typedef {{changes: Change[], inverse: Change[], label: Label}} Done something that this page knows to undo */
/** @typedef {"undo" | "redo"} Step */

export class History {
  /** @type {Record<Step, Done[]>} */
  #known = { undo: [], redo: [] };
  /** @type {Record<Step, boolean>} */
  #deeper = { undo: false, redo: false };

  /** @param {Step} how */
  can(how) {
    return this.#known[how].length > 0 || this.#deeper[how];
  }

  /** Keep what is done now; what was undone before it is not made again. @param {Done} done */
  did(done) {
    this.#known.undo.push(done);
    this.#known.redo = [];
    this.#deeper.redo = false;
  }

  /**
   * Take a step back, or forth again.
   *
   * One that this page does not know is the server's to take; what it knows of the other way lies
   * below that step, and is asked of the server, too.
   * @param {Step} how
   * @returns {Done | undefined} what is taken back or made again, where this page knows
   */
  turn(how) {
    const other = how === "undo" ? "redo" : "undo";
    const done = this.#known[how].pop();
    if (done) {
      this.#known[other].push(done);
    } else {
      this.#known[other] = [];
      this.#deeper[other] = true;
    }
    return done;
  }

  /** Know again what a page that is gone has done and not sent. @param {readonly Waiting[]} waiting */
  replay(waiting) {
    for (const { how, changes, inverse, label } of waiting) {
      if (how === "edit") this.did({ changes, inverse, label });
      else this.turn(how);
    }
  }

  /** What the server knows, once it has all. @param {{can_undo: boolean, can_redo: boolean}} told */
  learn({ can_undo, can_redo }) {
    this.#deeper = { undo: can_undo, redo: can_redo };
  }

  /** Something was not saved: what this page knows is no longer so. @param {Waiting} waiting */
  forget({ how }) {
    this.#known = { undo: [], redo: [] };
    this.#deeper = { undo: how !== "undo", redo: false };
  }
}
