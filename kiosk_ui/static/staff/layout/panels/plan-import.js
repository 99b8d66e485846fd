/**
 * <plan-import>: a plan file from another program, tried first and then put into the draft.
 * @module
 */

import { told } from "../tools/words.js";
import { button, choice, labelled, make } from "./parts.js";

const SHOWN = 8;

export class PlanImport extends HTMLElement {
  /** @type {any} */
  #canvas = null;
  #address = "";
  #mode = "add";
  /** @type {File | null} */
  #file = null;

  /**
   * @param {any} canvas
   * @param {{branch: string, draft: string}} where
   */
  connect(canvas, { branch, draft }) {
    this.#canvas = canvas;
    this.#address = `/api/v1/branches/${encodeURIComponent(branch)}/drafts/${encodeURIComponent(draft)}/import`;
    canvas.ctx.addEventListener("selection", () => {
      this.hidden = canvas.ctx.selection.size > 0;
    });
    const file = make("input", { type: "file", accept: ".imdf,.zip,.json,.geojson" });
    file.addEventListener("change", () => {
      this.#file = file.files?.[0] ?? null;
      void this.#send(false);
    });
    const modes = ["add", "replace"].map((value) => ({ value, text: told(`import_mode.${value}`) }));
    this.append(make("details", {}, make("summary", {}, told("import")),
      make("p", { class: "muted" }, told("import_hint")),
      make("div", { class: "fields wide" }, labelled(told("import_file"), file), labelled(told("import_how"), choice(modes, this.#mode, (value) => {
        this.#mode = value;
      }))),
      make("progress", { hidden: true, max: 1, "aria-label": told("sending") }),
      make("div", { class: "told", role: "status" })));
  }

  /** @param {boolean} save */
  async #send(save) {
    const file = this.#file;
    if (!file) return;
    const progress = /** @type {HTMLProgressElement} */ (this.querySelector("progress"));
    progress.hidden = false;
    this.#tell(make("p", {}, told("sending")));
    const query = new URLSearchParams({ name: file.name, mode: this.#mode, save: String(save) });
    const answer = await post(`${this.#address}?${query}`, file, (share) => {
      progress.value = share;
    });
    progress.hidden = true;
    if (!answer) this.#tell(make("p", { class: "note warn" }, told("import_failed")));
    else if (answer.status !== 200) this.#tell(make("p", { class: "note warn" }, told("import_refused", { why: answer.told.detail ?? "" })));
    else if (save) location.reload();
    else this.#offer(answer.told);
  }

  /** @param {any} tried */
  #offer({ counts, left_out, problems, format }) {
    const things = Object.entries(counts).filter(([kind]) => kind !== "ranges" && kind !== "levels");
    const rows = [["levels", counts.levels ?? 0], ...things].map(([kind, count]) =>
      make("li", {}, `${told(kind === "levels" ? "levels_of_file" : `kinds.${kind}`)}: ${count}`));
    const odd = problems.filter((/** @type {any} */ each) => each.severity !== "info").slice(0, SHOWN);
    const left = left_out ? [make("p", { class: "note warn" }, told("import_left_out", { count: left_out }))] : [];
    const list = odd.map((/** @type {any} */ each) => make("li", {}, `${each.place}: ${each.message}`));
    const more = list.length ? [make("details", {}, make("summary", {}, told("import_odd", { count: problems.length })), make("ul", {}, ...list))] : [];
    this.#tell(make("p", {}, told("import_found", { format: format.toUpperCase() })), make("ul", {}, ...rows), ...left, ...more,
      button("import_do", () => void this.#save(), { class: "btn primary" }));
  }

  async #save() {
    if (this.#canvas.ctx.store.status.state !== "saved") {
      this.#tell(make("p", { class: "note warn" }, told("import_wait")), button("import_do", () => void this.#save(), { class: "btn primary" }));
      return;
    }
    await this.#send(true);
  }

  /** @param {...Node} nodes */
  #tell(...nodes) {
    this.querySelector(".told")?.replaceChildren(...nodes);
  }
}

/**
 * Send a file, telling how much of it is sent.
 * @param {string} address
 * @param {File} file
 * @param {(share: number) => void} tell
 * @returns {Promise<{status: number, told: any} | null>} null without an answer
 */
function post(address, file, tell) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => tell(event.lengthComputable ? event.loaded / event.total : 0));
    request.addEventListener("load", () => resolve({ status: request.status, told: request.response ?? {} }));
    request.addEventListener("error", () => resolve(null));
    request.send(file);
  });
}

customElements.define("plan-import", PlanImport);
