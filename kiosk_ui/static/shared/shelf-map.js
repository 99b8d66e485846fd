/**
 * <shelf-map>: the levels of a branch, drawn by the server, made to zoom, pan and follow a dot.
 *
 * Expected inside, and readable without this script:
 *   <figure data-level="1"> <div class="map-stack"> level SVG, overlay SVG </div> </figure> …
 *   <div data-bar hidden> buttons with data-show-level="1", data-zoom="in|out|whole" or
 *     data-follow </div>
 * @module
 */

import { partsOf } from "./guiding.js";
import { LevelView } from "./level-view.js";
import { between, isAtEase, zoomAt } from "./view-box.js";

/** @typedef {import("./view-box.js").Box} Box */
/** @typedef {import("./view-box.js").Point} Point */
/** @typedef {import("./live.js").LivePosition} LivePosition */

const LEAST_WIDTH_M = 4;
const FIRST_LOOK_MS = 900;
const GLIDE_MS = 600;
const ZOOM_FACTOR = 1.6;
/** A finger that taps moves no farther. */
const TAP_PX = 8;
/** Who is followed is shown nearer only where that is worth a move of the map. */
const NEARER = 1.5;

export class ShelfMap extends HTMLElement {
  /** @type {LevelView[]} */
  #views = [];
  /** @type {Map<number, PointerEvent>} */
  #fingers = new Map();
  /** @type {Map<string, LivePosition>} */
  #dots = new Map();
  /** @type {MouseEvent | null} where the last press began */
  #pressed = null;
  #glide = 0;
  #firstLook = 0;
  /** @type {Box | null} where a glide ends */
  #aim = null;
  /** @type {LivePosition | null} */
  #followed = null;
  /** Whether the reader has taken the map in hand, so that it does not move by itself. */
  #inHand = false;

