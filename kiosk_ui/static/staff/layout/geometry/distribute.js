/**
 * Things spread in a row: with equal gaps, at equal spacing, or with aisles of a width.
 * @module
 */

import { boundsInFrame } from "./align.js";
import { areParallel } from "./axes.js";
import { shift } from "./motions.js";
import { boundsOf, isShelf } from "./things.js";
import { centreOf, changesOf } from "./transform.js";
import { ahead, along } from "./vectors.js";

/** @typedef {import("./things.js").Placed} Placed */
/** @typedef {import("./things.js").Change} Change */
/** @typedef {{each: Placed, low: number, high: number}} Span */

/**
 * The direction in which things stand in a row: across parallel shelves or along them, or else
 * the longer way of the box around them.
 * @param {readonly Placed[]} placed
 * @returns {number} degrees
 */
export function rowDirection(placed) {
  const first = placed.map(({ thing }) => thing).find(isShelf)?.angle_deg ?? 0;
  const alike = placed.every(({ thing }) => isShelf(thing) && areParallel(thing.angle_deg, first));
  const frame_deg = alike ? first : 0;
  const centres = placed.map((each) => ahead([0, 0], -frame_deg, ...centreOf([each])));
  if (centres.length === 0) return frame_deg;
  const box = boundsOf(centres);
  return box.right - box.left > box.top - box.bottom ? frame_deg : frame_deg + 90;
}

/**
 * Clear widths between neighbours in a row; below 0 where they overlap.
 * @param {readonly Placed[]} placed
 * @param {number} [direction_deg]
 * @returns {number[]}
 */
export function gapsOf(placed, direction_deg = rowDirection(placed)) {
  const spans = spansOf(placed, direction_deg);
  return spans.slice(1).map((span, at) => span.low - /** @type {Span} */ (spans[at]).high);
}

/**
 * Give neighbours equal gaps; the outermost stay.
 * @param {readonly Placed[]} placed
 * @param {number} [direction_deg]
 * @returns {Change[]}
 */
export function equalGaps(placed, direction_deg = rowDirection(placed)) {
  const gaps = gapsOf(placed, direction_deg);
  const mean_m = gaps.reduce((sum, gap) => sum + gap, 0) / (gaps.length || 1);
  return withGap(placed, mean_m, direction_deg);
}

/**
 * Put the middles of neighbours equally far apart; the outermost stay.
 * @param {readonly Placed[]} placed
 * @param {number} [direction_deg]
 * @returns {Change[]}
 */
export function equalSpacing(placed, direction_deg = rowDirection(placed)) {
  const spans = spansOf(placed, direction_deg).sort((one, other) => middleOf(one) - middleOf(other));
  const [first, last] = [spans[0], spans.at(-1)];
  if (!first || !last) return [];
  const step_m = (middleOf(last) - middleOf(first)) / Math.max(1, spans.length - 1);
  return spans.flatMap((span, at) => moveSpan(span, middleOf(first) + at * step_m - middleOf(span), direction_deg));
}

/**
 * Give neighbours a clear width between them; the first of the row stays.
 * @param {readonly Placed[]} placed
 * @param {number} aisle_m
 * @param {number} [direction_deg]
 * @returns {Change[]}
 */
export function withGap(placed, aisle_m, direction_deg = rowDirection(placed)) {
  const spans = spansOf(placed, direction_deg);
  let next_m = spans[0]?.low ?? 0;
  return spans.flatMap((span) => {
    const by_m = next_m - span.low;
    next_m = span.high + by_m + aisle_m;
    return moveSpan(span, by_m, direction_deg);
  });
}

/**
 * @param {readonly Placed[]} placed
 * @param {number} direction_deg
 * @returns {Span[]} from the first along the direction on
 */
function spansOf(placed, direction_deg) {
  return placed
    .map((each) => {
      const { left: low, right: high } = boundsInFrame(each.thing, direction_deg);
      return { each, low, high };
    })
    .sort((one, other) => one.low - other.low);
}

/** @param {Span} span */
function middleOf({ low, high }) {
  return (low + high) / 2;
}

/**
 * @param {Span} span
 * @param {number} by_m
 * @param {number} direction_deg
 */
function moveSpan({ each }, by_m, direction_deg) {
  return changesOf([each], shift(...ahead([0, 0], direction_deg, by_m)));
}

/**
 * How far apart two things are along a direction, from middle to middle.
 * @param {Placed} one
 * @param {Placed} other
 * @param {number} direction_deg
 */
export function spacing(one, other, direction_deg) {
  return along(centreOf([other]), direction_deg) - along(centreOf([one]), direction_deg);
}
