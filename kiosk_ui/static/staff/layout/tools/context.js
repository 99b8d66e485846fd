/**
 * What the canvas gives a tool, what a tool is, and how tools draw over the plan.
 *
 * Points are `[east, north]` in metres. The overlay is drawn in metres too, y down as in all of
 * SVG; `sketch` turns it round, here alone.
 * @module
 */

/** @typedef {import("../geometry/things.js").Point} Point */
/** @typedef {import("../geometry/things.js").Plan} Plan */
/** @typedef {import("../geometry/things.js").Thing} Thing */
/** @typedef {import("../geometry/things.js").Change} Change */
/** @typedef {import("../geometry/things.js").Placed} Placed */
/** @typedef {import("../geometry/snapping.js").Guide} Guide */
/** @typedef {{what: string, count: number}} Label */
/** @typedef {{plan: any, apply: (changes: Change[], label: Label) => unknown, find: (kind: any, id: string) => any}} Store */
/**
 * @typedef {object} Context
 * @property {Store} store
 * @property {string} level
 * @property {Map<string, Thing>} selection
 * @property {(keys: string[]) => void} select
 * @property {(point: Point, except?: Iterable<string>) => {x_m: number, y_m: number, guides: Guide[]}} snap
 * @property {SVGGElement} overlay
 * @property {number} px_m metres that a pixel is
 * @property {(text: string) => void} announce
 */
/**
 * One thing that may be set before drawing; `values` are choices, and without them it is a number.
 * @typedef {{name: string, unit?: import("../numbers.js").Unit, digits?: number, step?: number, least?: number,
 *   most?: number, values?: readonly string[], words?: string, value: number | string}} Option
 */
/**
 * @typedef {object} Tool
 * @property {string} id
 * @property {(ctx: Context) => void} [begin] when it is chosen
 * @property {(ctx: Context, p: Point, event: PointerEvent) => void} pointerDown
 * @property {(ctx: Context, p: Point, event: PointerEvent) => void} pointerMove
 * @property {(ctx: Context, p: Point, event: PointerEvent) => void} pointerUp
 * @property {(ctx: Context, event: KeyboardEvent) => boolean} key
 * @property {(ctx: Context) => void} cancel
 * @property {(ctx: Context) => void} end when another one is chosen
 * @property {() => Option[]} [options] shown by `<tool-options>`
 * @property {(ctx: Context, name: string, value: number | string) => void} [setOption]
 * @property {(ctx: Context) => void} [finish] the button of `<tool-options>`
 * @property {boolean} [canFinish]
 */
/**
 * @typedef {{line: readonly Point[], as?: string} | {ring: readonly Point[], as?: string}
 *   | {at: Point, as?: string} | {text: string, at: Point, as?: string}} Mark
 */

const SVG = "http://www.w3.org/2000/svg";
const DOT_PX = 5;
const TEXT_PX = 14;

/**
 * Where a point of the plan is drawn.
 * @param {Point} point
 * @returns {Point}
 */
export function toDrawing([x, y]) {
  return [x, -y];
}

/**
 * Draw marks over the plan in place of those that were there.
 * @param {Context} ctx
 * @param {readonly Mark[]} marks
 */
export function sketch(ctx, marks) {
  let group = /** @type {SVGGElement | null} */ (ctx.overlay.querySelector(":scope > .tool-sketch"));
  if (!group) {
    group = /** @type {SVGGElement} */ (document.createElementNS(SVG, "g"));
    group.setAttribute("class", "tool-sketch");
    ctx.overlay.append(group);
  }
  group.replaceChildren(...marks.map((mark) => drawn(mark, ctx.px_m)));
}

/** @param {Context} ctx */
export function clearSketch(ctx) {
  ctx.overlay.querySelector(":scope > .tool-sketch")?.remove();
}

/**
 * Lines that show what a point snapped to.
 * @param {readonly Guide[]} guides
 * @returns {Mark[]}
 */
export function guideMarks(guides) {
  return guides.map(({ from, to }) => ({ line: [from, to], as: "sketch-guide" }));
}

/**
 * The middle of a level, where the keyboard begins to draw.
 * @param {Context} ctx
 * @returns {Point}
 */
export function middleOf(ctx) {
  /** @type {Point[]} */
  const outline = (ctx.store.plan.levels ?? []).find((/** @type {Thing} */ level) => level.id === ctx.level)?.outline ?? [];
  const sum = outline.reduce((total, [x, y]) => [total[0] + x, total[1] + y], /** @type {Point} */ ([0, 0]));
  return outline.length ? [sum[0] / outline.length, sum[1] / outline.length] : [0, 0];
}

/**
 * Apply changes as one edit, and select what is new.
 * @param {Context} ctx
 * @param {readonly Change[]} changes
 * @param {string} [what] how the edit is called
 */
export function add(ctx, changes, what = "added") {
  if (changes.length === 0) return;
  ctx.store.apply([...changes], { what, count: changes.length });
  ctx.select(changes.map(({ kind, id }) => `${kind}/${id}`));
}

/**
 * @param {Mark} mark
 * @param {number} px_m
 * @returns {SVGElement}
 */
function drawn(mark, px_m) {
  if ("text" in mark) {
    const [x, y] = toDrawing(mark.at);
    const text = element("text", mark.as ?? "sketch-text", { x, y, "font-size": TEXT_PX * px_m });
    text.textContent = mark.text;
    return text;
  }
  if ("at" in mark) {
    const [cx, cy] = toDrawing(mark.at);
    return element("circle", mark.as ?? "sketch-dot", { cx, cy, r: DOT_PX * px_m });
  }
  const [points, close] = "ring" in mark ? [mark.ring, "Z"] : [mark.line, ""];
  const d = `M${points.map((point) => toDrawing(point).join(" ")).join("L")}${close}`;
  return element("path", mark.as ?? ("ring" in mark ? "sketch-area" : "sketch-line"), { d });
}

/**
 * @param {string} name
 * @param {string} as
 * @param {Record<string, string | number>} attributes
 * @returns {SVGElement}
 */
function element(name, as, attributes) {
  const made = /** @type {SVGElement} */ (document.createElementNS(SVG, name));
  made.setAttribute("class", as);
  made.setAttribute("vector-effect", "non-scaling-stroke");
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, String(value));
  return made;
}
