/**
 * <plan-properties>: the selection in numbers and words, and what can be done with it.
 * @module
 */

import { nameIn } from "../draw.js";
import { alignAngles, alignThings } from "../geometry/align.js";
import { equalGaps, equalSpacing, gapsOf, withGap } from "../geometry/distribute.js";
import { mirror } from "../geometry/motions.js";
import { nextNumbers, renumbered } from "../geometry/naming.js";
import { isShelf, listPlaced, roundLength } from "../geometry/things.js";
import { centreOf, changesOf, moveThings, rotateThings } from "../geometry/transform.js";
import {
  changed, choiceChanges, choiceFields, nameChanges, numberChanges, numberFields, numberOf, shared,
} from "../properties.js";
import { told } from "../tools/words.js";
import { numberInput } from "./number-input.js";
import { button, choice, labelled, make, tick } from "./parts.js";

/** @typedef {import("../geometry/things.js").Change} Change */
/** @typedef {import("../geometry/things.js").Placed} Placed */

const LANGUAGES = /** @type {const} */ (["fi", "sv", "en"]);
const EDGES = /** @type {const} */ (["left", "centre", "right", "top", "middle", "bottom"]);

export class PlanProperties extends HTMLElement {
  /** @type {any} */
  #ctx = null;

  /** @param {any} canvas */
  connect(canvas) {
    this.#ctx = canvas.ctx;
    for (const what of ["selection", "locks", "level"]) this.#ctx.addEventListener(what, () => this.#show());
    this.#ctx.store.addEventListener("change", () => this.#show());
    this.#show();
  }

  /** @returns {Placed[]} as the draft has them now */
  get #placed() {
    return listPlaced(this.#ctx.selection);
  }

