/**
 * The staff's live page: dots and rows of all live subjects.
 * @module
 */

import { follow } from "../shared/live.js";
import { loadMessages, say, tagOf } from "../shared/messages.js";
import { showNewPlans } from "../shared/new-plan.js";
import { ShelfMap } from "../shared/shelf-map.js";
import { watchRadios } from "./radios.js";

/**
 * @param {HTMLElement} desk
 * @param {ShelfMap} map
 */
async function watch(desk, map) {
  const messages = await loadMessages(desk.dataset["language"] ?? "fi");
  const metres = new Intl.NumberFormat(tagOf(messages), {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const table = /** @type {HTMLTableElement} */ (desk.querySelector("[data-subjects]"));
  const rows = /** @type {HTMLElement} */ (table.tBodies[0]);
  const count = desk.querySelector("[data-subject-count]");
  const empty = /** @type {HTMLElement} */ (desk.querySelector("[data-no-subjects]"));
  const offline = /** @type {HTMLElement} */ (desk.querySelector("[data-offline]"));
  watchRadios(desk.dataset["branch"] ?? "", messages);

  function counted() {
    if (count) count.textContent = String(rows.children.length);
    table.hidden = rows.children.length === 0;
    empty.hidden = rows.children.length > 0;
  }

  /** @param {string} subject */
  function rowOf(subject) {
    const known = rows.querySelector(`[data-subject="${CSS.escape(subject)}"]`);
    if (known) return known;
    const row = document.createElement("tr");
    row.dataset["subject"] = subject;
    const name = document.createElement("th");
    name.scope = "row";
    name.textContent = subject;
    row.append(name, document.createElement("td"));
    rows.append(row);
    counted();
    return row;
  }

  /** @param {string} subject */
  function drop(subject) {
    map.removeDot(subject);
    rows.querySelector(`[data-subject="${CSS.escape(subject)}"]`)?.remove();
    counted();
  }

  /** Drop those who left while there was no connection. */
  async function dropGone() {
    const response = await fetch(`/api/v1/branches/${encodeURIComponent(desk.dataset["branch"] ?? "")}/subjects`);
    if (!response.ok) return;
    const { subjects } = /** @type {{subjects: {subject: string}[]}} */ (await response.json());
    const live = new Set(subjects.map((each) => each.subject));
    const shown = [...rows.children].map((row) => /** @type {HTMLElement} */ (row).dataset["subject"] ?? "");
    for (const subject of shown) if (!live.has(subject)) drop(subject);
  }

  follow(desk.dataset["branch"] ?? "", null, {
    moved(position) {
      map.moveDot(position);
      const cell = rowOf(position.subject).querySelector("td");
      if (cell) {
        const words = position.words?.[desk.dataset["language"] ?? "fi"];
        cell.textContent = words ?? say(messages, "ui.subject_where", {
          level: position.level,
          x: metres.format(position.x_m),
          y: metres.format(position.y_m),
          metres: Math.max(1, Math.round(position.radius_95_m)),
        });
      }
    },
    gone: drop,
    planned: showNewPlans(map),
    contact(online) {
      offline.hidden = online;
      if (online) void dropGone().catch(() => undefined);
    },
  });
}

const desk = document.querySelector(".desk");
const map = document.querySelector("shelf-map");
if (desk instanceof HTMLElement && map instanceof ShelfMap) void watch(desk, map);
