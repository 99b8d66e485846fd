/**
 * How the radios are heard: rows that the server wrote, brought up to date.
 * @module
 */

import { say } from "../shared/messages.js";

const EVERY_MS = 5000;
const SILENT_AFTER_S = 60;

/**
 * @typedef {{radio: string, heard: number, age_s: number | null, rssi_dbm: number | null,
 *   verdict: string, power_change_db: number, clock_error_s: number | null}} Radio
 * @typedef {Record<string, number>} Packets
 */

/**
 * A radio that was heard once and is no more; one that was never heard is not called silent.
 * @param {Radio} radio
 */
export function isSilent(radio) {
  return radio.age_s !== null && radio.age_s > SILENT_AFTER_S;
}

/**
 * What is wrong with how a radio is heard, if anything.
 * @param {Radio} radio
 * @param {import("../shared/messages.js").Messages} messages
 */
export function doubtOf(radio, messages) {
  if (radio.clock_error_s !== null) {
    return say(messages, "ui.radio_clock", { seconds: Math.abs(Math.round(radio.clock_error_s)) });
  }
  if (radio.verdict === "fine") return "";
  const db = Math.abs(Math.round(radio.power_change_db));
  return say(messages, `ui.radio_${radio.verdict}`, { db });
}

/**
 * How many packets were dropped and why, the most usual reason first; empty if none were.
 * @param {Packets} packets
 * @param {import("../shared/messages.js").Messages} messages
 */
export function droppedText(packets, messages) {
  const kinds = Object.entries(packets)
    .filter(([kind, number]) => kind !== "accepted" && number > 0)
    .sort(([, one], [, other]) => other - one);
  if (kinds.length === 0) return "";
  return say(messages, "ui.packets_dropped", {
    count: kinds.reduce((sum, [, number]) => sum + number, 0),
    kinds: kinds.map(([kind, number]) => say(messages, `ui.dropped_${kind}`, { number })).join(", "),
  });
}

/**
 * Keep the rows of a branch's radios up to date.
 * @param {string} branch
 * @param {import("../shared/messages.js").Messages} messages
 */
export function watchRadios(branch, messages) {
  const note = /** @type {HTMLElement | null} */ (document.querySelector("[data-silent]"));
  const dropped = /** @type {HTMLElement | null} */ (document.querySelector("[data-dropped]"));

  async function update() {
    const response = await fetch(`/api/v1/branches/${encodeURIComponent(branch)}/radios`);
    if (!response.ok) return;
    const { radios, packets } = /** @type {{radios: Radio[], packets: Packets}} */ (
      await response.json()
    );
    for (const radio of radios) showRadio(radio, messages);
    if (dropped) {
      dropped.textContent = droppedText(packets, messages);
      dropped.hidden = dropped.textContent === "";
    }
    const silent = radios.filter(isSilent).length;
    const words = note?.querySelector("span");
    if (note) note.hidden = silent === 0;
    if (words) words.textContent = say(messages, "ui.silent_radios", { count: silent });
  }

  setInterval(() => void update().catch(() => undefined), EVERY_MS);
}

/**
 * @param {Radio} radio
 * @param {import("../shared/messages.js").Messages} messages
 */
function showRadio(radio, messages) {
  const row = document.querySelector(`[data-radio="${CSS.escape(radio.radio)}"]`);
  if (!row || radio.age_s === null || radio.rssi_dbm === null) return;
  row.classList.toggle("silent", isSilent(radio));
  const cells = {
    "data-heard": String(radio.heard),
    "data-last-heard": say(messages, "ui.seconds_ago", { seconds: Math.round(radio.age_s) }),
    "data-rssi": `${Math.round(radio.rssi_dbm)} dBm`.replace("-", "−"),
    "data-doubt": doubtOf(radio, messages),
  };
  for (const [name, text] of Object.entries(cells)) {
    const cell = row.querySelector(`[${name}]`);
    if (cell) cell.textContent = text;
  }
}
