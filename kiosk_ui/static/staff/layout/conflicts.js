/**
 * The choice between what two people made of the same thing, side by side.
 * @module
 */

import { boxAround, formatBox } from "../../shared/view-box.js";
import { drawThing } from "./draw.js";
import { DRAWN_KINDS, pointsOf } from "./geometry/things.js";
import { extentOf } from "./geometry/transform.js";
import { clockText } from "./saving.js";
import { element } from "./svg.js";
import { titleOf } from "./wording.js";

/** @typedef {import("./types.js").Conflict} Conflict */
/** @typedef {import("./types.js").Thing} Thing */
/** @typedef {import("./types.js").Context} Context */
/** @typedef {import("./types.js").DrawnKind} DrawnKind */
/** @typedef {{kind: string, id: string, keep: "mine" | "theirs"}} Choice */
/** @typedef {Pick<Context, "say" | "tag" | "clocks" | "level">} Words */

const AROUND_M = 1.5;
const PLACE = new Set(["x_m", "y_m", "start", "end", "level"]);

/**
 * Names of the fields in which two versions of a thing differ, places and angles once each.
 * @param {Record<string, unknown> | null} mine
 * @param {Record<string, unknown> | null} theirs
 * @param {(field: string) => string} nameOf
 * @returns {string[]}
 */
export function differences(mine, theirs, nameOf) {
  const fields = new Set([...Object.keys(mine ?? {}), ...Object.keys(theirs ?? {})]);
  const differ = [...fields].filter((field) => JSON.stringify(mine?.[field]) !== JSON.stringify(theirs?.[field]));
  return [...new Set(differ.map((field) => nameOf(PLACE.has(field) ? "place" : field)))];
}

/**
 * Ask which version of each thing stays.
 * @param {HTMLDialogElement} dialog
 * @param {readonly Conflict[]} conflicts
 * @param {Words & {messages: Record<string, string>}} ctx
 * @returns {Promise<Choice[]>} what was chosen; closing without a choice keeps what others made
 */
export function askConflicts(dialog, conflicts, ctx) {
  const list = dialog.querySelector("[data-conflicts]");
  list?.replaceChildren(...conflicts.map((conflict, at) => clash(conflict, at, ctx)));
  dialog.showModal();
  return new Promise((settle) => {
    dialog.addEventListener("close", () => settle(conflicts.map(({ kind, id }, at) => ({ kind, id, keep: chosen(dialog, at) }))), { once: true });
  });
}

/** @param {HTMLDialogElement} dialog @param {number} at @returns {"mine" | "theirs"} */
function chosen(dialog, at) {
  const input = /** @type {HTMLInputElement | null} */ (dialog.querySelector(`[name="clash-${at}"]:checked`));
  return input?.value === "mine" ? "mine" : "theirs";
}

/**
 * @param {Conflict} conflict
 * @param {number} at
 * @param {Words & {messages: Record<string, string>}} ctx
 */
function clash(conflict, at, ctx) {
  const section = document.createElement("section");
  section.className = "clash";
  const title = document.createElement("h3");
  const thing = conflict.mine ?? conflict.theirs ?? conflict.base ?? { id: conflict.id };
  title.textContent = titleOf(ctx, `${conflict.kind}/${conflict.id}`, thing);
  const words = document.createElement("p");
  words.className = "muted";
  const fields = differences(conflict.mine, conflict.theirs, (field) => fieldName(field, ctx));
  words.textContent = ctx.say("staff.layout.conflict.differs", { fields: fields.join(", ") });
  const sides = document.createElement("div");
  sides.className = "sides";
  sides.append(side(conflict, "mine", at, ctx), side(conflict, "theirs", at, ctx));
  section.append(title, words, sides);
  return section;
}

/**
 * @param {Conflict} conflict
 * @param {"mine" | "theirs"} which
 * @param {number} at
 * @param {Words} ctx
 */
function side(conflict, which, at, ctx) {
  const label = document.createElement("label");
  const choice = document.createElement("span");
  choice.className = "choice";
  const input = document.createElement("input");
  Object.assign(input, { type: "radio", name: `clash-${at}`, value: which, checked: which === "theirs" });
  choice.append(input, ctx.say(`staff.layout.conflict.keep_${which}`));
  const who = document.createElement("span");
  who.className = "muted";
  const time = conflict.at ? ctx.say("staff.layout.conflict.at", { time: clockText(conflict.at, ctx.clocks) }) : "";
  who.textContent = which === "mine" ? ctx.say("staff.layout.conflict.mine") : `${ctx.say("staff.layout.conflict.theirs", { name: conflict.author || "none" })} ${time}`;
  label.append(choice, who, picture(conflict, which, ctx));
  return label;
}

/**
 * One version drawn in the same frame as the other, which is outlined behind it.
 * @param {Conflict} conflict
 * @param {"mine" | "theirs"} which
 * @param {Words} ctx
 */
function picture(conflict, which, { say, tag }) {
  const shown = conflict[which];
  if (shown === null || !DRAWN_KINDS.includes(/** @type {DrawnKind} */ (conflict.kind))) {
    const words = document.createElement("span");
    words.textContent = shown === null ? say("staff.layout.conflict.removed") : shortly(shown, conflict[which === "mine" ? "theirs" : "mine"]);
    return words;
  }
  const kind = /** @type {DrawnKind} */ (conflict.kind);
  const both = [conflict.mine, conflict.theirs].filter((each) => each !== null);
  const points = both.flatMap((thing) => (extentOf(thing).length ? extentOf(thing) : pointsOf(thing))).map(([x, y]) => ({ x, y: -y }));
  const level = shown.level ?? shown.stops?.[0]?.level ?? shown.id;
  const drawn = /** @type {SVGSVGElement} */ (element("svg", { class: "plan with-bays with-numbers", viewBox: formatBox(boxAround(points, AROUND_M)), "aria-hidden": "true" }));
  drawn.style.setProperty("--px-m", ".03");
  drawn.style.setProperty("--rem-m", ".5");
  const faint = element("g", { opacity: 0.3 }, ...both.filter((each) => each !== shown).map((each) => drawThing(kind, each, level, tag)));
  drawn.append(faint, drawThing(kind, shown, level, tag));
  for (const group of drawn.querySelectorAll("[data-key]")) group.removeAttribute("data-key");
  return drawn;
}

/**
 * What a thing without a drawing has that the other one has not.
 * @param {Record<string, unknown>} shown
 * @param {Record<string, unknown> | null} other
 */
function shortly(shown, other) {
  const fields = Object.entries(shown).filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(other?.[field]));
  return fields.map(([, value]) => (typeof value === "string" ? value : JSON.stringify(value))).join(" · ").slice(0, 200);
}

/** @param {string} field @param {{say: Words["say"], messages: Record<string, string>}} ctx */
function fieldName(field, { say, messages }) {
  const own = { place: "place", angle_deg: "angle", name: "name", number: "name" }[field];
  if (own) return say(`staff.layout.conflict.${own}`);
  if (field === "faces") return say("change.field.bays");
  return messages[`change.field.${field}`] ?? field;
}
