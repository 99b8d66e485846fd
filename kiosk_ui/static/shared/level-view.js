/**
 * One level of a <shelf-map>: what part of it is on show, and the dots on it.
 * @module
 */

import { areaPath } from "./area-path.js";
import { partsOf } from "./guiding.js";
import { Names, putBack } from "./names.js";
import { liftMarks, pointAhead, startAt } from "./route-line.js";
import {
  boxAround,
  centreOf,
  easeIn,
  fitAspect,
  fitWindow,
  formatBox,
  isInside,
  keepInside,
  parseBox,
  zoomStep,
} from "./view-box.js";

/** @typedef {import("./view-box.js").Box} Box */
/** @typedef {import("./view-box.js").Point} Point */
/** @typedef {import("./live.js").LivePosition} LivePosition */

const GROUPS = ["m-areagroup", "m-dotgroup"];
const FOCUS_MARGIN_PX = 20;
/** The further out, the more of the map words take: each turn comes closer to what fits. */
const FOCUS_TURNS = 3;
const FOCUS_MOST_PX_PER_M = 40;
/** Who is led sees at least the next steps, large enough for the numbers of shelves. */
const FOLLOW_PX_PER_M = 18;
const AHEAD_SHARE = 0.2;
/** Marks that have words beside them: the start, stairs and lifts, the flag. */
const WORDS = ":is(.m-start, .m-change, .z-in, .z-out) > .m-mark";
const PAPER_PX = { width: 560, height: 400 };
const USUAL_TEXT_PX = 16;
/** How far beside a small mark a finger may be. */
const REACH_PX = 12;
/** Names keep still while the map moves. */
const SETTLE_MS = 120;

export class LevelView {
  /** @param {HTMLElement} figure */
  constructor(figure) {
    this.figure = figure;
    this.level = figure.dataset["level"] ?? "";
    this.stack = /** @type {HTMLElement} */ (figure.querySelector(".map-stack"));
    const ground = this.layers()[0];
    if (ground === undefined) throw new RangeError(`level "${this.level}" has no drawing`);
    this.whole = parseBox(ground.getAttribute("viewBox") ?? "");
    this.scales = labelScales(ground);
    this.names = new Names(ground);
    this.settling = 0;
    this.wanted = this.whole;
    this.box = this.whole;
    liftMarks(ground, this.overlay());
  }

  /** @returns {SVGSVGElement[]} */
  layers() {
    return [...this.stack.querySelectorAll(":scope > svg")].map((svg) => /** @type {SVGSVGElement} */ (svg));
  }

  /** @returns {SVGSVGElement | undefined} */
  overlay() {
    return this.layers()[1];
  }

  /** @returns {boolean} whether what is sought, or the end of the way, is on this level */
  isSought() {
    return this.stack.querySelector(".m-ring, .m-goal-edge") !== null;
  }

  /**
   * @param {MouseEvent} event
   * @returns {boolean} whether it meets the mark of stairs or a lift, or the words beside it
   */
  isChange(event) {
    const parts = this.stack.querySelectorAll(".m-change rect");
    return [...parts].map((part) => part.getBoundingClientRect()).some(
      ({ left, right, top, bottom }) =>
        event.clientX > left - REACH_PX && event.clientX < right + REACH_PX &&
        event.clientY > top - REACH_PX && event.clientY < bottom + REACH_PX,
    );
  }

