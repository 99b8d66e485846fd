/**
 * <plan-canvas>: a level of a draft, to be looked at and worked on.
 *
 * `open(store, …)` fills it; then `ctx` is what tools and panels use. It sends "tool" when another
 * tool is chosen; its context sends "selection", "level" and "locks".
 * @module
 */

import { boxAround } from "../../shared/view-box.js";
import { EditorContext } from "./context.js";
import { Fingers } from "./fingers.js";
import { listPlaced, keyOf } from "./geometry/things.js";
import { extentOf } from "./geometry/transform.js";
import { HandleKeys } from "./handle-keys.js";
import { gripsOf } from "./handles.js";
import { Keys } from "./keys.js";
import { Locks } from "./locks.js";
import { Scene } from "./scene.js";
import { drawGrips } from "./selection-marks.js";
import { element } from "./svg.js";
import { TOOLS } from "./tools.js";
import { Viewport } from "./viewport.js";

/** @typedef {import("./types.js").Store} Store */
/** @typedef {import("./types.js").Tool} Tool */
/** @typedef {import("./types.js").DrawnKind} DrawnKind */

/** Without a ring, which is for the keyboard; browsers that do not know the word show it. */
const QUIETLY = /** @type {FocusOptions} */ ({ preventScroll: true, focusVisible: false });

export class PlanCanvas extends HTMLElement {
  /** What tools and panels use; there from `open` on. @type {EditorContext} */
  ctx = /** @type {any} */ (null);
  /** @type {Viewport} */
  viewport = /** @type {any} */ (null);
  /** @type {Tool} */
  tool = /** @type {Tool} */ (TOOLS["select"]);
  /** What keys and buttons do to the selection. @type {Keys} */
  keys = /** @type {any} */ (null);
  /** The handles, for keys. @type {HandleKeys} */
  handles = /** @type {any} */ (null);
  /** @type {SVGElement} */
  #grips = element("g");

  /**
   * Show a draft.
   * @param {Store} store
   * @param {{messages: import("../../shared/messages.js").Messages, address: string, tag: string, mayChange: boolean}} how address of the draft
   */
  open(store, { messages, address, tag, mayChange }) {
    const svg = /** @type {SVGSVGElement} */ (element("svg", { class: "plan", focusable: "false", "aria-hidden": "true" }));
    const group = (/** @type {string} */ as) => {
      const made = /** @type {SVGGElement} */ (element("g", { class: as }));
      svg.append(made);
      return made;
    };
    const [underlay, things, grips, overlay] = [group("e-underlay"), group("e-things"), group("e-selection"), group("e-overlay")];
    const live = document.createElement("p");
    live.className = "visually-hidden";
    live.setAttribute("role", "status");
    this.append(svg, live);
    this.#grips = grips;
    this.handles = new HandleKeys(this);
    this.viewport = new Viewport(svg, () => this.#viewed());
    const locks = new Locks(address, localStorage);
    const scene = new Scene(things, tag, (key, drawn) => this.ctx.dress(key, drawn));
    const announce = (/** @type {string} */ text) => {
      live.textContent = text;
    };
    this.ctx = new EditorContext({ store, viewport: this.viewport, scene, locks, messages, overlay, underlay, announce, choose: (id) => this.choose(id), mayChange });
    for (const what of ["selection", "locks", "preview"]) this.ctx.addEventListener(what, () => this.drawGrips());
    this.#hide();
    this.#listen(svg);
    const levels = [...(store.plan.levels ?? [])].sort((one, other) => one.ordinal - other.ordinal);
    this.ctx.showLevel(levels[0]?.id ?? "");
    addEventListener("focus", () => void this.ctx.loadLocks());
    void this.ctx.loadLocks();
  }

  /** @param {string} id */
  choose(id) {
    const tool = TOOLS[id];
    if (!tool || tool === this.tool) return;
    this.tool.end(this.ctx);
    this.tool = tool;
    this.dataset["tool"] = id;
    tool.begin?.(this.ctx);
    this.drawGrips();
    this.dispatchEvent(new Event("tool"));
  }

  /**
   * Bring a thing into view.
   * @param {string} key
   */
  reveal(key) {
    const thing = this.ctx.selection.get(key);
    const points = thing ? extentOf(thing, this.ctx.level).map(([x, y]) => ({ x, y: -y })) : [];
    if (points.length > 0) this.viewport.reveal(boxAround(points, 0));
  }

  /**
   * @param {DrawnKind} kind
   * @param {boolean} hidden
   */
  setHidden(kind, hidden) {
    this.ctx.locks.setHidden(kind, hidden);
    this.#hide();
  }

  #hide() {
    for (const layer of this.querySelectorAll("[data-layer]")) {
      layer.toggleAttribute("hidden", this.ctx.locks.hidden.has(layer.getAttribute("data-layer") ?? ""));
    }
  }

  /** @param {SVGSVGElement} svg */
  #listen(svg) {
    const at = this.ctx.toMetres;
    const fingers = new Fingers(svg, this.viewport, {
      pans: (event) => this.tool.pans?.(this.ctx, at(event), event) ?? false,
      down: (event) => {
        if (event.pointerType === "touch") this.focus(QUIETLY);
        this.tool.pointerDown(this.ctx, at(event), event);
      },
      move: (event) => this.tool.pointerMove(this.ctx, at(event), event),
      up: (event) => this.tool.pointerUp(this.ctx, at(event), event),
      cancel: () => this.tool.cancel(this.ctx),
    });
    const keys = new Keys(this, fingers);
    this.keys = keys;
    this.addEventListener("keydown", (event) => keys.down(event));
    this.addEventListener("keyup", (event) => keys.up(event));
    this.addEventListener("blur", () => keys.leave());
    new ResizeObserver(() => this.viewport.resized()).observe(this);
  }

  #viewed() {
    this.ctx.scene.look(this.viewport.near);
    this.drawGrips();
  }

  /** The box and the handles of the selection, as large on the screen at any scale. */
  drawGrips() {
    const placed = listPlaced(this.ctx.selection).map(({ kind, thing }) => ({
      kind, thing: this.ctx.previewed.get(keyOf(kind, thing.id)) ?? thing,
    }));
    if (placed.length === 0) {
      this.#grips.replaceChildren();
      this.handles.show([], placed);
      return;
    }
    const grips = gripsOf(placed, this.ctx.level, this.viewport.px_m);
    const locked = placed.some(({ kind, thing }) => this.ctx.isLocked(keyOf(kind, thing.id)));
    const shown = locked || this.tool.id !== "select" ? { ...grips, stems: [], handles: [] } : grips;
    this.handles.show(shown.handles, placed);
    this.#grips.replaceChildren(drawGrips(shown, this.viewport.px_m));
  }
}

customElements.define("plan-canvas", PlanCanvas);
