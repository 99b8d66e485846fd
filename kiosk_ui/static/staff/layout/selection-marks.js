/**
 * What is drawn over a selection: its box, its handles, guides and lengths.
 * @module
 */

import { element, pathOf, toDrawing } from "./svg.js";

/** @typedef {import("./types.js").Point} Point */
/** @typedef {import("./types.js").Guide} Guide */
/** @typedef {import("./handles.js").Grips} Grips */

const SIDE_PX = 13;
const TURN_PX = 8;
const TEXT_PX = 15;
const TEXT_WIDE = 0.58;

/**
 * @param {Grips} grips
 * @param {number} px_m
 */
export function drawGrips({ ring, stems, handles }, px_m) {
  const side_m = SIDE_PX * px_m;
  return element(
    "g", { class: "e-grips" },
    element("path", { class: "e-box", d: pathOf(ring, true) }),
    ...stems.map((stem) => element("path", { class: "e-box", d: pathOf(stem) })),
    ...handles.map(({ kind, at }) => {
      const [x, y] = toDrawing(at);
      if (kind === "rotate") return element("circle", { class: "e-h", cx: x, cy: y, r: TURN_PX * px_m, "data-handle": kind });
      if (kind === "turn") return element("path", { class: "e-h", d: pathOf(diamond(at, TURN_PX * px_m), true), "data-handle": kind });
      const size_m = kind === "between" ? side_m * 0.7 : side_m;
      return element("rect", {
        class: `e-h ${kind}`, "data-handle": kind, x: x - size_m / 2, y: y - size_m / 2,
        width: size_m, height: size_m, rx: size_m * (kind === "between" ? 0.5 : 0.16),
      });
    }),
  );
}

/** @param {Point} at @param {number} half_m @returns {Point[]} */
function diamond([x, y], half_m) {
  return [[x + half_m, y], [x, y + half_m], [x - half_m, y], [x, y - half_m]];
}

/**
 * Lines to what a motion has snapped to.
 * @param {readonly Guide[]} guides
 */
export function drawGuides(guides) {
  return element("g", {}, ...guides.map(({ from, to }) => element("path", { class: "e-snap", d: pathOf([from, to]) })));
}

/**
 * Words on a plate, at a point.
 * @param {Point} at
 * @param {string} text
 * @param {number} px_m
 */
export function drawPlate(at, text, px_m) {
  const [x, y] = toDrawing(at);
  const size_m = TEXT_PX * px_m;
  const width_m = (text.length * TEXT_WIDE + 1) * size_m;
  const words = element("text", { x, y, dy: ".35em", "font-size": size_m, "text-anchor": "middle" });
  words.textContent = text;
  const plate = { x: x - width_m / 2, y: y - 0.8 * size_m, width: width_m, height: 1.6 * size_m, rx: 0.3 * size_m };
  return element("g", { class: "e-dim" }, element("rect", plate), words);
}
