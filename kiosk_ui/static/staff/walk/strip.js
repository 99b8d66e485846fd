/**
 * The strip of a face: what each bay holds, drawn anew after each scan.
 * @module
 */

import { say } from "../../shared/messages.js";
import { heldWords, listBorders } from "./borders.js";

/** @typedef {import("./borders.js").MapBay} MapBay */

/**
 * Draw what the bays hold now.
 * @param {HTMLElement} strip
 * @param {MapBay[]} bays
 * @param {import("./keeping.js").Kept} kept
 * @param {ReadonlySet<string>} wrong bays that are out of order
 * @param {import("../../shared/messages.js").Messages} messages
 */
export function drawStrip(strip, bays, kept, wrong, messages) {
  const seen = Object.fromEntries(Object.entries(kept.rows).map(([bay, row]) => [bay, row.read ?? row.first]));
  for (const border of listBorders(bays, seen)) {
    const item = /** @type {HTMLElement} */ (strip.querySelector(`[data-strip="${border.bay}"]`));
    const held = /** @type {HTMLElement} */ (item.querySelector("[data-held]"));
    held.textContent = say(messages, ...heldWords(border));
    item.dataset["state"] = border.state;
    item.toggleAttribute("data-moved", border.moved);
    item.toggleAttribute("data-wrong", wrong.has(String(border.bay)));
  }
  const last = strip.querySelector(`[data-strip="${kept.order.at(-1)}"]`);
  if (last instanceof HTMLElement) strip.scrollLeft = last.offsetLeft - (strip.clientWidth - last.clientWidth) / 2;
}
