/**
 * The handles of a selection for the keyboard: each can have the focus, and says what it stands for.
 *
 * Arrows drag the one that has the focus, as a hand would that holds on to it: Escape takes back,
 * and leaving it lets go, which is one edit.
 * @module
 */

import { boxAround } from "../../shared/view-box.js";
import { aimOf, handleSize, stepHandle } from "./handles.js";
import { listPlaced, roundLength } from "./geometry/things.js";
import { ARROWS, stepOf } from "./keys.js";
import { drawPlate } from "./selection-marks.js";
import { element, toDrawing } from "./svg.js";
import { figureOf, handleName, placeText, readout } from "./wording.js";

/** @typedef {import("./canvas.js").PlanCanvas} PlanCanvas */
/** @typedef {import("./types.js").Point} Point */
/** @typedef {import("./types.js").Placed} Placed */
/** @typedef {import("./handles.js").Handle} Handle */
/** A handle that is dragged, and how far to the right and up so far. @typedef {{handle: Handle, by: Point}} Held */

/** A metre of a length is as much as so many degrees of an angle. */
const DEG_PER_M = 10;
const PLATE_PX = 34;
const MARGIN_M = 0.5;
const ANGLES = new Set(["rotate", "turn"]);

export class HandleKeys {
  /** @type {Map<string, {mark: HTMLElement, handle: Handle}>} */
  #marks = new Map();
  /** @type {Held | null} */
  #held = null;
  #list = document.createElement("div");
  #plate = element("g");

  /** @param {PlanCanvas} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.#list.className = "handles";
    canvas.append(this.#list);
    addEventListener("pagehide", () => this.#letGo());
  }

  get ctx() {
    return this.canvas.ctx;
  }

  /**
   * Have a mark for each handle, where it is now.
   * @param {readonly Handle[]} handles
   * @param {readonly Placed[]} placed as they are drawn
   */
  show(handles, placed) {
    const held = this.#held && keyOf(this.#held.handle);
    if (held && !handles.some((handle) => keyOf(handle) === held)) {
      // Somebody else has locked or removed what it was of.
      this.#takeBack();
      return;
    }
    const had = this.#list.contains(document.activeElement);
    const marks = new Map(handles.map((handle) => {
      const key = keyOf(handle);
      return [key, { handle, mark: this.#marks.get(key)?.mark ?? this.#made(key) }];
    }));
    for (const [key, { mark }] of this.#marks) {
      if (!marks.has(key)) mark.remove();
    }
    this.#marks = marks;
    // What is put anew into the page loses the focus.
    const now = [...marks.values()].map(({ mark }) => mark);
    if (had) this.#list.append(...now.filter((mark) => !mark.isConnected));
    else this.#list.replaceChildren(...now);
    for (const { mark, handle } of marks.values()) this.#tell(mark, handle, placed);
    if (had && !this.#list.contains(document.activeElement)) this.canvas.focus();
  }

  /** Go to the first handle, or say that there is none. */
  enter() {
    const [first] = this.#marks.values();
    if (first) first.mark.focus();
    else this.ctx.announce(this.ctx.say("staff.layout.handle.none"));
  }

  /** @param {string} key */
  #made(key) {
    const mark = document.createElement("div");
    mark.setAttribute("role", "slider");
    mark.tabIndex = -1;
    mark.addEventListener("keydown", (event) => this.#down(key, event));
    mark.addEventListener("focus", () => this.#look(key));
    mark.addEventListener("blur", () => {
      this.#plate.remove();
      this.#letGo();
    });
    return mark;
  }

  /**
   * @param {HTMLElement} mark
   * @param {Handle} handle
   * @param {readonly Placed[]} placed
   */
  #tell(mark, handle, placed) {
    const at = this.#placeOf(handle);
    const { viewport } = this.canvas;
    const [x, y] = toDrawing(at);
    mark.style.translate = `${(x - viewport.box.x) / viewport.px_m}px ${(y - viewport.box.y) / viewport.px_m}px`;
    const { now, least, most, text, brief } = this.#value(handle, placed, at);
    const told = { label: handleName(this.ctx, handle, placed), valuenow: now, valuemin: least, valuemax: most, valuetext: text };
    for (const [name, value] of Object.entries(told)) mark.setAttribute(`aria-${name}`, String(value));
    if (mark === document.activeElement) this.#write(at, brief ?? `${told.label} ${text}`);
  }

  /**
   * @param {Handle} handle
   * @param {readonly Placed[]} placed
   * @param {Point} at
   * @returns {{now: number, least: number, most: number, text: string, brief?: string}} brief: on the plan
   */
  #value(handle, placed, at) {
    const { tag } = this.ctx;
    const size = handleSize(handle, placed);
    if (size) return { ...inMillimetres(size.value, size.least, size.most), text: figureOf(size.name, size.value, tag) };
    if (handle.kind === "rotate") {
      const [right, up] = this.#held?.by ?? [0, 0];
      const turned_deg = placed.length === 1 ? (placed[0]?.thing.angle_deg ?? right + up) : right + up;
      return { now: turned_deg, least: -360, most: 360, text: figureOf("angle_deg", turned_deg, tag) };
    }
    const [x, y] = at;
    return { ...inMillimetres(x, Math.min(0, x), Math.max(0, x)), text: placeText(this.ctx, x, y), brief: readout("moved", tag, x, y) };
  }

  /** @param {Handle} handle @returns {Point} */
  #placeOf(handle) {
    // What grows between two corners is one of them while it is dragged.
    const grows = handle.kind === "between" && this.#held && keyOf(this.#held.handle) === keyOf(handle);
    return grows && this.#held ? aimOf(this.#held.handle, [0, 0], this.#held.by) : handle.at;
  }

  /** @param {string} key */
  #look(key) {
    const handle = this.#marks.get(key)?.handle;
    if (!handle) return;
    const [x, y] = toDrawing(handle.at);
    this.canvas.viewport.reveal(boxAround([{ x, y }], MARGIN_M));
    this.canvas.drawGrips();
  }

