/**
 * <plan-checks>: what is wrong with the draft, asked after every edit that is saved.
 *
 * Each finding has its place marked on the drawing, one tap to go there, and a remedy where one
 * is certain.
 * @module
 */

import { nameIn } from "../draw.js";
import { isShelf } from "../geometry/things.js";
import { nameRange } from "../lost-places.js";
import { remedyFor } from "../remedies.js";
import { element } from "../svg.js";
import { canTell, lengthText, spoken, told } from "../tools/words.js";
import { say } from "../../../shared/messages.js";
import { boxAround } from "../../../shared/view-box.js";
import { baysOf, groupFindings, ruleKey, thingOf } from "./check-list.js";
import { make } from "./parts.js";

/** @typedef {import("../remedies.js").Finding} Finding */
/** @typedef {import("./check-list.js").Group} Group */

const PAUSE_MS = 350;
const SHOWN_OF_RULE = 4;
const PIN_PX = 12;
const AROUND_M = 4;

export class PlanChecks extends HTMLElement {
  /** @type {any} */
  #canvas = null;
  #address = "";
  /** @type {Finding[]} */
  #findings = [];
  /** Rules of which all findings are shown. @type {Set<string>} */
  #whole = new Set();
  #timer = 0;
  #asking = false;
  #again = false;
  #revision = -1;

