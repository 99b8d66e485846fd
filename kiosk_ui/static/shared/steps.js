/**
 * The steps of a way, put in place of those that the server wrote into the page.
 * @module
 */

import { say } from "./messages.js";

/**
 * @typedef {object} WayStep
 * @property {string} kind
 * @property {string} text
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
  const icons = new Map(
    [...document.querySelectorAll("template[data-icon]")].map((template) => [
      /** @type {HTMLElement} */ (template).dataset["icon"],
      /** @type {HTMLTemplateElement} */ (template).content,
    ]),
  );
  list.replaceChildren(
    ...way.steps.map((step, index) => {
      const item = document.createElement("li");
      if (step.kind === "arrive") item.className = "arrival";
      if (index === 0) item.setAttribute("aria-current", "step");
      const icon = icons.get(step.kind);
      if (icon) item.append(icon.cloneNode(true));
      const text = document.createElement("span");
      text.className = "grow";
      text.textContent = step.text;
      item.append(text);
      return item;
    }),
  );
}

/**
 * Make another step the current one: those before it are done and go, and how far it still is
 * is told.
 * @param {Element | null} element
 * @param {number} step
 * @param {number} left_m
 * @param {import("./messages.js").Messages} messages
 */
export function markStep(element, step, left_m, messages) {
  const heading = element?.querySelector("h2");
  const metres = Math.round(left_m);
  if (heading) heading.textContent = say(messages, "ui.route_summary", { metres });
  for (const [index, item] of [...(element?.querySelectorAll(".steps > li") ?? [])].entries()) {
    /** @type {HTMLElement} */ (item).hidden = index < step;
    if (index === step) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  }
}
