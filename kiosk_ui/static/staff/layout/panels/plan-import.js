/**
 * <plan-import>: a plan file from another program, tried first and then put into the draft.
 * @module
 */

import { told } from "../tools/words.js";
import { drawingFields, preview } from "./drawing-import.js";
import { button, choice, fileField, labelled, make } from "./parts.js";

/** @typedef {import("./drawing-import.js").Answers} Answers */

const SHOWN = 8;
const ACCEPTED = ".dxf,.osm,.imdf,.zip,.json,.geojson";

export class PlanImport extends HTMLElement {
  /** @type {any} */
  #canvas = null;
  #address = "";
  #mode = "add";
  /** @type {File | null} */
  #file = null;
  /** @type {Answers} */
  #answers = { level: "", units: "", layers: new Map() };
  #asked = 0;

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
    const file = fileField(ACCEPTED, (chosen) => {
      this.#file = chosen;
      this.#answers = { level: canvas.ctx.level, units: "", layers: new Map() };
      void this.#send(false);
    });
    const modes = ["add", "replace"].map((value) => ({ value, text: told(`import_mode.${value}`) }));
    this.append(make("details", {}, make("summary", {}, told("import")),
      make("p", { class: "muted" }, told("import_hint")),
      make("div", { class: "fields wide" }, labelled(told("import_file"), file), labelled(told("import_how"), choice(modes, this.#mode, (value) => {
        this.#mode = value;
      }))),
      make("progress", { hidden: true, max: 1, "aria-label": told("sending") }),
      make("p", { class: "note", role: "status" }),
      make("div", { class: "told" })));
  }

  /** @param {boolean} save */
  async #send(save) {
    const file = this.#file;
    if (!file) return;
    const progress = /** @type {HTMLProgressElement} */ (this.querySelector("progress"));
    const asked = ++this.#asked;
    progress.hidden = false;
    this.#say(told("sending"));
    const { level, units, layers } = this.#answers;
    const query = new URLSearchParams({ name: file.name, mode: this.#mode, save: String(save), level, units });
    for (const [layer, kind] of layers) query.append("layer", `${layer}=${kind}`);
    const answer = await post(`${this.#address}?${query}`, file, (share) => {
      progress.value = share;
    });
    if (asked !== this.#asked) return;
    progress.hidden = true;
    this.#say("");
    if (!answer) this.#tell(make("p", { class: "note warn" }, told("import_failed")));
    else if (answer.status !== 200) this.#tell(make("p", { class: "note warn" }, told("import_refused", { why: answer.told.detail ?? "" })));
    else if (save) location.reload();
    else this.#offer(answer.told);
  }

  /** @param {any} tried */
  #offer({ counts, left_out, problems, format, drawing, drawn, level }) {
    const chosen = document.activeElement instanceof HTMLSelectElement ? document.activeElement.dataset.layer : undefined;
    const fields = drawing ? drawingFields(drawing, this.#answers, this.#canvas.ctx.store.plan.levels ?? [], () => void this.#send(false)) : [];
    const picture = preview(drawn, level);
    const comes = Object.keys(counts).length ? [make("p", {}, told("import_found", { format: format.toUpperCase() })), this.#list(counts)] : [];
    const last = problems.at(-1);
    const why = last?.rule === "too-much" ? told("import_refused", { why: last.message }) : told("import_layers_ask");
    const layers = drawing && drawing.units && !comes.length ? [make("p", { class: "note warn" }, why)] : [];
    const left = left_out ? [make("p", { class: "note warn" }, told("import_left_out", { count: left_out }))] : [];
    const deed = comes.length ? [button("import_do", () => void this.#save(), { class: "btn primary" })] : [];
    this.#tell(...comes, ...(picture ? [picture] : []), ...fields, ...layers, ...left, ...this.#odd(problems), ...deed);
    if (chosen !== undefined) /** @type {HTMLElement | null} */ (this.querySelector(`[data-layer="${CSS.escape(chosen)}"]`))?.focus();
  }

  /** @param {Record<string, number>} counts */
  #list(counts) {
    const things = Object.entries(counts).filter(([kind]) => kind !== "ranges" && kind !== "levels");
    const rows = [["levels", counts.levels ?? 0], ...things];
    return make("ul", {}, ...rows.map(([kind, count]) => make("li", {}, `${told(kind === "levels" ? "levels_of_file" : `kinds.${kind}`)}: ${count}`)));
  }

  /** @param {any[]} problems */
  #odd(problems) {
    const odd = problems.filter((each) => each.severity !== "info").slice(0, SHOWN);
    if (!odd.length) return [];
    const list = odd.map((each) => make("li", {}, `${each.place}: ${each.message}`));
    return [make("details", {}, make("summary", {}, told("import_odd", { count: problems.length })), make("ul", {}, ...list))];
  }

  async #save() {
    if (this.#canvas.ctx.store.status.state !== "saved") {
      this.#tell(make("p", { class: "note warn" }, told("import_wait")), button("import_do", () => void this.#save(), { class: "btn primary" }));
      return;
    }
    await this.#send(true);
  }

  /** @param {string} text what is going on, which leaves the fields where they are */
  #say(text) {
    this.querySelector("[role=status]")?.replaceChildren(text);
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
