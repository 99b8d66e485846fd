/**
 * The tool that selects, moves, turns and resizes.
 * @module
 */

import { aimOf, dragHandle, gripsOf, handleSize } from "./handles.js";
import { keyOf, listPlaced, readKey } from "./geometry/things.js";
import { extentOf, moveThings } from "./geometry/transform.js";
import { distance } from "./geometry/vectors.js";
import { snapAngle } from "./geometry/snapping.js";
import { keysInside, pick } from "./picking.js";
import { drawGuides, drawPlate } from "./selection-marks.js";
import { element, pathOf } from "./svg.js";
import { figureOf, readout } from "./wording.js";

/** @typedef {import("./types.js").Context} Context */
/** @typedef {import("./types.js").Point} Point */
/** @typedef {import("./types.js").Change} Change */
/** @typedef {import("./types.js").Guide} Guide */
/** @typedef {import("./handles.js").Handle} Handle */
/**
 * What the pointer that is down does.
 * @typedef {{does: "press" | "move" | "handle" | "area", from: Point, began: PointerEvent,
 *   key: string | null, held: string | null, handle?: Handle}} Deed
 */

const TAP_PX = 6;
const FINGER_TAP_PX = 12;
/** A finger that rests on a thing this long means it beside what is selected, as shift does with a mouse. */
const REST_MS = 450;
const GRAB_PX = { mouse: 11, pen: 16, touch: 24 };
/** On a selected thing a handle must be met well, as one may want to move the thing. */
const ON_THING_PX = 9;
/** What lies below everything: a press there begins to select, and a tap selects it. */
const GROUND = new Set(["levels", "units", "closures"]);
const ANGLES = new Set(["rotate", "turn"]);

export class SelectTool {
  id = "select";
  /** @type {Deed | null} */
  deed = null;
  /** @type {Change[]} what letting go would do */
  changes = [];

  /**
   * A finger moves the plan unless it begins on what is selected, or on one of its handles.
   * @param {Context} ctx
   * @param {Point} p
   * @param {PointerEvent} event
   */
  pans(ctx, p, event) {
    if (event.pointerType !== "touch" || this.handleAt(ctx, p, event)) return false;
    return ctx.selectedAt(event) === null;
  }

  /** @param {Context} ctx @param {Point} p @param {PointerEvent} event */
  pointerDown(ctx, p, event) {
    const handle = this.handleAt(ctx, p, event);
    const pressed = { from: p, began: event, key: handle ? null : ctx.keyAt(event), held: ctx.selectedAt(event) };
    this.deed = handle ? { does: "handle", ...pressed, handle } : { does: "press", ...pressed };
    this.changes = [];
  }

  /** @param {Context} ctx @param {Point} p @param {PointerEvent} event */
  pointerMove(ctx, p, event) {
    const deed = this.deed;
    if (!deed) return;
    if (deed.does === "press") {
      if (isTap(deed.began, event)) return;
      deed.does = this.#grasp(ctx, deed.held ?? deed.key, event) ? "move" : "area";
    }
    if (deed.does === "move") this.#move(ctx, deed.from, p, event);
    if (deed.does === "handle" && deed.handle) this.#drag(ctx, deed.handle, deed.from, p, event);
    if (deed.does === "area") this.#frame(ctx, deed.from, p);
  }

  /** @param {Context} ctx @param {Point} p @param {PointerEvent} event */
  pointerUp(ctx, p, event) {
    const [deed, changes] = [this.deed, this.changes];
    this.cancel(ctx);
    if (!deed) return;
    if (deed.does === "press" && isTap(deed.began, event)) this.#tap(ctx, deed, event);
    if (deed.does === "area") pick(ctx, keysInside(ctx, deed.from, p), event);
    if (changes.length > 0) ctx.apply(changes, { what: labelOf(deed), count: changes.length });
  }

  /** @param {Context} ctx @param {KeyboardEvent} event */
  key(ctx, event) {
    if (event.key !== "Escape" || !this.deed) return false;
    this.cancel(ctx);
    return true;
  }

  /** @param {Context} ctx */
  cancel(ctx) {
    this.deed = null;
    this.changes = [];
    ctx.preview(null);
    ctx.overlay.querySelector(":scope > .e-deed")?.remove();
  }

  /** @param {Context} ctx */
  end(ctx) {
    this.cancel(ctx);
  }

  /**
   * The handle under a pointer.
   * @param {Context} ctx
   * @param {Point} p
   * @param {PointerEvent} event
   * @returns {Handle | undefined}
   */
  handleAt(ctx, p, event) {
    const placed = listPlaced(ctx.selection);
    if (placed.length === 0 || placed.some(({ kind, thing }) => ctx.isLocked(keyOf(kind, thing.id)))) return undefined;
    const key = ctx.selectedAt(event);
    const onThing = key !== null && !GROUND.has(readKey(key).kind);
    const reach_px = onThing ? ON_THING_PX : GRAB_PX[/** @type {"mouse" | "pen" | "touch"} */ (event.pointerType)] ?? GRAB_PX.mouse;
    const [best] = gripsOf(placed, ctx.level, ctx.px_m)
      .handles.map((handle) => ({ handle, apart_m: distance(handle.at, p) }))
      .sort((one, other) => one.apart_m - other.apart_m);
    return best && best.apart_m <= reach_px * ctx.px_m ? best.handle : undefined;
  }

