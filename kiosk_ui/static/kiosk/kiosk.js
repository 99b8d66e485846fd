/**
 * The kiosk's pages: search as one types, comforts, print, and forgetting when left.
 * @module
 */

import { offerAloud, spokenSteps } from "../shared/aloud.js";
import { followPlan } from "../shared/live.js";
import { searchAsTyped } from "../shared/live-search.js";
import { showNewPlans } from "../shared/new-plan.js";
import { offerPrint } from "../shared/print.js";
import { ShelfMap } from "../shared/shelf-map.js";
import { offerComforts } from "./comforts.js";
import { forgetWhenLeft } from "./idle.js";
import { typeInto } from "./keyboard.js";
import { offerMore } from "./more.js";

const ALIVE_EVERY_MS = 60_000;

/**
 * The question fills the panel at rest; once it is touched, results and keyboard take the screen.
 * @param {HTMLElement} screen
 * @param {HTMLFormElement} form
 * @param {HTMLElement} keyboard
 */
function offerSearch(screen, form, keyboard) {
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("q"));
  const open = () => {
    screen.classList.replace("resting", "searching");
  };
  field.addEventListener("focus", open);
  typeInto(keyboard, field);
  searchAsTyped(form);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    const types = event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (types && event.target === document.body) field.focus();
  });
  if (field.value) {
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  }
}

/**
 * The staff see which kiosks are alive.
 * @param {string} home
 */
function sayAlive(home) {
  const path = new URL(home, location.href).pathname;
  setInterval(() => fetch(`${path}/seen`, { method: "POST" }).catch(() => {}), ALIVE_EVERY_MS);
}

const screen = document.querySelector(".screen");
const form = document.querySelector("form[data-search]");
const keyboard = document.querySelector("[data-keyboard]");
const map = document.querySelector("shelf-map");
const comforts = document.querySelector("[data-comforts]");
const dialog = document.querySelector("[data-idle]");
if (comforts instanceof HTMLElement) offerComforts(comforts);
if (screen instanceof HTMLElement && dialog instanceof HTMLDialogElement) forgetWhenLeft(screen, dialog);
if (screen instanceof HTMLElement && form instanceof HTMLFormElement && keyboard instanceof HTMLElement) {
  offerSearch(screen, form, keyboard);
}
if (screen instanceof HTMLElement) sayAlive(screen.dataset["home"] ?? "");
const way = document.querySelector(".way");
const more = document.querySelector("[data-more]");
const lookAgain = way instanceof HTMLElement && more instanceof HTMLElement ? offerMore(way, more) : () => {};
const aloud = offerAloud(spokenSteps);
offerPrint();
if (map instanceof ShelfMap) {
  followPlan(showNewPlans(map, () => {
    offerPrint();
    aloud.show();
    lookAgain();
  }));
}
