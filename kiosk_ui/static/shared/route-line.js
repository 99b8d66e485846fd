/**
 * The route on the map: its beginning goes with whoever walks it, until the way is planned anew,
 * and what is written where it passes lies on it.
 * @module
 */

/** @typedef {import("./view-box.js").Point} Point */

/** The first point of path data as the server writes it: "M1.2 -3.4…". */
const FIRST_POINT = /^M(-?[\d.]+)[ ,](-?[\d.]+)/;
const SAMPLE_M = 0.5;
/** From the point of a mark to its farthest corner, where marks are as large as they get. */
const REACH_M = 2;
/** Names make room for a route; see names.js. */
const NAMES = ".m-pill, .m-room-t";
const DRAWN = ".m-route, .m-chevron";

/**
 * @param {string} data path data
 * @param {number} x
 * @param {number} y
 * @returns {string} the same line from another first point
 */
export function startAt(data, x, y) {
  return data.replace(FIRST_POINT, `M${x.toFixed(2)} ${y.toFixed(2)}`);
}

/**
 * @param {SVGPathElement} line
 * @param {number} metres from its beginning
 * @returns {Point}
 */
export function pointAhead(line, metres) {
  const { x, y } = line.getPointAtLength(metres);
  return { x, y };
}

/**
 * Put copies of the marks that routes pass over them: a route must not hide the number of a shelf
 * that one looks for.
 * @param {SVGSVGElement} ground
 * @param {SVGSVGElement | undefined} overlay
 */
export function liftMarks(ground, overlay) {
  const lines = /** @type {SVGPathElement[]} */ ([...(overlay?.querySelectorAll(".m-route") ?? [])]);
  const last = [...(overlay?.children ?? [])].filter((each) => each.matches(DRAWN) || each.querySelector(DRAWN)).at(-1);
  if (last === undefined) return;
  const dots = lines.flatMap((line) => pointsEvery(line, SAMPLE_M));
  const lifted = document.createElementNS(last.namespaceURI, "g");
  lifted.setAttribute("class", "m-lifted");
  for (const each of ground.querySelectorAll(".m-mark")) {
    if (each.querySelector(NAMES)) continue;
    const mark = /** @type {SVGGElement} */ (each);
    const at = originOf(mark);
    if (!dots.some((dot) => Math.hypot(dot.x - at.x, dot.y - at.y) < REACH_M)) continue;
    const zoom = document.createElementNS(last.namespaceURI, "g");
    zoom.setAttribute("class", mark.closest("[class^=z]")?.getAttribute("class") ?? "");
    zoom.setAttribute("transform", `translate(${at.x} ${at.y})`);
    zoom.append(mark.cloneNode(true));
    lifted.append(zoom);
  }
  last.after(lifted);
}

/**
 * @param {SVGPathElement} line
 * @param {number} metres from one to the next
 * @returns {Point[]}
 */
export function pointsEvery(line, metres) {
  const steps = Math.ceil(line.getTotalLength() / metres);
  return Array.from({ length: steps + 1 }, (_, step) => pointAhead(line, step * metres));
}

/**
 * Where the origin of an element is on the map, also where nothing of it is on show.
 * @param {SVGGElement} element
 * @returns {Point}
 */
export function originOf(element) {
  let at = new DOMPoint();
  for (let each = /** @type {Node | null} */ (element); each instanceof SVGGElement; each = each.parentNode) {
    const matrix = each.transform.baseVal.consolidate()?.matrix;
    if (matrix) at = at.matrixTransform(matrix);
  }
  return { x: at.x, y: at.y };
}
