/**
 * The page of ranges: bays are chosen by two taps, borders are dragged, and forms are sent
 * without leaving the page. Without this script the same forms do the same.
 * @module
 */
import "../../shared/shelf-map.js";
import { loadMessages, say } from "../../shared/messages.js";
import { forgetUnsent, keepUnsent, restoreUnsent } from "../unsent.js";
import { between, stopAt } from "./borders.js";

/** @typedef {import("./borders.js").Stops} Stops */

const messages = await loadMessages(document.documentElement.lang);

/**
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {HTMLElement[]}
 */
function all(selector, within = document) {
  return [...within.querySelectorAll(selector)].filter((each) => each instanceof HTMLElement);
}

/** @returns {HTMLInputElement[]} */
function boxes() {
  return all("input[type=checkbox][name=bay]").filter((each) => each instanceof HTMLInputElement);
}

/** What was chosen last by hand, from which the next choice reaches. */
let anchor = -1;

/** @param {HTMLInputElement} box */
function choose(box) {
  const known = boxes();
  const at = known.indexOf(box);
  if (box.checked && anchor >= 0 && known[anchor]?.checked) {
    for (const each of between(anchor, at)) {
      const other = known[each];
      if (other) other.checked = true;
    }
  }
  anchor = box.checked ? at : -1;
  tellChosen();
}

/** @returns {HTMLInputElement[]} bays that were chosen on other pages of the strip */
function carried() {
  return all("input[name=bay][data-carried]").filter((each) => each instanceof HTMLInputElement);
}

/** Say how many bays are chosen, and mark them on the map. */
function tellChosen() {
  const chosen = new Set([...carried(), ...boxes().filter((each) => each.checked)].map(({ value }) => value));
  for (const each of document.querySelectorAll(".map [data-spot]")) {
    each.classList.toggle("off", !chosen.has(each.getAttribute("data-spot") ?? ""));
  }
  const count = chosen.size;
  for (const each of all("[data-chosen]")) each.textContent = say(messages, "staff.ranges.chosen", { count });
  for (const each of all("[data-clear]")) each.hidden = count === 0;
}

/**
 * Send the form of the page and show the answer in its place.
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} submitter
 */
async function send(form, submitter) {
  if (form.inert) return;
  const data = new FormData(form, submitter);
  const body = new URLSearchParams();
  for (const [name, value] of data) if (typeof value === "string") body.append(name, value);
  const free = hold(form);
  try {
    const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" } });
    if (response.status === 404) {
      free();
      tell(say(messages, "staff.draft_gone"));
      return;
    }
    if (!response.headers.get("content-type")?.startsWith("text/html")) throw new Error("no page");
    show(await response.text(), response.redirected ? response.url : "");
  } catch {
    free();
    tell(say(messages, "ui.offline"));
  }
}

/**
 * Take nothing more into a form while it is being saved, and say why.
 * @param {HTMLFormElement} form
 * @returns {() => void} what gives the form back as it was
 */
function hold(form) {
  const focused = document.activeElement;
  form.setAttribute("aria-busy", "true");
  form.inert = true;
  note("note here busy", "status", say(messages, "staff.ranges.busy"));
  return () => {
    form.removeAttribute("aria-busy");
    form.inert = false;
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  };
}

/** @param {string} words */
function tell(words) {
  note("note warn", "alert", words);
}

/**
 * @param {string} look
 * @param {string} role
 * @param {string} words
 */
function note(look, role, words) {
  for (const place of all("[data-status]")) {
    const told = document.createElement("p");
    told.className = look;
    told.setAttribute("role", role);
    told.textContent = words;
    place.replaceChildren(told);
  }
}

/**
 * @param {string} html
 * @param {string} address
 */
function show(html, address) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const fresh = page.querySelector("#content");
  const now = document.querySelector("#content");
  const heading = page.querySelector(".top .grow");
  if (!fresh || !now) return location.reload();
  const scrolled = scrollY;
  now.replaceWith(document.adoptNode(fresh));
  if (heading) document.querySelector(".top .grow")?.replaceWith(document.adoptNode(heading));
  if (address) {
    history.replaceState(null, "", address);
    if (unsentKey) forgetUnsent(unsentKey);
  }
  prepare();
  scrollTo(0, scrolled);
  const answer = all("[role=alert], [data-preview], [role=status]", fresh)[0];
  answer?.focus({ preventScroll: false });
}

