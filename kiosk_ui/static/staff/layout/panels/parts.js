/**
 * Small parts of the panels: elements, buttons, fields.
 * @module
 */

import "../../file-field.js";
import { told } from "../tools/words.js";

/**
 * Make an element.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Record<string, string | boolean | number>} [attributes] false is left out, true stands alone
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(attribute, value === true ? "" : String(value));
  }
  made.append(...children);
  return made;
}

/**
 * A button.
 * @param {string} key of its words, after "staff.layout."
 * @param {() => unknown} act
 * @param {Record<string, string | boolean>} [attributes]
 */
export function button(key, act, attributes = {}) {
  const made = make("button", { type: "button", class: "btn", ...attributes }, told(key));
  made.addEventListener("click", () => act());
  return made;
}

/**
 * A label with its field; the whole of it can be tapped.
 * @param {string} text
 * @param {HTMLElement} field
 * @param {string} [unit]
 */
export function labelled(text, field, unit = "") {
  return make("label", { class: "entry" }, make("span", {}, text), field, ...(unit ? [make("i", {}, unit)] : []));
}

/**
 * A field for a file.
 * @param {string} accept
 * @param {(file: File | null) => void} act
 */
export function fileField(accept, act) {
  const input = make("input", { type: "file", accept });
  input.addEventListener("change", () => act(input.files?.[0] ?? null));
  const field = document.createElement("file-field");
  field.dataset["choose"] = told("file_choose");
  field.dataset["none"] = told("file_none");
  field.append(input);
  return field;
}

/**
 * A choice.
 * @param {readonly {value: string, text: string}[]} choices
 * @param {string} value
 * @param {(value: string) => void} act
 */
export function choice(choices, value, act) {
  const select = make("select", {}, ...choices.map((each) => make("option", { value: each.value, selected: each.value === value }, each.text)));
  select.addEventListener("change", () => act(select.value));
  return select;
}

/**
 * A box to tick; it is half ticked where things differ.
 * @param {string} text
 * @param {boolean | null} checked
 * @param {(checked: boolean) => void} act
 */
export function tick(text, checked, act) {
  const box = make("input", { type: "checkbox", checked: checked === true });
  box.indeterminate = checked === null;
  box.addEventListener("change", () => act(box.checked));
  return make("label", { class: "tick" }, box, make("span", {}, text));
}
