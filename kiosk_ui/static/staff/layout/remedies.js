/**
 * What mends a finding of the plan checker where that is certain, as changes of the draft.
 * @module
 */

import { areParallel, faceLength, shelfOutline } from "./geometry/axes.js";
import { fitBays } from "./geometry/bays.js";
import { clearBetween } from "./geometry/measure.js";
import { shift } from "./geometry/motions.js";
import { nextNumber, renumbered } from "./geometry/naming.js";
import { isShelf } from "./geometry/things.js";
import { moved, roundPoint } from "./geometry/transform.js";
import { ahead, along, bearing, cross, distance, isInside, middle, nearestOn, sidesOf } from "./geometry/vectors.js";

/** @typedef {import("./geometry/things.js").Point} Point */
/** @typedef {import("./geometry/things.js").Plan} Plan */
/** @typedef {import("./geometry/things.js").Thing} Thing */
/** @typedef {import("./geometry/things.js").Shelf} Shelf */
/** @typedef {import("./geometry/things.js").Change} Change */
/** @typedef {import("./geometry/things.js").DrawnKind} DrawnKind */
/**
 * @typedef {{severity: "violation" | "warning" | "info", rule: string, place: string, message: string,
 *   thing: string, level: string, x_m: number | null, y_m: number | null}} Finding
 */
/** What is offered: a message, its number, and the changes. @typedef {{what: string, length_m?: number, number?: string, changes: Change[]}} Remedy */

/** Aisles are made this wide if there is room, or else as wide as a wheelchair needs. */
const WIDE_M = 1.2;
const AISLES_M = [WIDE_M, 0.9];
const DOOR_M = 0.9;
const NEAR_M = 1;
const TOUCH_M = 0.001;

/** @type {Record<string, (plan: Plan, finding: Finding) => Remedy | null>} */
const REMEDIES = {
  "narrow-aisle": widenAisle,
  "opening-narrow": widenDoor,
  "opening-too-narrow": widenDoor,
  "duplicate-sign": renumber,
  "bays-too-wide": fitShelf,
  "bay-numbers": fitShelf,
  "board-heights": forgetHeights,
  "shelf-floating": onShelf("stand_free", ({ mounting: _, ...shelf }) => shelf),
  "wall-shelf-faces": onShelf("stand_free", ({ mounting: _, ...shelf }) => shelf),
  "shelf-shape": straighten,
  "lift-steps": onConnector("step_free", (connector) => ({ ...connector, step_free: true })),
  "escalator-step-free": onConnector("not_step_free", (connector) => ({ ...connector, step_free: false })),
  "connector-direction": onConnector("both_ways", ({ direction: _, ...connector }) => connector),
  "closure-past": (plan, { thing }) =>
    find(plan, "closures", thing) && { what: "remove", changes: [{ kind: "closures", id: thing, value: null }] },
};

/**
 * The remedy of a finding.
 * @param {Plan} plan
 * @param {Finding} finding
 * @returns {Remedy | null} null where somebody has to decide
 */
export function remedyFor(plan, finding) {
  const remedy = REMEDIES[finding.rule]?.(plan, finding) ?? null;
  return remedy?.changes.length ? remedy : null;
}

/**
 * Widen the aisle at a place: shelves on one side of it step back, and push others as far as need be.
 * @param {Plan} plan
 * @param {Finding} finding
 * @returns {Remedy | null}
 */
function widenAisle(plan, { level, x_m, y_m }) {
  if (x_m === null || y_m === null) return null;
  const shelves = (plan.shelves ?? []).filter(isShelf).filter((shelf) => shelf.level === level);
  const [one, other] = shelves
    .map((shelf) => ({ shelf, apart_m: apart([x_m, y_m], shelfOutline(shelf)) }))
    .filter(({ apart_m }) => apart_m <= NEAR_M)
    .sort((first, second) => first.apart_m - second.apart_m)
    .map(({ shelf }) => shelf);
  if (!one || !other || !areParallel(one.angle_deg, other.angle_deg) || one.shape || other.shape) return null;
  const width_m = clearBetween(shelfOutline(one), shelfOutline(other)).width_m;
  for (const length_m of AISLES_M) {
    if (length_m <= width_m) continue;
    const found = [[one, other], [other, one]]
      .map(([fixed, pushed]) => pushAway(plan, shelves, /** @type {Shelf} */ (fixed), /** @type {Shelf} */ (pushed), length_m - width_m))
      .filter((changes) => changes !== null)
      .sort((first, second) => first.length - second.length);
    if (found[0]) return { what: "widen", length_m, changes: found[0] };
  }
  return null;
}

