/**
 * The place page: the dot of a followed subject moves, the way on the map is drawn anew as it
 * goes, and the server says what to do next and what went wrong.
 * Without script the same page has the map and every step in words.
 * @module
 */

import { offerAloud, spokenSteps } from "../shared/aloud.js";
import { accuracyOf, isWay, needsPlan, partsOf, startGuiding, withAdvice, wordsFor } from "../shared/guiding.js";
import { followPlan, lead } from "../shared/live.js";
import { loadMessages, say } from "../shared/messages.js";
import { showNewPlans } from "../shared/new-plan.js";
import { offerPrint } from "../shared/print.js";
import { followStart } from "../shared/starting.js";
import { iconOf, markStep, showSteps } from "../shared/steps.js";
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

  /** What to do now is on the card, and in the list what the card does not say. */
  function tell() {
    const card = /** @type {HTMLElement | null} */ (document.querySelector("[data-live-card]"));
    const line = card?.querySelector("[data-live-word]");
    const words = wordsFor(guiding);
    if (!card || !(line instanceof HTMLElement) || !words) return;
    const { advice } = guiding;
    const text = words.text ?? words.words?.[language] ?? say(messages, words.key, words.params);
    card.dataset["kind"] = words.kind;
    const icon = words.kind === "go" ? advice?.steps?.[advice.step]?.kind : iconsOf[words.kind];
    card.querySelector("[data-live-icon]")?.replaceChildren(iconOf(icon ?? "warn"));
    const way = document.querySelector("[data-way]");
    const isFollowed = words.kind === "go";
    const isStep = advice?.steps != null && markStep(way, advice.step, advice.left_m, messages, text, isFollowed);
    if (isStep) card.setAttribute("aria-current", "step");
    else card.removeAttribute("aria-current");
    tellDoubt(isWay(words.kind));
    if (line.textContent === text) return;
    line.textContent = text;
    line.dataset["spoken"] = words.spoken ?? text;
    aloud.tell();
  }

  /**
   * How sure the position is stands below and is not read out by itself.
   * @param {boolean} isOnWay
   */
  function tellDoubt(isOnWay) {
    const line = /** @type {HTMLElement | null} */ (document.querySelector("[data-live-doubt]"));
    if (!line) return;
    line.hidden = !isOnWay || guiding.position === null;
    if (guiding.position === null) return;
    const { key, params } = accuracyOf(guiding.position);
    line.textContent = say(messages, key, params);
  }

  function showAdvice() {
    const { advice } = guiding;
    if (!advice?.steps) return;
    const way = { length_m: advice.left_m, duration_s: 0, steps: advice.steps };
    showSteps(document.querySelector("[data-way]"), way, messages);
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

  /** @param {boolean} starting */
  function tellStart(starting) {
    guiding.starting = starting;
    tell();
  }

  /** The way that the server wrote begins where the dot was: it is planned anew from the next move. */
  function onNewPlan() {
    renew();
    guiding.planned = null;
    showAdvice();
    tell();
  }

  lead(branch, followed, () => box.dataset["route"] ?? "", language, {
    planned: showNewPlans(map, onNewPlan),
    moved(position) {
      Object.assign(guiding, { online: true, lost: false, starting: false, position });
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
      // Who leads knows where she is, or what has become of it.
      guiding = { ...withAdvice(guiding, advice), lost: false };
      if (advice.steps !== null) showAdvice();
      tell();
    },
    gone(subject) {
      map.removeDot(subject);
      guiding.lost = true;
      tell();
    },
    contact(online) {
      // Until somebody is heard again, nobody knows where they went meanwhile.
      guiding.lost ||= online && !guiding.online;
      guiding.online = online;
      tell();
      if (online) void followStart(tellStart);
    },
  });
}

/** @type {Record<string, string>} */
const iconsOf = { near: "arrive", arrived: "arrive", live: "start", replanned: "start", starting: "start" };

/** @returns {string[]} what is said now where somebody is led, else every step */
function sentences() {
  const line = document.querySelector("[data-live-word]");
  const now = line instanceof HTMLElement && line.dataset["spoken"];
  return now ? [now] : spokenSteps();
}

function renew() {
  offerPrint();
  aloud.show();
}

const aloud = offerAloud(sentences);
const box = document.querySelector(".mapbox");
const map = document.querySelector("shelf-map");
if (box instanceof HTMLElement && map instanceof ShelfMap) {
  if (box.dataset["followed"]) void guide(box, map);
  else followPlan(showNewPlans(map, renew));
}
offerPrint();
