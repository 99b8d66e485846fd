/**
 * Tools that draw corner by corner: rooms, walls and closed areas.
 *
 * A tap sets a corner; a tap on the first one, Enter, or "Done" closes. A drag draws a rectangle.
 * Corners keep right angles unless Alt is held or the option says otherwise.
 * @module
 */

import { areaOf, lineLength } from "../geometry/measure.js";
import { closeOutline, nextCorner, rectangle, wallAlong } from "../geometry/outline.js";
import { distance, middle } from "../geometry/vectors.js";
import { newClosure, newFixture, newUnit } from "../making.js";
import { UNIT_NAMES } from "../defaults.js";
import { add, clearSketch, guideMarks, sketch } from "./context.js";
import { lengthText, told } from "./words.js";

/** @typedef {import("./context.js").Context} Context */
/** @typedef {import("./context.js").Mark} Mark */
/** @typedef {import("./context.js").Option} Option */
/** @typedef {import("../geometry/things.js").Point} Point */

const CLOSE_PX = 16;
const DRAG_PX = 12;

/** What rooms, walls and areas share. */
class CornersTool extends EventTarget {
  /** @type {Point[]} */
  corners = [];
  square = true;
  /** @type {Point | null} */
  pressed = null;

  /** @param {string} id */
  constructor(id) {
    super();
    this.id = id;
  }

  /** @param {Context} ctx @param {Point} p */
  pointerDown(ctx, p) {
    const { x_m, y_m } = ctx.snap(p);
    this.pressed = [x_m, y_m];
  }

  /** @param {Context} ctx @param {Point} p @param {PointerEvent} event */
  pointerMove(ctx, p, event) {
    const { point, guides } = this.#aimed(ctx, p, event);
    if (this.pressed && this.#isRectangle(ctx, p)) {
      const { x_m, y_m } = ctx.snap(p);
      sketch(ctx, [...guides, ...this.areaMarks(rectangle(this.pressed, [x_m, y_m]))]);
    } else {
      sketch(ctx, [...guides, ...this.lineMarks([...this.corners, point])]);
    }
  }

  /** @param {Context} ctx @param {Point} p @param {PointerEvent} event */
  pointerUp(ctx, p, event) {
    const pressed = this.pressed;
    if (!pressed) return;
    if (this.#isRectangle(ctx, p)) {
      const { x_m, y_m } = ctx.snap(p);
      this.corners = rectangle(pressed, [x_m, y_m]);
      this.finish(ctx);
      return;
    }
    this.pressed = null;
    const { point, closes } = this.#aimed(ctx, p, event);
    const last = this.corners.at(-1);
    if (closes || (last && distance(last, point) < CLOSE_PX * ctx.px_m)) this.finish(ctx);
    else this.corners.push(point);
    sketch(ctx, this.lineMarks(this.corners));
    this.dispatchEvent(new Event("change"));
  }

  /** @param {Context} ctx @param {KeyboardEvent} event */
  key(ctx, event) {
    if (this.corners.length === 0) return false;
    if (event.key === "Enter") this.finish(ctx);
    else if (event.key === "Escape") this.cancel(ctx);
    else if (event.key === "Backspace") {
      this.corners.pop();
      sketch(ctx, this.lineMarks(this.corners));
    } else return false;
    return true;
  }

  /** @param {Context} ctx */
  cancel(ctx) {
    this.corners = [];
    this.pressed = null;
    clearSketch(ctx);
    this.dispatchEvent(new Event("change"));
  }

  /** @param {Context} ctx */
  end(ctx) {
    this.cancel(ctx);
  }

  get canFinish() {
    return this.corners.length >= this.least;
  }

  get least() {
    return 3;
  }

  /** @param {Context} ctx */
  finish(ctx) {
    const corners = this.corners;
    this.cancel(ctx);
    if (corners.length < this.least) return;
    const change = this.made(ctx, corners);
    if (change) add(ctx, [change]);
    else ctx.announce(told("outline_crossed"));
  }

  /** @returns {Option[]} */
  options() {
    return [{ name: "square", values: ["yes", "no"], words: "square", value: this.square ? "yes" : "no" }];
  }

  /** @param {Context} _ctx @param {string} name @param {number | string} value */
  setOption(_ctx, name, value) {
    if (name === "square") this.square = value === "yes";
  }

  get drawsRectangles() {
    return true;
  }

  /** @param {Context} _ctx @param {Point[]} _corners @returns {import("../making.js").Addition | null} */
  made(_ctx, _corners) {
    return null;
  }

