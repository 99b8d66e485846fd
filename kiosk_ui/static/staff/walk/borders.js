/**
 * The borders of a face by the newest that is known; `list_borders` in Python draws the same
 * (`tests/golden/walk-borders.json`).
 * @module
 */

/** @typedef {{bay: number, partition: string, first: string}} MapBay */
/** @typedef {{bay: number, first: string, until: string, state: "seen" | "empty" | "known" | "unknown", moved: boolean}} Border */

/**
 * Draw the borders of a face anew from what was seen on a walk.
 * @param {MapBay[]} bays in their order on the face
 * @param {Record<string, string>} seen what was seen first by the bay; empty where the bay is empty
 * @returns {Border[]}
 */
export function listBorders(bays, seen) {
  /** @type {Border[]} */
  const borders = [];
  /** @type {Map<string, string>} */
  const until = new Map();
  for (const { bay, partition, first: known } of [...bays].reverse()) {
    const own = seen[bay];
    const first = own ?? known;
    const state = own === undefined ? (first ? "known" : "unknown") : first ? "seen" : "empty";
    const end = first ? (until.get(partition) ?? "") : "";
    borders.unshift({ bay, first, until: end, state, moved: first !== known });
    if (first) until.set(partition, first);
  }
  return borders;
}

/**
 * Choose the message that says what a bay holds, with its parameters.
 * @param {Border} border
 * @returns {[string, Record<string, string>]}
 */
export function heldWords({ first, until, state }) {
  if (!first) return [`staff.walk.strip.${state}`, {}];
  const from = unbroken(first);
  if (!until) return ["staff.walk.strip.from", { first: from }];
  return ["staff.walk.strip.from_until", { first: from, until: unbroken(until) }];
}

/** @param {string} callNumber */
function unbroken(callNumber) {
  return callNumber.replaceAll(" ", "\u00a0");
}