  /** @param {Point} at @param {string} text */
  #write([x, y], text) {
    this.#plate.replaceChildren(drawPlate([x, y + PLATE_PX * this.ctx.px_m], text, this.ctx.px_m));
    this.ctx.overlay.append(this.#plate);
  }

  /**
   * @param {string} key
   * @param {KeyboardEvent} event
   */
  #down(key, event) {
    const arrow = ARROWS[event.key];
    const isCommand = event.ctrlKey || event.metaKey;
    const goesBack = isCommand && ["z", "y"].includes(event.key.toLowerCase());
    if (arrow && !isCommand) this.#step(key, arrow, event);
    else if (event.key === "Tab") {
      if (!this.#next(key, event.shiftKey ? -1 : 1)) return;
    } else if (event.key === "Enter") this.canvas.focus();
    else if (event.key === "Escape") {
      if (!this.#takeBack()) this.canvas.focus();
    } else if (goesBack) {
      if (!this.#takeBack()) this.canvas.keys.command(event);
    } else return;
    event.preventDefault();
  }

  /**
   * @param {string} key
   * @param {Point} arrow
   * @param {KeyboardEvent} event
   */
  #step(key, [east, north], event) {
    const handle = this.#held?.handle ?? this.#marks.get(key)?.handle;
    if (!handle) return;
    const step = stepOf(event) * (ANGLES.has(handle.kind) ? DEG_PER_M : 1);
    const [right, up] = this.#held?.by ?? [0, 0];
    const by = /** @type {Point} */ ([right + east * step, up + north * step]);
    const before = JSON.stringify(this.#changes);
    this.#held = { handle, by };
    // At its least or largest size a handle does not go on, so that the way back begins at once.
    if (JSON.stringify(this.#changes) === before) this.#held = { handle, by: [right, up] };
    this.ctx.preview(this.#changes);
    this.canvas.drawGrips();
  }

  get #changes() {
    const { level, selection } = this.ctx;
    return this.#held ? stepHandle(this.#held.handle, listPlaced(selection), this.#held.by, level) : [];
  }

  /**
   * @param {string} key
   * @param {1 | -1} by
   */
  #next(key, by) {
    const keys = [...this.#marks.keys()];
    const next = this.#marks.get(keys[keys.indexOf(key) + by] ?? "");
    next?.mark.focus();
    return next !== undefined;
  }

  #takeBack() {
    if (!this.#held) return false;
    this.#held = null;
    this.ctx.preview(null);
    this.canvas.drawGrips();
    return true;
  }

  #letGo() {
    const [held, changes] = [this.#held, this.#changes];
    if (!held) return;
    this.#takeBack();
    if (changes.length > 0) this.ctx.apply(changes, { what: held.handle.kind === "rotate" ? "turned" : "resized", count: changes.length });
  }
}

/** @param {Handle} handle */
function keyOf({ kind, index = 0 }) {
  return `${kind} ${index}`;
}

/** @param {number} now @param {number} least @param {number} most */
function inMillimetres(now, least, most) {
  return { now: roundLength(now), least: roundLength(least), most: roundLength(most) };
}
