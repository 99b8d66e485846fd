/**
 * The tool that selects what lies within a line drawn round it, and then lets it be moved.
 * @module
 */

import { distance, isInside } from "./geometry/vectors.js";
import { keysWithin, pick } from "./picking.js";
import { element, pathOf } from "./svg.js";

/** @typedef {import("./types.js").Context} Context */
/** @typedef {import("./types.js").Point} Point */

const STEP_PX = 3;

export class LassoTool {
  id = "lasso";
  follows = true;
  /** @type {Point[]} */
  line = [];

  /** @param {Context} _ctx @param {Point} p */
  pointerDown(_ctx, p) {
    this.line = [p];
  }

  /** @param {Context} ctx @param {Point} p */
  pointerMove(ctx, p) {
    const last = this.line.at(-1);
    if (!last || distance(last, p) < STEP_PX * ctx.px_m) return;
    this.line.push(p);
    ctx.overlay.querySelector(":scope > .e-lasso")?.remove();
    ctx.overlay.append(element("path", { class: "e-lasso", d: pathOf(this.line, true) }));
  }

  /** @param {Context} ctx @param {Point} _p @param {PointerEvent} event */
  pointerUp(ctx, _p, event) {
    const line = this.line;
    this.cancel(ctx);
    if (line.length > 2) pick(ctx, keysWithin(ctx, (point) => isInside(point, line)), event);
    else if (event instanceof PointerEvent) pick(ctx, [ctx.keyAt(event)].filter((key) => key !== null), event);
    if (ctx.selection.size > 0 && !ctx.adding && !event.shiftKey) ctx.choose("select");
  }

  /** @param {Context} ctx @param {KeyboardEvent} event */
  key(ctx, event) {
    if (event.key !== "Escape" || this.line.length === 0) return false;
    this.cancel(ctx);
    return true;
  }

  /** @param {Context} ctx */
  cancel(ctx) {
    this.line = [];
    ctx.overlay.querySelector(":scope > .e-lasso")?.remove();
  }

  /** @param {Context} ctx */
  end(ctx) {
    this.cancel(ctx);
  }
}
