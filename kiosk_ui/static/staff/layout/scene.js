/**
 * The drawing of a level, kept in step with a plan thing by thing.
 * @module
 */

import { DRAWN_KINDS, isOnLevel, keyOf, listOnLevel } from "./geometry/things.js";
import { drawThing } from "./draw.js";
import { element, pathOf } from "./svg.js";

/** @typedef {import("./types.js").Plan} Plan */
/** @typedef {import("./types.js").Thing} Thing */
/** @typedef {import("./types.js").Change} Change */
/** @typedef {import("./types.js").DrawnKind} DrawnKind */

export class Scene {
  level = "";
  /** @type {Map<string, SVGElement>} */
  #drawn = new Map();
  /** @type {Map<DrawnKind, SVGElement>} */
  #layers = new Map();
  #grid = element("path", { class: "e-grid" });
  /** @type {Set<string>} drawn as they are not, for a look at what a change would do */
  #previewed = new Set();

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
    this.#previewed.clear();
    for (const layer of this.#layers.values()) layer.replaceChildren();
    for (const { kind, thing } of listOnLevel(plan, level)) this.#put(kind, thing.id, thing);
    const outline = plan.levels?.find((each) => each.id === level)?.outline ?? [];
    this.#grid.setAttribute("d", outline.length ? pathOf(outline, true) : "");
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
      return;
    }
    const drawn = drawThing(kind, thing, this.level, this.tag);
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