/** A border that is being moved: its bay, the stops around it and where it is among them. */
class Moving {
  /**
   * @param {HTMLElement} grip
   * @param {Stops} stops
   */
  constructor(grip, stops) {
    this.grip = grip;
    this.stops = stops;
    const field = grip.parentElement?.querySelector("input.first");
    if (!(field instanceof HTMLInputElement)) throw new Error("a bay without a field");
    this.field = field;
    this.before = field.value;
    this.at = stops.at;
    grip.setAttribute("aria-valuemax", String(Math.max(stops.stops.length - 1, 0)));
    this.tip = document.createElement("span");
    this.tip.className = "tip";
    this.tip.hidden = true;
    grip.after(this.tip);
  }

  /** @param {number} at */
  go(at) {
    const stop = this.stops.stops[at];
    if (!stop) return;
    this.at = at;
    this.field.value = stop.first;
    this.field.classList.toggle("changed", stop.first !== this.before);
    this.grip.setAttribute("aria-valuenow", String(at));
    const items = say(messages, "staff.ranges.items", { count: stop.items });
    this.grip.setAttribute("aria-valuetext", `${stop.first}, ${items}`);
    this.tip.textContent = items;
    this.tip.hidden = false;
  }

  /** @param {boolean} keep */
  end(keep) {
    if (!keep) {
      this.field.value = this.before;
      this.grip.setAttribute("aria-valuetext", this.before);
    }
    this.field.classList.toggle("changed", keep && this.field.value !== this.before);
    this.grip.style.transform = "";
    this.grip.classList.remove("moving");
    this.tip.remove();
    return keep && this.field.value !== this.before;
  }
}

/** @type {Moving | null} */
let moving = null;

/** @param {HTMLElement} grip */
async function take(grip) {
  if (moving?.grip === grip) return moving;
  moving?.end(false);
  moving = null;
  const form = grip.closest("form");
  const [face = "", bay = ""] = (grip.parentElement?.dataset["bay"] ?? "").split("|");
  const query = new URLSearchParams({ face, bay });
  const response = await fetch(`${form?.dataset["stops"]}?${query}`);
  if (!response.ok) return null;
  /** @type {Stops} */
  const stops = await response.json();
  moving = new Moving(grip, stops);
  grip.classList.add("moving");
  return moving;
}

/** @param {boolean} keep */
function letGo(keep) {
  const form = moving?.grip.closest("form");
  const changed = moving?.end(keep);
  moving = null;
  if (changed && form) void send(form, form.querySelector("button[value=borders]"));
}

/** @param {PointerEvent} event */
async function drag(event) {
  const grip = event.currentTarget;
  if (!(grip instanceof HTMLElement) || event.button !== 0) return;
  grip.setPointerCapture(event.pointerId);
  const start = event.clientX;
  let latest = start;
  let over = false;
  const here = grip.parentElement?.getBoundingClientRect();
  const width = here?.width ?? 1;
  const move = (/** @type {PointerEvent} */ each) => {
    latest = each.clientX;
    grip.style.transform = `translateX(${Math.max(-width, Math.min(width, latest - start))}px)`;
    aim();
  };
  const aim = () => {
    if (!moving || moving.grip !== grip || Math.abs(latest - start) < 3) return;
    const origin = moving.stops.stops[moving.stops.at]?.items ?? moving.stops.items;
    const share = moving.stops.items ? origin / moving.stops.items : 0;
    const moved = (latest - start) / width;
    moving.go(stopAt(moving.stops, moved < 0 ? share * (1 + moved) : share + (1 - share) * moved));
  };
  const stop = (/** @type {Event} */ each) => {
    over = true;
    grip.removeEventListener("pointermove", move);
    grip.style.transform = "";
    if (moving) letGo(each.type === "pointerup" && Math.abs(latest - start) >= 3);
  };
  grip.addEventListener("pointermove", move);
  grip.addEventListener("pointerup", stop, { once: true });
  grip.addEventListener("pointercancel", stop, { once: true });
  await take(grip);
  aim();
  if (over) letGo(Math.abs(latest - start) >= 3);
}

