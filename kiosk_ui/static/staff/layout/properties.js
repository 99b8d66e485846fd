/**
 * What may be typed about things: their fields, read from and written to one or many.
 * @module
 */

import { POINT_NAMES, UNIT_NAMES, isUsual } from "./defaults.js";
import { faceLength } from "./geometry/axes.js";
import { fitBays, nominalBay, withBays, withBoards } from "./geometry/bays.js";
import { shift, turn } from "./geometry/motions.js";
import { boundsOf, isShelf, roundAngle, roundLength } from "./geometry/things.js";
import { centreOf, extentOf, moved, moveThings, resizeShelf, roundPoint } from "./geometry/transform.js";
import { ahead, bearing, distance, middle } from "./geometry/vectors.js";

/** @typedef {import("./geometry/things.js").Thing} Thing */
/** @typedef {import("./geometry/things.js").Placed} Placed */
/** @typedef {import("./geometry/things.js").Change} Change */
/** @typedef {import("./geometry/things.js").DrawnKind} DrawnKind */
/**
 * A number of a thing: how it is read, and the thing with another one.
 * @typedef {{name: string, unit: import("./numbers.js").Unit, digits: number, least?: number, most?: number,
 *   signed?: boolean, read: (thing: Thing, level: string) => number | null,
 *   write: (thing: Thing, value: number, level: string) => Thing}} NumberField
 */
/** A choice or a yes-no of a thing. @typedef {{name: string, values?: readonly string[], words?: string, unset: string | boolean}} ChoiceField */

/** @param {keyof Thing & string} name @param {Partial<NumberField>} [how] @returns {NumberField} */
function plain(name, how = {}) {
  return {
    name, unit: "m", digits: 2,
    read: (thing) => (typeof thing[name] === "number" ? /** @type {number} */ (thing[name]) : null),
    write: (thing, value) => ({ ...thing, [name]: how.unit === "°" ? roundAngle(value) : roundLength(value) }),
    ...how,
  };
}

/** @param {string} name @param {(thing: import("./geometry/things.js").Shelf) => number} read @param {"length_m" | "depth_m" | "wing_m"} field @returns {NumberField} */
function measure(name, read, field) {
  return {
    name, unit: "m", digits: 2, least: 0.05, most: 2000,
    read: (thing) => (isShelf(thing) && (field !== "wing_m" || thing.shape === "corner") ? read(thing) : null),
    write: (thing, value) => (isShelf(thing) ? resizeShelf(thing, { [field]: value }) : thing),
  };
}

/**
 * Where the left or the lower side of a thing is; a thing with one point is at that.
 * @param {"x_m" | "y_m"} name
 * @returns {NumberField}
 */
function position(name) {
  const read = (/** @type {Thing} */ thing, /** @type {string} */ level) => {
    const points = extentOf(thing, level);
    if (points.length === 0) return null;
    if (thing.x_m !== undefined) return /** @type {number} */ (thing[name]);
    const box = boundsOf(points);
    return name === "x_m" ? box.left : box.bottom;
  };
  return {
    name, unit: "m", digits: 3, signed: true, read,
    write: (thing, value, level) => {
      const by_m = value - (read(thing, level) ?? value);
      return moved(thing, name === "x_m" ? shift(by_m, 0) : shift(0, by_m), level);
    },
  };
}

/**
 * How wide or high an area is; it grows to the right and up.
 * @param {"width_m" | "depth_of_area_m"} name
 * @returns {NumberField}
 */
function side(name) {
  const at = name === "width_m" ? 0 : 1;
  return {
    name, unit: "m", digits: 2, least: 0.05, most: 2000,
    read: (thing) => {
      if (thing.start && thing.end) return at === 0 ? distance(thing.start, thing.end) : null;
      if (!thing.outline?.length) return null;
      const box = boundsOf(thing.outline);
      return at === 0 ? box.right - box.left : box.top - box.bottom;
    },
    write: (thing, value) => {
      if (thing.start && thing.end) {
        const [centre, along_deg] = [middle(thing.start, thing.end), bearing(thing.start, thing.end)];
        return { ...thing, start: roundPoint(ahead(centre, along_deg, -value / 2)), end: roundPoint(ahead(centre, along_deg, value / 2)) };
      }
      if (!thing.outline?.length) return thing;
      const box = boundsOf(thing.outline);
      const now_m = at === 0 ? box.right - box.left : box.top - box.bottom;
      const low = at === 0 ? box.left : box.bottom;
      const outline = thing.outline.map((corner) => {
        const grown = /** @type {[number, number]} */ ([...corner]);
        grown[at] = roundLength(low + ((corner[at] ?? 0) - low) * (value / (now_m || 1)));
        return grown;
      });
      return { ...thing, outline };
    },
  };
}