  #show() {
    const placed = this.#placed;
    this.hidden = placed.length === 0;
    if (this.hidden) {
      this.replaceChildren();
      return;
    }
    const focused = this.querySelector(":focus")?.getAttribute("data-for");
    const keys = [...this.#ctx.selection.keys()];
    const locked = keys.some((key) => this.#ctx.isLocked(key));
    const form = make("fieldset", { disabled: locked }, make("legend", { class: "visually-hidden" }, told("properties")));
    form.append(...this.#numbers(placed), ...this.#texts(placed), ...this.#choices(placed), ...this.#closure(placed), ...this.#deeds(placed));
    this.replaceChildren(this.#heading(placed), form, ...(locked ? [this.#unlocking(keys)] : []));
    /** @type {HTMLElement | null} */ (focused ? this.querySelector(`[data-for="${focused}"]`) : null)?.focus();
  }

  /** @param {Placed[]} placed */
  #heading(placed) {
    const [first] = placed;
    const alike = first && placed.every(({ kind }) => kind === first.kind);
    const title = told(alike ? `selected.${first.kind}` : "selected.things", { count: placed.length });
    const called = placed.length > 1 || (first && isShelf(first.thing)) ? this.#names(placed) : "";
    return make("header", {}, make("h2", {}, title), ...(called ? [make("p", { class: "muted" }, called.length > 60 ? `${called.slice(0, 57)}…` : called)] : []));
  }

  /** What is not a shelf comes first: a line drawn round shelves may have taken it along. @param {Placed[]} placed */
  #names(placed) {
    const shelves = placed.map(({ thing }) => thing).filter(isShelf).map((shelf) => shelf.number);
    const others = placed.filter(({ thing }) => !isShelf(thing)).map(({ kind, thing }) => nameIn(thing, this.#ctx.tag) || told(`selected.${kind}`, { count: 1 }));
    return [...new Set(others), ...shelves].join(", ");
  }

  /** @param {Placed[]} placed */
  #numbers(placed) {
    const level = this.#ctx.level;
    const fields = numberFields(placed, level).map((field) => {
      const value = numberOf(placed, field, level);
      const input = numberInput({ ...field, value, step: field.unit === "m" ? 0.1 : field.unit === "°" ? 5 : 1 }, (next) =>
        this.#apply(numberChanges(this.#placed, field, next, level)));
      input.setAttribute("data-for", field.name);
      return labelled(told(`option.${field.name}`), input, field.unit);
    });
    return fields.length ? [make("div", { class: "fields" }, ...fields)] : [];
  }

  /** @param {Placed[]} placed */
  #texts(placed) {
    const parts = [];
    const [only] = placed;
    if (only && placed.length === 1 && isShelf(only.thing)) {
      const shelf = only.thing;
      parts.push(this.#text("number", told("option.number"), shelf.number, (text) => this.#apply(changed(this.#placed, (thing) => (isShelf(thing) && text ? renumbered(thing, text) : thing)))));
      shelf.faces.forEach((face, at) => {
        const name = told("face_sign", { side: told(`side.${face.side}`) });
        parts.push(this.#text(`face${at}`, name, face.name, (text) => this.#apply(changed(this.#placed, (thing) =>
          (isShelf(thing) && text ? { ...thing, faces: thing.faces.map((each, index) => (index === at ? { ...each, name: text } : each)) } : thing)))));
      });
    }
    if (placed.every(({ kind }) => kind === "radios") && only && placed.length === 1) {
      parts.push(this.#text("key", told("option.key"), only.thing.key ?? "", (text) => this.#apply(changed(this.#placed, (thing) => (text ? { ...thing, key: text } : thing)))));
    }
    const field = placed.every(({ kind }) => kind === "closures") ? "reason" : "name";
    if (placed.every(({ kind, thing }) => /** @type {any} */ (thing)[field] !== undefined || kind === "fixtures")) {
      for (const language of LANGUAGES) {
        const value = shared(placed, (thing) => /** @type {any} */ (thing)[field]?.[language] ?? "");
        parts.push(this.#text(`${field}-${language}`, told(`${field}.${language}`), value, (text) => this.#apply(nameChanges(this.#placed, field, language, text))));
      }
    }
    return parts.length ? [make("div", { class: "fields wide" }, ...parts)] : [];
  }

  /** @param {string} name @param {string} label @param {string | null} value @param {(text: string) => void} act */
  #text(name, label, value, act) {
    const input = make("input", { type: "text", value: value ?? "", "data-for": name, autocomplete: "off", maxlength: 200, ...(value === null ? { placeholder: told("differ") } : {}) });
    input.addEventListener("change", () => act(input.value.trim()));
    input.addEventListener("focus", () => input.select());
    return labelled(label, input);
  }

  /** @param {Placed[]} placed */
  #choices(placed) {
    const fields = choiceFields(placed).map((field) => {
      const value = shared(placed, (thing) => /** @type {any} */ (thing)[field.name] ?? field.unset);
      const set = (/** @type {string | boolean} */ next) => this.#apply(choiceChanges(this.#placed, field.name, next, field.unset));
      const name = told(`option.${field.name}`);
      if (!field.values) return tick(name, /** @type {boolean | null} */ (value), set);
      const choices = field.values.map((each) => ({ value: each, text: told(`${field.words}.${each}`) }));
      const differ = value === null ? [{ value: "", text: told("differ") }] : [];
      const select = choice([...differ, ...choices], String(value ?? ""), (next) => next && set(next));
      select.setAttribute("data-for", field.name);
      return labelled(name, select);
    });
    return fields.length ? [make("div", { class: "fields wide" }, ...fields)] : [];
  }

  /** When something is closed. @param {Placed[]} placed */
  #closure(placed) {
    if (!placed.every(({ kind }) => kind === "closures")) return [];
    const fields = ["starts_at", "ends_at"].map((name) => {
      const value = shared(placed, (thing) => /** @type {any} */ (thing)[name] ?? "");
      const input = make("input", { type: "datetime-local", value: String(value ?? "").slice(0, 16), "data-for": name });
      input.addEventListener("change", () => input.validity.badInput || this.#apply(choiceChanges(this.#placed, name, input.value, "")));
      for (const each of ["blur", "input"]) input.addEventListener(each, () => tellHalf(each === "blur" && input.validity.badInput, input));
      return labelled(told(`option.${name}`), input);
    });
    const half = make("p", { class: "note warn", role: "alert" });
    const tellHalf = (/** @type {boolean} */ isHalf, /** @type {HTMLElement} */ input) => {
      input.toggleAttribute("aria-invalid", isHalf);
      half.textContent = isHalf ? told("half_a_time") : "";
    };
    return [make("div", { class: "fields wide" }, ...fields, half)];
  }

