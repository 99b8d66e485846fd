/**
 * <level-copy>: take over walls, rooms or shelves from another level, or lay this one over it.
 * @module
 */

import { nameIn } from "../draw.js";
import { COPIED_KINDS, copyLevel, layOver } from "../level-copies.js";
import { lengthText, told } from "../tools/words.js";
import { button, choice, labelled, make, tick } from "./parts.js";

/** @typedef {import("../geometry/things.js").DrawnKind} DrawnKind */

export class LevelCopy extends HTMLElement {
  /** @type {any} */
  #ctx = null;
  #from = "";
  /** @type {Set<DrawnKind>} */
  #kinds = new Set(/** @type {DrawnKind[]} */ (["levels", "units", "openings"]));

  /** @param {any} canvas */
  connect(canvas) {
    this.#ctx = canvas.ctx;
    for (const what of ["level", "selection"]) this.#ctx.addEventListener(what, () => this.#show());
    this.#show();
  }

  #show() {
    const { store, level, tag, selection } = this.#ctx;
    const others = (store.plan.levels ?? []).filter((/** @type {any} */ each) => each.id !== level);
    this.hidden = others.length === 0 || selection.size > 0;
    if (this.hidden) {
      this.replaceChildren();
      return;
    }
    if (!others.some((/** @type {any} */ each) => each.id === this.#from)) this.#from = others[0].id;
    const choices = others.map((/** @type {any} */ each) => ({ value: each.id, text: nameIn(each, tag) || each.id }));
    const boxes = COPIED_KINDS.map((kind) => tick(told(kind === "levels" ? "outline_of_level" : `kinds.${kind}`), this.#kinds.has(kind), (checked) => {
      if (checked) this.#kinds.add(kind);
      else this.#kinds.delete(kind);
    }));
    const open = this.querySelector("details")?.open ?? false;
    this.replaceChildren(make("details", { open }, make("summary", {}, told("copy_level")),
      make("div", { class: "fields wide" }, labelled(told("from_level"), choice(choices, this.#from, (value) => {
        this.#from = value;
      })), ...boxes),
      make("div", { class: "deeds" }, button("copy", () => this.#copy()), button("lay_over", () => this.#lay()))));
  }

  #copy() {
    const { store, level } = this.#ctx;
    const changes = copyLevel(store.plan, this.#from, level, this.#kinds, Math.random);
    if (changes.length) store.apply(changes, { what: "copied", count: changes.length });
    this.#tell(told("copied", { count: changes.length }));
  }

  #lay() {
    const { store, level } = this.#ctx;
    const laid = layOver(store.plan, level, this.#from);
    if (laid?.changes.length) store.apply(laid.changes, { what: "moved", count: laid.changes.length });
    this.#tell(laid ? told("laid_over", { count: laid.count, off: lengthText(laid.off_m) }) : told("not_laid_over"));
  }

  /** @param {string} text */
  #tell(text) {
    this.querySelector("[role=status]")?.remove();
    this.querySelector("details")?.append(make("p", { class: "muted", role: "status" }, text));
    this.#ctx.announce(text);
  }
}

customElements.define("level-copy", LevelCopy);
