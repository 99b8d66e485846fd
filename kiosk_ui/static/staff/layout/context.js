/**
 * What the canvas gives its tools and panels: the draft, the selection, snapping, words.
 * @module
 */

import { say, tagOf } from "../../shared/messages.js";
import { rangesLosing } from "./geometry/bays.js";
import { buildIndex, snapMove, snapPoint } from "./geometry/snapping.js";
import { isOnLevel, readKey } from "./geometry/things.js";

/** @typedef {import("./types.js").Store} Store */
/** @typedef {import("./types.js").Thing} Thing */
/** @typedef {import("./types.js").Point} Point */
/** @typedef {import("./types.js").Change} Change */
/** @typedef {import("./viewport.js").Viewport} Viewport */
/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./locks.js").Locks} Locks */
/** @typedef {import("../../shared/messages.js").Messages} Messages */

const SNAP_PX = 9;
const GRID_M = 0.05;
/** A finger meets what is this near. */
const FINGER_PX = 16;
const AROUND = Array.from({ length: 8 }, (_, at) => [Math.cos((at * Math.PI) / 4), Math.sin((at * Math.PI) / 4)]);
const GROUND = '[data-kind="levels"], [data-kind="units"]';

/** Sends "selection", "level", "locks" and "preview" when they change, and "lost" when ranges lose bays. */
export class EditorContext extends EventTarget {
  level = "";
  adding = false;
  /** @type {Map<string, Thing>} */
  selection = new Map();
  /** Things as they are drawn while a hand moves them. @type {Map<string, Thing | null>} */
  previewed = new Map();
  /** @type {import("./geometry/snapping.js").SnapIndex | null} */
  #index = null;

