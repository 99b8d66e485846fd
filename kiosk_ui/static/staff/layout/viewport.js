/**
 * The part of a level on show: panned, zoomed, and measured in pixels.
 * @module
 */

import { boxAround, centreOf, fitAspect, formatBox, isWithin, keepInside, zoomAt } from "../../shared/view-box.js";

/** @typedef {import("../../shared/view-box.js").Box} Box */
/** @typedef {import("./types.js").Point} Point */

const MARGIN_M = 1.5;
const BUTTONS_PX = 60;
const LEAST_WIDTH_M = 1.5;
/** How far out one can zoom beyond the whole level. */
const BEYOND = 1.6;
/** Numbers show from this scale on, in pixels per metre where type has its usual size. */
const NUMBERS_PX_PER_M = 15;
const BAYS_PX_PER_M = 9;
const SIGNS_PX_PER_M = 28;
/** Type is at most a tenth larger or smaller than it should be. */
const TYPE_STEP = 0.2;
const USUAL_TYPE_PX = 16;

export class Viewport {
  /** @type {Box} */
  box = { x: 0, y: 0, width: 10, height: 10 };
  /** What is on show, if from so near that shelves have bays and numbers. @type {Box | null} */
  near = null;
  /** @type {Box} */
  #whole = this.box;
  #pending = 0;
  #typed_m = 0;

  /**
   * @param {SVGSVGElement} svg
   * @param {() => void} changed called once for each frame in which the view has changed
   */
  constructor(svg, changed) {
    this.svg = svg;
    this.changed = changed;
  }

  /** Metres that a pixel is. */
  get px_m() {
    return this.box.width / (this.svg.clientWidth || 1);
  }

  /**
   * Say what there is to show, and show all of it.
   * @param {readonly Point[]} points of the plan
   */
  hold(points) {
    const drawn = points.length ? points.map(([x, y]) => ({ x, y: -y })) : [{ x: 0, y: 0 }, { x: 20, y: 15 }];
    this.#whole = boxAround(drawn, MARGIN_M);
    this.whole();
  }

  /** Show all, beside the buttons at the right. */
  whole() {
    const share = BUTTONS_PX / (this.svg.clientWidth || 1);
    this.show({ ...this.#whole, width: this.#whole.width * (1 + share) });
  }

  /** @param {Box} box */
  show(box) {
    this.box = fitAspect(box, (this.svg.clientWidth || 1) / (this.svg.clientHeight || 1));
    this.#soon();
  }

  /**
   * @param {number} right_px how far the plan moves on the screen
   * @param {number} down_px
   */
  pan(right_px, down_px) {
    const px_m = this.px_m;
    this.box = keepInside({ ...this.box, x: this.box.x - right_px * px_m, y: this.box.y - down_px * px_m }, this.#whole);
    this.#soon();
  }

  /**
   * @param {number} factor above 1 shows less
   * @param {MouseEvent} [about] what stays where it is; the middle if not given
   */
  zoom(factor, about) {
    const centre = about ? this.drawnAt(about.clientX, about.clientY) : centreOf(this.box);
    const most = fitAspect(this.#whole, this.box.width / this.box.height);
    const beyond = (BEYOND - 1) / 2;
    const limit = {
      x: most.x - most.width * beyond, y: most.y - most.height * beyond,
      width: most.width * BEYOND, height: most.height * BEYOND,
    };
    this.box = zoomAt(this.box, centre, factor, limit, LEAST_WIDTH_M);
    this.#soon();
  }

  /**
   * Show a part of the plan without changing the scale, if it fits.
   * @param {Box} part
   */
  reveal(part) {
    if (isWithin(part, this.box)) return;
    if (part.width > this.box.width || part.height > this.box.height) {
      this.show(part);
      return;
    }
    const [to, from] = [centreOf(part), centreOf(this.box)];
    this.box = { ...this.box, x: this.box.x + to.x - from.x, y: this.box.y + to.y - from.y };
    this.#soon();
  }

  /** Fit the window, which has changed its size. */
  resized() {
    const centre = centreOf(this.box);
    const height = (this.box.width * (this.svg.clientHeight || 1)) / (this.svg.clientWidth || 1);
    this.box = { ...this.box, y: centre.y - height / 2, height };
    this.#soon();
  }

  /**
   * A point of the drawing, y down.
   * @param {number} x_px on the screen
   * @param {number} y_px
   */
  drawnAt(x_px, y_px) {
    const frame = this.svg.getBoundingClientRect();
    const px_m = this.px_m;
    return { x: this.box.x + (x_px - frame.left) * px_m, y: this.box.y + (y_px - frame.top) * px_m };
  }

  /**
   * A point of the plan.
   * @param {MouseEvent} event
   * @returns {Point}
   */
  toMetres(event) {
    const { x, y } = this.drawnAt(event.clientX, event.clientY);
    return [x, -y];
  }

  /** Many events of one frame draw once. */
  #soon() {
    if (this.#pending) return;
    this.#pending = requestAnimationFrame(() => {
      this.#pending = 0;
      this.#draw();
    });
  }

  #draw() {
    const px_m = this.px_m;
    const type_px = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || USUAL_TYPE_PX;
    const scale = USUAL_TYPE_PX / type_px / px_m;
    this.svg.setAttribute("viewBox", formatBox(this.box));
    this.#setType(px_m, type_px);
    const withNumbers = scale >= NUMBERS_PX_PER_M;
    const withBays = 1 / px_m >= BAYS_PX_PER_M;
    this.near = withNumbers || withBays ? this.box : null;
    this.svg.classList.toggle("with-numbers", withNumbers);
    this.svg.classList.toggle("with-bays", withBays);
    this.svg.classList.toggle("with-signs", 1 / px_m >= SIGNS_PX_PER_M);
    this.changed();
  }

  /**
   * Sizes of type and halos, in steps: each step styles every label of the level anew.
   * @param {number} px_m
   * @param {number} type_px
   */
  #setType(px_m, type_px) {
    const step_m = Math.exp(Math.round(Math.log(px_m) / TYPE_STEP) * TYPE_STEP);
    if (step_m === this.#typed_m) return;
    this.#typed_m = step_m;
    this.svg.style.setProperty("--px-m", step_m.toFixed(5));
    this.svg.style.setProperty("--rem-m", (step_m * type_px).toFixed(5));
  }
}