/**
 * Push a shelf away from another, and what stands behind it in turn as far as their gaps close.
 * @param {Plan} plan
 * @param {readonly Shelf[]} shelves of the level
 * @param {Shelf} fixed
 * @param {Shelf} pushed
 * @param {number} by_m
 * @returns {Change[] | null} null where there is no room
 */
function pushAway(plan, shelves, fixed, pushed, by_m) {
  const across_deg = fixed.angle_deg + 90;
  const ahead_m = (/** @type {Shelf} */ shelf) => along([shelf.x_m, shelf.y_m], across_deg);
  const sign = Math.sign(ahead_m(pushed) - ahead_m(fixed));
  const way_deg = sign >= 0 ? across_deg : across_deg + 180;
  /** @type {Map<Shelf, number>} */
  const pushes = new Map([[pushed, by_m]]);
  const row = shelves
    .filter((shelf) => shelf !== fixed && (ahead_m(shelf) - ahead_m(fixed)) * sign > 0)
    .sort((first, second) => (ahead_m(first) - ahead_m(second)) * sign);
  for (const shelf of row) {
    for (const next of row) {
      const push_m = pushes.get(shelf);
      if (push_m === undefined || next === shelf || (ahead_m(next) - ahead_m(shelf)) * sign <= 0) continue;
      if (!beside(shelf, next, across_deg)) continue;
      const gap_m = clearBetween(shelfOutline(shelf), shelfOutline(next)).width_m;
      const spare_m = Math.max(0, gap_m - WIDE_M);
      if (push_m - spare_m > TOUCH_M) pushes.set(next, Math.max(pushes.get(next) ?? 0, push_m - spare_m));
    }
  }
  const after = new Map([...pushes].map(([shelf, push_m]) => [shelf, moved(shelf, shift(...ahead([0, 0], way_deg, push_m)))]));
  if (![...after].every(([before, shelf]) => fits(plan, shelves, after, before, shelf))) return null;
  return [...after.values()].map((value) => ({ kind: "shelves", id: value.id, value }));
}

/**
 * Whether two shelves stand side by side, looked at along a direction.
 * @param {Shelf} one
 * @param {Shelf} other
 * @param {number} across_deg
 */
function beside(one, other, across_deg) {
  const spans = [one, other].map((shelf) => shelfOutline(shelf).map((corner) => along(corner, across_deg - 90)));
  const [first, second] = /** @type {[number[], number[]]} */ (spans);
  return Math.max(...first) > Math.min(...second) && Math.max(...second) > Math.min(...first);
}

/**
 * Whether a shelf stands free where it was pushed: on its level, off walls, furniture and shelves.
 * @param {Plan} plan
 * @param {readonly Shelf[]} shelves
 * @param {ReadonlyMap<Shelf, Shelf>} after
 * @param {Shelf} before
 * @param {Shelf} shelf
 */
function fits(plan, shelves, after, before, shelf) {
  const ring = shelfOutline(shelf);
  const level = find(plan, "levels", shelf.level)?.outline ?? [];
  if (!ring.every((corner) => isInside(corner, level))) return false;
  const others = shelves.filter((each) => each !== before).map((each) => shelfOutline(after.get(each) ?? each));
  const furniture = onLevel(plan, "fixtures", shelf.level).map((fixture) => fixture.outline ?? []);
  if ([...others, ...furniture].some((other) => other.length && clearBetween(ring, other).width_m < TOUCH_M)) return false;
  const rooms = onLevel(plan, "units", shelf.level).filter((unit) => unit.walled !== false).map((unit) => unit.outline ?? []);
  const walls = [level, ...rooms].flatMap(sidesOf);
  return !sidesOf(ring).some(([a, b]) => walls.some(([c, d]) => cross(a, b, c, d)));
}

