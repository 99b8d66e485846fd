/**
 * <shelf-map>: the levels of a branch, drawn by the server, made to zoom, pan and follow a dot.
 *
 * Expected inside, and readable without this script:
 *   <nav data-levels> links with data-level </nav>
 *   <figure data-level="1"> <div class="map-stack"> level SVG, overlay SVG </div> </figure> …
 *   <div data-tools hidden> buttons with data-zoom="in|out|whole" </div>
 * @module
 */

import { between, boxAround, fitAspect, formatBox, keepInside, parseBox, zoomAt, zoomStep } from "./view-box.js";

/** @typedef {import("./view-box.js").Box} Box */
/** @typedef {import("./view-box.js").Point} Point */
/** @typedef {import("./live.js").LivePosition} LivePosition */

const LEAST_WIDTH_M = 4;
const FIRST_LOOK_MS = 700;
const GLIDE_MS = 600;
const FOCUS_MARGIN_M = 2;

class LevelView {
  /** @param {HTMLElement} figure */
  constructor(figure) {
    this.figure = figure;
    this.level = figure.dataset["level"] ?? "";
    this.stack = /** @type {HTMLElement} */ (figure.querySelector(".map-stack"));
    this.whole = parseBox(this.layers()[0]?.getAttribute("viewBox") ?? "");
    this.box = this.whole;
  }

  /** @returns {SVGSVGElement[]} */
  layers() {
    return [...this.stack.querySelectorAll(":scope > svg")].map((svg) => /** @type {SVGSVGElement} */ (svg));
  }

  /** @returns {SVGSVGElement | undefined} */
  overlay() {
    return this.layers()[1];
  }

  /** @returns {number} */
  aspect() {
    return this.stack.clientHeight > 0 ? this.stack.clientWidth / this.stack.clientHeight : this.whole.width / this.whole.height;
  }

  /** @param {Box} box */
  show(box) {
    this.box = keepInside(box, this.whole);
    const scale = this.stack.clientWidth / this.box.width;
    for (const svg of this.layers()) {
      svg.setAttribute("viewBox", formatBox(this.box));
      svg.dataset["zoom"] = String(zoomStep(scale));
    }
    if (scale > 0) this.stack.style.setProperty("--map-px", String(1 / scale));
  }

  showWhole() {
    this.show(fitAspect(this.whole, this.aspect()));
  }

  /** @returns {Box | null} what the overlay marks: the route and the sought bay */
  focus() {
    const marks = this.overlay()?.querySelectorAll(".m-route, .m-goal-edge, .m-ring") ?? [];
    const boxes = [...marks].map((mark) => /** @type {SVGGraphicsElement} */ (mark).getBBox());
    const corners = boxes.flatMap((box) => [
      { x: box.x, y: box.y },
      { x: box.x + box.width, y: box.y + box.height },
    ]);
    return corners.length === 0 ? null : fitAspect(boxAround(corners, FOCUS_MARGIN_M), this.aspect());
  }

  /** @returns {SVGGElement[]} */
  dots() {
    return [...this.stack.querySelectorAll(".m-dotgroup")].map((dot) => /** @type {SVGGElement} */ (dot));
  }

  /** @param {LivePosition} position */
  placeDot(position) {
    const dot = this.#dotOf(position.subject);
    if (dot === undefined) return;
    dot.setAttribute("transform", `translate(${position.x_m} ${-position.y_m})`);
    dot.querySelector(".m-area")?.setAttribute("r", String(position.radius_95_m));
    const cone = dot.querySelector(".m-heading");
    if (position.heading_deg === null) cone?.setAttribute("display", "none");
    else {
      cone?.setAttribute("transform", `rotate(${90 - position.heading_deg})`);
      cone?.removeAttribute("display");
    }
    dot.removeAttribute("display");
  }

  /** @param {string} subject */
  hideDot(subject) {
    this.dots().find((dot) => dot.dataset["subject"] === subject)?.setAttribute("display", "none");
  }