  /**
   * @param {{store: Store, viewport: Viewport, scene: Scene, locks: Locks, messages: Messages,
   *   overlay: SVGGElement, underlay: SVGGElement, announce: (text: string) => void,
   *   choose: (tool: string) => void, mayChange: boolean}} parts
   */
  constructor(parts) {
    super();
    this.store = parts.store;
    this.viewport = parts.viewport;
    this.scene = parts.scene;
    this.locks = parts.locks;
    this.messages = parts.messages;
    this.overlay = parts.overlay;
    this.underlay = parts.underlay;
    this.announce = parts.announce;
    this.choose = parts.choose;
    this.mayChange = parts.mayChange;
    this.tag = tagOf(parts.messages);
    // Drawn before any listener hears of a change, so that all see the plan as it is.
    this.store.addEventListener("change", (event) => this.#changed(/** @type {CustomEvent} */ (event).detail.changes));
  }

  /** The language and the library's time zone. */
  get clocks() {
    return { tag: this.tag, zone: this.store.plan.time_zone };
  }

  get px_m() {
    return this.viewport.px_m;
  }

  /** @param {string} key @param {Record<string, string | number>} [params] */
  say = (key, params) => say(this.messages, key, params);

  /** @param {MouseEvent} event */
  toMetres = (event) => this.viewport.toMetres(event);

  /** @param {string} level */
  showLevel(level) {
    this.level = level;
    this.#index = null;
    this.scene.show(this.store.plan, level);
    this.select([]);
    const outline = this.store.find("levels", level)?.outline ?? [];
    this.viewport.hold(outline);
    this.dispatchEvent(new Event("level"));
  }

  /** @param {Iterable<string>} keys */
  select = (keys) => {
    const before = this.selection;
    this.selection = new Map();
    for (const key of keys) {
      const { kind, id } = readKey(key);
      const thing = this.store.find(kind, id);
      if (thing && isOnLevel(kind, thing, this.level)) this.selection.set(key, thing);
    }
    for (const key of before.keys()) this.dress(key);
    for (const key of this.selection.keys()) this.dress(key);
    this.dispatchEvent(new Event("selection"));
  };

  /**
   * Mark what is drawn as it is: selected, locked.
   * @param {string} key
   * @param {SVGElement} [drawn]
   */
  dress = (key, drawn = this.scene.find(key)) => {
    drawn?.classList.toggle("selected", this.selection.has(key));
    drawn?.classList.toggle("locked", this.locks.locked.has(key));
  };

  /** @param {Point} point @param {Iterable<string>} [except] */
  snap = (point, except) => snapPoint(this.index, point, this.#how(except));

  /** @param {readonly Point[]} points @param {number} east_m @param {number} north_m @param {Iterable<string>} except */
  snapMove = (points, east_m, north_m, except) => snapMove(this.index, points, east_m, north_m, this.#how(except));

  /**
   * Do something to the plan, and say which ranges lose their place by it.
   * @param {Change[]} changes
   * @param {{what: string, count: number}} label
   */
  apply = (changes, label) => {
    const lost = rangesLosing(this.store.plan, changes);
    this.store.apply(changes, label);
    if (lost.length > 0) this.dispatchEvent(new CustomEvent("lost", { detail: lost }));
  };

  /** @param {readonly Change[] | null} changes */
  preview = (changes) => {
    if (changes === null && this.previewed.size === 0) return;
    this.previewed = new Map((changes ?? []).map(({ kind, id, value }) => [`${kind}/${id}`, value]));
    this.scene.preview(this.store.plan, changes ?? []);
    this.dispatchEvent(new Event("preview"));
  };

  /**
   * The key of what lies under a pointer; a finger meets thin things a little beside them, too.
   * @param {Event} event
   * @returns {string | null}
   */
  keyAt = (event) => {
    if (!(event instanceof PointerEvent)) return null;
    const { clientX: x, clientY: y } = event;
    const met = thingAt(x, y);
    if (event.pointerType !== "touch" || (met && !met.matches(GROUND))) return keyOf(met);
    const near = AROUND.map(([right = 0, down = 0]) => thingAt(x + right * FINGER_PX, y + down * FINGER_PX));
    return keyOf(near.find((each) => each && !each.matches(GROUND)) ?? met);
  };

  /**
   * The key of what is selected and lies under a pointer, be it below other things.
   * @param {MouseEvent} event
   */
  selectedAt = (event) =>
    document.elementsFromPoint(event.clientX, event.clientY)
      .map((each) => keyOf(each.closest("[data-key]")))
      .find((key) => key !== null && this.selection.has(key)) ?? null;

  /** @param {string} key */
  isLocked = (key) => !this.mayChange || this.locks.locked.has(key);

  /** @param {Iterable<string>} keys @param {boolean} locked */
  setLocked = (keys, locked) => {
    const all = [...keys];
    this.locks.setLocked(all, locked);
    this.#tellLocks(all);
  };

  /** Take up what others have locked and unlocked. */
  async loadLocks() {
    const keys = await this.locks.load();
    if (keys.length > 0) this.#tellLocks(keys);
  }

  /** @param {readonly string[]} keys */
  #tellLocks(keys) {
    for (const key of keys) this.dress(key);
    this.dispatchEvent(new Event("locks"));
  }

  /** The lines of the level that things snap to. */
  get index() {
    this.#index ??= buildIndex(this.store.plan, this.level);
    return this.#index;
  }

  /** @param {Iterable<string>} [except] */
  #how(except = []) {
    return { reach_m: SNAP_PX * this.px_m, grid_m: GRID_M, except: new Set(except) };
  }

  /** Draw all anew, as the draft has it. */
  redraw() {
    this.#index = null;
    this.scene.show(this.store.plan, this.level);
    this.select([...this.selection.keys()]);
  }

  /** @param {readonly Change[]} changes */
  #changed(changes) {
    this.#index = null;
    this.scene.apply(changes);
    const touched = changes.some(({ kind, id }) => this.selection.has(`${kind}/${id}`));
    if (touched) this.select([...this.selection.keys()]);
  }
}

/** @param {number} x @param {number} y */
function thingAt(x, y) {
  return document.elementFromPoint(x, y)?.closest("[data-key]") ?? null;
}

/** @param {Element | null} drawn */
function keyOf(drawn) {
  return drawn?.getAttribute("data-key") ?? null;
}
