/**
 * Bays that fit their shelf, and what stands on bays that go.
 * @module
 */

import { faceLength } from "./axes.js";
import { roundLength } from "./things.js";

/** @typedef {import("./things.js").Bay} Bay */
/** @typedef {import("./things.js").Face} Face */
/** @typedef {import("./things.js").Shelf} Shelf */
/** @typedef {import("./things.js").Plan} Plan */
/** @typedef {import("./things.js").Change} Change */
/** @typedef {{range: string, face: string, name: string, bays: number[]}} Lost */

export const USUAL_BAY_M = 0.9;
const USUAL_BOARDS = 6;
const SAME_M = 0.0005;

/**
 * Divide a length into equal bays, to the millimetre, the first ones taking what is over.
 * @param {number} length_m
 * @param {number} count
 * @returns {number[]} widths that are never wider together than the length
 */
export function divide(length_m, count) {
  const whole_mm = Math.floor(length_m * 1000 + 1e-6);
  const each_mm = Math.floor(whole_mm / count);
  const over = whole_mm - each_mm * count;
  return Array.from({ length: count }, (_, at) => (each_mm + (at < over ? 1 : 0)) / 1000);
}

/**
 * How many bays of about a width a length takes: as many as come nearest to it, at least one.
 * @param {number} length_m
 * @param {number} [bay_m]
 */
export function bayCount(length_m, bay_m = USUAL_BAY_M) {
  return Math.min(1000, Math.max(1, Math.round(length_m / bay_m)));
}

/**
 * The width that most of a face's bays have about; the usual one of a face without bays.
 * @param {Face | undefined} face
 */
export function nominalBay(face) {
  const widths = (face?.bays ?? []).map((bay) => bay.width_m).sort((one, other) => one - other);
  return widths[Math.floor(widths.length / 2)] ?? USUAL_BAY_M;
}

/**
 * Bays of a length; those that were there keep their boards, new ones take the last one's.
 * @param {readonly Bay[]} before
 * @param {number} length_m
 * @param {number} count
 * @returns {Bay[]}
 */
export function fitBays(before, length_m, count) {
  return divide(length_m, count).map((width_m, at) => {
    const like = before[at] ?? before.at(-1) ?? { number: 1, width_m, boards: USUAL_BOARDS };
    return { ...like, number: at + 1, width_m };
  });
}

/**
 * The faces of a shelf that was resized; a face whose length stayed keeps its bays as they are.
 * @param {Shelf} before
 * @param {Shelf} after
 * @param {number} [bay_m] about how wide a bay is; as they were if not given
 * @returns {Face[]}
 */
export function fitFaces(before, after, bay_m) {
  return after.faces.map((face) => {
    const length_m = faceLength(after, face.side);
    if (bay_m === undefined && Math.abs(length_m - faceLength(before, face.side)) < SAME_M) return face;
    return { ...face, bays: fitBays(face.bays, length_m, bayCount(length_m, bay_m ?? nominalBay(face))) };
  });
}

/**
 * A shelf with so many bays on each face, which share its length.
 * @param {Shelf} shelf
 * @param {number} count
 * @returns {Shelf}
 */
export function withBays(shelf, count) {
  const kept = Math.min(1000, Math.max(1, Math.round(count)));
  const faces = shelf.faces.map((face) => ({
    ...face,
    bays: fitBays(face.bays, faceLength(shelf, face.side), kept),
  }));
  return { ...shelf, faces };
}

/**
 * A shelf with so many boards in each bay; heights of boards that are others now are forgotten.
 * @param {Shelf} shelf
 * @param {number} boards
 * @returns {Shelf}
 */
export function withBoards(shelf, boards) {
  const faces = shelf.faces.map((face) => ({
    ...face,
    bays: face.bays.map(({ board_heights_m, ...bay }) =>
      board_heights_m?.length === boards ? { ...bay, boards, board_heights_m } : { ...bay, boards },
    ),
  }));
  return { ...shelf, faces };
}

/**
 * Ranges that stand on bays which changes take away, so that people are told.
 * @param {Plan} plan before the changes
 * @param {readonly Change[]} changes
 * @returns {Lost[]}
 */
export function rangesLosing(plan, changes) {
  /** @type {Map<string, {name: string, before: number, after: number}>} */
  const shrunk = new Map();
  const shelves = new Map((plan.shelves ?? []).map((shelf) => [shelf.id, shelf]));
  for (const change of changes) {
    if (change.kind !== "shelves") continue;
    const left = new Map((change.value?.faces ?? []).map((face) => [face.id, face.bays.length]));
    for (const face of shelves.get(change.id)?.faces ?? []) {
      const after = left.get(face.id) ?? 0;
      if (after < face.bays.length) shrunk.set(face.id, { name: face.name, before: face.bays.length, after });
    }
  }
  return (plan.ranges ?? []).flatMap((range) =>
    (range.runs ?? []).flatMap((run) => {
      const face = shrunk.get(run.face);
      if (!face || run.last_bay <= face.after) return [];
      const first = Math.max(run.first_bay, face.after + 1);
      const bays = Array.from({ length: run.last_bay - first + 1 }, (_, at) => first + at);
      return [{ range: range.id, face: run.face, name: face.name, bays }];
    }),
  );
}

/**
 * Length of a shelf that has so many bays of a width.
 * @param {number} count
 * @param {number} bay_m
 */
export function lengthOfBays(count, bay_m) {
  return roundLength(count * bay_m);
}
