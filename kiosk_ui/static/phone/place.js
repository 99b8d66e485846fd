/**
 * The place page: the dot of a followed subject moves, the way on the map is drawn anew as it
 * goes, and the server says what to do next and what went wrong.
 * Without script the same page has the map and every step in words.
 * @module
 */

import { accuracyOf, needsPlan, partsOf, startGuiding, withAdvice, wordsFor } from "../shared/guiding.js";
import { followPlan, lead } from "../shared/live.js";
import { loadMessages, say } from "../shared/messages.js";
import { showNewPlans } from "../shared/new-plan.js";
import { offerPrint } from "../shared/print.js";
import { markStep, showSteps } from "../shared/steps.js";
import { ShelfMap } from "../shared/shelf-map.js";

/** @typedef {import("../shared/live.js").LivePosition} LivePosition */

/**
 * @param {HTMLElement} box
 * @param {ShelfMap} map
 */
async function guide(box, map) {
  const { branch = "", followed = "", language = "fi" } = box.dataset;
  const messages = await loadMessages(language);
  const base = `/api/v1/branches/${encodeURIComponent(branch)}`;
  let guiding = startGuiding();

  function query() {
    return `${box.dataset["route"]}&from=${encodeURIComponent(`subject:${followed}`)}&lang=${language}`;
  }

  function tell() {
    const line = /** @type {HTMLElement | null} */ (document.querySelector("[data-live-word]"));
    const words = wordsFor(guiding);
    if (!line || !words) return;
    const text = words.text ?? words.words?.[language] ?? say(messages, words.key, words.params);
    line.dataset["kind"] = words.kind;
    tellNext();
    if (line.textContent !== text) line.textContent = text;
  }

  /** What comes next stands below and is not read out by itself. */
  function tellNext() {
    const line = /** @type {HTMLElement | null} */ (document.querySelector("[data-live-next]"));
    const { advice, position } = guiding;
    if (!line) return;
    line.hidden = advice === null || position === null;
    if (advice === null || position === null) return;
    const { key, params } = accuracyOf(position);
    line.textContent = [advice.next, say(messages, key, params)].filter(Boolean).join("\n");
  }

  /** @param {boolean} isNew whether the list has other steps, or none of these yet */
  function showAdvice(isNew) {
    const { advice } = guiding;
    if (!advice?.steps) return;
    const list = document.querySelector("[data-way]");
    if (isNew) showSteps(list, { length_m: advice.left_m, duration_s: 0, steps: advice.steps }, messages);
    markStep(list, advice.step, advice.left_m, messages);
  }

  /** @param {string} level */
  async function fetchOverlay(level) {
    const drawn = await fetch(`${base}/overlay.svg?${query()}&level=${encodeURIComponent(level)}`);
    if (!drawn.ok) throw new Error(`no overlay of level "${level}" (${drawn.status})`);
    return /** @type {const} */ ([level, await drawn.text()]);
  }

  /** @param {LivePosition} position */
  async function replan(position) {
    guiding.plannedAt = performance.now();
    const { version } = document.body.dataset;
    const response = await fetch(`${base}/routes?${query()}`);
    if (!response.ok) return;
    const way = await response.json();
    const overlays = await Promise.all(map.levels.map(fetchOverlay));
    if (version !== document.body.dataset["version"]) return;
    map.setOverlays(Object.fromEntries(overlays));
    for (const mark of map.querySelectorAll(".m-start")) mark.remove();
    map.moveDot(guiding.position ?? position);
    if (guiding.position?.level === position.level) map.startRouteAt(guiding.position);
    map.glideToFocus();
    if (!guiding.advice) showSteps(document.querySelector("[data-way]"), way, messages);
    Object.assign(guiding, { planned: position, left_m: way.length_m });
    tell();
  }

  /** The way that the server wrote begins where the dot was: it is planned anew from the next move. */
  function onNewPlan() {
    offerPrint();
    guiding.planned = null;
    showAdvice(true);
    tell();
  }

  lead(branch, followed, () => box.dataset["route"] ?? "", language, {
    planned: showNewPlans(map, onNewPlan),
    moved(position) {
      Object.assign(guiding, { online: true, lost: false, position });
      map.follow(position);
      if (guiding.planned?.level === position.level && partsOf(position).dot) map.startRouteAt(position);
      tell();
      if (needsPlan(guiding, position, performance.now())) {
        replan(position).catch(() => {
          guiding.online = navigator.onLine;
          tell();
        });
      }
    },
    guided(advice) {
      guiding = withAdvice(guiding, advice);
      showAdvice(advice.steps !== null);
      tell();
    },
    gone(subject) {
      map.removeDot(subject);
      guiding.lost = true;
      tell();
    },
    contact(online) {
      guiding.online = online;
      tell();
    },
  });
}

const box = document.querySelector(".mapbox");
const map = document.querySelector("shelf-map");
if (box instanceof HTMLElement && map instanceof ShelfMap) {
  if (box.dataset["followed"]) void guide(box, map);
  else followPlan(showNewPlans(map, offerPrint));
}
offerPrint();