/** @type {readonly NumberField[]} */
export const NUMBER_FIELDS = [
  position("x_m"),
  position("y_m"),
  measure("length_m", (shelf) => shelf.length_m, "length_m"),
  measure("wing_m", (shelf) => shelf.wing_m ?? 0, "wing_m"),
  measure("depth_m", (shelf) => shelf.depth_m, "depth_m"),
  side("width_m"),
  side("depth_of_area_m"),
  plain("height_m", { least: 0.05, most: 20 }),
  {
    name: "angle_deg", unit: "°", digits: 2, signed: true,
    read: (thing) => thing.angle_deg ?? null,
    write: (thing, value) => moved(thing, turn([thing.x_m ?? 0, thing.y_m ?? 0], value - (thing.angle_deg ?? 0))),
  },
  {
    name: "turn_deg", unit: "°", digits: 1, signed: true, least: -340, most: 340,
    read: (thing) => (thing.shape === "corner" || thing.shape === "curved" ? (thing.turn_deg ?? 0) : null),
    write: (thing, value) => (isShelf(thing) ? resizeShelf(thing, { turn_deg: value }) : thing),
  },
  plain("heading_deg", { unit: "°", digits: 1, signed: true }),
  {
    name: "bays", unit: "", digits: 0, least: 1, most: 1000,
    read: (thing) => (isShelf(thing) ? (thing.faces[0]?.bays.length ?? null) : null),
    write: (thing, value) => (isShelf(thing) ? withBays(thing, value) : thing),
  },
  {
    name: "bay_m", unit: "m", digits: 2, least: 0.2, most: 10,
    read: (thing) => (isShelf(thing) && thing.faces[0]?.bays.length ? nominalBay(thing.faces[0]) : null),
    write: (thing, value) => (isShelf(thing) ? withBayWidth(thing, value) : thing),
  },
  {
    name: "boards", unit: "", digits: 0, least: 1, most: 50,
    read: (thing) => (isShelf(thing) ? (thing.faces[0]?.bays[0]?.boards ?? null) : null),
    write: (thing, value) => (isShelf(thing) ? withBoards(thing, Math.round(value)) : thing),
  },
  plain("z_m", { signed: true, least: -2, most: 20 }),
  plain(/** @type {any} */ ("measured_power_dbm"), { unit: "dBm", digits: 0, signed: true, least: -120, most: 20 }),
  plain(/** @type {any} */ ("seen_from_m"), { least: 0, most: 1000 }),
];

const CATEGORIES = ["room", "section", "lobby", "staff", "stairs", "lift", "restroom", "quiet", "storage"];
const POINTS = [
  "service_desk", "returns", "self_check", "holds", "toilet", "accessible_toilet", "printer", "power", "computers", "seats", "entrance",
];

/** @type {Partial<Record<DrawnKind, readonly ChoiceField[]>>} */
const CHOICES = {
  units: [
    { name: "category", values: CATEGORIES, words: "category", unset: "room" },
    { name: "walled", unset: true },
    { name: "staff_only", unset: false },
  ],
  openings: [
    { name: "kind", values: ["door", "passage", "gate", "entrance"], words: "opening", unset: "door" },
    { name: "staff_only", unset: false },
    { name: "automatic", unset: false },
    { name: "one_way", unset: false },
  ],
  connectors: [
    { name: "kind", values: ["stairs", "lift", "ramp", "escalator"], words: "connector", unset: "stairs" },
    { name: "step_free", unset: /** @type {any} */ (null) },
    { name: "direction", values: ["both", "up", "down"], words: "direction", unset: "both" },
  ],
  fixtures: [{ name: "kind", values: ["desk", "pillar", "table", "seat", "furniture", "wall"], words: "fixture", unset: "furniture" }],
  shelves: [{ name: "mounting", values: ["free", "wall", "mobile"], words: "mounting", unset: "free" }],
  points_of_interest: [{ name: "kind", values: POINTS, words: "point", unset: "seats" }],
};

/** Fields of places, east and north. */
const AXES = ["x_m", "y_m"];

/** Fields that every thing of a kind has, and that are written even if they have their usual value. */
const ALWAYS = new Set(["kind", "category", "step_free"]);

/**
 * The numbers that all of some things have.
 * @param {readonly Placed[]} placed
 * @param {string} level
 */
export function numberFields(placed, level) {
  return NUMBER_FIELDS.filter((field) => placed.length > 0 && placed.every(({ thing }) => field.read(thing, level) !== null));
}

/**
 * The choices that all of some things have, which are of one kind.
 * @param {readonly Placed[]} placed
 * @returns {readonly ChoiceField[]}
 */
export function choiceFields(placed) {
  const [first] = placed;
  return first && placed.every(({ kind }) => kind === first.kind) ? (CHOICES[first.kind] ?? []) : [];
}