  /**
   * The subject's own dot, a free one, or a copy.
   * @param {string} subject
   * @returns {SVGGElement | undefined}
   */
  #dotOf(subject) {
    const dots = this.dots();
    const own = dots.find((dot) => dot.dataset["subject"] === subject);
    if (own) return own;
    let dot = dots.find((each) => each.dataset["subject"] === undefined);
    if (dot === undefined && dots[0] !== undefined) {
      dot = /** @type {SVGGElement} */ (dots[0].cloneNode(true));
      dot.removeAttribute("id");
      dots[0].after(dot);
    }
    if (dot) dot.dataset["subject"] = subject;
    return dot;
  }

  /**
   * @param {MouseEvent} event
   * @returns {Point}
   */
  pointAt(event) {
    const frame = this.stack.getBoundingClientRect();
    return {
      x: this.box.x + ((event.clientX - frame.left) / frame.width) * this.box.width,
      y: this.box.y + ((event.clientY - frame.top) / frame.height) * this.box.height,
    };
  }
}

export class ShelfMap extends HTMLElement {
  /** @type {LevelView[]} */
  #views = [];
  /** @type {Map<number, PointerEvent>} */
  #fingers = new Map();
  #glide = 0;

  connectedCallback() {
    this.#views = [...this.querySelectorAll("figure[data-level]")].map(
      (figure) => new LevelView(/** @type {HTMLElement} */ (figure)),
    );
    this.toggleAttribute("data-live", true);
    for (const view of this.#views) this.#listen(view);
    this.querySelector("[data-tools]")?.removeAttribute("hidden");
    this.addEventListener("click", (event) => this.#click(event));
    this.addEventListener("keydown", (event) => this.#key(event));
    new ResizeObserver(() => this.current.show(fitAspect(this.current.box, this.current.aspect()))).observe(this);
    this.showLevel(this.getAttribute("data-level") ?? this.#views[0]?.level ?? "");
    this.current.showWhole();
    if (this.current.focus()) setTimeout(() => this.glideToFocus(), FIRST_LOOK_MS);
  }

  /** @returns {LevelView} the level on show */
  get current() {
    const view = this.#views.find((each) => each.level === this.getAttribute("data-level")) ?? this.#views[0];
    if (view === undefined) throw new RangeError("a shelf-map needs a figure with data-level");
    return view;
  }

  /** @param {string} level */
  showLevel(level) {
    if (!this.#views.some((view) => view.level === level)) return;
    this.setAttribute("data-level", level);
    for (const view of this.#views) view.figure.hidden = view.level !== level;
    for (const link of this.querySelectorAll("[data-levels] [data-level]")) {
      if (/** @type {HTMLElement} */ (link).dataset["level"] === level) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    this.current.show(fitAspect(this.current.box, this.current.aspect()));
    this.dispatchEvent(new CustomEvent("levelchange", { detail: level, bubbles: true }));
  }

  /** Glide from what is on show to the route, at once where motion is not wanted. */
  glideToFocus() {
    const goal = this.current.focus();
    if (goal) this.#glideTo(keepInside(goal.width > this.current.whole.width ? fitAspect(this.current.whole, this.current.aspect()) : goal, this.current.whole));
  }

  /**
   * Replace the overlays of levels, given as SVG text by level.
   * @param {Record<string, string>} overlays
   */
  setOverlays(overlays) {
    for (const view of this.#views) {
      const text = overlays[view.level];
      if (text === undefined) continue;
      const dots = view.dots();
      view.overlay()?.remove();
      const parsed = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
      view.stack.append(document.importNode(parsed, true));
      for (const dot of view.dots()) dot.remove();
      view.overlay()?.append(...dots);
      view.show(view.box);
    }
  }

  /**
   * Move a subject's dot; it appears with its first position.
   * @param {LivePosition} position
   */
  moveDot(position) {
    for (const view of this.#views) {
      if (view.level === position.level) view.placeDot(position);
      else view.hideDot(position.subject);
    }
  }

  /** @param {string} subject */
  removeDot(subject) {
    for (const view of this.#views) view.hideDot(subject);
  }

  /** @param {Box} goal */
  #glideTo(goal) {
    cancelAnimationFrame(this.#glide);
    const view = this.current;
    const from = view.box;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      view.show(goal);
      return;
    }
    const began = performance.now();
    const frame = (/** @type {number} */ now) => {
      const share = Math.min(1, Math.max(0, (now - began) / GLIDE_MS));
      view.show(between(from, goal, share * share * (3 - 2 * share)));
      if (share < 1) this.#glide = requestAnimationFrame(frame);
    };
    this.#glide = requestAnimationFrame(frame);
  }

  /**
   * @param {number} factor
   * @param {Point} [centre]
   */
  #zoom(factor, centre) {
    cancelAnimationFrame(this.#glide);
    const { box, whole } = this.current;
    const about = centre ?? { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    this.current.show(zoomAt(box, about, factor, fitAspect(whole, this.current.aspect()), LEAST_WIDTH_M));
  }

  /**
   * @param {number} right
   * @param {number} down in shares of what is on show
   */
  #pan(right, down) {
    cancelAnimationFrame(this.#glide);
    const { box } = this.current;
    this.current.show({ ...box, x: box.x + right * box.width, y: box.y + down * box.height });
  }

  /** @param {Event} event */
  #click(event) {
    const target = /** @type {Element} */ (event.target);
    const link = /** @type {HTMLElement | null} */ (target.closest("[data-levels] [data-level]"));
    if (link) {
      event.preventDefault();
      this.showLevel(link.dataset["level"] ?? "");
      return;
    }
    const tool = /** @type {HTMLElement | null} */ (target.closest("[data-tools] [data-zoom]"));
    if (tool?.dataset["zoom"] === "in") this.#zoom(1.6);
    if (tool?.dataset["zoom"] === "out") this.#zoom(1 / 1.6);
    if (tool?.dataset["zoom"] === "whole") this.#glideTo(fitAspect(this.current.whole, this.current.aspect()));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!(event.target instanceof Element) || !event.target.matches(".map-stack")) return;
    const actions = /** @type {Record<string, () => void>} */ ({
      "+": () => this.#zoom(1.6),
      "-": () => this.#zoom(1 / 1.6),
      0: () => this.#glideTo(fitAspect(this.current.whole, this.current.aspect())),
      ArrowLeft: () => this.#pan(-0.15, 0),
      ArrowRight: () => this.#pan(0.15, 0),
      ArrowUp: () => this.#pan(0, -0.15),
      ArrowDown: () => this.#pan(0, 0.15),
    });
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  /** @param {LevelView} view */
  #listen(view) {
    const { stack } = view;
    stack.tabIndex = 0;
    stack.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.#zoom(Math.exp(-event.deltaY / 400), view.pointAt(event));
    }, { passive: false });
    stack.addEventListener("pointerdown", (event) => {
      stack.setPointerCapture(event.pointerId);
      this.#fingers.set(event.pointerId, event);
    });
    stack.addEventListener("pointermove", (event) => this.#drag(view, event));
    for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) {
      stack.addEventListener(end, (event) => this.#fingers.delete(event.pointerId));
    }
  }

  /**
   * @param {LevelView} view
   * @param {PointerEvent} event
   */
  #drag(view, event) {
    const before = this.#fingers.get(event.pointerId);
    if (before === undefined) return;
    const other = [...this.#fingers.values()].find((finger) => finger.pointerId !== event.pointerId);
    this.#fingers.set(event.pointerId, event);
    if (other === undefined) {
      const { clientWidth, clientHeight } = view.stack;
      this.#pan((before.clientX - event.clientX) / clientWidth, (before.clientY - event.clientY) / clientHeight);
      return;
    }
    const gap = (/** @type {PointerEvent} */ finger) =>
      Math.hypot(finger.clientX - other.clientX, finger.clientY - other.clientY);
    if (gap(before) > 0) this.#zoom(gap(event) / gap(before), view.pointAt(other));
  }
}

customElements.define("shelf-map", ShelfMap);
