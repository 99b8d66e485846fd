/**
 * The page of one draft: the canvas with its buttons, and what is saved.
 * @module
 */

import { loadMessages, say as sayIn, tagOf } from "../../shared/messages.js";
import { newKey } from "../editing/outbox.js";
import { DraftServer } from "../editing/server.js";
import { DraftStore } from "../editing/store.js";
import "./canvas.js";
import { boxAround } from "../../shared/view-box.js";
import { hearCompany, meetCompany } from "./company.js";
import { askConflicts } from "./conflicts.js";
import { leadToRanges, saveBeforeLeaving } from "./leaving.js";
import { readKey } from "./geometry/things.js";
import { extentOf } from "./geometry/transform.js";
import { tellLost } from "./lost-places.js";
import { goBetweenPanes } from "./panes.js";
import { connectPanels } from "./panels/all.js";
import { savingText } from "./saving.js";
import { Toolbar } from "./toolbar.js";

/** @typedef {import("./canvas.js").PlanCanvas} PlanCanvas */
/** @typedef {import("./types.js").Store} Store */
/** @typedef {import("./types.js").Conflict} Conflict */

/** So much of the plan is shown around what the address asks for. */
const AROUND_M = 4;

const host = /** @type {HTMLElement} */ (document.querySelector("[data-editor]"));
const line = /** @type {HTMLElement} */ (host.querySelector("[data-saving]"));
const { branch = "", draft = "", language = "fi", me = "" } = host.dataset;
// Words and draft come at once; whether it opened is told below, once there are words for it.
const where = { branch, draft, page: newKey() };
const opening = DraftStore.open(where);
const company = opening.then(hearCompany);
company.catch(() => {});
const messages = await loadMessages(language);
const say = (/** @type {string} */ key, /** @type {Record<string, string | number>} */ params = {}) => sayIn(messages, key, params);

try {
  await begin();
} catch (error) {
  line.textContent = say("staff.layout.opening_failed");
  line.dataset["state"] = "offline";
  throw error;
}

async function begin() {
  const store = await opening;
  host.toggleAttribute("data-ready", true);
  host.dataset["tool"] = "select";
  const canvas = /** @type {PlanCanvas} */ (host.querySelector("plan-canvas"));
  const address = `/api/v1/branches/${encodeURIComponent(branch)}/drafts/${encodeURIComponent(draft)}`;
  canvas.open(store, { messages, address, tag: tagOf(messages), mayChange: host.hasAttribute("data-may-change") });
  new Toolbar(host, canvas);
  tellLost(host, canvas);
  connectPanels(host, canvas, { branch, draft });
  goBetweenPanes(host, canvas);
  leadToRanges(host, canvas);
  saveBeforeLeaving(host, canvas);
  tellSaving(store, canvas);
  askWhenClashing(store, canvas);
  showAsked(canvas);
  addEventListener("hashchange", () => showAsked(canvas));
  meetCompany(host, canvas, new DraftServer(where), { me, heard: await company });
}

/**
 * Select and show what the address asks for, such as "#shelves/hylly-30".
 * @param {PlanCanvas} canvas
 */
function showAsked({ ctx, viewport }) {
  const key = new URLSearchParams(`at=${location.hash.slice(1)}`).get("at") ?? "";
  const { kind, id } = readKey(key);
  const thing = key.includes("/") ? ctx.store.find(kind, id) : undefined;
  if (!thing) return;
  if (thing.level) ctx.showLevel(thing.level);
  ctx.select([key]);
  const points = extentOf(thing, ctx.level).map(([x, y]) => ({ x, y: -y }));
  if (points.length > 0) viewport.show(boxAround(points, AROUND_M));
}

/** @param {Store} store @param {PlanCanvas} canvas */
function tellSaving(store, canvas) {
  const tell = () => {
    const level = store.find("levels", canvas.ctx.level);
    const name = level?.name?.[/** @type {"fi"} */ (tagOf(messages).slice(0, 2))] || level?.name?.fi || "";
    line.textContent = [say("staff.layout.draft"), savingText(store.status, say, canvas.ctx.clocks), name].filter(Boolean).join(" · ");
    line.dataset["state"] = store.status.state;
  };
  store.addEventListener("status", tell);
  canvas.ctx.addEventListener("level", tell);
  tell();
}

/** @param {Store} store @param {PlanCanvas} canvas */
function askWhenClashing(store, canvas) {
  const dialog = /** @type {HTMLDialogElement} */ (document.querySelector("[data-conflict-dialog]"));
  const ask = async (/** @type {Conflict[]} */ conflicts) => {
    if (dialog.open || conflicts.length === 0) return;
    store.resolve(await askConflicts(dialog, conflicts, canvas.ctx));
    canvas.ctx.redraw();
    canvas.focus();
  };
  store.addEventListener("conflict", (event) => ask(/** @type {CustomEvent} */ (event).detail.conflicts));
  store.addEventListener("refused", () => {
    line.textContent = say("staff.layout.state.refused");
    line.dataset["state"] = "conflict";
    canvas.ctx.announce(say("staff.layout.state.refused"));
  });
  // What clashed before the page was left is still to be chosen.
  void ask(store.conflicts ?? []);
}
