/**
 * The tool that makes rows of shelves: beside a shelf that is selected, or along a line.
 *
 * The row is shown live while its number and the aisle's width are changed, and is made with
 * "Done" or Enter.
 * @module
 */

import {
  AISLE_M, alongLine, beside, countAlong, DOUBLE_SHELF, named, templateOf,
} from "../geometry/arrays.js";
import { shelfOutline } from "../geometry/axes.js";
import { isShelf, roundLength } from "../geometry/things.js";
import { distance, middle } from "../geometry/vectors.js";
import { add, clearSketch, middleOf, sketch } from "./context.js";
import { DragTool } from "./drag.js";
import { baysOption, templateOptions, templateWith } from "./shelf.js";
import { lengthText, told } from "./words.js";

/** @typedef {import("./context.js").Context} Context */
/** @typedef {import("../geometry/things.js").Point} Point */
/** @typedef {import("../geometry/things.js").Shelf} Shelf */

const USUAL_COUNT = 2;

export class ArrayTool extends DragTool {
  template = { ...DOUBLE_SHELF };
  aisle_m = AISLE_M;
  count = USUAL_COUNT;
  /** Whether the number is one that was asked for, which a line does not change. */
  isCounted = false;
  /** @type {"left" | "right"} */
  toward = "left";
  /** @type {Shelf | null} */
  source = null;
  /** @type {[Point, Point] | null} */
  line = null;

  constructor() {
    super("array");
  }

  /** @param {Context} ctx */
  begin(ctx) {
    const shelves = [...ctx.selection.values()].filter(isShelf);
    this.source = shelves.length === 1 && shelves[0]?.shape === undefined ? (shelves[0] ?? null) : null;
    if (this.source) this.template = templateOf(this.source);
    this.count = USUAL_COUNT;
    this.isCounted = false;
    this.#show(ctx);
  }

  /** @param {Context} ctx @param {Point} p */
  pointerDown(ctx, p) {
    this.source = null;
    super.pointerDown(ctx, p);
  }

  /** @param {Context} ctx @param {Point} from @param {Point} to */
  marks(ctx, from, to) {
    this.#draw(from, to);
    return this.#rowMarks(ctx);
  }

  /** @param {Context} ctx @param {Point} from @param {Point} to */
  drew(ctx, from, to) {
    this.#draw(from, to);
    this.#show(ctx);
  }

  /** @param {Context} ctx @param {Point} at */
  tapped(ctx, at) {
    const pitch_m = this.template.depth_m + this.aisle_m;
    this.line = [at, [at[0] + pitch_m * this.count, at[1]]];
    this.#show(ctx);
  }

  /** @param {Context} ctx @param {KeyboardEvent} event */
  key(ctx, event) {
    if (event.key === "Enter") {
      if (this.canFinish) this.finish(ctx);
      else this.tapped(ctx, middleOf(ctx));
      return true;
    }
    if (event.key === "Escape" && this.canFinish) {
      this.#forget(ctx);
      return true;
    }
    return false;
  }

  get canFinish() {
    return this.source !== null || this.line !== null;
  }

  /** @param {Context} ctx */
  finish(ctx) {
    const made = named(ctx.store.plan, this.#row(ctx, Boolean(this.source)), Math.random, this.source?.number);
    const source = this.source;
    this.#forget(ctx);
    add(ctx, made.map((value) => ({ kind: /** @type {const} */ ("shelves"), id: value.id, value })));
    if (made.length) ctx.announce(told("array_made", { count: made.length + (source ? 1 : 0) }));
  }

  /** @param {Context} ctx */
  end(ctx) {
    this.#forget(ctx);
  }

  options() {
    const side = { name: "toward", values: ["left", "right"], words: "array_side", value: this.toward };
    return [
      { name: "count", unit: /** @type {const} */ (""), digits: 0, step: 1, least: 1, most: 200, value: this.count },
      { name: "aisle_m", unit: /** @type {const} */ ("m"), digits: 2, step: 0.05, least: 0, most: 20, value: this.aisle_m },
      ...(this.source ? [side] : [baysOption(this.template), ...templateOptions(this.template)]),
    ];
  }

  /** @param {Context} ctx @param {string} name @param {number | string} value */
  setOption(ctx, name, value) {
    if (name === "count") {
      this.count = Number(value);
      this.isCounted = true;
    } else if (name === "aisle_m") this.aisle_m = roundLength(Number(value));
    else if (name === "toward") this.toward = value === "right" ? "right" : "left";
    else this.template = templateWith(this.template, name, value);
    this.#show(ctx);
  }

  /**
   * The shelves of the row, without the one it begins with where that is there already.
   * @param {Context} ctx
   * @param {boolean} isNew
   */
  #row(ctx, isNew) {
    if (this.source) {
      const copies = beside(this.source, this.count, this.aisle_m, this.toward);
      return isNew ? copies : [this.source, ...copies];
    }
    return this.line ? alongLine(this.template, ctx.level, ...this.line, this.aisle_m, this.count) : [];
  }

  /** A line says where the row goes, and how many there are unless that was said. @param {Point} from @param {Point} to */
  #draw(from, to) {
    this.line = [from, to];
    if (!this.isCounted) this.count = countAlong(distance(from, to), this.template.depth_m, this.aisle_m);
  }

  /** @param {Context} ctx */
  #rowMarks(ctx) {
    const row = this.#row(ctx, false);
    const [one, other] = [row[0], row[1]];
    /** @type {import("./context.js").Mark[]} */
    const marks = row.map((shelf) => ({ ring: shelfOutline(shelf), as: "sketch-shelf" }));
    if (one && other) {
      marks.push({ text: lengthText(this.aisle_m), at: middle([one.x_m, one.y_m], [other.x_m, other.y_m]) });
    }
    return marks;
  }

  /** @param {Context} ctx */
  #show(ctx) {
    sketch(ctx, this.#rowMarks(ctx));
    this.dispatchEvent(new Event("change"));
  }

  /** @param {Context} ctx */
  #forget(ctx) {
    this.from = null;
    this.line = null;
    this.source = null;
    clearSketch(ctx);
    this.dispatchEvent(new Event("change"));
  }
}
