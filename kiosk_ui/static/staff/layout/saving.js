/**
 * The line that says what is saved.
 * @module
 */

/** @typedef {import("./types.js").Status} Status */

/**
 * @param {Status} status
 * @param {(key: string, params?: Record<string, string | number>) => string} say
 * @param {{tag: string, zone: string}} clocks language, and the library's time zone
 * @returns {string} such as "tallennettu klo 14.05" or "3 muutosta odottaa verkkoa"
 */
export function savingText({ state, waiting, savedAt }, say, clocks) {
  if (state === "offline") return say("staff.layout.state.offline", { count: waiting });
  if (state !== "saved") return say(`staff.layout.state.${state}`);
  if (savedAt === null) return say("staff.layout.state.untouched");
  return say("staff.layout.state.saved", { time: clockText(savedAt, clocks) });
}

/**
 * Give what the library's clocks show, wherever those of the device stand.
 * @param {Date | string | number} at
 * @param {{tag: string, zone: string}} clocks
 */
export function clockText(at, { tag, zone }) {
  const shown = /** @type {const} */ ({ hour: "numeric", minute: "2-digit" });
  try {
    return new Intl.DateTimeFormat(tag, { ...shown, timeZone: zone }).format(new Date(at));
  } catch (error) {
    // A plan may name a zone that this browser does not know.
    if (!(error instanceof RangeError)) throw error;
    return new Intl.DateTimeFormat(tag, shown).format(new Date(at));
  }
}
