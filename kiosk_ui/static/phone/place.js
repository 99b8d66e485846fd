/**
 * The place page: the dot of a followed subject moves, and the way is planned anew as it goes.
 * Without script the same page has the map and every step in words.
 * @module
 */

import { follow } from "../shared/live.js";
import { loadMessages, say } from "../shared/messages.js";
import { showSteps } from "../shared/steps.js";
import { ShelfMap } from "../shared/shelf-map.js";

/** @typedef {import("../shared/live.js").LivePosition} LivePosition */

const REPLAN_M = 2;
const REPLAN_MS = 2000;

/**
 * @param {HTMLElement} box
 * @param {ShelfMap} map
 */
async function guide(box, map) {
  const { branch = "", followed = "", route = "", language = "fi" } = box.dataset;
  const messages = await loadMessages(language);
  const word = document.querySelector("[data-live-word]");
  /** @type {LivePosition | null} */
  let planned = null;
  let plannedAt = 0;
  let busy = false;

  /** @param {LivePosition} position */
  function due(position) {
    if (busy || performance.now() - plannedAt < REPLAN_MS) return false;
    if (planned === null || planned.level !== position.level) return true;
    return Math.hypot(planned.x_m - position.x_m, planned.y_m - position.y_m) > REPLAN_M;
  }

  /** @param {LivePosition} position */
  async function replan(position) {
    busy = true;
    plannedAt = performance.now();
    try {
      const base = `/api/v1/branches/${encodeURIComponent(branch)}`;
      const query = `${route}&from=${encodeURIComponent(`subject:${followed}`)}&lang=${language}`;
      const response = await fetch(`${base}/routes?${query}`);
      if (!response.ok) return;
      const way = await response.json();
      const overlays = Object.fromEntries(
        await Promise.all(
          [...map.querySelectorAll("figure[data-level]")].map(async (figure) => {
            const level = /** @type {HTMLElement} */ (figure).dataset["level"] ?? "";
            const drawn = await fetch(`${base}/overlay.svg?${query}&level=${encodeURIComponent(level)}`);
            return [level, await drawn.text()];
          }),
        ),
      );
      map.setOverlays(overlays);
      map.moveDot(position);
      showSteps(document.querySelector("[data-way]"), way, messages, language);
      planned = position;
    } finally {
      busy = false;
    }
  }

  follow(branch, followed, {
    moved(position) {
      if (planned !== null && planned.level !== position.level) map.showLevel(position.level);
      map.moveDot(position);
      if (word) word.textContent = say(messages, "ui.accuracy", { metres: Math.max(1, Math.round(position.radius_95_m)) });
      if (due(position)) void replan(position);
    },
    gone(subject) {
      map.removeDot(subject);
      if (word) word.textContent = say(messages, "ui.position_lost");
    },
    contact(online) {
      if (!online && word) word.textContent = say(messages, "ui.offline");
    },
  });
}

const box = document.querySelector(".mapbox");
const map = document.querySelector("shelf-map");
if (box instanceof HTMLElement && map instanceof ShelfMap && box.dataset["followed"]) void guide(box, map);
