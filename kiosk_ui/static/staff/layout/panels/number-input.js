/**
 * A field that takes numbers as people write them, with steps by the arrow keys.
 * @module
 */

import { readNumber, valueAfter, writeNumber } from "../numbers.js";
import { told, spoken } from "../tools/words.js";
import { tagOf } from "../../../shared/messages.js";
import { make } from "./parts.js";

/**
 * @typedef {{value: number | null, unit: import("../numbers.js").Unit, digits: number, signed?: boolean,
 *   step?: number, least?: number, most?: number}} Numeric `value` is null where things differ
 */

/**
 * Make the field; what was typed is told on leaving it, or with Enter.
 * @param {Numeric} numeric
 * @param {(next: (before: number) => number) => void} act gets how a value becomes another one
 * @returns {HTMLInputElement}
 */
export function numberInput(numeric, act) {
  const { value, unit, digits, signed = false, step } = numeric;
  const shown = value === null ? "" : writeNumber(value, digits, tagOf(spoken()));
  const input = make("input", {
    type: "text", inputmode: signed ? "text" : "decimal", value: shown, autocomplete: "off", spellcheck: "false",
    ...(value === null ? { placeholder: told("differ") } : {}),
  });
  const bounded = (/** @type {number} */ number) => Math.min(numeric.most ?? Infinity, Math.max(numeric.least ?? -Infinity, number));
  const commit = () => {
    if (input.value === shown) return;
    const typed = readNumber(input.value, unit, { signed });
    if (!typed) {
      input.setCustomValidity(told("no_number"));
      input.setAttribute("aria-invalid", "true");
      input.reportValidity();
      return;
    }
    act((before) => bounded(valueAfter(typed, before)));
  };
  input.addEventListener("input", () => {
    input.setCustomValidity("");
    input.removeAttribute("aria-invalid");
  });
  input.addEventListener("change", commit);
  input.addEventListener("focus", () => input.select());
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") input.value = shown;
    const by = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    if (!by || step === undefined) return;
    event.preventDefault();
    act((before) => bounded(before + by * step));
  });
  return input;
}
