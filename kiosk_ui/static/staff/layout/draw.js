/**
 * Things as drawings: one group for each, with `data-key`.
 * @module
 */

import { axisLine, shelfOutline } from "./geometry/axes.js";
import { isShelf, keyOf } from "./geometry/things.js";
import { ahead, direction } from "./geometry/vectors.js";
import { element, pathOf, words } from "./svg.js";

/** @typedef {import("./types.js").Point} Point */
/** @typedef {import("./types.js").Thing} Thing */
/** @typedef {import("./types.js").DrawnKind} DrawnKind */
/** @typedef {import("./geometry/things.js").Shelf} Shelf */

const FRONT_INSET_M = 0.06;
const LOOK_M = 0.7;
const SIGNS = {
  stairs: "M-.5.4h.33V.07h.33V-.26h.33V-.5",
  lift: "M-.42-.5h.84v1h-.84ZM-.2-.1 0-.32.2-.1M-.2.12 0 .34.2.12",
  ramp: "M-.5.35h1v-.7Z",
  escalator: "M-.5.4h.25L.25-.35H.5",
  points_of_interest: "M0 .5C-.3.1-.4-.05-.4-.2a.4.4 0 0 1 .8 0C.4-.05.3.1 0 .5ZM0-.1v-.01",
  landmarks: "M0-.5.14-.17.5-.14.23.1.31.46 0 .27-.31.46-.23.1-.5-.14-.14-.17Z",
  locator_points: "M-.4-.4h.3v.3h-.3ZM.1-.4h.3v.3h-.3ZM-.4.1h.3v.3h-.3ZM.15.15h.25v.25h-.25Z",
  kiosks: "M-.45-.4h.9v.6h-.9ZM0 .2v.2M-.25.42h.5",
  radios: "M-.1 0a.1.1 0 1 0 .2 0 .1.1 0 1 0-.2 0M-.25.25a.35.35 0 0 1 0-.5M.25-.25a.35.35 0 0 1 0 .5M-.4.4a.57.57 0 0 1 0-.8M.4-.4a.57.57 0 0 1 0 .8",
};

/**
 * Draw a thing of a level.
 * @param {DrawnKind} kind
 * @param {Thing} thing
 * @param {string} level
 * @param {string} tag language of names
 * @param {boolean} [near] whether with what shows from near alone
 * @returns {SVGElement}
 */
export function drawThing(kind, thing, level, tag, near = true) {
  const group = element("g", { "data-key": keyOf(kind, thing.id), "data-kind": kind, "data-id": thing.id });
  group.append(...partsOf(kind, thing, level, tag));
  if (near && isShelf(thing)) group.append(...shelfDetails(thing));
  return group;
}

/**
 * @param {DrawnKind} kind
 * @param {Thing} thing
 * @param {string} level
 * @param {string} tag
 * @returns {SVGElement[]}
 */
function partsOf(kind, thing, level, tag) {
  if (isShelf(thing)) return shelfParts(thing);
  if (kind === "openings") return openingParts(thing);
  if (kind === "connectors") {
    const stops = (thing.stops ?? []).filter((stop) => stop.level === level);
    return stops.flatMap((stop) => sign([stop.x_m, stop.y_m], thing.kind ?? "stairs", "e-connector"));
  }
  if (thing.outline) return areaParts(kind, thing, tag);
  return pointParts(kind, thing);
}

/** @param {Shelf} shelf */
function shelfParts(shelf) {
  const low = shelf.height_m < 1.5 ? " low" : "";
  return [element("path", { class: `m-shelf${low}`, d: pathOf(shelfOutline(shelf), true) })];
}

/**
 * What shows of a shelf from near alone: its bays, its sides with books, its number.
 * @param {Shelf} shelf
 */
export function shelfDetails(shelf) {
  return [
    element("path", { class: "m-bay", d: bayLines(shelf) }),
    element("path", { class: "e-front", d: frontLines(shelf) }),
    words([shelf.x_m, shelf.y_m], shelf.number, "m-t e-n"),
  ];
}

/**
 * The borders between bays, on each face's half of the shelf; bent shelves show their axis alone.
 * @param {Shelf} shelf
 */
