/**
 * Findings of the plan checker, as the panel and the drawing show them.
 * @module
 */

import { isShelf } from "../geometry/things.js";

/** @typedef {import("../remedies.js").Finding} Finding */
/** @typedef {import("../geometry/things.js").Thing} Thing */
/** @typedef {import("../geometry/things.js").DrawnKind} DrawnKind */
/** @typedef {{rule: string, severity: Finding["severity"], findings: Finding[]}} Group */

const RANKS = { violation: 0, warning: 1, info: 2 };
/** @type {readonly DrawnKind[]} */
const KINDS = [
  "shelves", "openings", "units", "connectors", "fixtures", "radios", "kiosks", "locator_points", "points_of_interest",
  "landmarks", "closures", "levels",
];

/**
 * The thing that a finding is about, by its kind and id; of a face, its shelf.
 * @param {any} plan
 * @param {Finding} finding
 * @returns {{kind: DrawnKind, thing: Thing} | null}
 */
export function thingOf(plan, finding) {
  if (!finding.thing) return null;
  const [first = ""] = finding.place.split(" ");
  const ordered = KINDS.toSorted((one, other) => Number(other.startsWith(first)) - Number(one.startsWith(first)));
  for (const kind of ordered) {
    for (const thing of plan[kind] ?? []) {
      if (thing.id === finding.thing) return { kind, thing };
      if (isShelf(thing) && thing.faces.some((face) => face.id === finding.thing)) return { kind, thing };
    }
  }
  return null;
}

/**
 * Findings in groups of a rule, the worst first; within a group as they came.
 * @param {readonly Finding[]} findings
 * @returns {Group[]}
 */
export function groupFindings(findings) {
  /** @type {Map<string, Group>} */
  const groups = new Map();
  for (const finding of findings) {
    const { rule, severity } = finding;
    const group = groups.get(rule);
    if (group) group.findings.push(finding);
    else groups.set(rule, { rule, severity, findings: [finding] });
  }
  return [...groups.values()].sort((one, other) => RANKS[one.severity] - RANKS[other.severity]);
}

/**
 * The name of a rule in message keys.
 * @param {string} rule
 */
export function ruleKey(rule) {
  return rule.replaceAll("-", "_");
}

/**
 * Which bays of a face a finding is about, such as "1–3, 7"; none where it is about all.
 * @param {Finding} finding
 */
export function baysOf({ place }) {
  return /\bbays? ([0-9–-]+(?:, [0-9–-]+)*)/u.exec(place)?.[1] ?? "";
}
