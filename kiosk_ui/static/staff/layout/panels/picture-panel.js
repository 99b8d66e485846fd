/**
 * <picture-panel>: the picture that a level is traced over. It is kept with the draft and never published.
 * @module
 */

import { rescaled, svgTransform, turnedAbout } from "../geometry/similarity.js";
import { distance } from "../geometry/vectors.js";
import { element } from "../svg.js";
import { lengthText, told } from "../tools/words.js";
import { pictureTool } from "../tools/drawing-tools.js";
import { numberInput } from "./number-input.js";
import { button, fileField, labelled, make, tick } from "./parts.js";

/** @typedef {import("../geometry/things.js").Point} Point */
/** @typedef {{scale_m: number, turn_deg: number, east_m: number, north_m: number, opacity: number, hidden: boolean}} Placement */
/** @typedef {{level: string, width_px: number, height_px: number, placement: Placement, at: string}} Picture */

const TYPES = "image/png,image/jpeg,image/webp";
const MOST_BYTES = 10_000_000;
const PAUSE_MS = 400;

export class PicturePanel extends HTMLElement {
  /** @type {any} */
  #canvas = null;
  #address = "";
  /** @type {Map<string, Picture>} */
  #pictures = new Map();
  /** @type {[Point, Point] | null} */
  #ends = null;
  #timer = 0;
  #message = "";

  /**
   * @param {any} canvas
   * @param {{branch: string, draft: string}} where
   */
  connect(canvas, { branch, draft }) {
    this.#canvas = canvas;
    this.#address = `/api/v1/branches/${encodeURIComponent(branch)}/drafts/${encodeURIComponent(draft)}/pictures`;
    canvas.addEventListener("tool", () => this.#show());
    canvas.ctx.addEventListener("level", () => {
      this.#ends = null;
      this.#show();
    });
    pictureTool.addEventListener("move", (event) => this.#moved(/** @type {CustomEvent} */ (event).detail));
    pictureTool.addEventListener("ends", (event) => {
      this.#ends = /** @type {CustomEvent} */ (event).detail.ends;
      this.#show();
      this.querySelector("[data-length]")?.querySelector("input")?.focus();
    });
    void this.#load();
  }

  get #level() {
    return this.#canvas.ctx.level;
  }

  get #picture() {
    return this.#pictures.get(this.#level);
  }

  async #load() {
    const response = await fetch(this.#address);
    if (!response.ok) return;
    for (const picture of (await response.json()).pictures) this.#pictures.set(picture.level, picture);
    this.#show();
  }

