/**
 * New things of each kind, as the plan format has them; shelves are made in `geometry/arrays.js`.
 * @module
 */

import { CLOSED, CONNECTORS, KIOSK_NAME, LANDMARK_NAME, LOCATOR_NAME, POINT_NAMES, UNIT_NAMES } from "./defaults.js";
import { newId } from "./geometry/naming.js";
import { roundAngle, roundLength } from "./geometry/things.js";
import { roundPoint } from "./geometry/transform.js";
import { ahead, bearing, distance, nearestOn, sidesOf } from "./geometry/vectors.js";

/** @typedef {import("./geometry/things.js").Point} Point */
/** @typedef {import("./geometry/things.js").Plan} Plan */
/** @typedef {import("./geometry/things.js").Thing} Thing */
/** @typedef {import("./geometry/things.js").Words} Words */
/** @typedef {import("./geometry/things.js").DrawnKind} DrawnKind */
/** @typedef {import("./geometry/things.js").Change & {value: Thing}} Addition */
/** @typedef {Thing & {ordinal?: number}} Level */
/** @typedef {{plan: Plan, level: string, random: () => number}} Where */

export const DOOR_M = 1;
const RADIO_HEIGHT_M = 2.7;
const RADIO_POWER_DBM = -59;
const FIRST_RADIO = "ibeacon:6D2F0C5E-8B1A-4E57-9C33-48594C4C5931:1:0";

/**
 * @param {Where} where
 * @param {Point[]} outline
 * @param {string} category
 */
export function newUnit(where, outline, category) {
  const open = category === "section" ? { walled: false } : {};
  const staff = category === "staff" || category === "storage" ? { staff_only: true } : {};
  return added(where, "units", { category, name: wordsOf(UNIT_NAMES, category), outline, ...open, ...staff });
}

/**
 * @param {Where} where
 * @param {Point[]} outline
 * @param {string} kind
 */
export function newFixture(where, outline, kind) {
  return added(where, "fixtures", { kind, outline });
}

/**
 * An area that is closed from now on, until somebody gives it an end.
 * @param {Where} where
 * @param {Point[]} outline
 */
export function newClosure(where, outline) {
  return added(where, "closures", { reason: CLOSED, outline });
}

/**
 * An opening in the wall that is nearest to a point.
 * @param {Where} where
 * @param {Point} at
 * @param {string} kind
 * @param {{width_m?: number, reach_m?: number}} [how]
 * @returns {Addition | null} null where there is no wall within reach
 */
export function newOpening(where, at, kind, { width_m = DOOR_M, reach_m = 1.5 } = {}) {
  const wall = nearestWall(where.plan, where.level, at);
  if (!wall || wall.apart_m > reach_m) return null;
  const [start, end] = openingIn(wall, width_m);
  return added(where, "openings", { kind, start, end });
}

/**
 * Stairs or a lift, with a stop here and on the levels that it serves: a lift on all, others on the next.
 * @param {Where} where
 * @param {Point} at
 * @param {string} kind
 */
export function newConnector(where, at, kind) {
  const levels = /** @type {Level[]} */ (where.plan.levels ?? []).toSorted((one, other) => (one.ordinal ?? 0) - (other.ordinal ?? 0));
  const here = levels.findIndex((level) => level.id === where.level);
  const next = levels[here + 1] ?? levels[here - 1];
  const served = kind === "lift" ? levels : levels.filter((level) => level.id === where.level || level === next);
  const [x_m, y_m] = roundPoint(at);
  const { name, ...costs } = CONNECTORS[kind] ?? /** @type {typeof CONNECTORS["lift"]} */ (CONNECTORS["lift"]);
  const stops = served.map((level) => ({ level: level.id, x_m, y_m }));
  const direction = kind === "escalator" ? { direction: "up" } : {};
  const id = newId(where.plan, "connectors", where.random);
  return addition("connectors", { id, kind, name, stops, ...costs, ...direction });
}

/**
 * A point that people ask for.
 * @param {Where} where
 * @param {Point} at
 * @param {string} kind
 */
export function newPoint(where, at, kind) {
  return added(where, "points_of_interest", { kind, name: wordsOf(POINT_NAMES, kind), ...placed(at) });
}

/** @param {Where} where @param {Point} at */
export function newLandmark(where, at) {
  return added(where, "landmarks", { name: LANDMARK_NAME, ...placed(at) });
}

/**
 * A kiosk; its id is unique over all branches, so the branch's name is in it.
 * @param {Where} where
 * @param {Point} at
 * @param {number} heading_deg
 */
export function newKiosk(where, at, heading_deg = 90) {
  const id = printedId(where, "kiosks", where.plan.id);
  return addition("kiosks", { id, name: KIOSK_NAME, level: where.level, ...placed(at), heading_deg: roundAngle(heading_deg) });
}