  /** @param {Placed[]} placed */
  #deeds(placed) {
    const movable = placed.filter(({ kind }) => kind !== "levels");
    if (movable.length === 0) return [];
    const level = this.#ctx.level;
    const open = this.querySelector("details.turning")?.hasAttribute("open") ?? false;
    const details = make("details", { class: "turning", open },
      make("summary", {}, told(movable.length > 1 ? "align_and_turn" : "turn_more")),
      this.#moving(),
      ...(movable.length > 1 ? [this.#aligning()] : []),
      make("div", { class: "deeds" },
        button("turn_left", () => this.#apply(rotateThings(this.#placed, 90, undefined, level), "turned")),
        button("turn_right", () => this.#apply(rotateThings(this.#placed, -90, undefined, level), "turned")),
        button("mirror", () => this.#apply(changesOf(this.#placed, mirror(centreOf(this.#placed, level), 90), level), "mirrored"))));
    return movable.length > 1 ? [...this.#spreading(placed), details] : [details];
  }

  /** How far all go, where nobody knows at what metre of the floor they are. */
  #moving() {
    const level = this.#ctx.level;
    const fields = /** @type {const} */ (["east", "north"]).map((way) => {
      const input = numberInput({ value: 0, unit: "m", digits: 2, signed: true, step: 0.1 }, (next) => {
        const by_m = next(0);
        this.#apply(moveThings(this.#placed, way === "east" ? by_m : 0, way === "north" ? by_m : 0, level), "moved");
      });
      input.setAttribute("data-for", `move_${way}`);
      return labelled(told(`option.move_${way}`), input, "m");
    });
    return make("div", { class: "fields" }, ...fields);
  }

  #aligning() {
    const level = this.#ctx.level;
    const buttons = EDGES.map((edge) => button(`align.${edge}`, () => this.#apply(alignThings(this.#placed, edge, 0, level), "aligned")));
    const angle = () => this.#placed.map(({ thing }) => thing).find(isShelf)?.angle_deg ?? 0;
    return make("div", { class: "deeds" }, ...buttons, button("align.parallel", () => this.#apply(alignAngles(this.#placed, angle()), "aligned")));
  }

  /** @param {Placed[]} placed */
  #spreading(placed) {
    const gaps = gapsOf(placed).map(roundLength);
    const alike = gaps.every((gap) => Math.abs(gap - (gaps[0] ?? 0)) < 0.0015);
    const aisle = numberInput({ value: alike ? (gaps[0] ?? null) : null, unit: "m", digits: 2, step: 0.05, least: 0, most: 100 }, (next) =>
      this.#apply(withGap(this.#placed, next(gaps[0] ?? 0)), "spread"));
    aisle.setAttribute("data-for", "aisle_m");
    const more = placed.length > 2
      ? [button("spread.gaps", () => this.#apply(equalGaps(this.#placed), "spread")), button("spread.spacing", () => this.#apply(equalSpacing(this.#placed), "spread"))]
      : [];
    const number = placed.every(({ kind }) => kind === "shelves") ? [button("number_on", () => this.#numberOn())] : [];
    return [make("div", { class: "fields" }, labelled(told("option.aisle_m"), aisle, "m")), make("div", { class: "deeds" }, ...more, ...number)];
  }

  /** Give the shelves of a row numbers that go on from the first one's. */
  #numberOn() {
    const shelves = this.#placed.map(({ thing }) => thing).filter(isShelf);
    const ids = new Set(shelves.map((shelf) => shelf.id));
    const plan = this.#ctx.store.plan;
    const others = { ...plan, shelves: (plan.shelves ?? []).filter((/** @type {any} */ shelf) => !ids.has(shelf.id)) };
    const [first, ...rest] = shelves;
    if (!first) return;
    const numbers = nextNumbers(others, rest.length, first.number);
    const values = new Map(rest.map((shelf, at) => [shelf.id, renumbered(shelf, numbers[at] ?? shelf.number)]));
    this.#apply(changed(this.#placed, (thing) => values.get(thing.id) ?? thing));
  }

  /** What is locked says so, and is opened here. @param {string[]} keys */
  #unlocking(keys) {
    const open = button("unlock", () => this.#ctx.setLocked(keys, false), { "data-for": "lock" });
    return make("div", { class: "deeds" }, make("p", { class: "muted" }, told("is_locked")), open);
  }

  /** @param {Change[]} changes @param {string} [what] */
  #apply(changes, what = "changed") {
    if (changes.length === 0) return;
    this.#ctx.apply(changes, { what, count: changes.length });
    this.#show();
  }
}

customElements.define("plan-properties", PlanProperties);
