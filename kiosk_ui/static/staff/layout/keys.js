/**
 * The keyboard over the canvas: from thing to thing, moving, turning, and the usual shortcuts.
 * @module
 */

import { alignThings } from "./geometry/align.js";
import { keyOf, listOnLevel, listPlaced } from "./geometry/things.js";
import { centreOf, extentOf, moveThings, rotateThings } from "./geometry/transform.js";
import { KeyPointer } from "./key-pointer.js";
import { duplicate, pasted, remember, removal } from "./clipboard.js";
import { titleOf } from "./wording.js";

/** @typedef {import("./canvas.js").PlanCanvas} PlanCanvas */
/** @typedef {import("./types.js").Change} Change */

const STEP_M = 0.1;
const FINE_M = 0.01;
const COARSE_M = 1;
const TURN_DEG = 15;
const FINE_DEG = 1;
const PAN_PX = 80;
const ZOOM = 1.4;
const MODIFIERS = new Set(["Shift", "Alt", "AltGraph", "Control", "Meta"]);
/** Steps of the arrows that follow each other so soon are one edit. */
const PAUSE_MS = 450;
/** Digits that follow each other so soon are one number. */
const NUMBER_MS = 1200;
/** @type {Readonly<Record<string, [number, number]>>} */
export const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * How far an arrow goes, metres.
 * @param {KeyboardEvent} event
 */
export function stepOf(event) {
  return event.altKey ? FINE_M : event.shiftKey ? COARSE_M : STEP_M;
}

export class Keys {
  /** Steps that wait to become one edit, metres. @type {[number, number]} */
  #steps = [0, 0];
  #timer = 0;
  /** The number that is being typed, and when its last digit was. */
  #typed = { digits: "", at_ms: -Infinity };
  /** Whether the next Tab leaves the canvas. */
  #leaves = false;

  /**
   * @param {PlanCanvas} canvas
   * @param {import("./fingers.js").Fingers} fingers
   */
  constructor(canvas, fingers) {
    this.canvas = canvas;
    this.fingers = fingers;
    this.pointer = new KeyPointer(canvas);
    addEventListener("pagehide", () => this.leave());
  }

  get ctx() {
    return this.canvas.ctx;
  }

  /** @param {KeyboardEvent} event */
  down(event) {
    if (event.target !== this.canvas || MODIFIERS.has(event.key)) return;
    if (!(event.key in ARROWS)) this.leave();
    const handled = this.pointer.key(event) || this.canvas.tool.key(this.ctx, event) || this.#go(event) || this.command(event) || this.#shortcut(event);
    if (handled) event.preventDefault();
  }

  /** @param {KeyboardEvent} event */
  up(event) {
    if (event.key === " ") this.fingers.spaceHeld = false;
  }