/**
 * A locator point, under the number after the last one that is there.
 * @param {Where} where
 * @param {Point} at
 * @param {number} heading_deg
 */
export function newLocator(where, at, heading_deg = 90) {
  const id = printedId(where, "locator_points", `${where.plan.id}-p`);
  const number = id.slice(id.lastIndexOf("p") + 1);
  const name = numbered(LOCATOR_NAME, number);
  return addition("locator_points", { id, name, level: where.level, ...placed(at), heading_deg: roundAngle(heading_deg) });
}

/**
 * A radio under the ceiling, with the key after the last iBeacon that is there.
 * @param {Where} where
 * @param {Point} at
 */
export function newRadio(where, at) {
  return added(where, "radios", {
    ...placed(at), z_m: RADIO_HEIGHT_M, key: nextKey(where.plan.radios ?? []), measured_power_dbm: RADIO_POWER_DBM,
  });
}

/**
 * The wall that is nearest to a point: a side of the level, or of a room with walls.
 * @param {Plan} plan
 * @param {string} level
 * @param {Point} at
 * @returns {{start: Point, end: Point, foot: Point, apart_m: number} | null}
 */
export function nearestWall(plan, level, at) {
  const rings = [
    ...(plan.levels ?? []).filter((each) => each.id === level),
    ...(plan.units ?? []).filter((unit) => unit.level === level && unit.walled !== false),
    ...(plan.fixtures ?? []).filter((fixture) => fixture.level === level && fixture.kind === "wall"),
  ].map((thing) => thing.outline ?? []);
  const walls = rings.flatMap(sidesOf).map(([start, end]) => {
    const foot = nearestOn(at, start, end);
    return { start, end, foot, apart_m: distance(at, foot) };
  });
  return walls.reduce((/** @type {typeof walls[0] | null} */ best, wall) => (best && best.apart_m <= wall.apart_m ? best : wall), null);
}

/**
 * Both ends of an opening in a wall: about the foot of a point, and not beyond the wall's ends.
 * @param {{start: Point, end: Point, foot: Point}} wall
 * @param {number} width_m
 * @returns {[Point, Point]}
 */
export function openingIn({ start, end, foot }, width_m) {
  const [length_m, wall_deg] = [distance(start, end), bearing(start, end)];
  const half_m = Math.min(width_m, length_m) / 2;
  const middle_m = Math.min(Math.max(distance(start, foot), half_m), length_m - half_m);
  return [roundPoint(ahead(start, wall_deg, middle_m - half_m)), roundPoint(ahead(start, wall_deg, middle_m + half_m))];
}

/**
 * @param {Where} where
 * @param {DrawnKind} kind
 * @param {object} fields
 * @returns {Addition}
 */
function added(where, kind, fields) {
  return addition(kind, { id: newId(where.plan, kind, where.random), level: where.level, ...fields });
}

/** @param {DrawnKind} kind @param {Thing & object} value @returns {Addition} */
function addition(kind, value) {
  return { kind, id: value.id, value };
}

/** @param {Point} at */
function placed([x, y]) {
  return { x_m: roundLength(x), y_m: roundLength(y) };
}

/** @param {Record<string, Words>} words @param {string} kind */
function wordsOf(words, kind) {
  return words[kind] ?? { fi: kind };
}

/** @param {Words} words @param {string} number @returns {Words} */
function numbered(words, number) {
  return { fi: `${words.fi} ${number}`, sv: `${words.sv} ${number}`, en: `${words.en} ${number}` };
}

/**
 * The next of ids that are counted: "keskusta-3" after "keskusta-2".
 * @param {Where} where
 * @param {DrawnKind} kind
 * @param {string} prefix
 */
function printedId({ plan }, kind, prefix) {
  const taken = new Set((plan[kind] ?? []).map((thing) => thing.id));
  const dash = kind === "kiosks" ? "-" : "";
  for (let number = 1; ; number += 1) if (!taken.has(`${prefix}${dash}${number}`)) return `${prefix}${dash}${number}`;
}

/** @param {readonly Thing[]} radios */
function nextKey(radios) {
  const beacons = radios.map((radio) => /^(ibeacon:[^:]+:\d+):(\d+)$/.exec(radio.key ?? "")).filter((each) => each !== null);
  const [, family, minor] = beacons.at(-1) ?? /** @type {RegExpExecArray} */ (/^(.*):(\d+)$/.exec(FIRST_RADIO));
  const used = new Set(radios.map((radio) => radio.key));
  for (let next = Number(minor) + 1; ; next += 1) if (!used.has(`${family}:${next}`)) return `${family}:${next}`;
}
