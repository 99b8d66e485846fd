/**
 * The tool that lays a traced picture: drag it to its place, or tap both ends of a known length.
 *
 * The picture's place is kept by `<picture-panel>`; this tool tells it what the hand does.
 * @module
 */

import { distance, middle } from "../geometry/vectors.js";
import { clearSketch, sketch } from "./context.js";
import { lengthText } from "./words.js";

/** @typedef {import("./context.js").Context} Context */
/** @typedef {import("../geometry/things.js").Point} Point */

const TAP_PX = 8;

/** Sends "move" with `detail.by`, and "ends" with `detail.ends` when both ends are tapped. */
export class PictureTool extends EventTarget {
  id = "picture";
  /** @type {Point[]} */
  ends = [];
  /** @type {Point | null} */
  from = null;
  /** @type {Point | null} */
  last = null;

  /** @param {Context} _ctx @param {Point} p */
  pointerDown(_ctx, p) {
    this.from = this.last = p;
  }

  /** @param {Context} ctx @param {Point} p */
  pointerMove(ctx, p) {
    if (!this.from || !this.last || distance(this.from, p) < TAP_PX * ctx.px_m) return;
    this.#send("move", { by: [p[0] - this.last[0], p[1] - this.last[1]], done: false });
    this.last = p;
  }

  /** @param {Context} ctx @param {Point} p */
  pointerUp(ctx, p) {
    const from = this.from;
    this.from = null;
    if (!from) return;
    if (distance(from, p) >= TAP_PX * ctx.px_m) {
      this.#send("move", { by: [0, 0], done: true });
      return;
    }
    this.ends = this.ends.length === 1 ? [/** @type {Point} */ (this.ends[0]), p] : [p];
    this.#show(ctx);
    if (this.ends.length === 2) this.#send("ends", { ends: this.ends });
  }

  /** @param {Context} ctx @param {KeyboardEvent} event */
  key(ctx, event) {
    if (event.key !== "Escape" || this.ends.length === 0) return false;
    this.cancel(ctx);
    return true;
  }

  /** @param {Context} ctx */
  cancel(ctx) {
    this.ends = [];
    this.from = null;
    clearSketch(ctx);
  }

  /** @param {Context} ctx */
  end(ctx) {
    this.cancel(ctx);
  }

  /** @param {Context} ctx */
  #show(ctx) {
    const [one, other] = this.ends;
    sketch(ctx, [
      ...this.ends.map((at) => ({ at })),
      ...(one && other ? [{ line: [one, other], as: "sketch-measure" }, { text: lengthText(distance(one, other)), at: middle(one, other) }] : []),
    ]);
  }

  /** @param {string} name @param {object} detail */
  #send(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
