/**
 * The walk along a shelf: a scan ends with Enter and leads to the next bay. What was seen is kept
 * on the device at once and sent when there is a connection.
 * @module
 */

import { loadMessages, say } from "../../shared/messages.js";
import * as keeping from "./keeping.js";
import { keepPage } from "./page-keeping.js";
import { isClosed, sendBack, sendSeen } from "./sending.js";
import { drawStrip } from "./strip.js";

const AGAIN_MS = 15_000;

const main = /** @type {HTMLElement} */ (document.querySelector("main.walk"));
const branch = main.dataset["branch"] ?? "";

/** @returns {string} */
function today() {
  const now = new Date();
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** @returns {string} a key of its own; randomUUID is there on secure pages only */
function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {HTMLElement} row */
const bayOf = (row) => row.dataset["bay"] ?? "";
/** @param {HTMLElement} row */
const field = (row) => /** @type {HTMLInputElement} */ (row.querySelector("input:not([type])"));
/** @param {HTMLElement} row */
const empty = (row) => /** @type {HTMLInputElement} */ (row.querySelector("[type=checkbox]"));
/** @param {string} name @returns {HTMLElement} */
const part = (name) => /** @type {HTMLElement} */ (main.querySelector(name));

async function walk() {
  const messages = await loadMessages(main.dataset["language"] ?? "fi");
  const database = await keeping.openKeeping();
  const rows = /** @type {HTMLElement[]} */ ([...main.querySelectorAll("[data-bay]")]);
  const bays = rows.map((row) => {
    return { bay: Number(bayOf(row)), partition: row.dataset["partition"] ?? "", first: row.dataset["first"] ?? "" };
  });
  const ranks = new Map(rows.map((row) => [row.dataset["first"], row.dataset["rank"]]));
  const disorder = part("[data-disorder]");
  const publish = /** @type {HTMLAnchorElement | null} */ (main.querySelector("[data-publish]"));
  let kept = await keeping.loadFace(database, branch, main.dataset["face"] ?? "");
  if (navigator.onLine) kept = keeping.withoutPast(kept, main.dataset["draft"] ?? "");

  /** @param {string} key @param {Record<string, string | number>} [params] */
  function tell(key, params) {
    const text = say(messages, `staff.walk.${key}`, params);
    part("[data-said]").replaceChildren(Object.assign(document.createElement("p"), { className: "note", textContent: text }));
  }

  /** @param {string[]} problems */
  function complain(problems) {
    disorder.hidden = problems.length === 0;
    const items = problems.map((text) => Object.assign(document.createElement("li"), { textContent: text }));
    disorder.querySelector("ul")?.replaceChildren(...items);
  }

  /** Find on the device what is out of order, as far as the map knows it; the server judges the rest. */
  function findWrong() {
    const known = rows.filter((row) => kept.rows[bayOf(row)]?.first);
    return keeping.outOfOrder(
      known.map((row) => {
        const seen = kept.rows[bayOf(row)];
        const rank = ranks.get(seen?.read ?? seen?.first);
        return { bay: bayOf(row), rank: rank === undefined ? null : Number(rank) };
      }),
    );
  }

  function show() {
    for (const row of rows) {
      const seen = kept.rows[bayOf(row)];
      row.toggleAttribute("data-seen", seen !== undefined);
      if (seen && field(row) !== document.activeElement) {
        field(row).value = seen.first;
        empty(row).checked = seen.first === "";
      }
    }
    part("[data-undo]").hidden = kept.order.length === 0;
    drawStrip(part(".walk-strip"), bays, kept, new Set(findWrong()), messages);
  }

  function judge() {
    const wrong = findWrong().map((bay) => kept.rows[bay]?.first ?? "");
    complain(wrong.map((first) => say(messages, "staff.walk.out_of_order", { first })));
    if (wrong.length > 0) navigator.vibrate?.([80, 60, 80]);
  }

  /** @param {keeping.Kept} each @param {(kept: keeping.Kept) => keeping.Kept} made */
  async function change(each, made) {
    const isOpen = each.id === kept.id;
    const changed = made(isOpen ? kept : each);
    if (isOpen) kept = changed;
    await keeping.keepFace(database, changed);
    return changed;
  }

  /** Send what waits of a face. @param {keeping.Kept} waiting */
  async function sendFace(waiting) {
    let each = waiting;
    for (const back of each.back) {
      const done = await sendBack(each, back);
      if (done === "closed") return tell("closed");
      if (done === "offline") return tell("undo_waits", { bay: back.bay });
      each = await change(each, (now) => keeping.withTakenBack(now, back));
      tell(done === "done" ? "undone" : "undo_changed", { bay: back.bay });
    }
    if (!each.waiting || each.order.length === 0) return undefined;
    const sent = each;
    const { status, answer } = await sendSeen(sent);
    const isOpen = each.id === kept.id;
    if (isClosed(status)) return tell("closed");
    if (answer === null) return isOpen ? tell("offline", { count: kept.order.length }) : undefined;
    await change(each, (now) => keeping.withSent(now, sent, answer));
    if (isOpen && kept.key === sent.key) answered(answer, waiting.back.length > 0);
    return undefined;
  }

  let sending = Promise.resolve();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  function sync() {
    clearTimeout(timer);
    sending = sending.then(async () => {
      for (const each of await keeping.listWaiting(database)) await sendFace(each);
      // A device that is online hears of no change when the server is back.
      if ((await keeping.listWaiting(database)).length > 0) timer = setTimeout(sync, AGAIN_MS);
    });
    return sending;
  }

  /** @param {any} answer @param {boolean} isUndone whether what was taken back has been told */
  function answered(answer, isUndone) {
    const refused = answer.seen.filter((/** @type {any} */ each) => each.left_out);
    if (!isUndone) tell("saved", { count: answer.seen.length - refused.length });
    show();
    complain([
      ...refused.map((/** @type {any} */ each) => each.message),
      ...answer.problems.map((/** @type {any} */ each) => `${each.place}: ${each.message}`),
    ]);
    const language = main.dataset["language"] ?? "fi";
    if (!publish) return;
    publish.href = `/s/publish?${new URLSearchParams({ branch, lang: language, draft: answer.draft })}`;
    publish.hidden = false;
  }

  /** @type {HTMLElement | undefined} the bay that the camera reads next */
  let next;
  /** @param {HTMLElement | undefined} row */
  function awaitNext(row) {
    next?.removeAttribute("data-next");
    next = row;
    row?.setAttribute("data-next", "");
    row?.scrollIntoView({ block: "nearest" });
  }

  /**
   * @param {HTMLElement} row
   * @param {string} first
   * @param {(following: HTMLElement) => void} [lead] to the next bay
   */
  async function see(row, first, lead = (following) => field(following).focus()) {
    kept = keeping.withSeen(kept, bayOf(row), first, today(), newKey());
    field(row).value = first;
    const stored = keeping.keepFace(database, kept);
    // At once, as the next scan may follow within milliseconds.
    const following = rows[rows.indexOf(row) + 1];
    // After the last one nothing may be typed over it.
    if (following) lead(following);
    else /** @type {HTMLElement | null} */ (main.querySelector("[data-onward]"))?.focus();
    navigator.vibrate?.(40);
    show();
    judge();
    await stored;
    void sync();
  }

  for (const row of rows) {
    field(row).addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      if (field(row).value.trim()) void see(row, field(row).value.trim());
    });
    empty(row).addEventListener("change", () => {
      if (empty(row).checked) void see(row, "");
    });
  }

  part("[data-undo]").addEventListener("click", async () => {
    const bay = kept.order.at(-1) ?? "";
    kept = keeping.withoutLast(kept, newKey());
    await keeping.keepFace(database, kept);
    const row = rows.find((each) => bayOf(each) === bay);
    if (row) {
      field(row).value = "";
      empty(row).checked = false;
      field(row).focus();
    }
    tell("undone_here", { bay });
    show();
    judge();
    void sync();
  });

  part("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    for (const row of rows) {
      const first = field(row).value.trim();
      if (first && kept.rows[bayOf(row)]?.first !== first) {
        kept = keeping.withSeen(kept, bayOf(row), first, today(), newKey());
      }
    }
    await keeping.keepFace(database, kept);
    show();
    judge();
    await sync();
  });

  main.addEventListener("barcode", (event) => {
    const { code } = /** @type {CustomEvent<{code: string}>} */ (event).detail;
    const chosen = rows.find((row) => row.contains(document.activeElement));
    const at = chosen ?? next ?? rows.find((row) => !kept.rows[bayOf(row)]);
    // A field that had the focus would bring up a keyboard over the picture.
    if (chosen) /** @type {HTMLElement} */ (document.activeElement).blur();
    awaitNext(undefined);
    if (at) void see(at, code, awaitNext);
  });

  addEventListener("online", () => void sync());
  show();
  rows.map(field).find((each) => !each.value)?.focus({ preventScroll: true });
  await import("../../shared/barcode-camera.js");
  await sync();
  main.dataset["ready"] = "";
}

if (main.dataset["face"]) await walk();
if (await keepPage()) main.dataset["kept"] = "";
