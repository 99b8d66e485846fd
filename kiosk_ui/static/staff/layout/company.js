/**
 * Who else is in the draft, and what they have selected just now.
 *
 * What others have selected is outlined with their name, and said beside their sign and, once it
 * has rested, to those who hear the page. What is selected here is told to them as long as the
 * page is looked at.
 * @module
 */

import { readKey } from "./geometry/things.js";
import { gripsOf } from "./handles.js";
import { element, pathOf, toDrawing } from "./svg.js";
import { titleOf } from "./wording.js";

/** @typedef {import("./canvas.js").PlanCanvas} PlanCanvas */
/** @typedef {import("./types.js").DrawnKind} DrawnKind */
/** @typedef {import("./types.js").Placed} Placed */
/** @typedef {{name: string, things: {kind: DrawnKind, id: string}[]}} Selected what somebody has selected on one page */

const MOST = 100;
const REST_MS = 150;
/** Less than half of what the server waits for a page that is silent. */
const ANEW_MS = 20_000;
/** Somebody who looks for something selects much: only what stays a while is said. */
const SAID_AFTER_MS = 2500;
/** `gripsOf` leaves twelve of these around a shelf or a point. */
const [AROUND_SHELF_M, AROUND_POINT_M] = [0.01, 0.05];

/**
 * Remember what was told last of the others, from the first word on: it comes once, be the page
 * ready or not.
 * @param {EventTarget} store
 * @returns {Map<string, any>} by the names of the store's events
 */
export function hearCompany(store) {
  const heard = new Map();
  for (const what of ["people", "selections"]) {
    store.addEventListener(what, (event) => heard.set(what, /** @type {CustomEvent} */ (event).detail));
  }
  return heard;
}

/**
 * Show who else is here and tell them what is selected.
 * @param {HTMLElement} host of the editor
 * @param {PlanCanvas} canvas
 * @param {import("../editing/server.js").DraftServer} server
 * @param {{me: string, heard: Map<string, any>}} known what was heard of them before
 */
export function meetCompany(host, canvas, server, { me, heard }) {
  const company = new Company(host, canvas, me);
  const { ctx } = canvas;
  const { store } = ctx;
  store.addEventListener("selections", (event) => company.select(/** @type {CustomEvent} */ (event).detail.selections));
  ctx.addEventListener("level", () => company.draw());
  store.addEventListener("change", () => company.draw());
  const tell = teller(canvas, server);
  store.addEventListener("people", (event) => {
    company.come(/** @type {CustomEvent} */ (event).detail.names);
    // The stream may be a new one, of which nothing is known yet.
    tell(true);
  });
  ctx.addEventListener("selection", () => tell());
  document.addEventListener("visibilitychange", () => tell());
  company.come(heard.get("people")?.names ?? []);
  company.select(heard.get("selections")?.selections ?? []);
  setInterval(() => tell(true), ANEW_MS);
}

/**
 * What tells the server of the selection, a moment after it changes or, if asked, anew.
 * @param {PlanCanvas} canvas
 * @param {import("../editing/server.js").DraftServer} server
 */
function teller({ ctx }, server) {
  let told = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const send = (/** @type {boolean} */ anew) => {
    const keys = document.hidden ? [] : [...ctx.selection.keys()].slice(0, MOST);
    const now = keys.join(" ");
    if (now === told && !(anew && now)) return;
    told = now;
    // It is told anew before long; without network nobody sees it, and nothing is lost.
    server.select(keys.map(readKey)).catch(() => {});
  };
  return (anew = false) => {
    clearTimeout(timer);
    timer = setTimeout(() => send(anew), REST_MS);
  };
}

