/**
 * Names on the map make room for what lies over it: the route, its marks, the sought bay, the dot.
 * A name that one of them would cover, or that the edge of the window would cut, moves a little;
 * without room it goes, because no text may lie over another or over the route.
 * @module
 */

import { originOf, pointsEvery } from "./route-line.js";
import { isWithin, overlaps } from "./view-box.js";

/** @typedef {import("./view-box.js").Box} Box */
/** @typedef {import("./view-box.js").Point} Point */

/**
 * @typedef {object} Name
 * @property {Box} box where it stands by itself
 * @property {Point[]} moves where else it may go, the best first
 */

const NAMES = ".m-pill, .m-room-t";
const HERE = ".m-start > .m-mark";
const GAP_PX = 2;
const ROUTE_HALF_PX = 8;
/** How far a name goes from where it stands, in its own heights and widths. */
const UP_AND_DOWN = [1.1, -1.1, 1.8, -1.8, 2.6, -2.6];
const ASIDE = [0.35, -0.35, 0.7, -0.7];
/** From the middle of a pictogram to that of a name above, below or beside it. */
const ICON_REACH_PX = 18;
const POINT_SHARES = [0, 0.25, 0.5, 0.75, 1];

/**
 * @param {readonly Name[]} names
 * @param {readonly Box[]} covers what they may not lie under
 * @param {readonly Box[]} marks what they stand clear of already, and must not be moved onto
 * @param {Box} window
 * @param {(box: Box) => boolean} isDark whether words could not be read there
 * @returns {(Point | null)[]} how far each moves, null where it finds no room
 */
export function findRoom(names, covers, marks, window, isDark = () => false) {
  const isFree = (/** @type {Box} */ box) => isWithin(box, window) && !covers.some((each) => overlaps(box, each));
  const stays = names.map(({ box }) => isFree(box));
  const taken = [...marks, ...names.filter((_, index) => stays[index]).map(({ box }) => box)];
  return names.map(({ box, moves }, index) => {
    if (stays[index]) return { x: 0, y: 0 };
    const inward = intoWindow(box, window);
    const found = [inward, ...moves].find((move) => {
      const moved = movedBy(box, move);
      return isFree(moved) && !taken.some((each) => overlaps(moved, each)) && !isDark(moved);
    });
    if (found) taken.push(movedBy(box, found));
    return found ?? null;
  });
}

/**
 * The names of a drawing, measured when they are first on show.
 */
export class Names {
  /** @type {Map<SVGGElement, {at: Point, box: DOMRect}>} */
  #measured = new Map();

  /** @param {SVGSVGElement} ground */
  constructor(ground) {
    this.marks = /** @type {SVGGElement[]} */ ([...ground.querySelectorAll(".m-mark")]);
    this.desks = /** @type {SVGGeometryElement[]} */ ([...ground.querySelectorAll(".m-desk")]);
  }

  /**
   * @param {SVGSVGElement | undefined} overlay
   * @param {Box} window the part of the map on show
   * @param {number} metresPerPx of the text's size
   */
  makeRoom(overlay, window, metresPerPx) {
    if (overlay) placeHere(overlay, window, metresPerPx);
    const shown = this.marks.filter((mark) => mark.getClientRects().length > 0);
    const [movable, fixed] = [shown.filter(isName), shown.filter((mark) => !isName(mark))];
    const names = movable.map((mark) => this.#nameOf(mark, metresPerPx));
    const marks = fixed.map((mark) => this.#boxOf(mark, metresPerPx, 0));
    const isDark = (/** @type {Box} */ box) => this.desks.some((desk) => pointsIn(box).some((at) => desk.isPointInFill(at)));
    const covers = overlay ? coversOf(overlay, metresPerPx) : [];
    const room = findRoom(names, covers, marks, window, isDark);
    for (const [index, mark] of movable.entries()) place([mark], room[index] ?? null, 1);
  }

  /**
   * @param {SVGGElement} mark
   * @param {number} metresPerPx
   * @returns {Name}
   */
  #nameOf(mark, metresPerPx) {
    return { box: this.#boxOf(mark, metresPerPx, GAP_PX), moves: movesOf(this.#measure(mark).box, metresPerPx) };
  }

  /**
   * @param {SVGGElement} mark
   * @param {number} metresPerPx
   * @param {number} gap pixels round it
   */
  #boxOf(mark, metresPerPx, gap) {
    const { at, box } = this.#measure(mark);
    return scaled(box, at, metresPerPx, gap);
  }

  /** @param {SVGGElement} mark */
  #measure(mark) {
    const measured = this.#measured.get(mark) ?? { at: originOf(mark), box: mark.getBBox() };
    this.#measured.set(mark, measured);
    return measured;
  }
}

/**
 * Put the words at the start back to where they were drawn.
 * @param {SVGSVGElement} overlay
 */
export function putBack(overlay) {
  const words = /** @type {SVGElement[]} */ ([...overlay.querySelectorAll(`${HERE} > :is(rect, text)`)]);
  place(words, { x: 0, y: 0 }, 1);
}

/**
 * The words at the start go to another side of it where they meet those of stairs or the flag.
 * @param {SVGSVGElement} overlay
 * @param {Box} window
 * @param {number} metresPerPx
 */
