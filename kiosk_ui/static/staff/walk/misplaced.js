/**
 * Scanning along bays: what is scanned is kept on the device, and checked when there is a connection.
 * @module
 */

import { loadMessages, say } from "../../shared/messages.js";
import { offerPrint } from "../../shared/print.js";
import { ownHeaders } from "../owner.js";
import { keepScanned, loadScanned, openKeeping } from "./keeping.js";
import { keepPage } from "./page-keeping.js";
import { countScanned, withItem, withNextBay } from "./scanned.js";

const CLOSED = [401, 403];
const main = /** @type {HTMLElement} */ (document.querySelector("main.walk"));
const branch = main.dataset["branch"] ?? "";
const form = /** @type {HTMLFormElement} */ (main.querySelector("form"));
const field = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("items"));
const found = /** @type {HTMLElement} */ (main.querySelector("[data-found]"));
/** @param {string} name @returns {HTMLElement} */
const part = (name) => /** @type {HTMLElement} */ (main.querySelector(`[data-${name}]`));

const messages = await loadMessages(main.dataset["language"] ?? "fi");
const database = await openKeeping();
let waiting = false;
let checked = "";
/** @type {string[]} what the list was before each touch, the newest last */
const before = [];

function show() {
  const { items, bays } = countScanned(field.value);
  part("count").textContent = items > 0 ? say(messages, "staff.misplaced.count", { items, bays }) : "";
  part("undo").hidden = before.length === 0;
  part("next").hidden = part("clear").hidden = items === 0;
}

async function keep() {
  show();
  await keepScanned(database, { branch, text: field.value, waiting, checked });
}

/** @param {string} text */
function change(text) {
  before.push(field.value);
  field.value = text;
  field.scrollTop = field.scrollHeight;
  waiting = waiting && text !== "";
  void keep();
}

/** @param {string} key @param {Record<string, number>} [params] */
function tell(key, params) {
  const note = Object.assign(document.createElement("p"), { className: "note" });
  note.textContent = say(messages, `staff.misplaced.${key}`, params);
  found.replaceChildren(note);
}

/**
 * Let the server judge, or wait for the network; the answer is the same page, of which a part is taken.
 * @param {boolean} isAsked whether somebody waits for it; who scans on must not lose the field
 */
async function check(isAsked) {
  waiting = true;
  const asked = field.value;
  await keep();
  main.setAttribute("aria-busy", "true");
  const page = await ask();
  main.removeAttribute("aria-busy");
  const { items } = countScanned(field.value);
  if (page === "offline") return tell("offline", { count: items });
  if (page === "closed") return tell("closed", { count: items });
  waiting = false;
  checked = asked;
  await keep();
  const answer = new DOMParser().parseFromString(page, "text/html").querySelector("[data-found]");
  found.replaceChildren(...(answer?.childNodes ?? []));
  offerPrint();
  if (isAsked) found.focus();
  return undefined;
}

/** @returns {Promise<string>} the page, or "offline", or "closed" for who is signed out */
async function ask() {
  if (!navigator.onLine) return "offline";
  const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
  try {
    const response = await fetch(form.action, { method: "POST", body, headers: ownHeaders(), credentials: "same-origin" });
    if (response.ok) return await response.text();
    return CLOSED.includes(response.status) ? "closed" : "offline";
  } catch {
    return "offline";
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void check(true);
});
field.addEventListener("input", () => void keep());
main.addEventListener("barcode", (event) => {
  change(withItem(field.value, /** @type {CustomEvent<{code: string}>} */ (event).detail.code));
});
part("next").addEventListener("click", () => {
  change(withNextBay(field.value));
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
});
part("clear").addEventListener("click", () => change(""));
part("undo").addEventListener("click", () => {
  field.value = before.pop() ?? "";
  void keep();
});
addEventListener("online", () => {
  if (waiting) void check(false);
});

if (!field.value) {
  const kept = await loadScanned(database, branch);
  field.value = kept.text;
  waiting = kept.waiting;
  checked = kept.checked ?? "";
}
show();
offerPrint();
await import("../../shared/barcode-camera.js");
main.dataset["ready"] = "";
if (waiting) await check(false);
if (await keepPage()) main.dataset["kept"] = "";
