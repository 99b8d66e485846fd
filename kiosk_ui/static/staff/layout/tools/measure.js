/**
 * The tool that measures: from point to point, and the clear width between two things.
 * @module
 */

import { clearBetween } from "../geometry/measure.js";
import { extentOf } from "../geometry/transform.js";
import { distance, middle } from "../geometry/vectors.js";
import { clearSketch, guideMarks, sketch } from "./context.js";
import { DragTool } from "./drag.js";
import { lengthText, told } from "./words.js";

/** @typedef {import("./context.js").Context} Context */
/** @typedef {import("./context.js").Mark} Mark */
/** @typedef {import("../geometry/things.js").Point} Point */

export class MeasureTool extends DragTool {
  /** @type {Point | null} where a tap began a measure that the next one ends */
  first = null;

  constructor() {
    super("measure");
  }

  /** Two things that are selected are measured at once. @param {Context} ctx */
  begin(ctx) {
    const [one, other, ...more] = ctx.selection.values();
    if (!one || !other || more.length) return;
    const [ring, second] = [extentOf(one, ctx.level), extentOf(other, ctx.level)];
    if (ring.length === 0 || second.length === 0) return;
    const clear = clearBetween(ring, second);
    this.#tell(ctx, clear.from, clear.to);
  }

  /** @param {Context} _ctx @param {Point} from @param {Point} to @returns {Mark[]} */
  marks(_ctx, from, to) {
    return [
      { line: [from, to], as: "sketch-measure" },
      { at: from },
      { at: to },
      { text: lengthText(distance(from, to)), at: middle(from, to) },
    ];
  }

  /** @param {Context} ctx @param {Point} p @param {PointerEvent} event */
  pointerMove(ctx, p, event) {
    if (this.from || !this.first) {
      super.pointerMove(ctx, p, event);
      return;
    }
    const { x_m, y_m, guides } = ctx.snap(p);
    sketch(ctx, [...guideMarks(guides), ...this.marks(ctx, this.first, [x_m, y_m])]);
  }

  /** @param {Context} ctx @param {Point} from @param {Point} to */
  drew(ctx, from, to) {
    this.#tell(ctx, from, to);
  }

  /** @param {Context} ctx @param {Point} at */
  tapped(ctx, at) {
    if (this.first) this.#tell(ctx, this.first, at);
    else {
      this.first = at;
      sketch(ctx, [{ at }]);
    }
  }

  /** @param {Context} ctx */
  end(ctx) {
    this.first = null;
    clearSketch(ctx);
  }

  /** @param {Context} ctx @param {Point} from @param {Point} to */
  #tell(ctx, from, to) {
    this.first = null;
    sketch(ctx, this.marks(ctx, from, to));
    ctx.announce(told("measured", { length: lengthText(distance(from, to)) }));
  }
}
