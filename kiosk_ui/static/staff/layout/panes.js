/**
 * From part to part of the page by keys, while what is selected stays so.
 *
 * On the plan Tab goes from thing to thing; F6 leaves it, and Enter leads to the details of what
 * is selected.
 * @module
 */

/** @typedef {import("./canvas.js").PlanCanvas} PlanCanvas */

/** In the order in which they are read. */
const PANES = [".etop", ".etools", "plan-canvas", "[data-levels]", "[data-acts]", "[data-bars]", "[data-panels]"];
const REACHED = "a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex='0']";

/**
 * @param {HTMLElement} host
 * @param {PlanCanvas} canvas
 */
export function goBetweenPanes(host, canvas) {
  host.addEventListener("keydown", (event) => {
    const asked = asks(event, canvas);
    if (!asked) return;
    const entries = PANES.map((pane) => entryOf(host.querySelector(pane)));
    const at = asked === "details" ? PANES.length - 1 : next(entries, indexOf(host), asked);
    entries[at]?.focus();
    event.preventDefault();
  });
}

/**
 * @param {KeyboardEvent} event
 * @param {PlanCanvas} canvas
 * @returns {1 | -1 | "details" | null}
 */
function asks(event, canvas) {
  if (event.key === "F6") return event.shiftKey ? -1 : 1;
  const onSelected = event.target === canvas && canvas.tool.id === "select" && canvas.ctx.selection.size > 0;
  return event.key === "Enter" && onSelected && !event.defaultPrevented ? "details" : null;
}

/** @param {HTMLElement} host */
function indexOf(host) {
  const at = PANES.findIndex((pane) => host.querySelector(pane)?.contains(document.activeElement));
  return at < 0 ? PANES.indexOf("plan-canvas") : at;
}

/**
 * @param {readonly (HTMLElement | null)[]} entries
 * @param {number} from
 * @param {1 | -1} by
 */
function next(entries, from, by) {
  const count = entries.length;
  for (let step = 1; step < count; step += 1) {
    const at = (from + by * step + count) % count;
    if (entries[at]) return at;
  }
  return from;
}

/**
 * What has the focus on coming into a part; none of one that is not shown.
 * @param {Element | null} pane
 */
function entryOf(pane) {
  if (!(pane instanceof HTMLElement)) return null;
  const within = pane.matches(REACHED) ? [pane] : [...pane.querySelectorAll(REACHED)];
  return within.filter((each) => each instanceof HTMLElement).find((each) => each.checkVisibility()) ?? null;
}
