/**
 * Which barcode a camera is held on: several frames must agree, and one is not read twice at once.
 * @module
 */

/**
 * @typedef {{code: string, format: string, away: number}} Seen one barcode in a frame, and how far
 *   from its middle
 * @typedef {{code: string, frames: number, at: number, taken: Record<string, number>}} Sight what
 *   was seen last, in how many frames in turn, and which codes were taken, by when they were seen last
 */

const NEEDED_FRAMES = 2;
const NEEDED_UNCHECKED_FRAMES = 3;
/** These have no check digit of their own, so that half of one can be read as another. */
const UNCHECKED = new Set(["itf", "codabar", "code_39"]);
const LEAST_ITF_DIGITS = 6;
const FORGET_MS = 1000;
export const AGAIN_MS = 2000;

/** @type {Sight} */
export const NOTHING_SEEN = { code: "", frames: 0, at: 0, taken: {} };

/**
 * Choose what is meant in a frame: the one nearest to its middle, but no ISBN beside another code.
 * @param {Seen[]} seen
 * @returns {Seen | null}
 */
export function choose(seen) {
  const whole = seen.filter((each) => !isPart(each, seen));
  const own = whole.filter((each) => !isIsbn(each));
  const [nearest] = [...(own.length > 0 ? own : whole)].sort((one, other) => one.away - other.away);
  return nearest ? { ...nearest, code: plain(nearest) } : null;
}

/**
 * Give what a barcode says: Codabar begins and ends with a letter that no catalogue has.
 * @param {Seen} seen
 */
function plain({ code, format }) {
  return format === "codabar" ? code.replace(/^[A-D]|[A-D]$/gi, "") : code;
}

/**
 * A line across a slanted interleaved 2 of 5 may leave it early, and what is left reads as a code.
 * @param {Seen} seen
 * @param {Seen[]} all
 */
function isPart({ code, format }, all) {
  if (format !== "itf") return false;
  return code.length < LEAST_ITF_DIGITS || all.some((each) => each.code !== code && each.code.includes(code));
}

/** @param {Seen} seen */
function isIsbn({ code, format }) {
  return format === "ean_13" && /^97[89]/.test(code);
}

/**
 * Take one more frame in.
 * @param {Sight} sight
 * @param {Seen | null} seen what is in the frame
 * @param {number} now in milliseconds
 * @returns {{sight: Sight, code: string}} the code that was read, or an empty one
 */
export function look(sight, seen, now) {
  if (!seen) return { sight, code: "" };
  const goesOn = seen.code === sight.code && now - sight.at < FORGET_MS;
  const frames = goesOn ? sight.frames + 1 : 1;
  const recent = Object.entries(sight.taken).filter(([, at]) => now - at < AGAIN_MS);
  const taken = Object.fromEntries(recent);
  const isTaken = seen.code in taken;
  const needed = UNCHECKED.has(seen.format) ? NEEDED_UNCHECKED_FRAMES : NEEDED_FRAMES;
  const isRead = !isTaken && frames >= needed;
  if (isTaken || isRead) taken[seen.code] = now;
  return { sight: { code: seen.code, frames, at: now, taken }, code: isRead ? seen.code : "" };
}