/**
 * The value that things have in common.
 * @template T
 * @param {readonly Placed[]} placed
 * @param {(thing: Thing) => T} read
 * @returns {T | null} null where they differ
 */
export function shared(placed, read) {
  const values = new Set(placed.map(({ thing }) => read(thing)));
  return values.size === 1 ? /** @type {T} */ ([...values][0]) : null;
}

/**
 * The number that a field shows for things: where the middle of several is, else what they have in common.
 * @param {readonly Placed[]} placed
 * @param {NumberField} field
 * @param {string} level
 * @returns {number | null} null where they differ
 */
export function numberOf(placed, field, level) {
  const axis = placed.length > 1 ? AXES.indexOf(field.name) : -1;
  return axis < 0 ? shared(placed, (thing) => field.read(thing, level)) : roundLength(centreOf(placed, level)[axis] ?? 0);
}

/**
 * Changes that give things another number; where they are is told of the middle of all, so that they stay a block.
 * @param {readonly Placed[]} placed
 * @param {NumberField} field
 * @param {(before: number) => number} next
 * @param {string} level
 * @returns {Change[]}
 */
export function numberChanges(placed, field, next, level) {
  if (placed.length > 1 && AXES.includes(field.name)) {
    const before = numberOf(placed, field, level) ?? 0;
    const by_m = next(before) - before;
    return field.name === "x_m" ? moveThings(placed, by_m, 0, level) : moveThings(placed, 0, by_m, level);
  }
  const kept = (/** @type {number} */ value) => Math.min(field.most ?? Infinity, Math.max(field.least ?? -Infinity, value));
  return changed(placed, (thing) => field.write(thing, kept(next(field.read(thing, level) ?? 0)), level));
}

/** What things are called until somebody names them, by the field that says which. @type {Record<string, Record<string, import("./geometry/things.js").Words>>} */
const USUAL_NAMES = { category: UNIT_NAMES, kind: POINT_NAMES };

/**
 * Changes that set a field; what is usual is left out of the plan, and a usual name follows.
 * @param {readonly Placed[]} placed
 * @param {string} name
 * @param {string | boolean} value
 * @param {string | boolean | null} unset
 * @returns {Change[]}
 */
export function choiceChanges(placed, name, value, unset) {
  return changed(placed, (thing) => {
    const { [name]: _, ...rest } = /** @type {Record<string, unknown>} */ (thing);
    const names = USUAL_NAMES[name] ?? {};
    const next = thing.name && isUsual(thing.name, Object.values(names)) ? names[String(value)] : undefined;
    const named = next ? { name: next } : {};
    return /** @type {Thing} */ (value === unset && !ALWAYS.has(name) ? rest : { ...thing, [name]: value, ...named });
  });
}

/**
 * Changes that name things in a language; a name in Finnish is always there. Where it takes the
 * place of a usual name, the usual words of other languages go, which would say something else.
 * @param {readonly Placed[]} placed
 * @param {"name" | "reason"} field
 * @param {"fi" | "sv" | "en"} language
 * @param {string} text
 * @returns {Change[]}
 */
export function nameChanges(placed, field, language, text) {
  const words = text.trim();
  return changed(placed, (thing) => {
    const before = /** @type {any} */ (thing)[field] ?? { fi: "" };
    if (language === "fi" && !words) return thing;
    const { [language]: _, forms: _forms, ...others } = before;
    const isOther = language === "fi" && field === "name" && !words.startsWith(before.fi) && isUsual(before);
    const name = isOther ? { fi: words } : words ? { ...others, [language]: words } : others;
    return /** @type {Thing} */ ({ ...thing, [field]: inOrder(name) });
  });
}

/**
 * @param {readonly Placed[]} placed
 * @param {(thing: Thing) => Thing} change
 * @returns {Change[]}
 */
export function changed(placed, change) {
  return placed.flatMap(({ kind, thing }) => {
    const value = change(thing);
    return JSON.stringify(value) === JSON.stringify(thing) ? [] : [{ kind, id: thing.id, value }];
  });
}

/** @param {Record<string, string>} name */
function inOrder(name) {
  return Object.fromEntries(["fi", "sv", "en"].flatMap((language) => (name[language] ? [[language, name[language]]] : [])));
}

/**
 * A shelf whose bays get about a width.
 * @param {import("./geometry/things.js").Shelf} shelf
 * @param {number} bay_m
 */
function withBayWidth(shelf, bay_m) {
  const faces = shelf.faces.map((face) => {
    const length_m = faceLength(shelf, face.side);
    return { ...face, bays: fitBays(face.bays, length_m, Math.max(1, Math.round(length_m / bay_m))) };
  });
  return { ...shelf, faces };
}