  /** @returns {Box} the whole level in the shape of its window */
  wholeBox() {
    return fitAspect(this.whole, this.#aspect());
  }

  /**
   * Show a part of the level, as much more of it as the window has room for.
   * @param {Box} wanted
   */
  show(wanted) {
    this.wanted = wanted;
    this.box = keepInside(fitAspect(wanted, this.#aspect()), this.whole);
    this.#draw(this.box, this.stack.clientWidth, textScale());
  }

  /**
   * Show as much of the level as a sheet of paper has room for: all of it, or the marked part
   * where the sheet has other levels as well.
   * @param {number} levels on the sheet
   */
  showOnPaper(levels) {
    const windowPx = { width: PAPER_PX.width, height: PAPER_PX.height / levels };
    const part = (levels > 1 ? this.focus(windowPx, 1) : null) ?? this.whole;
    this.stack.style.setProperty("--paper-aspect", String(part.width / part.height));
    this.#draw(part, PAPER_PX.width, 1);
  }

  /**
   * @param {{width: number, height: number}} [windowPx] what it is for: the map's own, if not said
   * @param {number} [text] how many times the usual size its text is
   * @returns {Box | null} around what the overlay marks: the route, the sought bay, their words
   */
  focus(windowPx = { width: this.stack.clientWidth, height: this.stack.clientHeight }, text = textScale()) {
    const overlay = this.overlay();
    const lines = overlay ? graphics(overlay, ".m-route, .m-goal-edge").flatMap((line) => cornersOf(line)) : [];
    if (!overlay || lines.length === 0 || windowPx.width === 0) return null;
    const fit = (/** @type {Point[]} */ corners) =>
      fitWindow(boxAround(corners, 0), windowPx, FOCUS_MARGIN_PX * text, FOCUS_MOST_PX_PER_M * text);
    putBack(overlay);
    this.#settle();
    const marks = graphics(overlay, WORDS);
    let box = fit(lines);
    for (let turn = 0; turn < FOCUS_TURNS; turn += 1) {
      const metresPerPx = (box.width / windowPx.width) * text;
      box = fit([...lines, ...marks.flatMap((mark) => cornersOf(mark, metresPerPx))]);
    }
    const whole = fitAspect(this.whole, windowPx.width / windowPx.height);
    return box.width < whole.width ? box : whole;
  }

  /**
   * What to show to whoever walks: all that is left of the way once there is room for it, else
   * what is about them and ahead.
   * @param {Point} at
   * @returns {Box}
   */
  around(at) {
    const text = textScale();
    const [width, height] = [this.stack.clientWidth, this.stack.clientHeight].map(
      (px) => px / (FOLLOW_PX_PER_M * text),
    );
    if (!width || !height) return this.wholeBox();
    const focus = this.focus();
    if (focus && focus.width <= width) return fitAspect(easeIn(focus, at), width / height);
    const line = this.overlay()?.querySelector(".m-route");
    const ahead_m = AHEAD_SHARE * Math.min(width, height);
    const centre = line instanceof SVGPathElement ? pointAhead(line, ahead_m) : at;
    const box = { x: centre.x - width / 2, y: centre.y - height / 2, width, height };
    return box.width < this.wholeBox().width ? box : this.wholeBox();
  }

  /** @returns {Point} the middle of the sought bay where that is in sight, else of what is on show */
  middle() {
    const overlay = this.overlay();
    const bay = overlay ? graphics(overlay, ".m-goal-edge").at(-1) : undefined;
    const sought = bay ? centreOf(boxAround(cornersOf(bay), 0)) : undefined;
    return sought && isInside(sought, this.box) ? sought : centreOf(this.box);
  }

  /**
   * Move a subject's dot, and change the area it may be in, which lies under route and goal.
   * The area ends at shelves and walls, so that it cannot glide with the dot.
   * @param {LivePosition} position
   */
  placeDot(position) {
    const [area, dot] = GROUPS.map((kind) => this.#groupOf(kind, position.subject));
    const shown = partsOf(position);
    for (const [group, isShown] of /** @type {const} */ ([[area, shown.area], [dot, shown.dot]])) {
      if (isShown) group?.removeAttribute("display");
      else group?.setAttribute("display", "none");
    }
    dot?.setAttribute("transform", `translate(${position.x_m} ${-position.y_m})`);
    this.#settle();
    area?.querySelector(".m-area")?.setAttribute("d", areaPath(position));
    area?.setAttribute("data-radius-m", String(position.radius_95_m));
    const cone = dot?.querySelector(".m-heading");
    if (position.heading_deg === null) cone?.setAttribute("display", "none");
    else {
      cone?.setAttribute("transform", `rotate(${90 - position.heading_deg})`);
      cone?.removeAttribute("display");
    }
  }

  /**
   * Let the first leg of the route begin at a position.
   * @param {LivePosition} position
   */
  startRouteAt(position) {
    for (const class_ of ["m-case", "m-route"]) {
      const line = this.overlay()?.querySelector(`.${class_}`);
      line?.setAttribute("d", startAt(line.getAttribute("d") ?? "", position.x_m, -position.y_m));
    }
  }

  /** @param {string} subject */
  hideDot(subject) {
    for (const kind of GROUPS) {
      const group = this.#groups(kind).find((each) => each.dataset["subject"] === subject);
      group?.setAttribute("display", "none");
    }
  }

  /**
   * Put another overlay in place of the one there is; dots stay where they are.
   * @param {string} text SVG
   */
  replaceOverlay(text) {
    const kept = GROUPS.map((kind) => this.#groups(kind));
    this.overlay()?.remove();
    const parsed = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    this.stack.append(document.importNode(parsed, true));
    for (const [index, kind] of GROUPS.entries()) this.#groups(kind)[0]?.replaceWith(...(kept[index] ?? []));
    liftMarks(/** @type {SVGSVGElement} */ (this.layers()[0]), this.overlay());
    this.show(this.wanted);
  }

  /**
   * @param {MouseEvent} event
   * @returns {Point} on the map
   */
  pointAt(event) {
    const frame = this.stack.getBoundingClientRect();
    return {
      x: this.box.x + ((event.clientX - frame.left) / frame.width) * this.box.width,
      y: this.box.y + ((event.clientY - frame.top) / frame.height) * this.box.height,
    };
  }

  /**
   * @param {string} kind
   * @returns {SVGGElement[]}
   */
  #groups(kind) {
    return [...this.stack.querySelectorAll(`.${kind}`)].map((group) => /** @type {SVGGElement} */ (group));
  }

  /**
   * The subject's own group of a kind, a free one, or a copy.
   * @param {string} kind
   * @param {string} subject
   * @returns {SVGGElement | undefined}
   */
  #groupOf(kind, subject) {
    const groups = this.#groups(kind);
    const own = groups.find((group) => group.dataset["subject"] === subject);
    if (own) return own;
    let group = groups.find((each) => each.dataset["subject"] === undefined);
    if (group === undefined && groups[0] !== undefined) {
      group = /** @type {SVGGElement} */ (groups[0].cloneNode(true));
      group.removeAttribute("id");
      groups[0].after(group);
    }
    if (group) group.dataset["subject"] = subject;
    return group;
  }

  /** @returns {number} */
  #aspect() {
    const { clientWidth, clientHeight } = this.stack;
    return clientHeight > 0 ? clientWidth / clientHeight : this.whole.width / this.whole.height;
  }

  /**
   * Marks and words grow with the text of the page, and labels need so much more room.
   * @param {Box} box
   * @param {number} widthPx
   * @param {number} text how many times the usual size the page's text is
   */
  #draw(box, widthPx, text) {
    const scale = widthPx / box.width;
    if (scale <= 0) return;
    for (const svg of this.layers()) {
      svg.setAttribute("viewBox", formatBox(box));
      svg.dataset["zoom"] = String(zoomStep(scale / text, this.scales));
    }
    this.stack.style.setProperty("--map-px", String(text / scale));
    this.#settle();
  }

  /** Let names make room, once nothing moves any more. */
  #settle() {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      const metresPerPx = Number(this.stack.style.getPropertyValue("--map-px"));
      if (!this.figure.hidden) this.names.makeRoom(this.overlay(), this.box, metresPerPx);
    }, SETTLE_MS);
  }
}