  /** @param {readonly Point[]} line @returns {Mark[]} */
  lineMarks(line) {
    const [from, to] = [line.at(-2), line.at(-1)];
    return [
      ...(line.length > 1 ? [{ line }] : []),
      ...line.map((at) => ({ at })),
      ...(from && to ? [{ text: lengthText(distance(from, to)), at: middle(from, to) }] : []),
    ];
  }

  /** @param {readonly Point[]} ring @returns {Mark[]} */
  areaMarks(ring) {
    const [one, other] = /** @type {[Point, Point]} */ ([ring[0], ring[2]]);
    const size = `${lengthText(Math.abs(other[0] - one[0]))} × ${lengthText(Math.abs(other[1] - one[1]))}`;
    return [{ ring }, { text: size, at: middle(one, other) }];
  }

  /** @param {Context} ctx @param {Point} p @param {PointerEvent} event */
  #aimed(ctx, p, event) {
    const { x_m, y_m, guides } = ctx.snap(p);
    const square = this.square && !event.altKey;
    const { point, closes } = nextCorner(this.corners, [x_m, y_m], { square, reach_m: CLOSE_PX * ctx.px_m });
    return { point, closes, guides: guideMarks(guides) };
  }

  /** @param {Context} ctx @param {Point} p */
  #isRectangle(ctx, p) {
    return this.drawsRectangles && this.pressed !== null && this.corners.length === 0 && distance(this.pressed, p) > DRAG_PX * ctx.px_m;
  }
}

export class RoomTool extends CornersTool {
  category = "room";

  constructor() {
    super("room");
  }

  /** @param {Context} ctx @param {Point[]} corners */
  made(ctx, corners) {
    const outline = closeOutline(corners);
    return outline && newUnit({ plan: ctx.store.plan, level: ctx.level, random: Math.random }, outline, this.category);
  }

  /** @param {readonly Point[]} ring @returns {Mark[]} */
  areaMarks(ring) {
    const [first, third] = /** @type {[Point, Point]} */ ([ring[0], ring[2]]);
    const marks = super.areaMarks(ring).slice(0, 1);
    return [...marks, { text: told("room_size", { area: Math.round(areaOf(ring) * 10) / 10 }), at: middle(first, third) }];
  }

  /** @returns {Option[]} */
  options() {
    const values = Object.keys(UNIT_NAMES);
    return [{ name: "category", values, words: "category", value: this.category }, ...super.options()];
  }

  /** @param {Context} ctx @param {string} name @param {number | string} value */
  setOption(ctx, name, value) {
    if (name === "category") this.category = String(value);
    else super.setOption(ctx, name, value);
  }
}

/** Draws walls along a line, and furniture as an area. */
export class WallTool extends CornersTool {
  kind = "wall";
  thick_m = 0.1;

  constructor() {
    super("wall");
  }

  get least() {
    return this.kind === "wall" ? 2 : 3;
  }

  get drawsRectangles() {
    return this.kind !== "wall";
  }

  /** @param {Context} ctx @param {Point[]} corners */
  made(ctx, corners) {
    const where = { plan: ctx.store.plan, level: ctx.level, random: Math.random };
    if (this.kind === "wall") return lineLength(corners) > 0 ? newFixture(where, wallAlong(corners, this.thick_m), "wall") : null;
    const outline = closeOutline(corners);
    return outline && newFixture(where, outline, this.kind);
  }

  /** @returns {Option[]} */
  options() {
    const values = ["wall", "desk", "table", "seat", "pillar", "furniture"];
    return [
      { name: "kind", values, words: "fixture", value: this.kind },
      { name: "thick_m", unit: "m", digits: 2, step: 0.05, least: 0.02, most: 2, value: this.thick_m },
      ...super.options(),
    ];
  }

  /** @param {Context} ctx @param {string} name @param {number | string} value */
  setOption(ctx, name, value) {
    if (name === "kind") this.kind = String(value);
    else if (name === "thick_m") this.thick_m = Number(value);
    else super.setOption(ctx, name, value);
  }
}

export class ClosureTool extends CornersTool {
  constructor() {
    super("closure");
  }

  /** @param {Context} ctx @param {Point[]} corners */
  made(ctx, corners) {
    const outline = closeOutline(corners);
    return outline && newClosure({ plan: ctx.store.plan, level: ctx.level, random: Math.random }, outline);
  }
}
