/**
 * <tool-options>: what may be set before or while something is drawn, and the button that ends it.
 * @module
 */

import { told } from "../tools/words.js";
import { button, choice, labelled, make } from "./parts.js";
import { numberInput } from "./number-input.js";

/** @typedef {import("../tools/context.js").Option} Option */
/** @typedef {import("../tools/context.js").Tool & EventTarget} DrawingTool */

export class ToolOptions extends HTMLElement {
  /** @type {any} */
  #canvas = null;
  /** @type {DrawingTool | null} */
  #tool = null;
  #refresh = () => this.#show();

  /** @param {any} canvas */
  connect(canvas) {
    this.#canvas = canvas;
    canvas.addEventListener("tool", () => this.#follow());
    this.#follow();
  }

  #follow() {
    this.#tool?.removeEventListener?.("change", this.#refresh);
    this.#tool = this.#canvas.tool;
    this.#tool?.addEventListener?.("change", this.#refresh);
    this.#show();
  }

  #show() {
    const tool = this.#tool;
    const options = tool?.options?.() ?? [];
    this.hidden = options.length === 0 && !tool?.finish;
    if (this.hidden || !tool) {
      this.replaceChildren();
      return;
    }
    const focused = this.querySelector(":focus")?.getAttribute("data-for");
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", told(`tool.${tool.id}`));
    this.replaceChildren(make("b", { "aria-hidden": "true" }, told(`tool.${tool.id}`)), ...options.map((option) => this.#field(tool, option)));
    if (tool.finish) {
      const done = button("done", () => tool.finish?.(this.#canvas.ctx), { class: "btn primary", "data-for": "done" });
      done.disabled = !tool.canFinish;
      this.append(done);
    }
    /** @type {HTMLElement | null} */ (focused ? this.querySelector(`[data-for="${focused}"]`) : null)?.focus();
  }

  /** @param {DrawingTool} tool @param {Option} option */
  #field(tool, option) {
    const set = (/** @type {number | string} */ value) => {
      tool.setOption?.(this.#canvas.ctx, option.name, value);
      this.#show();
    };
    const name = told(`option.${option.name}`);
    if (option.values) {
      const choices = option.values.map((value) => ({ value, text: told(`${option.words}.${value}`) }));
      const select = choice(choices, String(option.value), set);
      select.setAttribute("data-for", option.name);
      return labelled(name, select);
    }
    const { unit = "", digits = 2, step = 1, ...bounds } = option;
    const value = Number(option.value);
    const input = numberInput({ ...bounds, value, unit, digits, step }, (next) => set(next(value)));
    input.setAttribute("data-for", option.name);
    const by = (/** @type {number} */ sign) => {
      const next = Math.round((value + sign * step) * 1000) / 1000;
      const stepper = make("button", { type: "button", "data-for": `${option.name}${sign}`, "aria-label": told(sign > 0 ? "more" : "less", { what: name }) }, sign > 0 ? "+" : "−");
      stepper.disabled = next < (option.least ?? -Infinity) || next > (option.most ?? Infinity);
      stepper.addEventListener("click", () => set(next));
      return stepper;
    };
    return make("span", { class: "stepper" }, by(-1), labelled(name, input, unit), by(1));
  }
}

customElements.define("tool-options", ToolOptions);