function bayLines(shelf) {
  if (shelf.shape === "round") return "";
  const spine = shelf.faces.length > 1 ? pathOf(axisLine(shelf, 0)) : "";
  if (shelf.shape && shelf.shape !== "straight") return spine;
  const start = ahead([shelf.x_m, shelf.y_m], shelf.angle_deg, -shelf.length_m / 2);
  const lines = shelf.faces.flatMap((face) => {
    const front = face.side === "front";
    const [near, far] = [shelf.faces.length > 1 ? 0 : front ? -shelf.depth_m / 2 : shelf.depth_m / 2, (front ? 1 : -1) * shelf.depth_m / 2];
    // Bays are counted from left to right as one stands before them.
    let along_m = 0;
    return face.bays.slice(0, -1).map((bay) => {
      along_m += bay.width_m;
      const from_m = front ? shelf.length_m - along_m : along_m;
      return pathOf([ahead(start, shelf.angle_deg, from_m, near), ahead(start, shelf.angle_deg, from_m, far)]);
    });
  });
  return spine + lines.join("");
}

/**
 * A line along each face, so that one sees which sides have books.
 * @param {Shelf} shelf
 */
function frontLines(shelf) {
  if (shelf.shape === "round") return "";
  return shelf.faces
    .map(({ side }) => pathOf(axisLine(shelf, (side === "front" ? 1 : -1) * (shelf.depth_m / 2 - FRONT_INSET_M))))
    .join("");
}

/** @param {Thing} opening */
function openingParts(opening) {
  const ends = [opening.start ?? [0, 0], opening.end ?? [0, 0]];
  const d = pathOf(/** @type {Point[]} */ (ends));
  return [
    element("path", { class: "e-hit", d }),
    element("path", { class: `e-opening ${opening.kind ?? ""}`, d }),
  ];
}

/**
 * @param {DrawnKind} kind
 * @param {Thing} thing
 * @param {string} tag
 */
function areaParts(kind, thing, tag) {
  const ring = thing.outline ?? [];
  const as = {
    levels: "m-floor", closures: "e-closure",
    units: `m-room${thing.walled === false ? " open" : ""}${thing.staff_only ? " staff" : ""}`,
    fixtures: `e-fixture ${thing.kind ?? ""}`,
  }[/** @type {string} */ (kind)];
  const area = element("path", { class: as ?? "", d: pathOf(ring, true) });
  const name = kind === "levels" || ring.length === 0 ? "" : nameIn(thing, tag);
  return name ? [area, words(middleOf(ring), name, "m-t m-room-t")] : [area];
}

/**
 * @param {DrawnKind} kind
 * @param {Thing} thing
 */
function pointParts(kind, thing) {
  const at = /** @type {Point} */ ([thing.x_m ?? 0, thing.y_m ?? 0]);
  const [cosine, sine] = direction(thing.heading_deg ?? 0);
  const look = thing.heading_deg === undefined
    ? []
    : [element("path", { class: "e-look", d: pathOf([at, [at[0] + cosine * LOOK_M, at[1] + sine * LOOK_M]]) })];
  return [element("g", { class: kind }, ...look, ...sign(at, kind, "e-point"))];
}

/**
 * A sign of about a metre, with a plate that is hit.
 * @param {Point} at
 * @param {string} name of the sign
 * @param {string} as
 */
function sign([x, y], name, as) {
  const d = SIGNS[/** @type {keyof typeof SIGNS} */ (name)] ?? SIGNS.stairs;
  return [
    element("g", { class: as, transform: `translate(${x} ${-y})` },
      element("g", { class: "e-sign" }, element("circle", { class: "e-plate", r: 0.75 }), element("path", { d }))),
  ];
}

/**
 * The name of a thing in a language, or else in Finnish.
 * @param {Thing} thing
 * @param {string} tag
 */
export function nameIn(thing, tag) {
  const language = /** @type {"fi" | "sv" | "en"} */ (tag.slice(0, 2));
  return thing.name?.[language] || thing.name?.fi || "";
}

/**
 * The middle of the box around a ring, as near to where names go as an editor needs.
 * @param {readonly Point[]} ring
 * @returns {Point}
 */
function middleOf(ring) {
  const [xs, ys] = [ring.map(([x]) => x), ring.map(([, y]) => y)];
  return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
}