  /**
   * Take hold of what is to be moved; whether there is anything.
   * @param {Context} ctx
   * @param {string | null} key
   * @param {PointerEvent} event
   */
  #grasp(ctx, key, event) {
    if (key === null || ctx.isLocked(key)) return false;
    if (ctx.selection.has(key)) return true;
    if (GROUND.has(readKey(key).kind) || event.shiftKey) return false;
    ctx.select([key]);
    return true;
  }

  /** @param {Context} ctx @param {Deed} deed @param {PointerEvent} event */
  #tap(ctx, { key, began }, event) {
    const onFloor = key !== null && readKey(key).kind === "levels";
    const rested = event.pointerType === "touch" && event.timeStamp - began.timeStamp >= REST_MS;
    pick(ctx, onFloor && ctx.selection.size > 0 ? [] : [key], event, rested);
  }

  /** @param {Context} ctx @param {Point} from @param {Point} to @param {PointerEvent} event */
  #move(ctx, from, to, event) {
    const placed = listPlaced(ctx.selection).filter(({ kind, thing }) => !ctx.isLocked(keyOf(kind, thing.id)));
    const points = placed.flatMap(({ thing }) => extentOf(thing, ctx.level));
    let [east_m, north_m] = [to[0] - from[0], to[1] - from[1]];
    if (event.shiftKey) [east_m, north_m] = Math.abs(east_m) > Math.abs(north_m) ? [east_m, 0] : [0, north_m];
    const free = event.altKey || points.length === 0;
    const snapped = free ? { x_m: east_m, y_m: north_m, guides: [] } : ctx.snapMove(points, east_m, north_m, ctx.selection.keys());
    if (event.shiftKey) Object.assign(snapped, east_m === 0 ? { x_m: 0 } : { y_m: 0 });
    this.#show(ctx, moveThings(placed, snapped.x_m, snapped.y_m, ctx.level), snapped.guides, to, readout("moved", ctx.tag, snapped.x_m, snapped.y_m));
  }

  /** @param {Context} ctx @param {Handle} handle @param {Point} from @param {Point} to @param {PointerEvent} event */
  #drag(ctx, handle, from, to, event) {
    const placed = listPlaced(ctx.selection);
    const aimed = aimOf(handle, from, to);
    const snapped = ANGLES.has(handle.kind) || event.altKey ? null : ctx.snap(aimed, ctx.selection.keys());
    const changes = dragHandle(handle, placed, snapped ? [snapped.x_m, snapped.y_m] : aimed, ctx.level, {
      angle: event.altKey ? (angle_deg) => angle_deg : (angle_deg) => snapAngle(angle_deg, { reach_deg: 4 }),
    });
    this.#show(ctx, changes, snapped?.guides ?? [], to, handleReadout(ctx, handle, changes, placed));
  }

  /**
   * @param {Context} ctx
   * @param {Change[]} changes
   * @param {readonly Guide[]} guides
   * @param {Point} at
   * @param {string} text
   */
  #show(ctx, changes, guides, at, text) {
    this.changes = changes;
    ctx.preview(changes);
    const marks = [drawGuides(guides)];
    if (text) marks.push(drawPlate([at[0], at[1] + 34 * ctx.px_m], text, ctx.px_m));
    this.#mark(ctx, ...marks);
  }

  /** @param {Context} ctx @param {Point} from @param {Point} to */
  #frame(ctx, from, to) {
    this.#mark(ctx, element("path", { class: "e-lasso", d: pathOf([from, [to[0], from[1]], to, [from[0], to[1]]], true) }));
  }

  /** @param {Context} ctx @param {...Node} marks */
  #mark(ctx, ...marks) {
    ctx.overlay.querySelector(":scope > .e-deed")?.remove();
    ctx.overlay.append(element("g", { class: "e-deed" }, ...marks));
  }
}

/**
 * Whether a pointer is where it went down, on the screen: the plan may have moved with it.
 * @param {PointerEvent} began
 * @param {PointerEvent} event
 */
function isTap(began, event) {
  const apart_px = Math.hypot(event.clientX - began.clientX, event.clientY - began.clientY);
  return apart_px < (event.pointerType === "touch" ? FINGER_TAP_PX : TAP_PX);
}

/** @param {Deed} deed */
function labelOf({ does, handle }) {
  if (does === "move") return "moved";
  return handle?.kind === "rotate" ? "turned" : "resized";
}

/**
 * @param {Context} ctx
 * @param {Handle} handle
 * @param {readonly Change[]} changes
 * @param {readonly import("./types.js").Placed[]} placed
 */
function handleReadout(ctx, handle, changes, placed) {
  const [before] = placed;
  if (!before) return "";
  const shown = changes[0]?.value ?? before.thing;
  if (handle.kind === "rotate") return changes.length > 0 ? readout("angle", ctx.tag, shown.angle_deg ?? 0) : "";
  const size = handleSize(handle, [{ ...before, thing: shown }, ...placed.slice(1)]);
  if (!size) return "";
  if (!shown.shape || shown.shape === "straight") return readout("size", ctx.tag, shown.length_m ?? 0, shown.depth_m);
  return `${ctx.say(`staff.layout.option.${size.name}`)} ${figureOf(size.name, size.value, ctx.tag)}`;
}
