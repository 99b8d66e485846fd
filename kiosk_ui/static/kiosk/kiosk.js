/**
 * The kiosk: on-screen keyboard, comforts, print, and forgetting everything when left.
 * @module
 */

import "../shared/shelf-map.js";

const WARN_S = 15;

/** @param {HTMLInputElement} field */
function listenToKeys(field) {
  const keyboard = document.querySelector("[data-keyboard]");
  if (!(keyboard instanceof HTMLElement)) return;
  keyboard.hidden = false;
  keyboard.addEventListener("pointerdown", (event) => event.preventDefault());
  keyboard.addEventListener("click", (event) => {
    const key = /** @type {Element} */ (event.target).closest("button");
    if (!key) return;
    if (key.dataset["key"] !== undefined) type(field, key.dataset["key"]);
    if (key.dataset["erase"] !== undefined) erase(field);
    if (key.dataset["go"] !== undefined) field.form?.requestSubmit();
  });
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}

/**
 * @param {HTMLInputElement} field
 * @param {string} text
 */
function type(field, text) {
  const at = field.selectionStart ?? field.value.length;
  if (field.maxLength > 0 && field.value.length + text.length > field.maxLength) return;
  field.setRangeText(text, at, field.selectionEnd ?? at, "end");
}

/** @param {HTMLInputElement} field */
function erase(field) {
  const end = field.selectionEnd ?? field.value.length;
  const start = field.selectionStart === end ? Math.max(0, end - 1) : (field.selectionStart ?? 0);
  field.setRangeText("", start, end, "end");
}

/**
 * Comforts hold until the kiosk is left: session storage is cleared on the way home.
 * @param {HTMLElement} tools
 */
function offerComforts(tools) {
  const root = document.documentElement;
  const apply = () => {
    const large = sessionStorage.getItem("text") === "on";
    const contrast = sessionStorage.getItem("contrast") === "on";
    root.classList.toggle("large-text", large);
    if (contrast) root.dataset["theme"] = "contrast";
    else delete root.dataset["theme"];
    for (const [name, on] of /** @type {[string, boolean][]} */ ([["text", large], ["contrast", contrast]])) {
      tools.querySelector(`[data-comfort=${name}]`)?.setAttribute("aria-pressed", String(on));
    }
  };
  tools.hidden = false;
  tools.addEventListener("click", (event) => {
    const name = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-comfort]"))?.dataset["comfort"];
    if (name === undefined) return;
    sessionStorage.setItem(name, sessionStorage.getItem(name) === "on" ? "off" : "on");
    apply();
  });
  apply();
}

/** @param {HTMLElement} screen */
function forgetWhenLeft(screen) {
  const dialog = /** @type {HTMLDialogElement} */ (document.querySelector("[data-idle]"));
  const count = dialog.querySelector("[data-idle-count]");
  const idleS = Number(screen.dataset["idleS"]);
  let left = idleS;
  const home = screen.dataset["home"] ?? "/";
  const resting = screen.classList.contains("resting");

  function stay() {
    left = idleS;
    if (dialog.open) dialog.close();
  }

  function tick() {
    left -= 1;
    const field = /** @type {HTMLInputElement | null} */ (document.querySelector("input[type=search]"));
    const untouched = resting && !field?.value && sessionStorage.length === 0;
    if (untouched) {
      left = idleS;
      return;
    }
    if (left <= 0) {
      sessionStorage.clear();
      location.replace(home);
      return;
    }
    if (left <= WARN_S && !dialog.open) dialog.showModal();
    if (count) count.textContent = String(left);
  }

  for (const kind of ["pointerdown", "keydown"]) {
    addEventListener(kind, (event) => {
      if (!dialog.open) left = idleS;
      else if (event.target instanceof Element && event.target.closest("[data-idle-stay]")) stay();
    });
  }
  dialog.querySelector("[data-idle-stay]")?.addEventListener("click", stay);
  dialog.addEventListener("cancel", stay);
  setInterval(tick, 1000);
  for (const link of document.querySelectorAll("a")) {
    if (link.getAttribute("href") === home) link.addEventListener("click", () => sessionStorage.clear());
  }
}

function offerPrint() {
  const button = document.querySelector("[data-print]");
  if (!(button instanceof HTMLElement)) return;
  button.hidden = false;
  button.addEventListener("click", () => print());
}

const screenElement = document.querySelector(".screen");
const field = document.querySelector("[data-search] input[type=search]");
const comforts = document.querySelector("[data-comforts]");
if (field instanceof HTMLInputElement) listenToKeys(field);
if (comforts instanceof HTMLElement) offerComforts(comforts);
if (screenElement instanceof HTMLElement) forgetWhenLeft(screenElement);
offerPrint();