class Company {
  #host;
  #ctx;
  #me;
  #outlines = element("g", { class: "e-company" });
  #live = document.createElement("p");
  /** @type {readonly string[]} */
  #names = [];
  /** @type {readonly Selected[]} */
  #selected = [];
  #said = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {HTMLElement} host @param {PlanCanvas} canvas @param {string} me */
  constructor(host, canvas, me) {
    this.#host = host;
    this.#ctx = canvas.ctx;
    this.#me = me;
    this.#live.className = "visually-hidden";
    this.#live.setAttribute("role", "status");
    canvas.after(this.#live);
    canvas.ctx.overlay.before(this.#outlines);
  }

  /** @param {readonly string[]} names of all who have the draft open */
  come(names) {
    this.#names = names;
    this.#list();
  }

  /** @param {readonly Selected[]} selected on each of the other pages */
  select(selected) {
    this.#selected = selected;
    this.draw();
    this.#list();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#speak(), SAID_AFTER_MS);
  }

  /** Outline what others have selected on the level. */
  draw() {
    this.#outlines.replaceChildren(...this.#selected.flatMap(({ name, things }) => {
      const rings = this.#placed(things)
        .filter(({ kind, thing }) => this.#ctx.scene.find(`${kind}/${thing.id}`))
        .map((each) => gripsOf([each], this.#ctx.level, each.thing.x_m !== undefined && !each.thing.faces ? AROUND_POINT_M : AROUND_SHELF_M).ring)
        .filter((ring) => ring.length > 0);
      const lines = rings.map((ring) => element("path", { class: "e-other", d: pathOf(ring, true) }));
      return rings.length > 0 ? [...lines, label(nameOf(name, this.#ctx), rings.flat())] : [];
    }));
  }

  #list() {
    const list = /** @type {HTMLElement} */ (this.#host.querySelector("[data-people]"));
    list.hidden = this.#names.length < 2;
    list.replaceChildren(...this.#names.map((name) => {
      const item = document.createElement("li");
      item.className = name === this.#me ? "me" : "";
      const words = [nameOf(name, this.#ctx), ...this.#words(name)].join(", ");
      item.title = words;
      const sign = document.createElement("span");
      sign.setAttribute("aria-hidden", "true");
      sign.textContent = (name || "?").slice(0, 1).toUpperCase();
      const whole = document.createElement("span");
      whole.className = "visually-hidden";
      whole.textContent = words;
      item.append(sign, whole);
      return item;
    }));
  }

  /** What somebody has selected, in words. @param {string} name */
  #words(name) {
    const placed = this.#placed(this.#selected.filter((each) => each.name === name).flatMap(({ things }) => things));
    const [first] = placed;
    if (!first) return [];
    const thing = titleOf(this.#ctx, `${first.kind}/${first.thing.id}`, first.thing);
    return [this.#ctx.say("staff.layout.selected_by_other", { count: placed.length, thing })];
  }

  #speak() {
    const others = [...new Set(this.#selected.map(({ name }) => name))];
    const words = others.map((name) => [nameOf(name, this.#ctx), ...this.#words(name)].join(", ")).join(". ");
    if (words === this.#said) return;
    this.#said = words;
    this.#live.textContent = words;
  }

  /** @param {Selected["things"]} things @returns {Placed[]} those that are there */
  #placed(things) {
    return things.flatMap(({ kind, id }) => {
      const thing = this.#ctx.store.find(kind, id);
      return thing ? [{ kind, thing }] : [];
    });
  }
}

/** @param {string} name @param {import("./context.js").EditorContext} ctx */
function nameOf(name, ctx) {
  return name || ctx.say("staff.layout.conflict.theirs", { name: "none" });
}

/**
 * A name below what its owner has selected; findings have their numbers above.
 * @param {string} name
 * @param {readonly import("./types.js").Point[]} points
 */
function label(name, points) {
  const lowest = points.reduce((best, point) => (point[1] < best[1] ? point : best));
  const [x, y] = toDrawing(lowest);
  const words = element("text", { class: "e-by", x, y, dy: "1.2em" });
  words.textContent = name;
  return words;
}
