/**
 * Tools that set a thing down with a tap: doors, stairs and lifts, points, kiosks, radios.
 * @module
 */

import { CONNECTORS, POINT_NAMES } from "../defaults.js";
import { snapAngle } from "../geometry/snapping.js";
import { bearing } from "../geometry/vectors.js";
import {
  DOOR_M, nearestWall, newConnector, newKiosk, newLandmark, newLocator, newOpening, newPoint, newRadio, openingIn,
} from "../making.js";
import { add } from "./context.js";
import { DragTool } from "./drag.js";
import { told } from "./words.js";

/** @typedef {import("./context.js").Context} Context */
/** @typedef {import("./context.js").Mark} Mark */
/** @typedef {import("./context.js").Option} Option */
/** @typedef {import("../geometry/things.js").Point} Point */
/** @typedef {import("../making.js").Where} Where */
/** @typedef {import("../making.js").Addition} Addition */

/** @param {Context} ctx @returns {Where} */
function whereIn(ctx) {
  return { plan: ctx.store.plan, level: ctx.level, random: Math.random };
}

/** Sets a door into the nearest wall; dragging shows where it comes. */
export class DoorTool extends DragTool {
  kind = "door";
  width_m = DOOR_M;

  constructor() {
    super("door");
  }

  /** @param {Context} ctx @param {Point} from @param {Point} to @returns {Mark[]} */
  marks(ctx, from, to) {
    const wall = nearestWall(ctx.store.plan, ctx.level, to);
    return wall ? [{ line: openingIn(wall, this.width_m), as: "sketch-door" }] : [{ line: [from, to] }];
  }

  /** @param {Context} ctx @param {Point} _from @param {Point} to */
  drew(ctx, _from, to) {
    this.tapped(ctx, to);
  }

  /** @param {Context} ctx @param {Point} at */
  tapped(ctx, at) {
    const made = newOpening(whereIn(ctx), at, this.kind, { width_m: this.width_m });
    if (made) add(ctx, [made]);
    else ctx.announce(told("no_wall"));
  }

  /** @returns {Option[]} */
  options() {
    return [
      { name: "kind", values: ["door", "passage", "gate", "entrance"], words: "opening", value: this.kind },
      { name: "width_m", unit: "m", digits: 2, step: 0.1, least: 0.3, most: 20, value: this.width_m },
    ];
  }

  /** @param {Context} _ctx @param {string} name @param {number | string} value */
  setOption(_ctx, name, value) {
    if (name === "kind") this.kind = String(value);
    else this.width_m = Number(value);
  }
}

/** Sets down what has a point; a drag says where it looks, where it looks anywhere. */
export class PointTool extends DragTool {
  /**
   * @param {string} id
   * @param {(where: Where, at: Point, kind: string, heading_deg: number) => Addition} make
   * @param {{values?: readonly string[], words?: string}} [how]
   */
  constructor(id, make, { values = [], words = id } = {}) {
    super(id);
    this.make = make;
    this.values = values;
    this.words = words;
    this.kind = values[0] ?? "";
  }

  /** @param {Context} ctx @param {Point} at @param {Point} toward */
  drew(ctx, at, toward) {
    add(ctx, [this.make(whereIn(ctx), at, this.kind, snapAngle(bearing(at, toward)))]);
  }

  /** @param {Context} ctx @param {Point} at */
  tapped(ctx, at) {
    add(ctx, [this.make(whereIn(ctx), at, this.kind, 90)]);
  }

  /** @returns {Option[]} */
  options() {
    return this.values.length ? [{ name: "kind", values: this.values, words: this.words, value: this.kind }] : [];
  }

  /** @param {Context} _ctx @param {string} _name @param {number | string} value */
  setOption(_ctx, _name, value) {
    this.kind = String(value);
  }
}

export const connectorTool = () => new PointTool("connector", newConnector, { values: Object.keys(CONNECTORS).toReversed() });
export const pointTool = () => new PointTool("point", newPoint, { values: Object.keys(POINT_NAMES) });
export const landmarkTool = () => new PointTool("landmark", newLandmark);
export const radioTool = () => new PointTool("radio", newRadio);
export const kioskTool = () => new PointTool("kiosk", (where, at, _, heading_deg) => newKiosk(where, at, heading_deg));
export const locatorTool = () => new PointTool("locator", (where, at, _, heading_deg) => newLocator(where, at, heading_deg));