  #show() {
    this.#draw();
    this.hidden = this.#canvas.tool.id !== "picture";
    if (this.hidden) return;
    const picture = this.#picture;
    const file = fileField(TYPES, (chosen) => void this.#send(chosen));
    /** @type {HTMLElement[]} */
    const parts = [make("h2", {}, told("picture")), make("p", { class: "muted" }, told("picture_hint")), labelled(told(picture ? "picture_other" : "picture_choose"), file)];
    if (picture) parts.push(...this.#fields(picture));
    this.replaceChildren(...parts, make("p", { class: "note", role: "status" }, this.#message));
  }

  /** @param {Picture} picture @returns {HTMLElement[]} */
  #fields(picture) {
    const { placement } = picture;
    const set = (/** @type {Partial<Placement>} */ changes) => this.#place({ ...placement, ...changes });
    const opacity = make("input", { type: "range", min: 0, max: 1, step: 0.05, value: placement.opacity });
    opacity.addEventListener("input", () => {
      const now = this.#picture;
      if (now) this.#place({ ...now.placement, opacity: Number(opacity.value) }, false);
    });
    const number = (/** @type {"turn_deg" | "east_m" | "north_m"} */ field) => labelled(told(`picture_field.${field}`), numberInput(
      { value: placement[field], unit: field === "turn_deg" ? "°" : "m", digits: 3, signed: true, step: field === "turn_deg" ? 0.5 : 0.1 },
      (next) => (field === "turn_deg" ? this.#turn(next(placement.turn_deg) - placement.turn_deg) : set({ [field]: next(placement[field]) }))),
    field === "turn_deg" ? "°" : "m");
    const width = labelled(told("picture_field.width"), numberInput(
      { value: placement.scale_m * picture.width_px, unit: "m", digits: 3, least: 0.1, most: 5000 },
      (next) => set({ scale_m: next(placement.scale_m * picture.width_px) / picture.width_px })), "m");
    return [
      this.#scaling(),
      make("div", { class: "fields" }, width, number("turn_deg"), number("east_m"), number("north_m")),
      labelled(told("picture_field.opacity"), opacity),
      tick(told("picture_field.hidden"), placement.hidden, (hidden) => set({ hidden })),
      make("div", { class: "deeds" }, button("picture_remove", () => void this.#remove())),
    ];
  }

  /** The length between two points that were tapped. */
  #scaling() {
    if (!this.#ends) return make("p", {}, told("picture_ends"));
    const ends = this.#ends;
    const now_m = distance(...ends);
    const input = numberInput({ value: now_m, unit: "m", digits: 3, least: 0.01, most: 2000 }, (next) => this.#scale(ends, next(now_m)));
    const field = labelled(told("picture_length", { length: lengthText(now_m) }), input, "m");
    field.setAttribute("data-length", "");
    return field;
  }

  /** @param {[Point, Point]} ends @param {number} length_m */
  #scale(ends, length_m) {
    const placement = this.#picture?.placement;
    const scaled = placement && rescaled({ ...placement, scale: placement.scale_m }, ...ends, length_m);
    if (!placement || !scaled) return;
    this.#ends = null;
    pictureTool.cancel(this.#canvas.ctx);
    this.#place({ ...placement, scale_m: scaled.scale, east_m: scaled.east_m, north_m: scaled.north_m });
  }

  /** @param {number} by_deg */
  #turn(by_deg) {
    const picture = this.#picture;
    if (!picture) return;
    const { placement } = picture;
    const turned = turnedAbout({ ...placement, scale: placement.scale_m }, this.#middle(picture), by_deg);
    const turn_deg = ((((turned.turn_deg + 180) % 360) + 360) % 360) - 180;
    this.#place({ ...placement, turn_deg, east_m: turned.east_m, north_m: turned.north_m });
  }

  /** @param {Picture} picture @returns {Point} */
  #middle({ width_px, height_px, placement: { scale_m, turn_deg, east_m, north_m } }) {
    const turn = (turn_deg * Math.PI) / 180;
    const [right, down] = [(width_px / 2) * scale_m, (height_px / 2) * scale_m];
    return [east_m + right * Math.cos(turn) + down * Math.sin(turn), north_m + right * Math.sin(turn) - down * Math.cos(turn)];
  }

  /** @param {{by: Point, done: boolean}} move */
  #moved({ by: [east, north], done }) {
    const placement = this.#picture?.placement;
    if (placement) this.#place({ ...placement, east_m: placement.east_m + east, north_m: placement.north_m + north }, done);
  }

  /** @param {Placement} placement @param {boolean} [anew] whether the panel is to be filled anew */
  #place(placement, anew = true) {
    const picture = this.#picture;
    if (!picture) return;
    this.#pictures.set(picture.level, { ...picture, placement });
    if (anew) this.#show();
    else this.#draw();
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#keep(picture.level, placement), PAUSE_MS);
  }

  /** @param {string} level @param {Placement} placement */
  async #keep(level, placement) {
    const how = { method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify(placement) };
    const response = await fetch(`${this.#address}/${encodeURIComponent(level)}/placement`, how).catch(() => null);
    if (!response?.ok) this.#tell(told("picture_failed"));
  }

  /** @param {File | null} file */
  async #send(file) {
    if (!file) return;
    if (file.size > MOST_BYTES) return this.#tell(told("picture_too_large"));
    if (!TYPES.includes(file.type || "?")) return this.#tell(told("picture_unknown"));
    this.#tell(told("sending"));
    const level = this.#level;
    const response = await fetch(`${this.#address}/${encodeURIComponent(level)}`, { method: "PUT", body: file }).catch(() => null);
    if (!response?.ok) return this.#tell(told(response?.status === 415 ? "picture_unknown" : "picture_failed"));
    this.#pictures.set(level, await response.json());
    this.#message = "";
    this.#show();
  }

  async #remove() {
    const level = this.#level;
    const response = await fetch(`${this.#address}/${encodeURIComponent(level)}`, { method: "DELETE" }).catch(() => null);
    if (!response?.ok) return this.#tell(told("picture_failed"));
    this.#pictures.delete(level);
    this.#show();
  }

  /** @param {string} text */
  #tell(text) {
    this.#message = text;
    this.#show();
    this.#canvas.ctx.announce(text);
  }

  #draw() {
    const { underlay } = this.#canvas.ctx;
    underlay.querySelector(".traced")?.remove();
    const picture = this.#picture;
    this.#canvas.toggleAttribute("data-traced", Boolean(picture) && !picture?.placement.hidden);
    if (!picture || picture.placement.hidden) return;
    const { placement, width_px, height_px, level, at } = picture;
    const href = `${this.#address}/${encodeURIComponent(level)}?at=${encodeURIComponent(at)}`;
    const transform = svgTransform({ ...placement, scale: placement.scale_m });
    underlay.append(element("image", { class: "traced", href, width: width_px, height: height_px, transform, opacity: placement.opacity }));
  }
}

customElements.define("picture-panel", PicturePanel);