/** @returns {number} how many times the usual size the page's text is */
function textScale() {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / USUAL_TEXT_PX;
}

/**
 * The least scales of the drawing's groups of labels, as the drawing itself tells them.
 * @param {SVGSVGElement} svg
 * @returns {number[]}
 */
function labelScales(svg) {
  const narrow = Number.parseFloat(svg.style.getPropertyValue("--m-narrow"));
  return [1 / narrow, ...["data-zoom-2", "data-zoom-3"].map((name) => Number(svg.getAttribute(name)))];
}

/**
 * @param {SVGSVGElement} svg
 * @param {string} selector
 * @returns {SVGGraphicsElement[]} those that are displayed
 */
function graphics(svg, selector) {
  return [...svg.querySelectorAll(selector)]
    .map((element) => /** @type {SVGGraphicsElement} */ (element))
    .filter((element) => element.getClientRects().length > 0);
}

/**
 * The corners of a graphic on the map. Marks are drawn in pixels round a point that the group
 * around them is moved to.
 * @param {SVGGraphicsElement} graphic
 * @param {number} [metresPerPx] of a mark
 * @returns {Point[]}
 */
function cornersOf(graphic, metresPerPx) {
  const box = graphic.getBBox();
  const parent = /** @type {SVGGElement} */ (graphic.parentNode);
  const moved = metresPerPx === undefined ? undefined : parent.transform.baseVal.consolidate()?.matrix;
  const scale = metresPerPx ?? 1;
  const at = { x: moved?.e ?? 0, y: moved?.f ?? 0 };
  return [
    { x: at.x + box.x * scale, y: at.y + box.y * scale },
    { x: at.x + (box.x + box.width) * scale, y: at.y + (box.y + box.height) * scale },
  ];
}