  /**
   * @param {any} canvas
   * @param {{branch: string, draft: string}} where
   */
  connect(canvas, { branch, draft }) {
    this.#canvas = canvas;
    this.#address = `/api/v1/branches/${encodeURIComponent(branch)}/drafts/${encodeURIComponent(draft)}/check`;
    const { store } = canvas.ctx;
    for (const what of ["status", "change"]) store.addEventListener(what, () => this.#later());
    canvas.ctx.addEventListener("level", () => this.#mark());
    new MutationObserver(() => this.#mark()).observe(canvas.querySelector("svg"), { attributeFilter: ["viewBox"] });
    this.#show("asking");
    void this.#ask();
  }

  get #ctx() {
    return this.#canvas.ctx;
  }

  /** Ask once all is saved and the hand rests. */
  #later() {
    const { status, revision } = this.#ctx.store;
    if (status.state !== "saved" || (revision !== undefined && revision === this.#revision)) return;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#ask(), PAUSE_MS);
  }

  async #ask() {
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#asking = true;
    this.#revision = this.#ctx.store.revision ?? -1;
    try {
      const response = await fetch(this.#address, { headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(String(response.status));
      this.#findings = (await response.json()).problems;
      this.#show("known");
    } catch {
      this.#show("unknown");
    }
    this.#asking = false;
    if (this.#again) {
      this.#again = false;
      this.#later();
    }
  }

  /** @param {"asking" | "known" | "unknown"} state */
  #show(state) {
    const groups = groupFindings(this.#findings);
    const grave = groups.filter(({ severity }) => severity !== "info");
    const others = groups.filter(({ severity }) => severity === "info");
    const count = grave.reduce((sum, group) => sum + group.findings.length, 0);
    const open = this.querySelector("details")?.open ?? false;
    const heading = make("h2", {}, told("checks"), ...(count ? [make("em", { class: "count" }, String(count))] : []));
    const status = make("p", { class: "muted", role: "status" }, state === "unknown" ? told("checks_unknown") : state === "asking" ? told("checks_asking") : count ? "" : told("checks_none"));
    this.replaceChildren(heading, status, make("ol", { class: "findings" }, ...grave.flatMap((group) => this.#group(group))));
    if (others.length) {
      const total = others.reduce((sum, group) => sum + group.findings.length, 0);
      const list = make("ol", { class: "findings" }, ...others.flatMap((group) => this.#group(group)));
      this.append(make("details", { open }, make("summary", {}, told("checks_infos", { count: total })), list));
    }
    this.#mark();
  }

  /** @param {Group} group */
  #group({ rule, findings }) {
    const shown = this.#whole.has(rule) ? findings : findings.slice(0, SHOWN_OF_RULE);
    const rows = shown.map((finding) => this.#row(finding));
    if (shown.length < findings.length) {
      const more = make("button", { type: "button", class: "link" }, told("checks_more", { count: findings.length - shown.length }));
      more.addEventListener("click", () => {
        this.#whole.add(rule);
        this.#show("known");
      });
      rows.push(make("li", {}, more));
    }
    return rows;
  }

  /** @param {Finding} finding */
  #row(finding) {
    const { rule, severity } = finding;
    const number = this.#findings.indexOf(finding) + 1;
    const title = canTell(`rule.${ruleKey(rule)}`) ? told(`rule.${ruleKey(rule)}`) : finding.message;
    const where = [this.#place(finding), ...(severity === "violation" ? [told("stops")] : [])].filter(Boolean).join(" · ");
    const go = make("button", { type: "button", class: "go" },
      make("span", { class: `pin ${severity}`, "aria-hidden": "true" }, String(number)),
      make("span", {}, make("b", {}, title), make("span", { class: "muted" }, where)));
    go.addEventListener("click", () => this.#go(finding));
    const row = make("li", { "data-rule": rule }, go);
    const remedy = remedyFor(this.#ctx.store.plan, finding);
    if (remedy && this.#canvas.mayChange !== false) {
      const params = { length: remedy.length_m === undefined ? "" : lengthText(remedy.length_m), number: remedy.number ?? "" };
      const mend = make("button", { type: "button", class: "link" }, told(`remedy.${remedy.what}`, params));
      mend.addEventListener("click", () => {
        this.#ctx.store.apply(remedy.changes, { what: "mended", count: remedy.changes.length });
        this.#ctx.announce(told("mended"));
      });
      row.append(mend);
    } else if (canTell(`do.${ruleKey(rule)}`)) {
      row.append(make("p", {}, told(`do.${ruleKey(rule)}`)));
    }
    return row;
  }

  /** Where it is, in words. @param {Finding} finding */
  #place(finding) {
    const found = thingOf(this.#ctx.store.plan, finding);
    const level = (this.#ctx.store.plan.levels ?? []).find((/** @type {any} */ each) => each.id === finding.level);
    const floor = level ? nameIn(level, this.#ctx.tag) : "";
    if (!found) return [this.#unseen(finding), floor].filter(Boolean).join(" · ");
    const { kind, thing } = found;
    const face = isShelf(thing) ? thing.faces.find((each) => each.id === finding.thing) : undefined;
    const name = face ? face.name : isShelf(thing) ? thing.number : nameIn(thing, this.#ctx.tag);
    const bays = baysOf(finding);
    const part = bays && say(spoken(), "staff.finding.bays", { bays });
    return [name ? `${told(`kind.${kind}`)} ${name}` : nameless(kind, thing), part, floor].filter(Boolean).join(" · ");
  }

  /** What is not drawn, by its name: ranges and partitions. @param {Finding} finding */
  #unseen({ thing, place }) {
    const { plan } = this.#ctx.store;
    const range = (plan.ranges ?? []).find((/** @type {any} */ each) => each.id === thing);
    if (range) return `${told("kind.ranges")} ${nameRange(range, range.runs.map((/** @type {any} */ run) => run.face))}`;
    const partition = (plan.partitions ?? []).find((/** @type {any} */ each) => each.id === thing);
    return partition ? `${told("kind.partitions")} ${nameIn(partition, this.#ctx.tag)}` : place;
  }

  /** @param {Finding} finding */
  #go(finding) {
    const ctx = this.#ctx;
    if (finding.level && finding.level !== ctx.level) ctx.showLevel(finding.level);
    const found = thingOf(ctx.store.plan, finding);
    if (found) ctx.select([`${found.kind}/${found.thing.id}`]);
    if (finding.x_m !== null && finding.y_m !== null) {
      this.#canvas.viewport.reveal(boxAround([{ x: finding.x_m, y: -finding.y_m }], AROUND_M));
    }
    this.#canvas.focus({ preventScroll: true });
  }

  /** Mark the places on the drawing, as large at any scale. */
  #mark() {
    const ctx = this.#ctx;
    let group = ctx.overlay.querySelector(":scope > .check-pins");
    if (!group) {
      group = element("g", { class: "check-pins", "aria-hidden": "true" });
      ctx.overlay.prepend(group);
    }
    const here = this.#findings.flatMap((finding, at) => {
      const { x_m, y_m, level, severity } = finding;
      return level === ctx.level && x_m !== null && y_m !== null && severity !== "info" ? [{ x_m, y_m, severity, number: at + 1 }] : [];
    });
    /** @type {Map<string, number>} How many pins a place has: they stand in a row. */
    const counts = new Map();
    group.replaceChildren(...here.map(({ x_m, y_m, severity, number }) => {
      const place = `${x_m.toFixed(1)} ${y_m.toFixed(1)}`;
      const before = counts.get(place) ?? 0;
      counts.set(place, before + 1);
      const text = element("text", { "text-anchor": "middle", dy: ".35em" });
      text.textContent = String(number);
      const scale = ctx.px_m * (number > 99 ? 0.8 : 1);
      return element("g", { class: `check-pin ${severity}`, transform: `translate(${x_m} ${-y_m}) scale(${scale}) translate(${2 * PIN_PX * before} 0)` }, element("circle", { r: PIN_PX }), text);
    }));
  }
}

customElements.define("plan-checks", PlanChecks);

/** What has no name, by what it is: "Pylväs". @param {string} kind @param {any} thing */
function nameless(kind, thing) {
  const key = `${kind.replace(/s$/u, "")}.${thing.kind}`;
  return canTell(key) ? told(key) : `${told(`kind.${kind}`)} ${thing.id}`;
}