/** @param {Plan} plan @param {Finding} finding @returns {Remedy | null} */
function widenDoor(plan, { thing }) {
  const door = find(plan, "openings", thing);
  if (!door?.start || !door.end) return null;
  const [centre, along_deg] = [middle(door.start, door.end), bearing(door.start, door.end)];
  const [start, end] = [-DOOR_M / 2, DOOR_M / 2].map((ahead_m) => roundPoint(ahead(centre, along_deg, ahead_m)));
  return { what: "widen", length_m: DOOR_M, changes: [{ kind: "openings", id: thing, value: { ...door, ...(start && end ? { start, end } : {}) } }] };
}

/** @param {Plan} plan @param {Finding} finding @returns {Remedy | null} */
function renumber(plan, finding) {
  const shelf = shelfOf(plan, finding.thing);
  if (!shelf) return null;
  const number = nextNumber(plan);
  return { what: "renumber", number, changes: [{ kind: "shelves", id: shelf.id, value: renumbered(shelf, number) }] };
}

/** @param {Plan} plan @param {Finding} finding @returns {Remedy | null} */
function fitShelf(plan, finding) {
  const shelf = shelfOf(plan, finding.thing);
  if (!shelf) return null;
  const faces = shelf.faces.map((face) => ({ ...face, bays: fitBays(face.bays, faceLength(shelf, face.side), Math.max(1, face.bays.length)) }));
  return { what: "fit_bays", changes: [{ kind: "shelves", id: shelf.id, value: { ...shelf, faces } }] };
}

/** @param {Plan} plan @param {Finding} finding @returns {Remedy | null} */
function forgetHeights(plan, finding) {
  const shelf = shelfOf(plan, finding.thing);
  if (!shelf) return null;
  const faces = shelf.faces.map((face) => ({ ...face, bays: face.bays.map(({ board_heights_m: _, ...bay }) => bay) }));
  return { what: "forget_heights", changes: [{ kind: "shelves", id: shelf.id, value: { ...shelf, faces } }] };
}

/** @param {Plan} plan @param {Finding} finding @returns {Remedy | null} */
function straighten(plan, finding) {
  const shelf = shelfOf(plan, finding.thing);
  if (!shelf || shelf.shape === "corner" || shelf.shape === "curved") return null;
  const { wing_m: _wing, turn_deg: _turn, ...value } = shelf;
  return { what: "straighten", changes: [{ kind: "shelves", id: shelf.id, value }] };
}

/**
 * @param {string} what
 * @param {(shelf: Shelf) => Thing} mend
 * @returns {(plan: Plan, finding: Finding) => Remedy | null}
 */
function onShelf(what, mend) {
  return (plan, { thing }) => {
    const shelf = shelfOf(plan, thing);
    return shelf && { what, changes: [{ kind: "shelves", id: shelf.id, value: mend(shelf) }] };
  };
}

/**
 * @param {string} what
 * @param {(connector: Thing & {direction?: string, step_free?: boolean}) => Thing} mend
 * @returns {(plan: Plan, finding: Finding) => Remedy | null}
 */
function onConnector(what, mend) {
  return (plan, { thing }) => {
    const connector = find(plan, "connectors", thing);
    return connector && { what, changes: [{ kind: "connectors", id: thing, value: mend(connector) }] };
  };
}

/** @param {Plan} plan @param {DrawnKind} kind @param {string} id */
function find(plan, kind, id) {
  return (plan[kind] ?? []).find((thing) => thing.id === id) ?? null;
}

/** @param {Plan} plan @param {DrawnKind} kind @param {string} level */
function onLevel(plan, kind, level) {
  return (plan[kind] ?? []).filter((thing) => thing.level === level);
}

/**
 * The shelf of an id, its own or a face's.
 * @param {Plan} plan
 * @param {string} id
 */
function shelfOf(plan, id) {
  return (plan.shelves ?? []).filter(isShelf).find((shelf) => shelf.id === id || shelf.faces.some((face) => face.id === id)) ?? null;
}

/** @param {Point} point @param {readonly Point[]} ring */
function apart(point, ring) {
  return isInside(point, ring) ? 0 : Math.min(...sidesOf(ring).map((each) => distance(point, nearestOn(point, ...each))));
}
