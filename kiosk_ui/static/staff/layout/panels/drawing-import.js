/**
 * What the import of a drawing has to know: its level, its unit, and what is on which layer; and a
 * picture of what comes.
 * @module
 */

import { element, pathOf } from "../svg.js";
import { lengthText, told } from "../tools/words.js";
import { choice, labelled, make } from "./parts.js";

/** @typedef {import("../../../shared/api.js").DrawingOut} Drawing */
/** @typedef {import("../../../shared/api.js").DrawnOut} Drawn */
/** @typedef {{level: string, units: string, layers: Map<string, string>}} Answers */

const UNITS = ["mm", "cm", "dm", "m", "in", "ft"];
const KINDS = ["shelf", "wall", "room", "area", "door", "stairs", "lift", "pillar", "table", "seat", "desk", "furniture", "level", "text", "nothing"];
const MARGIN_M = 0.5;

/**
 * The fields that a drawing needs; each change is told.
 * @param {Drawing} drawing
 * @param {Answers} answers
 * @param {readonly {id: string}[]} levels of the draft
 * @param {() => void} changed
 * @returns {HTMLElement[]}
 */
export function drawingFields(drawing, answers, levels, changed) {
  const level = make("input", { type: "text", list: "import-levels", maxlength: 64, required: true, value: answers.level, autocomplete: "off" });
  level.addEventListener("change", () => {
    answers.level = level.value.trim() || answers.level;
    changed();
  });
  const known = make("datalist", { id: "import-levels" }, ...levels.map(({ id }) => make("option", { value: id })));
  const units = [...(drawing.units ? [] : [""]), ...UNITS].map((value) => ({ value, text: told(value ? `import_unit.${value}` : "import_unit.none") }));
  const unit = choice(units, drawing.units, (value) => {
    answers.units = value;
    changed();
  });
  return [
    make("div", { class: "fields wide" }, labelled(told("import_level"), level), known, labelled(told("import_units"), unit)),
    ...(drawing.units ? [] : [make("p", { class: "note warn" }, told("import_units_ask", { unit: drawing.guessed, width: lengthText(drawing.width_m), depth: lengthText(drawing.depth_m) }))]),
    layerTable(drawing, answers, changed),
  ];
}

/**
 * The layers with how many things they have and what these are.
 * @param {Drawing} drawing
 * @param {Answers} answers
 * @param {() => void} changed
 */
function layerTable(drawing, answers, changed) {
  const kinds = KINDS.map((value) => ({ value, text: told(`import_kind.${value}`) }));
  const rows = drawing.layers.map(({ name, kind, things }) => {
    const select = choice(kinds, kind, (value) => {
      answers.layers.set(name, value);
      changed();
    });
    select.setAttribute("aria-label", told("import_kind_of", { name }));
    select.dataset.layer = name;
    return make("tr", {}, make("th", { scope: "row" }, name, make("small", {}, told("import_things", { count: things }))), make("td", {}, select));
  });
  const heads = ["import_layer", "import_layer_is"].map((key) => make("th", { scope: "col" }, told(key)));
  return make("table", { class: "layers" }, make("caption", {}, told("import_layers")), make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows));
}

/**
 * A picture of what would come on a level.
 * @param {readonly Drawn[]} drawn
 * @param {string} level
 */
export function preview(drawn, level) {
  const points = drawn.flatMap(({ outline }) => outline);
  if (!points.length) return null;
  const [west, east] = ends(points.map(([x]) => x));
  const [south, north] = ends(points.map(([, y]) => y));
  const viewBox = [west - MARGIN_M, -north - MARGIN_M, east - west + 2 * MARGIN_M, north - south + 2 * MARGIN_M].join(" ");
  const words = told("import_preview", { level });
  const paths = drawn.map(({ kind, outline }) => element("path", { class: kind, d: pathOf(outline, kind !== "openings") }));
  const picture = element("svg", { viewBox, role: "img", "aria-label": words }, ...paths);
  const figure = make("figure", { class: "coming" });
  figure.append(picture, make("figcaption", {}, words));
  return figure;
}

/** @param {number[]} values @returns {[number, number]} */
function ends(values) {
  return values.reduce(([least, most], value) => [Math.min(least, value), Math.max(most, value)], [Infinity, -Infinity]);
}
