/**
 * The walk along a shelf: a scan ends with Enter and leads to the next bay. What was seen is kept
 * on the device at once and sent when there is a connection.
 * @module
 */

import { loadMessages, say } from "../../shared/messages.js";
import { keepFace, listWaiting, loadFace, openKeeping, outOfOrder, withoutLast, withSeen } from "./keeping.js";
import { keepPage } from "./page-keeping.js";

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

/**
 * @param {import("./keeping.js").Kept} kept
 * @returns {Promise<any>} the answer, or nothing without a connection
 */
async function send(kept) {
  const seen = Object.entries(kept.rows).map(([bay, row]) => ({ face: kept.face, bay: Number(bay), ...row }));
  const asked = { key: kept.key, seen };
  try {
    const response = await fetch(`/api/v1/branches/${encodeURIComponent(kept.branch)}/walks`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(asked),
    });
    return response.ok ? response.json() : null;
  } catch {
    return null;
  }
}

async function walk() {
  const messages = await loadMessages(main.dataset["language"] ?? "fi");
  const database = await openKeeping();
  const face = main.dataset["face"] ?? "";
  let kept = await loadFace(database, branch, face);
  const rows = /** @type {HTMLElement[]} */ ([...main.querySelectorAll("[data-bay]")]);
  const said = /** @type {HTMLElement} */ (main.querySelector("[data-said]"));
  const disorder = /** @type {HTMLElement} */ (main.querySelector("[data-disorder]"));
  const list = /** @type {HTMLElement} */ (disorder.querySelector("ul"));
  const publish = /** @type {HTMLAnchorElement} */ (main.querySelector("[data-publish]"));
  const undo = /** @type {HTMLButtonElement} */ (main.querySelector("[data-undo]"));
  const form = /** @type {HTMLFormElement} */ (main.querySelector("form"));

  /** @param {HTMLElement} row */
  const field = (row) => /** @type {HTMLInputElement} */ (row.querySelector("input:not([type])"));
  /** @param {HTMLElement} row */
  const empty = (row) => /** @type {HTMLInputElement} */ (row.querySelector("[type=checkbox]"));

  const ranks = new Map(rows.map((row) => [`${row.dataset["first"]}`, row.dataset["rank"]]));
  const online = () => navigator.onLine;

  function show() {
    for (const row of rows) {
      const seen = kept.rows[row.dataset["bay"] ?? ""];
      row.toggleAttribute("data-seen", seen !== undefined);
      if (seen && field(row) !== document.activeElement) {
        field(row).value = seen.first;
        empty(row).checked = seen.first === "";
      }
    }
    undo.hidden = kept.order.length === 0;
  }

  /** @param {string} text */
  function tell(text) {
    const line = document.createElement("p");
    line.className = "note";
    line.textContent = text;
    said.replaceChildren(line);
  }

  /** @param {string[]} problems */
  function complain(problems) {
    disorder.hidden = problems.length === 0;
    list.replaceChildren(
      ...problems.map((text) => Object.assign(document.createElement("li"), { textContent: text })),
    );
  }

  /** Judge on the device what the map knows; the server judges the rest. */
  function judge() {
    const bays = rows
      .filter((row) => kept.rows[row.dataset["bay"] ?? ""]?.first)
      .map((row) => {
        const bay = row.dataset["bay"] ?? "";
        const rank = ranks.get(kept.rows[bay]?.first ?? "");
        return { bay, rank: rank === undefined ? null : Number(rank) };
      });
    const wrong = outOfOrder(bays).map((bay) => kept.rows[bay]?.first ?? "");
    complain(wrong.map((first) => say(messages, "staff.walk.out_of_order", { first })));
    if (wrong.length > 0) navigator.vibrate?.([80, 60, 80]);
  }

  let sending = Promise.resolve();
  function sync() {
    sending = sending.then(async () => {
      for (const each of await listWaiting(database)) {
        const answer = online() ? await send(each) : null;
        const isOpen = each.id === kept.id;
        if (answer === null) {
          if (isOpen) tell(say(messages, "staff.walk.offline", { count: kept.order.length }));
        } else if (!isOpen) {
          await keepFace(database, { ...each, waiting: false });
        } else if (kept.key === each.key) {
          kept = { ...kept, waiting: false };
          answered(answer);
          await keepFace(database, kept);
        }
      }
    });
    return sending;
  }

  /** @param {any} answer */
  function answered(answer) {
    const refused = answer.seen.filter((/** @type {any} */ each) => each.left_out);
    tell(say(messages, "staff.walk.saved", { count: answer.seen.length - refused.length }));
    complain([
      ...refused.map((/** @type {any} */ each) => each.message),
      ...answer.problems.map((/** @type {any} */ each) => `${each.place}: ${each.message}`),
    ]);
    const language = main.dataset["language"] ?? "fi";
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
    kept = withSeen(kept, row.dataset["bay"] ?? "", first, today(), newKey());
    field(row).value = first;
    const stored = keepFace(database, kept);
    // At once, as the next scan may follow within milliseconds.
    const following = rows[rows.indexOf(row) + 1];
    if (following) lead(following);
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

  undo.addEventListener("click", async () => {
    const bay = kept.order.at(-1);
    kept = withoutLast(kept, newKey());
    await keepFace(database, kept);
    const row = rows.find((each) => each.dataset["bay"] === bay);
    if (row) {
      field(row).value = "";
      empty(row).checked = false;
      field(row).focus();
    }
    show();
    judge();
    void sync();
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    for (const row of rows) {
      const first = field(row).value.trim();
      const bay = row.dataset["bay"] ?? "";
      if (first && kept.rows[bay]?.first !== first) {
        kept = withSeen(kept, bay, first, today(), newKey());
      }
    }
    await keepFace(database, kept);
    show();
    judge();
    await sync();
  });

  addEventListener("online", () => void sync());
  show();
  main.addEventListener("barcode", (event) => {
    const { code } = /** @type {CustomEvent<{code: string}>} */ (event).detail;
    const chosen = rows.find((row) => row.contains(document.activeElement));
    const at = chosen ?? next ?? rows.find((row) => !kept.rows[row.dataset["bay"] ?? ""]);
    // A field that had the focus would bring up a keyboard over the picture.
    if (chosen) /** @type {HTMLElement} */ (document.activeElement).blur();
    awaitNext(undefined);
    if (at) void see(at, code, awaitNext);
  });
  await import("../../shared/barcode-camera.js");
  await sync();
  main.dataset["ready"] = "";
}

if (main.dataset["face"]) await walk();
await keepPage();
main.dataset["kept"] = "";