function placeHere(overlay, window, metresPerPx) {
  const [pill] = shownOf(overlay, `${HERE} > rect`);
  if (!pill) return;
  const words = [pill, ...shownOf(overlay, `${HERE} > text`)];
  const box = pill.getBBox();
  const at = originOf(/** @type {SVGGElement} */ (pill.parentNode));
  const covers = coversOf(overlay, metresPerPx, `:not(${HERE} > *)`);
  const moves = movesOf(box, metresPerPx);
  const [move = null] = findRoom([{ box: scaled(box, at, metresPerPx, 0), moves }], covers, [], window);
  place(words, move, metresPerPx);
}

/**
 * @param {readonly SVGElement[]} elements
 * @param {Point | null} move in metres, null to hide them
 * @param {number} unit of the elements, metres
 */
function place(elements, move, unit) {
  for (const { style } of elements) {
    style.visibility = move ? "" : "hidden";
    style.translate = move && (move.x || move.y) ? `${(move.x / unit).toFixed(2)}px ${(move.y / unit).toFixed(2)}px` : "";
  }
}

/** @param {Element} mark */
function isName(mark) {
  return mark.querySelector(NAMES) !== null;
}

/**
 * A name beside a pictogram goes to another side of it; any other goes a little up, down or aside.
 * @param {Box} box of a name round its point, pixels
 * @param {number} metresPerPx
 * @returns {Point[]}
 */
function movesOf(box, metresPerPx) {
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  const isBeside = Math.abs(x) > 1 || Math.abs(y) > box.height / 2;
  const [aside, above] = [ICON_REACH_PX + box.width / 2, ICON_REACH_PX + box.height / 2];
  const moves = isBeside
    ? [[-x, above - y], [-x, -above - y], [aside - x, -y], [-aside - x, -y]]
    : [
        ...UP_AND_DOWN.map((share) => [0, share * box.height]),
        ...ASIDE.flatMap((share) => [0, ...UP_AND_DOWN].map((up) => [share * box.width, up * box.height])),
      ];
  return moves.map(([right = 0, down = 0]) => ({ x: right * metresPerPx, y: down * metresPerPx }));
}

/**
 * What of an overlay names must not lie under.
 * @param {SVGSVGElement} overlay
 * @param {number} metresPerPx
 * @param {string} [but] which parts of marks, if not all of them
 * @returns {Box[]}
 */
function coversOf(overlay, metresPerPx, but = "") {
  const lines = /** @type {SVGPathElement[]} */ (shownOf(overlay, ".m-route"));
  const half = ROUTE_HALF_PX * metresPerPx;
  const route = lines.flatMap((line) => pointsEvery(line, half)).map((at) => scaled(new DOMRect(), at, 1, half));
  const bays = shownOf(overlay, ".m-goal-edge").map((edge) => edge.getBBox());
  const parts = shownOf(overlay, `:not(.m-lifted *) > .m-mark > :not(.m-chevron, .m-cone)${but}`);
  const marks = parts.map((part) => {
    const moved = pixelsMoved(part);
    const box = movedBy(part.getBBox(), moved);
    return scaled(box, originOf(/** @type {SVGGElement} */ (part.parentNode)), metresPerPx, 0);
  });
  return [...route, ...bays, ...marks];
}

/**
 * How far a part of a mark was moved from where it was drawn.
 * @param {SVGElement} part
 * @returns {Point}
 */
function pixelsMoved(part) {
  const [x = 0, y = 0] = part.style.translate.split(" ").map((length) => Number.parseFloat(length) || 0);
  return { x, y };
}

/**
 * @param {SVGSVGElement} overlay
 * @param {string} selector
 * @returns {SVGGraphicsElement[]}
 */
function shownOf(overlay, selector) {
  return /** @type {SVGGraphicsElement[]} */ ([...overlay.querySelectorAll(selector)]).filter(
    (each) => each.getClientRects().length > 0,
  );
}

/**
 * @param {Box} box round a point, in a unit of its own
 * @param {Point} at
 * @param {number} unit in metres
 * @param {number} gap round it, in its unit
 * @returns {Box}
 */
function scaled(box, at, unit, gap) {
  return {
    x: at.x + (box.x - gap) * unit,
    y: at.y + (box.y - gap) * unit,
    width: (box.width + 2 * gap) * unit,
    height: (box.height + 2 * gap) * unit,
  };
}

/**
 * @param {Box} box
 * @returns {Point[]} all over it
 */
function pointsIn(box) {
  return POINT_SHARES.flatMap((right) =>
    POINT_SHARES.map((down) => ({ x: box.x + right * box.width, y: box.y + down * box.height })),
  );
}

/**
 * @param {Box} box
 * @param {Point} move
 * @returns {Box}
 */
function movedBy(box, move) {
  return { x: box.x + move.x, y: box.y + move.y, width: box.width, height: box.height };
}

/**
 * The least move of a box into a window, at most by half of it: farther off it would name
 * something else.
 * @param {Box} box
 * @param {Box} window
 * @returns {Point}
 */
function intoWindow(box, window) {
  const into = (/** @type {number} */ from, /** @type {number} */ size, /** @type {number} */ low, /** @type {number} */ room) =>
    Math.max(-size / 2, Math.min(size / 2, Math.max(0, low - from) - Math.max(0, from + size - low - room)));
  return {
    x: into(box.x, box.width, window.x, window.width),
    y: into(box.y, box.height, window.y, window.height),
  };
}
