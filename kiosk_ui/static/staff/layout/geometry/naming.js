/**
 * Ids and signs of new things.
 *
 * Ids are drawn by lot, so that two people who draw in one draft never make the same one; signs
 * are counted on, as the room has them.
 * @module
 */

/** @typedef {import("./things.js").Plan} Plan */
/** @typedef {import("./things.js").DrawnKind} DrawnKind */
/** @typedef {import("./things.js").Face} Face */
/** @typedef {import("./things.js").Shelf} Shelf */

const SIGNS = "23456789abcdefghjkmnpqrstuvwxyz";
const ID_SIGNS = 6;

/** @type {Record<DrawnKind, string>} */
const PREFIXES = {
  levels: "kerros",
  units: "tila",
  openings: "ovi",
  connectors: "kulku",
  fixtures: "kaluste",
  shelves: "hylly",
  radios: "majakka",
  kiosks: "naytto",
  locator_points: "piste",
  points_of_interest: "kohde",
  landmarks: "maamerkki",
  closures: "suljettu",
};

/**
 * An id that no thing of the kind has.
 * @param {Plan} plan
 * @param {DrawnKind} kind
 * @param {() => number} random from 0 to below 1
 * @returns {string}
 */
export function newId(plan, kind, random) {
  const taken = new Set((plan[kind] ?? []).map((thing) => thing.id));
  for (;;) {
    const id = `${PREFIXES[kind]}-${draw(random)}`;
    if (!taken.has(id)) return id;
  }
}

/** @param {() => number} random */
function draw(random) {
  return Array.from({ length: ID_SIGNS }, () => SIGNS[Math.floor(random() * SIGNS.length)]).join("");
}

/**
 * The number of the next shelf: one above the highest, or above a given one, that no shelf has.
 * @param {Plan} plan
 * @param {string} [after]
 * @param {ReadonlySet<string>} [taken] numbers given just now
 * @returns {string}
 */
export function nextNumber(plan, after, taken = new Set()) {
  const used = new Set([...taken, ...(plan.shelves ?? []).map((shelf) => shelf.number ?? "")]);
  const [, before = "", digits = ""] = /^(.*?)(\d+)\D*$/.exec(after ?? "") ?? [];
  let number = digits ? Number(digits) : Math.max(0, ...[...used].filter((each) => /^\d+$/.test(each)).map(Number));
  for (;;) {
    number += 1;
    if (!used.has(`${before}${number}`)) return `${before}${number}`;
  }
}

/**
 * Numbers of several new shelves.
 * @param {Plan} plan
 * @param {number} count
 * @param {string} [after]
 * @returns {string[]}
 */
export function nextNumbers(plan, count, after) {
  /** @type {string[]} */
  const numbers = [];
  for (let at = 0; at < count; at += 1) {
    numbers.push(nextNumber(plan, numbers.at(-1) ?? after, new Set(numbers)));
  }
  return numbers;
}

/**
 * The sign of a face: the shelf's number and a letter, A for the front and B for the back.
 * @param {string} number
 * @param {Face["side"]} side
 */
export function faceName(number, side) {
  return `${number}${side === "front" ? "A" : "B"}`;
}

/**
 * A shelf under a new id and number; its faces are named after it.
 * @template {Shelf} T
 * @param {T} shelf
 * @param {string} id
 * @param {string} number
 * @returns {T}
 */
export function renamed(shelf, id, number) {
  const faces = shelf.faces.map((face) => ({
    ...face,
    id: `${id}-${face.side === "front" ? "a" : "b"}`,
    name: faceName(number, face.side),
  }));
  return { ...shelf, id, number, faces };
}

/**
 * A shelf with another number; faces that were named after the old one follow.
 * @param {Shelf} shelf
 * @param {string} number
 * @returns {Shelf}
 */
export function renumbered(shelf, number) {
  const faces = shelf.faces.map((face) =>
    face.name.startsWith(shelf.number) ? { ...face, name: number + face.name.slice(shelf.number.length) } : face,
  );
  return { ...shelf, number, faces };
}