  connectedCallback() {
    if (this.#views.length > 0) return;
    this.toggleAttribute("data-live", true);
    this.#begin();
    this.addEventListener("click", (event) => this.#click(event));
    this.addEventListener("keydown", (event) => this.#key(event));
    const paper = matchMedia("print");
    new ResizeObserver(() => {
      if (!paper.matches) this.current.show(this.current.wanted);
    }).observe(this);
    paper.addEventListener("change", () => this.#print(paper.matches));
    this.showLevel(this.getAttribute("data-level") ?? this.#views[0]?.level ?? "");
    this.#firstLook = setTimeout(() => this.glideToFocus(), FIRST_LOOK_MS);
  }

  /**
   * Take the drawings of another version of the plan. The level on show, the part of it and
   * the dots stay, as far as that version has their levels.
   * @param {Element} fresh the shelf-map of a page that shows that version
   */
  adopt(fresh) {
    const boxes = new Map(this.#views.map((view) => [view.level, view.wanted]));
    const level = this.current.level;
    this.#stopGliding();
    this.#fingers.clear();
    this.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
    this.#begin();
    for (const view of this.#views) view.wanted = boxes.get(view.level) ?? view.whole;
    this.showLevel(this.levels.includes(level) ? level : (fresh.getAttribute("data-level") ?? ""));
    for (const position of this.#dots.values()) this.moveDot(position);
    this.glideToFocus();
  }

  #begin() {
    this.#views = [...this.querySelectorAll("figure[data-level]")].map(
      (figure) => new LevelView(/** @type {HTMLElement} */ (figure)),
    );
    for (const view of this.#views) this.#listen(view);
    this.querySelector("[data-bar]")?.removeAttribute("hidden");
    this.#markSought();
    this.#offerToFollow();
  }

  /** The button of the level where the way ends has a mark: the map may begin on another one. */
  #markSought() {
    const mark = this.querySelector("template[data-sought-mark]");
    this.querySelector("button .sought-mark")?.remove();
    const level = this.#views.find((view) => view.isSought())?.level;
    const button = this.querySelector(`[data-show-level="${level}"]`);
    if (mark instanceof HTMLTemplateElement) button?.append(mark.content.cloneNode(true));
  }

  /** @returns {LevelView} the level on show */
  get current() {
    const view = this.#views.find((each) => each.level === this.getAttribute("data-level")) ?? this.#views[0];
    if (view === undefined) throw new RangeError("a shelf-map needs a figure with data-level");
    return view;
  }

  /** @returns {string[]} */
  get levels() {
    return this.#views.map((view) => view.level);
  }

  /** @param {string} level */
  showLevel(level) {
    if (!this.levels.includes(level)) return;
    this.#stopGliding();
    this.setAttribute("data-level", level);
    for (const view of this.#views) view.figure.hidden = view.level !== level;
    for (const button of this.querySelectorAll("[data-show-level]")) {
      const shown = /** @type {HTMLElement} */ (button).dataset["showLevel"] === level;
      button.setAttribute("aria-pressed", String(shown));
    }
    this.current.show(this.current.wanted);
  }

  /**
   * Follow somebody: their dot moves, and stays in view with its level unless the reader has
   * the map in hand.
   * @param {LivePosition} position
   */
  follow(position) {
    this.#followed = position;
    this.moveDot(position);
    this.#offerToFollow();
    if (!this.#inHand) this.#keepInView(position);
  }

  /**
   * Glide to the route or to who is followed, at once where motion is not wanted, not at all
   * where the reader has the map in hand.
   */
  glideToFocus() {
    if (this.#inHand) return;
    if (this.#followed) this.#keepInView(this.#followed);
    else {
      const goal = this.current.focus();
      if (goal) this.#glideTo(goal);
    }
  }

  /**
   * Move the map only when the dot comes near its edge, or when it can be shown much nearer:
   * a map that moves at every position cannot be read.
   * @param {LivePosition} position
   * @param {boolean} [anyhow] whether to move it in any case
   */
  #keepInView(position, anyhow = false) {
    if (position.level !== this.getAttribute("data-level")) this.showLevel(position.level);
    const view = this.current;
    if (view.level !== position.level || !partsOf(position).area) return;
    const at = { x: position.x_m, y: -position.y_m };
    const shown = this.#aim ?? view.box;
    const goal = view.around(at);
    if (anyhow || !isAtEase(at, shown) || shown.width > NEARER * goal.width) this.#glideTo(goal);
  }

  /** The button that takes the map back is there while it is in hand and somebody is followed. */
  #offerToFollow() {
    const button = this.querySelector("[data-follow]");
    button?.toggleAttribute("hidden", !(this.#inHand && this.#followed));
  }

  /**
   * Replace the overlays of levels, given as SVG text by level.
   * @param {Record<string, string>} overlays
   */
  setOverlays(overlays) {
    for (const view of this.#views) {
      const text = overlays[view.level];
      if (text !== undefined) view.replaceOverlay(text);
    }
    this.#markSought();
  }

  /**
   * Move a subject's dot; it appears with its first position.
   * @param {LivePosition} position
   */
  moveDot(position) {
    this.#dots.set(position.subject, position);
    for (const view of this.#views) {
      if (view.level === position.level) view.placeDot(position);
      else view.hideDot(position.subject);
    }
  }

  /**
   * Let the route begin at a position on the level where it was planned from.
   * @param {LivePosition} position
   */
  startRouteAt(position) {
    this.#views.find((view) => view.level === position.level)?.startRouteAt(position);
  }

  /** @param {string} subject */
  removeDot(subject) {
    this.#dots.delete(subject);
    if (this.#followed?.subject === subject) this.#followed = null;
    this.#offerToFollow();
    for (const view of this.#views) view.hideDot(subject);
  }

  #takeInHand() {
    this.#inHand = true;
    this.#offerToFollow();
    this.#stopGliding();
  }

  #stopGliding() {
    clearTimeout(this.#firstLook);
    cancelAnimationFrame(this.#glide);
    this.#aim = null;
  }

  /** @param {Box} goal */
  #glideTo(goal) {
    this.#stopGliding();
    const view = this.current;
    const from = view.box;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      view.show(goal);
      return;
    }
    this.#aim = goal;
    const began = performance.now();
    const frame = (/** @type {number} */ now) => {
      const share = Math.min(1, Math.max(0, (now - began) / GLIDE_MS));
      view.show(between(from, goal, share * share * (3 - 2 * share)));
      if (share < 1) this.#glide = requestAnimationFrame(frame);
      else this.#aim = null;
    };
    this.#glide = requestAnimationFrame(frame);
  }

  /** @param {boolean} onPaper whole levels, only those with a mark where any has one */
  #print(onPaper) {
    this.#stopGliding();
    const marked = this.#views.filter((view) => view.overlay()?.querySelector(".m-route, .m-goal-edge"));
    const shown = onPaper && marked.length > 0 ? marked : [this.current];
    for (const view of this.#views) view.figure.hidden = !shown.includes(view);
    for (const view of shown) {
      if (onPaper) view.showOnPaper(shown.length);
      else view.show(view.wanted);
    }
  }

  /**
   * @param {number} factor
   * @param {Point} [centre]
   */
  #zoom(factor, centre) {
    this.#takeInHand();
    const { box } = this.current;
    const about = centre ?? this.current.middle();
    this.current.show(zoomAt(box, about, factor, this.current.wholeBox(), LEAST_WIDTH_M));
  }

  /**
   * @param {number} right
   * @param {number} down in shares of what is on show
   */
  #pan(right, down) {
    this.#takeInHand();
    const { box } = this.current;
    this.current.show({ ...box, x: box.x + right * box.width, y: box.y + down * box.height });
  }

  #showWhole() {
    this.#takeInHand();
    this.#glideTo(this.current.wholeBox());
  }

  /** @param {MouseEvent} event that ends a press */
  #isDrag(event) {
    const { clientX, clientY } = this.#pressed ?? event;
    return Math.hypot(event.clientX - clientX, event.clientY - clientY) > TAP_PX;
  }

  /**
   * The way goes on where it is drawn on another level.
   * @param {LevelView} view
   */
  #goOn(view) {
    const other = this.#views.find((each) => each !== view && each.overlay()?.querySelector(".m-route"));
    if (other) this.#open(other.level);
  }

  /**
   * Show a level that the reader asks for, and on it the way if it comes there.
   * @param {string} level
   */
  #open(level) {
    this.#takeInHand();
    this.showLevel(level);
    const part = this.current.focus();
    if (part) this.#glideTo(part);
  }

  /** @param {Event} event */
  #click(event) {
    const button = /** @type {Element} */ (event.target).closest("button");
    if (!button) return;
    const { showLevel, zoom, follow } = button.dataset;
    if (showLevel !== undefined) this.#open(showLevel);
    if (zoom === "in") this.#zoom(ZOOM_FACTOR);
    if (zoom === "out") this.#zoom(1 / ZOOM_FACTOR);
    if (zoom === "whole") this.#showWhole();
    if (follow !== undefined) this.#followAgain();
  }

  /** The button goes, and the focus with it, unless the map takes it. */
  #followAgain() {
    this.#inHand = false;
    this.#offerToFollow();
    if (this.#followed) this.#keepInView(this.#followed, true);
    this.current.stack.focus({ preventScroll: true });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!(event.target instanceof Element) || !event.target.matches(".map-stack")) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const actions = /** @type {Record<string, () => void>} */ ({
      "+": () => this.#zoom(ZOOM_FACTOR),
      "-": () => this.#zoom(1 / ZOOM_FACTOR),
      0: () => this.#showWhole(),
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
      this.#pressed = event;
    });
    stack.addEventListener("pointermove", (event) => this.#drag(view, event));
    stack.addEventListener("click", (event) => {
      if (!this.#isDrag(event) && view.isChange(event)) this.#goOn(view);
    });
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
