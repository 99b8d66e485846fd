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
 * @param {string} language
 */
export function showSteps(element, way, messages, language) {
  const list = element?.querySelector(".steps");
  const heading = element?.querySelector("h2");
  if (!list || !heading) return;
  const metres = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  heading.textContent = say(messages, "ui.route_summary", { metres: metres.format(way.length_m) });
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
