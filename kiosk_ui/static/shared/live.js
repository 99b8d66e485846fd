/**
 * Live positions and new versions of the plan: an event source that tells who listens about
 * moves, leaving, the plan and loss of contact.
 * @module
 */

import { listenTo } from "./event-line.js";

/**
 * @typedef {object} LivePosition
 * @property {string} subject
 * @property {string} level
 * @property {number} x_m
 * @property {number} y_m
 * @property {number} radius_95_m
 * @property {number | null} heading_deg
 * @property {string | null} [area] outline of where one can walk to within the radius, tenths of metres;
 *   null where many are followed
 * @property {"spot" | "run" | "area" | "level" | "nothing"} [knows] what may be shown: a spot if not told
 * @property {Record<string, string> | null} [words] what is known, by language, where it is no spot
 */

/**
 * @typedef {object} LiveListener
 * @property {(position: LivePosition) => void} [moved]
 * @property {(subject: string) => void} [gone]
 * @property {(version: string) => void} [planned] told of every version that is served
 * @property {(online: boolean) => void} [contact]
 * @property {(advice: import("./guiding.js").Advice) => void} [guided] of who is led
 */

/**
 * Follow one subject of a branch, or all of them.
 * @param {string} branch
 * @param {string | null} subject
 * @param {LiveListener} listener
 * @returns {() => void} ends it
 */
export function follow(branch, subject, listener) {
  return listen(branch, "live", subject === null ? {} : { subject }, listener);
}

/**
 * Follow one subject of a branch and lead it to a goal.
 * @param {string} branch
 * @param {string} subject
 * @param {() => string} goal query of the goal, as the page has it whenever it connects
 * @param {string} language
 * @param {LiveListener} listener
 * @returns {() => void} ends it
 */
export function lead(branch, subject, goal, language, listener) {
  return listen(branch, "guide", () => ({ ...goalOf(goal()), subject, lang: language }), listener);
}

/**
 * @param {string} query
 * @returns {Record<string, string>}
 */
function goalOf(query) {
  return Object.fromEntries(new URLSearchParams(query));
}

/**
 * Follow the plan of the page's branch, and nobody. A page that is not seen gives its
 * connection back, because browsers hold few of them open to one server.
 * @param {(version: string) => void} planned
 */
export function followPlan(planned) {
  const { branch } = document.body.dataset;
  if (!branch) return;
  let end = () => {};
  function look() {
    end();
    end = document.hidden ? () => {} : listen(branch ?? "", "live", { only: "plan" }, { planned });
  }
  document.addEventListener("visibilitychange", look);
  look();
}

/**
 * The version on show goes along, so that the server can tell a page which has missed a newer one.
 * @param {string} branch
 * @param {"live" | "guide"} what
 * @param {Record<string, string> | (() => Record<string, string>)} wanted
 * @param {LiveListener} listener
 * @returns {() => void} ends it
 */
function listen(branch, what, wanted, listener) {
  function address() {
    const now = typeof wanted === "function" ? wanted() : wanted;
    const query = new URLSearchParams({ ...now, plan: document.body.dataset["version"] ?? "" });
    return `/api/v1/branches/${encodeURIComponent(branch)}/${what}?${query}`;
  }

  const heard = {
    position: (/** @type {MessageEvent} */ { data }) => listener.moved?.(/** @type {LivePosition} */ (JSON.parse(data))),
    gone: (/** @type {MessageEvent} */ { data }) => listener.gone?.(/** @type {{subject: string}} */ (JSON.parse(data)).subject),
    plan: (/** @type {MessageEvent} */ { data }) => listener.planned?.(/** @type {{version: string}} */ (JSON.parse(data)).version),
    guide: (/** @type {MessageEvent} */ { data }) => listener.guided?.(/** @type {import("./guiding.js").Advice} */ (JSON.parse(data))),
  };
  return listenTo(address, heard, listener.contact);
}