  /** Let nothing wait. */
  leave() {
    clearTimeout(this.#timer);
    const [east_m, north_m] = this.#steps;
    this.#steps = [0, 0];
    if (east_m === 0 && north_m === 0) return;
    const changes = moveThings(this.#free(), east_m, north_m, this.ctx.level);
    this.ctx.preview(null);
    if (changes.length > 0) this.ctx.store.apply(changes, { what: "moved", count: changes.length });
  }

  /** @param {KeyboardEvent} event */
  #go(event) {
    const arrow = ARROWS[event.key];
    if (arrow && !event.ctrlKey && !event.metaKey) {
      if (this.#free().length > 0) this.#step(arrow, stepOf(event));
      else this.canvas.viewport.pan(-arrow[0] * PAN_PX, arrow[1] * PAN_PX);
      return true;
    }
    if (event.key === "Tab") return this.#next(event.shiftKey ? -1 : 1);
    if (event.key === "PageDown") return this.#next(1, true);
    if (event.key === "PageUp") return this.#drop();
    if (event.key === "Escape") {
      this.#leaves = this.ctx.selection.size === 0;
      this.ctx.select([]);
      if (this.canvas.tool.id !== "select") this.canvas.choose("select");
      this.ctx.announce(this.ctx.say(this.#leaves ? "staff.layout.tab_leaves" : "staff.layout.none_selected"));
      return true;
    }
    this.#leaves = false;
    if (event.key !== " ") return false;
    this.fingers.spaceHeld = true;
    return true;
  }

  /**
   * @param {[number, number]} arrow
   * @param {number} step_m
   */
  #step([east, north], step_m) {
    this.#steps = [this.#steps[0] + east * step_m, this.#steps[1] + north * step_m];
    this.ctx.preview(moveThings(this.#free(), ...this.#steps, this.ctx.level));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.leave(), PAUSE_MS);
  }

  /**
   * Select the next thing in reading order; after the last one the canvas is left.
   * @param {1 | -1} by
   * @param {boolean} beside whether what is selected stays so
   */
  #next(by, beside = false) {
    if (this.#leaves) {
      this.#leaves = false;
      return false;
    }
    const keys = this.#inOrder();
    const last = [...this.ctx.selection.keys()].at(-1);
    const at = last === undefined ? (by === 1 ? 0 : keys.length - 1) : keys.indexOf(last) + by;
    const key = keys[at];
    if (key === undefined) {
      if (!beside) this.ctx.select([]);
      return beside;
    }
    this.ctx.select(beside ? [...this.ctx.selection.keys(), key] : [key]);
    this.canvas.reveal(key);
    this.#tell(key, at, keys.length);
    return true;
  }

  /** Let go of the last one that was selected. */
  #drop() {
    const kept = [...this.ctx.selection.keys()].slice(0, -1);
    this.ctx.select(kept);
    const [keys, last] = [this.#inOrder(), kept.at(-1)];
    if (last !== undefined) this.#tell(last, keys.indexOf(last), keys.length);
    return true;
  }

  /** @param {string} key @param {number} at @param {number} count */
  #tell(key, at, count) {
    const thing = this.ctx.selection.get(key);
    if (!thing) return;
    const locked = this.ctx.isLocked(key) ? `, ${this.ctx.say("staff.layout.locked")}` : "";
    this.ctx.announce(`${titleOf(this.ctx, key, thing)}${locked}, ${this.ctx.say("staff.layout.of", { number: at + 1, count })}`);
  }

  /** Keys of all that is drawn, shelves first, by number and name. */
  #inOrder() {
    const order = new Intl.Collator(this.ctx.tag, { numeric: true });
    return listOnLevel(this.ctx.store.plan, this.ctx.level)
      .filter(({ kind }) => kind !== "levels" && !this.ctx.locks.hidden.has(kind))
      .map(({ kind, thing }) => ({ key: keyOf(kind, thing.id), first: kind === "shelves" ? 0 : 1, name: thing.number ?? `${kind} ${thing.id}` }))
      .sort((one, other) => one.first - other.first || order.compare(one.name, other.name))
      .map(({ key }) => key);
  }

  /**
   * With the control or command key.
   * @param {KeyboardEvent} event
   */
  command(event) {
    if (!event.ctrlKey && !event.metaKey) return false;
    switch (event.key.toLowerCase()) {
      case "z": {
        this.goBack(event.shiftKey ? "redo" : "undo");
        return true;
      }
      case "y": return done(() => this.goBack("redo"));
      case "a": return done(() => this.ctx.select(this.#inOrder().filter((key) => !this.ctx.isLocked(key))));
      case "c": return done(() => remember(listPlaced(this.ctx.selection)));
      case "x": return done(() => { remember(this.#free()); this.remove(); });
      case "v": return done(() => this.#add(pasted(this.ctx), "added"));
      case "d": return done(() => this.duplicate());
      case "arrowleft": return done(() => this.align("left"));
      case "arrowright": return done(() => this.align("right"));
      case "arrowup": return done(() => this.align("top"));
      case "arrowdown": return done(() => this.align("bottom"));
      default: return false;
    }
  }

  /** @param {KeyboardEvent} event */
  #shortcut(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return false;
    const { viewport } = this.canvas;
    switch (event.key) {
      case "Delete": case "Backspace": return done(() => this.remove());
      // Comma and full stop; with shift, as Nordic and American keyboards write them.
      case ",": return done(() => this.turn(TURN_DEG));
      case ".": return done(() => this.turn(-TURN_DEG));
      case ";": case "<": return done(() => this.turn(FINE_DEG));
      case ":": case ">": return done(() => this.turn(-FINE_DEG));
      case "+": return done(() => viewport.zoom(ZOOM));
      case "-": return done(() => viewport.zoom(1 / ZOOM));
      case "h": return done(() => this.canvas.handles.enter());
      case "l": return done(() => this.lock());
      case "v": return done(() => this.canvas.choose("select"));
      default: return /^\d$/.test(event.key) && this.#number(event);
    }
  }

  /**
   * Select the shelf whose number is typed; a 0 that goes on no number shows the whole level.
   * @param {KeyboardEvent} event
   */
  #number({ key: digit, timeStamp: at_ms }) {
    const goesOn = at_ms - this.#typed.at_ms < NUMBER_MS;
    if (digit === "0" && !goesOn) return done(() => this.canvas.viewport.whole());
    const digits = goesOn ? this.#typed.digits + digit : digit;
    this.#typed = { digits, at_ms };
    const shelf = listOnLevel(this.ctx.store.plan, this.ctx.level).find(({ kind, thing }) => kind === "shelves" && thing.number === digits);
    if (!shelf) return true;
    const [key, keys] = [keyOf(shelf.kind, shelf.thing.id), this.#inOrder()];
    this.ctx.select([key]);
    this.canvas.reveal(key);
    this.#tell(key, keys.indexOf(key), keys.length);
    return true;
  }

  /** @param {"undo" | "redo"} way */
  goBack(way) {
    this.leave();
    const { store } = this.ctx;
    if (!(way === "undo" ? store.canUndo : store.canRedo)) return;
    store[way]();
    this.ctx.announce(this.ctx.say(way === "undo" ? "staff.layout.undone" : "staff.layout.redone"));
  }

  /** Copies beside what is selected. */
  duplicate() {
    this.#add(duplicate(this.ctx, listPlaced(this.ctx.selection)), "duplicated");
  }

  /** Take away what is selected; undo brings it back. */
  remove() {
    const changes = removal(this.#free());
    if (changes.length === 0) return;
    this.ctx.select([]);
    this.ctx.apply(changes, { what: "removed", count: changes.length });
    this.ctx.announce(this.ctx.say("staff.layout.removed", { count: changes.length }));
  }

  /** Lock what is selected, or unlock it if all of it is locked. */
  lock() {
    const keys = [...this.ctx.selection.keys()];
    this.ctx.setLocked(keys, !keys.every((key) => this.ctx.isLocked(key)));
  }

  /** @param {number} by_deg anticlockwise */
  turn(by_deg) {
    const placed = this.#free();
    if (placed.length === 0) return;
    const changes = rotateThings(placed, by_deg, centreOf(placed, this.ctx.level), this.ctx.level);
    if (changes.length > 0) this.ctx.store.apply(changes, { what: "turned", count: changes.length });
  }

  /** Put the edges of what is selected in line. @param {import("./geometry/align.js").Edge} edge */
  align(edge) {
    const changes = this.#free().length > 1 ? alignThings(this.#free(), edge, 0, this.ctx.level) : [];
    if (changes.length === 0) return;
    this.ctx.store.apply(changes, { what: "aligned", count: changes.length });
    this.ctx.announce(this.ctx.say("staff.layout.align_done", { count: changes.length }));
  }

  /**
   * @param {Change[]} changes
   * @param {string} what
   */
  #add(changes, what) {
    if (changes.length === 0 || !this.ctx.mayChange) return;
    this.ctx.store.apply(changes, { what, count: changes.length });
    this.ctx.select(changes.map(({ kind, id }) => keyOf(kind, id)));
  }

  /** What is selected, is not locked and is somewhere. */
  #free() {
    return listPlaced(this.ctx.selection).filter(
      ({ kind, thing }) => !this.ctx.isLocked(keyOf(kind, thing.id)) && extentOf(thing, this.ctx.level).length > 0,
    );
  }
}

/** @param {() => unknown} act */
function done(act) {
  act();
  return true;
}
