/**
 * A pointer for the keyboard: arrows move it over the plan, space and Enter tap where it is; for
 * a tool that follows it, space begins and Enter ends.
 *
 * It is for tools that draw. With something selected the arrows move that, until space calls
 * the pointer; Escape sends it away.
 * @module
 */

import { boxAround, centreOf } from "../../shared/view-box.js";
import { element } from "./svg.js";

/** @typedef {import("./canvas.js").PlanCanvas} PlanCanvas */
/** @typedef {import("./types.js").Point} Point */

const STEP_M = 0.1;
const FINE_M = 0.01;
const COARSE_M = 1;
const ARM_PX = 14;
const MARGIN_M = 1;
/** Tools for which nothing is drawn at a point. */
const WITHOUT = new Set(["select"]);
/** @type {Readonly<Record<string, [number, number]>>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

export class KeyPointer {
  /** @type {Point | null} */
  at = null;
  /** @type {SVGElement} */
  #cross = element("g", { class: "key-pointer" });

  /** @param {PlanCanvas} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    canvas.addEventListener("tool", () => this.leave());
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} whether it was for the pointer
   */
  key(event) {
    if (WITHOUT.has(this.canvas.tool.id) || event.ctrlKey || event.metaKey) return false;
    const arrow = ARROWS[event.key];
    if (arrow) return this.#move(arrow, event);
    if (event.key === " ") return this.at ? this.#tap(this.at, event) : this.#come(event);
    if (event.key === "Enter" && this.at && !this.canvas.tool.canFinish) return this.#tap(this.at, event);
    if (event.key === "Escape" && this.at) {
      this.leave();
      this.canvas.tool.cancel(this.canvas.ctx);
      return true;
    }
    return false;
  }

  /** Go away. */
  leave() {
    this.at = null;
    this.#cross.remove();
  }

  /**
   * @param {[number, number]} arrow
   * @param {KeyboardEvent} event
   */
  #move([east, north], event) {
    if (!this.at && this.canvas.ctx.selection.size > 0) return false;
    const [x, y] = this.at ?? this.#middle();
    const step_m = event.altKey ? FINE_M : event.shiftKey ? COARSE_M : STEP_M;
    return this.#show([x + east * step_m, y + north * step_m], event);
  }

  /** @param {KeyboardEvent} event */
  #come(event) {
    return this.#show(this.#middle(), event);
  }

  /** @returns {Point} the middle of what is shown */
  #middle() {
    const { x, y } = centreOf(this.canvas.viewport.box);
    return [x, -y];
  }

  /**
   * @param {Point} at
   * @param {KeyboardEvent} event
   */
  #show(at, event) {
    const { ctx, viewport, tool } = this.canvas;
    this.at = at;
    const [x, y] = [at[0], -at[1]];
    const arm = ARM_PX * viewport.px_m;
    this.#cross.replaceChildren(
      element("path", { d: `M${x - arm} ${y}H${x + arm}M${x} ${y - arm}V${y + arm}` }),
    );
    ctx.overlay.append(this.#cross);
    viewport.reveal(boxAround([{ x, y }], MARGIN_M));
    tool.pointerMove(ctx, at, asPointer(event));
    ctx.announce(ctx.say("staff.layout.pointing", { east: at[0].toFixed(2), north: at[1].toFixed(2) }));
    return true;
  }

  /**
   * @param {Point} at
   * @param {KeyboardEvent} event
   */
  #tap(at, event) {
    const { ctx, tool } = this.canvas;
    const [begins, ends] = tool.follows ? [event.key === " ", event.key === "Enter"] : [true, true];
    if (begins) tool.pointerDown(ctx, at, asPointer(event));
    if (ends) tool.pointerUp(ctx, at, asPointer(event));
    return true;
  }
}

/**
 * Tools look at no more of an event than at its modifiers, which keys have, too.
 * @param {KeyboardEvent} event
 */
function asPointer(event) {
  return /** @type {PointerEvent} */ (/** @type {unknown} */ (event));
}
