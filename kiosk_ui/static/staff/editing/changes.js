/**
 * Changes of single things in a plan, as the server makes them (floorplans/editing/changes.py).
 * No plan is ever altered: each edit makes a new one that shares what is not changed.
 * @module
 */

/** @typedef {Record<string, any>} Plan a plan in the native format */
/** @typedef {{kind: string, id: string, value: any, at?: number | null}} Change */

const PLAN = "plan";
const ALWAYS_THERE = new Set(["levels"]);

/**
 * What a change of a kind and id would replace; null if there is nothing.
 * @param {Plan} plan
 * @param {string} kind
 * @param {string} id
 * @returns {any}
 */
export function findThing(plan, kind, id) {
  if (kind === PLAN) return plan[id] ?? null;
  return (plan[kind] ?? []).find((/** @type {{id: string}} */ each) => each.id === id) ?? null;
}

/**
 * Make changes, at most one for each thing.
 * @param {Plan} plan
 * @param {readonly Change[]} changes
 * @returns {{plan: Plan, inverse: Change[]}} the plan after them, and what takes them back
 */
export function applyChanges(plan, changes) {
  const after = { ...plan };
  /** @type {Change[]} */
  const inverse = [];
  for (const kind of new Set(changes.map((change) => change.kind))) {
    const ofKind = changes.filter((change) => change.kind === kind);
    inverse.push(...(kind === PLAN ? ofKind.map((each) => setField(after, each)) : changeList(after, kind, ofKind)));
  }
  return { plan: after, inverse: inverse.reverse() };
}

/**
 * Whether two JSON values are the same, in whatever order their fields are.
 * @param {any} one
 * @param {any} other
 * @returns {boolean}
 */
export function isSame(one, other) {
  if (Object.is(one, other) || one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || !one || !other) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length
    && names.every((name) => Object.hasOwn(other, name) && isSame(one[name], other[name]));
}

/**
 * Which thing a change is about, as one text.
 * @param {{kind: string, id: string}} change
 */
export function keyOf({ kind, id }) {
  return `${kind}/${id}`;
}

/** @param {Plan} plan @param {Change} change @returns {Change} */
function setField(plan, { id, value }) {
  const before = plan[id] ?? null;
  if (value === null) delete plan[id];
  else plan[id] = value;
  return { kind: PLAN, id, value: before };
}

/**
 * The removals are last: what comes takes the place that it asks for.
 * @param {Plan} plan
 * @param {string} kind
 * @param {readonly Change[]} changes
 * @returns {Change[]}
 */
function changeList(plan, kind, changes) {
  const things = [...(plan[kind] ?? [])];
  const places = new Map(things.map((each, at) => /** @type {const} */ ([each.id, at])).reverse());
  /** @type {Change[]} */
  const inverse = [];
  /** @type {number[]} */
  const gone = [];
  /** @type {Change[]} */
  const come = [];
  for (const change of changes) {
    const at = places.get(change.id);
    if (at === undefined) {
      if (change.value !== null) come.push(change);
    } else if (change.value === null) {
      gone.push(at);
    } else {
      inverse.push({ kind, id: change.id, value: things[at] });
      things[at] = change.value;
    }
  }
  for (const at of gone.sort((one, other) => other - one)) {
    const [thing] = things.splice(at, 1);
    inverse.push({ kind, id: thing.id, value: thing, at });
  }
  const left = things.length;
  for (const change of come.sort((one, other) => (one.at ?? left) - (other.at ?? left))) {
    things.splice(change.at ?? things.length, 0, change.value);
    inverse.push({ kind, id: change.id, value: null });
  }
  if (things.length === 0 && !ALWAYS_THERE.has(kind)) delete plan[kind];
  else plan[kind] = things;
  return inverse;
}
