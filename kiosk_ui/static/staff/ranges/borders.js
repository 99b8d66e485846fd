/**
 * Where a border between two bays can go: before each of the call numbers that stand there.
 * @module
 */

/** @typedef {{first: string, items: number}} Stop */
/** @typedef {{items: number, at: number, stops: Stop[]}} Stops */

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
 * Give the positions from one to another, both included, whichever is first.
 * @param {number} one
 * @param {number} other
 * @returns {number[]}
 */
export function between(one, other) {
  const [first, last] = one < other ? [one, other] : [other, one];
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}
