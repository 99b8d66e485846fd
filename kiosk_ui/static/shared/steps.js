/**
 * The steps of a way, put in place of those that the server wrote into the page.
 * @module
 */

import { say } from "./messages.js";

/**
 * @typedef {object} WayStep
 * @property {string} kind
 * @property {string} text
 * @property {string} [spoken] the same to hear
 */

/** @typedef {{length_m: number, duration_s: number, steps: WayStep[]}} Way */

/**
 * Write a way's summary and steps into an element that has both already; the first step is
 * the current one.
 * @param {Element | null} element
 * @param {Way} way
 * @param {import("./messages.js").Messages} messages
 */
export function showSteps(element, way, messages) {
  const list = element?.querySelector(".steps");
  const heading = element?.querySelector("h2");
  if (!list || !heading) return;
  heading.textContent = say(messages, "ui.route_summary", { metres: Math.round(way.length_m) });
  list.replaceChildren(
    ...way.steps.map((step, index) => {
      const item = document.createElement("li");
      item.dataset["spoken"] = step.spoken ?? step.text;
      if (step.kind === "arrive") item.className = "arrival";
      if (index === 0) item.setAttribute("aria-current", "step");
      item.append(iconOf(step.kind));
      const text = document.createElement("span");
      text.className = "grow";
      text.textContent = step.text;
      item.append(text);
      return item;
    }),
  );
}

/**
 * @param {string} kind of a step, or "warn"
 * @returns {Node}
 */
export function iconOf(kind) {
  const template = document.querySelector(`template[data-icon="${kind}"]`);
  return template instanceof HTMLTemplateElement ? template.content.cloneNode(true) : new Text();
}

/**
 * Make another step the current one: those before it are done and go, and how far it still is
 * is told. Where the current one is told elsewhere, it does not stand in the list as well.
 * @param {Element | null} element
 * @param {number} step
 * @param {number} left_m
 * @param {import("./messages.js").Messages} messages
 * @param {boolean} isTold whether the current step is told elsewhere
 */
export function markStep(element, step, left_m, messages, isTold) {
  const heading = element?.querySelector("h2");
  const metres = Math.round(left_m);
  if (heading) heading.textContent = say(messages, "ui.route_summary", { metres });
  for (const [index, item] of [...(element?.querySelectorAll(".steps > li") ?? [])].entries()) {
    /** @type {HTMLElement} */ (item).hidden = isTold ? index <= step : index < step;
    if (index === step && !isTold) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  }
}
