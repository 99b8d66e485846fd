/**
 * The tool that draws a shelf from end to end, or sets one down with a tap.
 * @module
 */

import { blankShelf, DOUBLE_SHELF, named, shelfAlong, WALL_SHELF } from "../geometry/arrays.js";
import { shelfOutline } from "../geometry/axes.js";
import { bayCount } from "../geometry/bays.js";
import { roundLength } from "../geometry/things.js";
import { middle } from "../geometry/vectors.js";
import { add } from "./context.js";
import { DragTool } from "./drag.js";
import { lengthText } from "./words.js";

/** @typedef {import("./context.js").Context} Context */
/** @typedef {import("../geometry/things.js").Point} Point */
/** @typedef {import("../geometry/things.js").Shelf} Shelf */
/** @typedef {import("../geometry/arrays.js").Template} Template */

export class ShelfTool extends DragTool {
  /** @type {Template} */
  template = { ...DOUBLE_SHELF };

  constructor() {
    super("shelf");
  }

  /** @param {Context} _ctx @param {Point} from @param {Point} to */
  marks(_ctx, from, to) {
    const shelf = shelfAlong(this.template, "", from, to);
    const bays = shelf.faces[0]?.bays.length ?? 0;
    return [
      { ring: shelfOutline(shelf), as: "sketch-shelf" },
      { text: `${lengthText(shelf.length_m)} · ${bays}`, at: middle(from, to) },
    ];
  }

  /** @param {Context} ctx @param {Point} from @param {Point} to */
  drew(ctx, from, to) {
    this.#add(ctx, shelfAlong(this.template, ctx.level, from, to));
  }

  /** @param {Context} ctx @param {Point} at */
  tapped(ctx, at) {
    this.#add(ctx, blankShelf(this.template, ctx.level, at, 90));
  }

  /** @param {Context} ctx @param {Shelf} shelf */
  #add(ctx, shelf) {
    const [made] = named(ctx.store.plan, [shelf], Math.random);
    if (made) add(ctx, [{ kind: "shelves", id: made.id, value: made }]);
  }

  options() {
    return templateOptions(this.template);
  }

  /** @param {Context} _ctx @param {string} name @param {number | string} value */
  setOption(_ctx, name, value) {
    this.template = templateWith(this.template, name, value);
  }
}

/**
 * What may be chosen for new shelves.
 * @param {Template} template
 * @returns {import("./context.js").Option[]}
 */
export function templateOptions(template) {
  const mounting = template.mounting === "wall" ? "wall" : "double";
  return [
    { name: "sort", values: ["double", "wall"], words: "shelf_sort", value: mounting },
    { name: "depth_m", unit: "m", digits: 2, step: 0.05, least: 0.15, most: 3, value: template.depth_m },
    { name: "bay_m", unit: "m", digits: 2, step: 0.05, least: 0.2, most: 3, value: template.bay_m },
    { name: "boards", unit: "", digits: 0, step: 1, least: 1, most: 50, value: template.boards },
  ];
}

/**
 * How many bays new shelves have on a side, where no line says how long they are.
 * @param {Template} template
 * @returns {import("./context.js").Option}
 */
export function baysOption({ length_m, bay_m }) {
  return { name: "bays", unit: "", digits: 0, step: 1, least: 1, most: 50, value: bayCount(length_m, bay_m) };
}

/**
 * A template with another value; shelves keep their number of bays when these get wider.
 * @param {Template} template
 * @param {string} name
 * @param {number | string} value
 * @returns {Template}
 */
export function templateWith(template, name, value) {
  const { bay_m, length_m } = template;
  if (name === "bays") return { ...template, length_m: roundLength(Number(value) * bay_m) };
  if (name === "bay_m") {
    return { ...template, bay_m: Number(value), length_m: roundLength(bayCount(length_m, bay_m) * Number(value)) };
  }
  if (name !== "sort") return { ...template, [name]: value };
  return { ...(value === "wall" ? WALL_SHELF : DOUBLE_SHELF), bay_m, length_m };
}
