/**
 * The drawing of a level, kept in step with a plan thing by thing.
 * @module
 */

import { DRAWN_KINDS, isOnLevel, isShelf, keyOf, listOnLevel } from "./geometry/things.js";
import { drawThing, shelfDetails } from "./draw.js";
import { element, pathOf } from "./svg.js";

/** @typedef {import("./types.js").Plan} Plan */
/** @typedef {import("./types.js").Thing} Thing */
/** @typedef {import("./types.js").Change} Change */
/** @typedef {import("./types.js").DrawnKind} DrawnKind */
/** @typedef {import("./geometry/things.js").Shelf} Shelf */
/** @typedef {import("../../shared/view-box.js").Box} Box */

export class Scene {
  level = "";
  /** @type {Map<string, SVGElement>} */
  #drawn = new Map();
  /** @type {Map<DrawnKind, SVGElement>} */
  #layers = new Map();
  #grid = element("path", { class: "e-grid" });
  /** @type {Set<string>} drawn as they are not, for a look at what a change would do */
  #previewed = new Set();
  /** Shelves drawn without what shows from near alone. @type {Map<string, Shelf>} */
  #plain = new Map();
  /** What is seen from near. @type {Box | null} */
  #near = null;

  /**
   * @param {SVGGElement} root
   * @param {string} tag language of names
   * @param {(key: string, drawn: SVGElement) => void} [dress] marks what is drawn, as selected or locked
   */
  constructor(root, tag, dress = () => {}) {
    this.tag = tag;
    this.dress = dress;
    for (const kind of DRAWN_KINDS) {
      const layer = element("g", { "data-layer": kind });
      this.#layers.set(kind, layer);
      root.append(layer);
      // The grid of metres lies on the floor, below all that stands on it.
      if (kind === "levels") root.append(gridPattern(), this.#grid);
    }
  }

  /** @param {string} key */
  find(key) {
    return this.#drawn.get(key);
  }

  /**
   * Draw a level anew.
   * @param {Plan} plan
   * @param {string} level
   */
  show(plan, level) {
    this.level = level;
    this.#drawn.clear();
    this.#plain.clear();
    this.#previewed.clear();
    for (const layer of this.#layers.values()) layer.replaceChildren();
    for (const { kind, thing } of listOnLevel(plan, level)) this.#put(kind, thing.id, thing);
    const outline = plan.levels?.find((each) => each.id === level)?.outline ?? [];
    this.#grid.setAttribute("d", outline.length ? pathOf(outline, true) : "");
  }

  /**
   * Draw what shows from near alone, of the shelves that are seen from near.
   * @param {Box | null} box what is seen; null from afar
   */
  look(box) {
    this.#near = box;
    if (!box) return;
    for (const [key, shelf] of this.#plain) {
      if (!this.#isNear(shelf)) continue;
      this.#plain.delete(key);
      this.#drawn.get(key)?.append(...shelfDetails(shelf));
    }
  }

  /** @param {Shelf} shelf */
  #isNear({ x_m, y_m, length_m, depth_m, wing_m = 0 }) {
    const box = this.#near;
    if (!box) return false;
    // No part of a shelf is farther from its point, however it is bent.
    const reach_m = length_m + 2 * depth_m + wing_m;
    return x_m + reach_m >= box.x && x_m - reach_m <= box.x + box.width
      && -y_m + reach_m >= box.y && -y_m - reach_m <= box.y + box.height;
  }

  /**
   * Draw what has changed.
   * @param {readonly Change[]} changes
   */
  apply(changes) {
    for (const { kind, id, value } of changes) {
      if (this.#layers.has(/** @type {DrawnKind} */ (kind))) this.#put(/** @type {DrawnKind} */ (kind), id, value);
    }
  }

  /**
   * Draw things as changes would have them, until the next preview; what it leaves out is as it is.
   * @param {Plan} plan
   * @param {readonly Change[]} changes
   */
  preview(plan, changes) {
    const now = new Set(changes.map(({ kind, id }) => keyOf(kind, id)));
    for (const key of this.#previewed) if (!now.has(key)) this.restore(plan, key);
    this.apply(changes);
    this.#previewed = now;
  }

  /**
   * Draw a thing as the plan has it.
   * @param {Plan} plan
   * @param {string} key
   */
  restore(plan, key) {
    const at = key.indexOf("/");
    const [kind, id] = [/** @type {DrawnKind} */ (key.slice(0, at)), key.slice(at + 1)];
    this.#put(kind, id, (plan[kind] ?? []).find((thing) => thing.id === id) ?? null);
  }

  /**
   * @param {DrawnKind} kind
   * @param {string} id
   * @param {Thing | null} thing
   */
  #put(kind, id, thing) {
    const key = keyOf(kind, id);
    const before = this.#drawn.get(key);
    if (thing === null || !isOnLevel(kind, thing, this.level)) {
      before?.remove();
      this.#drawn.delete(key);
      this.#plain.delete(key);
      return;
    }
    const near = !isShelf(thing) || this.#isNear(thing);
    if (!near) this.#plain.set(key, thing);
    else this.#plain.delete(key);
    const drawn = drawThing(kind, thing, this.level, this.tag, near);
    this.dress(key, drawn);
    if (before) before.replaceWith(drawn);
    else this.#layers.get(kind)?.append(drawn);
    this.#drawn.set(key, drawn);
  }
}

/** Lines at each metre. */
function gridPattern() {
  const how = { id: "e-grid", width: 1, height: 1, patternUnits: "userSpaceOnUse" };
  return element("defs", {}, element("pattern", how, element("path", { class: "e-grid-line", d: "M0 1V0H1" })));
}
