/**
 * The buttons round the canvas: tools, levels, zoom, what is shown, what is done to the selection.
 * @module
 */

import { nameIn } from "./draw.js";
import { DRAWN_KINDS } from "./geometry/things.js";

/** @typedef {import("./canvas.js").PlanCanvas} PlanCanvas */

const ZOOM = 1.5;
const TURN_DEG = -90;

export class Toolbar {
  /**
   * @param {HTMLElement} host
   * @param {PlanCanvas} canvas
   */
  constructor(host, canvas) {
    this.host = host;
    this.canvas = canvas;
    this.#levels();
    this.#kinds();
    host.addEventListener("click", (event) => this.#click(event));
    canvas.addEventListener("keydown", (event) => {
      if (event.key === "?") this.#help();
    });
    canvas.addEventListener("tool", () => this.#tool());
    canvas.ctx.addEventListener("level", () => this.#level());
    for (const what of ["selection", "locks"]) canvas.ctx.addEventListener(what, () => this.#selection());
    for (const what of ["change", "status"]) canvas.ctx.store.addEventListener(what, () => this.#history());
    this.#level();
    this.#history();
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const button = /** @type {Element} */ (event.target).closest("button");
    if (!button) return;
    const { choose, zoom, act, showLevel } = button.dataset;
    if (choose) this.#choose(choose);
    if (showLevel) this.canvas.ctx.showLevel(showLevel);
    if (zoom === "whole") this.canvas.viewport.whole();
    else if (zoom) this.canvas.viewport.zoom(zoom === "in" ? ZOOM : 1 / ZOOM);
    if (act) this.#act(act);
    if (button.hasAttribute("data-undo")) this.canvas.keys.goBack("undo");
    if (button.hasAttribute("data-redo")) this.canvas.keys.goBack("redo");
    if (button.hasAttribute("data-help")) this.#help();
    if (button.hasAttribute("data-adding")) {
      this.canvas.ctx.adding = !this.canvas.ctx.adding;
      button.setAttribute("aria-pressed", String(this.canvas.ctx.adding));
    }
  }

  /** @param {string} id */
  #choose(id) {
    this.canvas.choose(id);
    this.host.querySelector("details.more")?.removeAttribute("open");
    this.canvas.focus({ preventScroll: true });
  }

  /** @param {string} act */
  #act(act) {
    const { keys } = this.canvas;
    keys.leave();
    if (act === "turn") keys.turn(TURN_DEG);
    if (act === "duplicate") keys.duplicate();
    if (act === "lock") keys.lock();
    if (act === "remove") keys.remove();
    this.canvas.focus({ preventScroll: true });
  }

  #help() {
    /** @type {HTMLDialogElement | null} */ (document.querySelector("[data-help-dialog]"))?.showModal();
  }

  #tool() {
    const { id } = this.canvas.tool;
    this.host.dataset["tool"] = id;
    for (const button of this.host.querySelectorAll("[data-choose]")) {
      button.setAttribute("aria-pressed", String(button.getAttribute("data-choose") === id));
    }
  }

  #levels() {
    const bar = this.host.querySelector("[data-levels]");
    const { store, tag } = this.canvas.ctx;
    const levels = [...(store.plan.levels ?? [])].sort((one, other) => other.ordinal - one.ordinal);
    if (levels.length < 2) return;
    bar?.replaceChildren(...levels.map((level) => {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset["showLevel"] = level.id;
      button.textContent = nameIn(level, tag);
      return button;
    }));
  }

  #level() {
    for (const button of this.host.querySelectorAll("[data-show-level]")) {
      button.setAttribute("aria-pressed", String(button.getAttribute("data-show-level") === this.canvas.ctx.level));
    }
  }

  /** A box to tick for each kind that can be hidden. */
  #kinds() {
    const { say, locks } = this.canvas.ctx;
    const boxes = DRAWN_KINDS.filter((kind) => kind !== "levels").map((kind) => {
      const label = document.createElement("label");
      const box = document.createElement("input");
      Object.assign(box, { type: "checkbox", checked: !locks.hidden.has(kind) });
      box.addEventListener("change", () => this.canvas.setHidden(kind, !box.checked));
      label.append(box, say(`staff.layout.kinds.${kind}`));
      return label;
    });
    this.host.querySelector("[data-kinds]")?.append(...boxes);
  }

  #history() {
    const { store } = this.canvas.ctx;
    for (const [name, can] of /** @type {const} */ ([["undo", store.canUndo], ["redo", store.canRedo]])) {
      const button = /** @type {HTMLButtonElement | null} */ (this.host.querySelector(`[data-${name}]`));
      if (button) button.disabled = !can;
    }
  }

  #selection() {
    const { selection, say, isLocked } = this.canvas.ctx;
    const acts = /** @type {HTMLElement} */ (this.host.querySelector("[data-acts]"));
    acts.hidden = selection.size === 0;
    const keys = [...selection.keys()];
    const shelves = keys.filter((key) => key.startsWith("shelves/")).length;
    const [what, others] = shelves === 0 ? ["selected", 0] : ["shelves_selected", keys.length - shelves];
    const count = acts.querySelector("[data-count]");
    if (count) count.textContent = say(`staff.layout.${what}`, { count: shelves || keys.length, others });
    acts.querySelector('[data-act="lock"]')?.setAttribute("aria-pressed", String(keys.length > 0 && keys.every(isLocked)));
  }
}