/** @type {Record<string, number>} */
const STEPS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };

/** @param {KeyboardEvent} event */
async function press(event) {
  const grip = event.currentTarget;
  if (!(grip instanceof HTMLElement)) return;
  const step = STEPS[event.key];
  if (step !== undefined) {
    event.preventDefault();
    const own = await take(grip);
    own?.go(Math.max(0, Math.min(own.stops.stops.length - 1, own.at + step)));
  } else if (event.key === "Enter" || event.key === "Escape") {
    event.preventDefault();
    if (moving?.grip === grip) letGo(event.key === "Enter");
  }
}

/** @param {HTMLInputElement} input */
async function readFile(input) {
  const file = input.files?.[0];
  const field = document.querySelector("#table");
  if (!file || !(field instanceof HTMLTextAreaElement)) return;
  const response = await fetch("/s/ranges/sheet", { method: "POST", body: file });
  const text = await response.text();
  const inWords = response.headers.get("content-type")?.startsWith("text/plain");
  if (response.ok) field.value = text;
  else tell(inWords ? text : say(messages, "staff.trouble.other"));
}

/** Numbers are written over, and Enter presses the button beside them. */
function prepareNumbers() {
  for (const each of all(".op input"))
    if (each instanceof HTMLInputElement) {
      each.addEventListener("focus", () => each.select());
      each.addEventListener("keydown", (event) => {
        const button = each.closest(".op")?.querySelector("button");
        if (event.key !== "Enter" || !button) return;
        event.preventDefault();
        button.click();
      });
      if (each === document.activeElement) each.select();
    }
}

/** Where what is typed into the form on show is kept. */
let unsentKey = "";

/** @param {HTMLFormElement} form */
function keep(form) {
  const { draft = "", partition = "" } = Object.fromEntries(new FormData(form));
  unsentKey = `unsent/ranges/${draft}/${partition}`;
  keepUnsent(form, unsentKey);
}

/** Give back what was typed before the page was left or loaded anew. */
function giveBack() {
  for (const form of document.querySelectorAll("form[data-work]")) {
    if (!(form instanceof HTMLFormElement) || !restoreUnsent(form, unsentKey)) continue;
    tellChosen();
    tell(say(messages, "staff.unsent"));
    const drop = document.createElement("button");
    Object.assign(drop, { type: "button", className: "btn", textContent: say(messages, "staff.unsent_drop") });
    drop.addEventListener("click", () => {
      forgetUnsent(unsentKey);
      location.reload();
    });
    document.querySelector("[data-status] .note")?.append(drop);
  }
}

/** Make what is on the page move; again whenever it was exchanged. */
function prepare() {
  anchor = -1;
  moving = null;
  tellChosen();
  prepareNumbers();
  const previewed = document.querySelector("[data-previewed]") !== null;
  for (const each of boxes()) each.addEventListener("change", () => choose(each));
  for (const each of all(".grip")) {
    const field = each.parentElement?.querySelector("input.first");
    each.hidden = previewed || !(field instanceof HTMLInputElement && field.value);
    each.addEventListener("pointerdown", (event) => void drag(event));
    each.addEventListener("keydown", (event) => void press(event));
    each.addEventListener("blur", () => moving?.grip === each && letGo(false));
  }
  for (const each of all("[data-clear]"))
    each.addEventListener("click", () => {
      for (const box of boxes()) box.checked = false;
      for (const each of carried()) each.remove();
      anchor = -1;
      tellChosen();
    });
  for (const each of all("label.file")) each.hidden = false;
  for (const each of all("[data-file]"))
    each.addEventListener("change", () => each instanceof HTMLInputElement && void readFile(each));
  for (const form of document.querySelectorAll("form[data-work]")) {
    form.addEventListener("submit", (event) => {
      if (!(form instanceof HTMLFormElement) || !(event instanceof SubmitEvent)) return;
      event.preventDefault();
      void send(form, event.submitter);
    });
    if (form instanceof HTMLFormElement) keep(form);
  }
}

prepare();
giveBack();
