/**
 * Pointers over the canvas: one is the tool's, two fingers move and zoom the plan.
 * @module
 */

/** @typedef {import("./viewport.js").Viewport} Viewport */
/**
 * What one pointer does; `begin` says whether it is for the plan to be moved.
 * @typedef {object} Hand
 * @property {(event: PointerEvent) => boolean} pans
 * @property {(event: PointerEvent) => void} down
 * @property {(event: PointerEvent) => void} move
 * @property {(event: PointerEvent) => void} up
 * @property {() => void} cancel
 */

const WHEEL_STEP = 0.0016;
const MIDDLE = 1;

export class Fingers {
  /** @type {Map<number, PointerEvent>} */
  #down = new Map();
  /** @type {"none" | "tool" | "pan" | "pinch"} */
  #does = "none";
  /** Whether the space bar is held, which makes the pointer a hand. */
  spaceHeld = false;

  /**
   * @param {SVGSVGElement} svg
   * @param {Viewport} viewport
   * @param {Hand} hand
   */
  constructor(svg, viewport, hand) {
    this.svg = svg;
    this.viewport = viewport;
    this.hand = hand;
    svg.addEventListener("pointerdown", (event) => this.#press(event));
    svg.addEventListener("pointermove", (event) => this.#move(event));
    svg.addEventListener("pointerup", (event) => this.#release(event));
    svg.addEventListener("pointercancel", (event) => this.#lose(event));
    // Else the browser takes a quick drag for a throw, and swallows the tap that follows it.
    svg.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
    svg.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
  }

  /** @param {PointerEvent} event */
  #press(event) {
    if (event.button !== 0 && event.button !== MIDDLE) return;
    this.svg.setPointerCapture(event.pointerId);
    this.#down.set(event.pointerId, event);
    if (this.#down.size > 1) {
      if (this.#does === "tool") this.hand.cancel();
      this.#does = "pinch";
      return;
    }
    const pans = event.button === MIDDLE || this.spaceHeld || this.hand.pans(event);
    this.#does = pans ? "pan" : "tool";
    // A finger that pans may turn out to tap: the tool is told when it lets go.
    if (!pans || event.pointerType === "touch") this.hand.down(event);
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const before = this.#down.get(event.pointerId);
    if (!before) {
      if (this.#does === "none") this.hand.move(event);
      return;
    }
    if (this.#does === "pinch") this.#pinch(before, event);
    if (this.#does === "pan") this.viewport.pan(event.clientX - before.clientX, event.clientY - before.clientY);
    if (this.#does === "tool") this.hand.move(event);
    this.#down.set(event.pointerId, event);
  }

  /** @param {PointerEvent} event */
  #release(event) {
    if (!this.#down.delete(event.pointerId)) return;
    if (this.#does === "tool" || (this.#does === "pan" && event.pointerType === "touch")) this.hand.up(event);
    if (this.#down.size === 0) this.#does = "none";
  }

  /** @param {PointerEvent} event */
  #lose(event) {
    this.#down.delete(event.pointerId);
    if (this.#does === "tool") this.hand.cancel();
    if (this.#down.size === 0) this.#does = "none";
  }

  /**
   * @param {PointerEvent} before
   * @param {PointerEvent} event
   */
  #pinch(before, event) {
    const other = [...this.#down.values()].find((each) => each.pointerId !== event.pointerId);
    if (!other) return;
    const was_px = Math.hypot(before.clientX - other.clientX, before.clientY - other.clientY);
    const is_px = Math.hypot(event.clientX - other.clientX, event.clientY - other.clientY);
    // The middle between the fingers moves half as far as the one that moves.
    this.viewport.pan((event.clientX - before.clientX) / 2, (event.clientY - before.clientY) / 2);
    const middle = new MouseEvent("pinch", {
      clientX: (event.clientX + other.clientX) / 2, clientY: (event.clientY + other.clientY) / 2,
    });
    if (was_px > 0) this.viewport.zoom(is_px / was_px, middle);
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    event.preventDefault();
    if (event.shiftKey) this.viewport.pan(-event.deltaX - event.deltaY, 0);
    else this.viewport.zoom(Math.exp(-event.deltaY * WHEEL_STEP), event);
  }
}
