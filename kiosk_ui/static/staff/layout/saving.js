/**
 * The line that says what is saved.
 * @module
 */

/** @typedef {import("./types.js").Status} Status */

/**
 * @param {Status} status
 * @param {(key: string, params?: Record<string, string | number>) => string} say
 * @param {string} tag
 * @returns {string} such as "tallennettu klo 14.05" or "3 muutosta odottaa verkkoa"
 */
export function savingText({ state, waiting, savedAt }, say, tag) {
  if (state === "offline") return say("staff.layout.state.offline", { count: waiting });
  if (state !== "saved") return say(`staff.layout.state.${state}`);
  if (savedAt === null) return say("staff.layout.state.untouched");
  return say("staff.layout.state.saved", { time: clockText(savedAt, tag) });
}

/**
 * @param {Date | string | number} at
 * @param {string} tag
 */
export function clockText(at, tag) {
  return new Intl.DateTimeFormat(tag, { hour: "numeric", minute: "2-digit" }).format(new Date(at));
}
