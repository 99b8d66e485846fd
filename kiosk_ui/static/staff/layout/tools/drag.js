/**
 * Tools that draw from one point to another: press, drag, let go; or tap once.
 * @module
 */

import { distance } from "../geometry/vectors.js";
import { snapDirection } from "../geometry/snapping.js";
import { clearSketch, guideMarks, middleOf, sketch } from "./context.js";

/** @typedef {import("./context.js").Context} Context */
/** @typedef {import("./context.js").Mark} Mark */
/** @typedef {import("./context.js").Option} Option */
/** @typedef {import("../geometry/things.js").Point} Point */

const TAP_PX = 8;

/** What all of them share; a tool of its own says what is drawn, and what comes of it. */
export class DragTool extends EventTarget {
  /** @type {Point | null} */
  from = null;

  /** @param {string} id */
  constructor(id) {
    super();
    this.id = id;
  }

  /** @param {Context} ctx @param {Point} p */
  pointerDown(ctx, p) {
    const { x_m, y_m } = ctx.snap(p);
    this.from = [x_m, y_m];
  }

  /** @param {Context} ctx @param {Point} p @param {PointerEvent} event */
  pointerMove(ctx, p, event) {
    const { x_m, y_m, guides } = ctx.snap(p);
    const marks = guideMarks(guides);
    if (!this.from) sketch(ctx, marks);
    else sketch(ctx, [...marks, ...this.marks(ctx, this.from, this.aimed(ctx, [x_m, y_m], guides.length > 0, event))]);
  }

  /** @param {Context} ctx @param {Point} p @param {PointerEvent} event */
  pointerUp(ctx, p, event) {
    const from = this.from;
    this.cancel(ctx);
    if (!from) return;
    const { x_m, y_m, guides } = ctx.snap(p);
    const to = this.aimed(ctx, [x_m, y_m], guides.length > 0, event, from);
    if (distance(from, to) < TAP_PX * ctx.px_m) this.tapped(ctx, from);
    else this.drew(ctx, from, to);
  }

  /**
   * Enter draws what a tap in the middle of the level would; numbers then say where it is.
   * @param {Context} ctx
   * @param {KeyboardEvent} event
   */
  key(ctx, event) {
    if (event.key === "Enter") {
      this.tapped(ctx, middleOf(ctx));
      return true;
    }
    if (event.key === "Escape" && this.from) {
      this.cancel(ctx);
      return true;
    }
    return false;
  }

  /** @param {Context} ctx */
  cancel(ctx) {
    this.from = null;
    clearSketch(ctx);
  }

  /** @param {Context} ctx */
  end(ctx) {
    this.cancel(ctx);
  }

  /** @returns {Option[]} */
  options() {
    return [];
  }

  /**
   * The point that is aimed at: in a whole direction, unless it has snapped to something.
   * @param {Context} _ctx
   * @param {Point} to
   * @param {boolean} snapped
   * @param {PointerEvent} event
   * @param {Point | null} from
   */
  aimed(_ctx, to, snapped, event, from = this.from) {
    return !from || snapped || event.altKey ? to : snapDirection(from, to);
  }

  /**
   * @param {Context} _ctx
   * @param {Point} from
   * @param {Point} to
   * @returns {Mark[]}
   */
  marks(_ctx, from, to) {
    return [{ line: [from, to] }];
  }

  /** @param {Context} _ctx @param {Point} _from @param {Point} _to */
  drew(_ctx, _from, _to) {}

  /** @param {Context} _ctx @param {Point} _at */
  tapped(_ctx, _at) {}
}
