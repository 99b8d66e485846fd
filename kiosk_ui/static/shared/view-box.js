/**
 * Geometry of what a map shows: boxes in map units (metres, y down), tested without a browser.
 * @module
 */

/** @typedef {{x: number, y: number, width: number, height: number}} Box */
/** @typedef {{x: number, y: number}} Point */

/** What is followed comes no nearer to the edge than this share of the window. */
const EASE_SHARE = 0.15;

/** Labels are measured generously, so that a window a few pixels narrower still holds them. */
const SCALE_TOLERANCE = 0.97;

/**
 * Read an SVG viewBox attribute.
 * @param {string} text
 * @returns {Box}
 */
export function parseBox(text) {
  const [x = 0, y = 0, width = 0, height = 0] = text.trim().split(/[\s,]+/).map(Number);
  if (!(width > 0 && height > 0)) throw new RangeError(`"${text}" is no view box`);
  return { x, y, width, height };
}

/**
 * Write a view box, to the centimetre.
 * @param {Box} box
 * @returns {string}
 */
export function formatBox(box) {
  return [box.x, box.y, box.width, box.height].map((value) => value.toFixed(2)).join(" ");
}

/**
 * The smallest box around points, with a margin on each side.
 * @param {readonly Point[]} points
 * @param {number} margin
 * @returns {Box}
 */
export function boxAround(points, margin) {
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const x = Math.min(...xs) - margin;
  const y = Math.min(...ys) - margin;
  return { x, y, width: Math.max(...xs) + margin - x, height: Math.max(...ys) + margin - y };
}

/**
 * Grow a box to the shape of the window it is seen through, about its centre.
 * @param {Box} box
 * @param {number} aspect width divided by height
 * @returns {Box}
 */
export function fitAspect(box, aspect) {
  const width = Math.max(box.width, box.height * aspect);
  const height = width / aspect;
  return {
    x: box.x + (box.width - width) / 2,
    y: box.y + (box.height - height) / 2,
    width,
    height,
  };
}

/**
 * The box in which a part of the map fits a window, with a margin in pixels on each side.
 * @param {Box} part may be as small as a point
 * @param {{width: number, height: number}} windowPx
 * @param {number} marginPx taken as far as the window is large enough for it
 * @param {number} mostPxPerM the greatest scale
 * @returns {Box}
 */
export function fitWindow(part, windowPx, marginPx, mostPxPerM) {
  const margin = Math.min(marginPx, 0.3 * Math.min(windowPx.width, windowPx.height));
  const scale = Math.min(
    (windowPx.width - 2 * margin) / part.width,
    (windowPx.height - 2 * margin) / part.height,
    mostPxPerM,
  );
  const width = windowPx.width / scale;
  const height = windowPx.height / scale;
  return { x: part.x + (part.width - width) / 2, y: part.y + (part.height - height) / 2, width, height };
}

/**
 * @param {Box} box
 * @returns {Point}
 */
export function centreOf(box) {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/**
 * @param {Point} point
 * @param {Box} box
 */
export function isInside(point, box) {
  const [right, down] = [point.x - box.x, point.y - box.y];
  return right >= 0 && right <= box.width && down >= 0 && down <= box.height;
}

/**
 * @param {Box} inner
 * @param {Box} outer
 */
export function isWithin(inner, outer) {
  const far = { x: inner.x + inner.width, y: inner.y + inner.height };
  return isInside(inner, outer) && isInside(far, outer);
}

/**
 * Whether two boxes share more than an edge.
 * @param {Box} one
 * @param {Box} other
 */
export function overlaps(one, other) {
  const [right, down] = [other.x - one.x, other.y - one.y];
  return right < one.width && -right < other.width && down < one.height && -down < other.height;
}

/**
 * Whether a point is well inside, so that what is around it can be seen.
 * @param {Point} point
 * @param {Box} box
 */
export function isAtEase(point, box) {
  return isInside(point, inset(box, EASE_SHARE));
}

/**
 * Grow a box just enough for a point to be well inside.
 * @param {Box} box
 * @param {Point} point
 * @returns {Box}
 */
export function easeIn(box, point) {
  if (isAtEase(point, box)) return box;
  const inner = inset(box, EASE_SHARE);
  const corners = [{ x: inner.x, y: inner.y }, { x: inner.x + inner.width, y: inner.y + inner.height }];
  return inset(boxAround([...corners, point], 0), -EASE_SHARE / (1 - 2 * EASE_SHARE));
}

/**
 * @param {Box} box
 * @param {number} share of width and height, that each side goes in
 * @returns {Box}
 */
function inset(box, share) {
  const [right, down] = [box.width * share, box.height * share];
  return { x: box.x + right, y: box.y + down, width: box.width - 2 * right, height: box.height - 2 * down };
}

/**
 * Zoom about a point that stays where it is on the screen.
 * @param {Box} box
 * @param {Point} centre
 * @param {number} factor above 1 shows less of the map
 * @param {Box} whole the most that can be shown
 * @param {number} leastWidth the least width that can be shown
 * @returns {Box}
 */
export function zoomAt(box, centre, factor, whole, leastWidth) {
  const width = Math.min(Math.max(box.width / factor, leastWidth), whole.width);
  const scale = width / box.width;
  return keepInside(
    {
      x: centre.x - (centre.x - box.x) * scale,
      y: centre.y - (centre.y - box.y) * scale,
      width,
      height: box.height * scale,
    },
    whole,
  );
}

/**
 * Move a box so that its centre stays over the whole.
 * @param {Box} box
 * @param {Box} whole
 * @returns {Box}
 */
export function keepInside(box, whole) {
  const clamp = (/** @type {number} */ value, /** @type {number} */ low, /** @type {number} */ high) =>
    Math.min(Math.max(value, low), high);
  return {
    ...box,
    x: clamp(box.x, whole.x - box.width / 2, whole.x + whole.width - box.width / 2),
    y: clamp(box.y, whole.y - box.height / 2, whole.y + whole.height - box.height / 2),
  };
}

/**
 * A box part of the way from one to another.
 * @param {Box} from
 * @param {Box} to
 * @param {number} share 0 to 1
 * @returns {Box}
 */
export function between(from, to, share) {
  const mix = (/** @type {number} */ a, /** @type {number} */ b) => a + (b - a) * share;
  return {
    x: mix(from.x, to.x),
    y: mix(from.y, to.y),
    width: mix(from.width, to.width),
    height: mix(from.height, to.height),
  };
}

/**
 * Which labels suit a scale: 0 none, 1 blocks, 2 shelf numbers, 3 ranges.
 * @param {number} pixelsPerMetre of pixels as large as the text is
 * @param {readonly number[]} leastScales of 1, 2 and 3, growing
 * @returns {number}
 */
export function zoomStep(pixelsPerMetre, leastScales) {
  return leastScales.filter((least) => pixelsPerMetre >= least * SCALE_TOLERANCE).length;
}
