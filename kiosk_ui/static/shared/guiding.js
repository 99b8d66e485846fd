/**
 * What a guided reader is told of the position, decided without a browser.
 * @module
 */

/** @typedef {import("./live.js").LivePosition} LivePosition */

const NEAR_M = 4;
const REPLAN_M = 1;
const REPLAN_MS = 1000;

/** @typedef {import("./api.js").GuideOut} Advice what the server tells who is led to a goal */

/**
 * @typedef {object} Guiding
 * @property {boolean} online
 * @property {boolean} lost
 * @property {boolean} starting whether the server does not compute positions yet
 * @property {LivePosition | null} position the last one heard
 * @property {LivePosition | null} planned where the way was planned from
 * @property {number} plannedAt ms
 * @property {number} left_m length of the way that is left
 * @property {Advice | null} advice the last one, with the steps of the way in force
 */

/** @returns {Guiding} before anything is heard */
export function startGuiding() {
  return { online: true, lost: false, starting: false, position: null, planned: null, plannedAt: -Infinity, left_m: Infinity, advice: null };
}

/**
 * What of a position a map may show: the dot for a spot, else the area that it may be in, and
 * neither where no more than the level is known.
 * @param {LivePosition} position
 * @returns {{dot: boolean, area: boolean}}
 */
export function partsOf({ knows = "spot" }) {
  return { dot: knows === "spot", area: knows !== "level" && knows !== "nothing" };
}

/**
 * Whether the way must be planned anew: after some metres, on another level, and again and
 * again close to the goal, because a shelf may stand between. From no spot no way is planned.
 * @param {Guiding} guiding
 * @param {LivePosition} position
 * @param {number} now_ms
 * @returns {boolean}
 */
export function needsPlan(guiding, position, now_ms) {
  const { planned } = guiding;
  if (!partsOf(position).dot) return false;
  if (now_ms - guiding.plannedAt < REPLAN_MS) return false;
  if (planned === null || planned.level !== position.level) return true;
  const moved_m = Math.hypot(planned.x_m - position.x_m, planned.y_m - position.y_m);
  return moved_m > (guiding.left_m < NEAR_M ? REPLAN_M / 2 : REPLAN_M);
}

/**
 * Take in an advice; the steps stay those of the way that came last.
 * @param {Guiding} guiding
 * @param {Advice} advice
 * @returns {Guiding}
 */
export function withAdvice(guiding, advice) {
  return { ...guiding, advice: { ...advice, steps: advice.steps ?? guiding.advice?.steps ?? null } };
}

/**
 * Whether words say what to do on the way, not that nothing is known of it.
 * @param {string} kind
 */
export function isWay(kind) {
  return !["offline", "starting", "lost", "live"].includes(kind);
}

/**
 * What to tell now: the most important first.
 * @param {Guiding} guiding
 * @returns {{kind: string, key: string, params: Record<string, string | number>, words?: Record<string, string>, text?: string, spoken?: string} | null}
 *   with its words by language, or its text to read and to hear, where the server has said it
 */
export function wordsFor(guiding) {
  if (!guiding.online) return { kind: "offline", key: "ui.offline", params: {} };
  if (guiding.starting && (guiding.lost || guiding.position === null)) return { kind: "starting", key: "ui.starting", params: {} };
  if (guiding.lost) return { kind: "lost", key: "ui.position_lost", params: {} };
  if (guiding.position === null) return null;
  const { words } = guiding.position;
  if (words) return { kind: "live", key: "ui.known.nothing", params: {}, words };
  const accuracy = accuracyOf(guiding.position);
  const { advice } = guiding;
  if (advice) return { ...accuracy, kind: advice.kind, text: advice.text, spoken: advice.spoken };
  return { kind: "live", ...accuracy };
}

/**
 * How sure a position is, as a message.
 * @param {LivePosition} position
 */
export function accuracyOf(position) {
  return { key: "ui.accuracy", params: { metres: Math.max(1, Math.round(position.radius_95_m)) } };
}
