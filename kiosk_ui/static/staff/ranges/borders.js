/**
 * Where a border between two bays can go: before each of the call numbers that stand there.
 * @module
 */

/** @typedef {{first: string, items: number}} Stop */
/** @typedef {{items: number, stops: Stop[]}} Stops */

/**
 * Find the stop nearest to a share of the items.
 * @param {Stops} stops What stands on both bays, in order.
 * @param {number} share From 0, before all of them, to 1.
 * @returns {number} Its position; -1 if there is none.
 */
export function stopAt(stops, share) {
  const wanted = share * stops.items;
  let nearest = -1;
  stops.stops.forEach((stop, at) => {
    const best = stops.stops[nearest];
    if (!best || Math.abs(stop.items - wanted) < Math.abs(best.items - wanted)) nearest = at;
  });
  return nearest;
}

/**
 * Find the stop that a border is at now.
 * @param {Stops} stops What stands on both bays.
 * @param {string} first What the border is.
 * @returns {number} Its position, or where the second bay begins if nothing is written so.
 */
export function stopOf(stops, first) {
  const at = stops.stops.findIndex((stop) => stop.first === first);
  return at >= 0 ? at : stopAt(stops, 0.5);
}

/**
 * Give the positions from one to another, both included, whichever is first.
 * @param {number} one
 * @param {number} other
 * @returns {number[]}
 */
export function between(one, other) {
  const [first, last] = one < other ? [one, other] : [other, one];
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}
