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
 * is told. Steps that were just told elsewhere do not stand in the list as well.
 * @param {Element | null} element
 * @param {number} step
 * @param {number} left_m
 * @param {import("./messages.js").Messages} messages
 * @param {string} told what is told elsewhere
 * @param {boolean} isFollowed whether that goes on with the current step, though in other words
 * @returns {boolean} whether the current step is told elsewhere
 */
export function markStep(element, step, left_m, messages, told, isFollowed) {
  const heading = element?.querySelector("h2");
  const metres = Math.round(left_m);
  if (heading) heading.textContent = say(messages, "ui.route_summary", { metres });
  const items = /** @type {HTMLElement[]} */ ([...(element?.querySelectorAll(".steps > li") ?? [])]);
  const gone = step + countTold(items.slice(step).map(textOf), told, isFollowed);
  for (const [index, item] of items.entries()) {
    item.hidden = index < gone;
    if (index === step && !item.hidden) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  }
  return gone > step;
}

/**
 * How many steps, one after the other from the first, are in what is told. Each is looked for
 * behind the one before: a step may begin like the next one.
 * @param {readonly string[]} steps
 * @param {string} told
 * @param {boolean} [isFollowed] whether the first is told anyhow: "in 6 metres, turn left"
 * @returns {number}
 */
export function countTold(steps, told, isFollowed = false) {
  let rest = told.toLowerCase();
  for (const [index, step] of steps.entries()) {
    const at = rest.indexOf(step.toLowerCase());
    if (index === 0 && isFollowed && at < 0) continue;
    if (at < 0 || step === "") return index;
    rest = rest.slice(at + step.length);
  }
  return steps.length;
}

/** @param {HTMLElement} item of the list */
function textOf(item) {
  return item.querySelector(".grow")?.textContent ?? "";
}
