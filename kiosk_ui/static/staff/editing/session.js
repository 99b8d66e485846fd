/**
 * What one page knows of a draft: the plan as the server has it, and what waits to be sent.
 *
 * What waits lies on top: others' edits go under it. All functions are pure.
 * @module
 */

import { applyChanges, findThing, isSame, keyOf } from "./changes.js";

/** @typedef {import("./changes.js").Plan} Plan */
/** @typedef {import("./changes.js").Change} Change */
/** @typedef {{what: string, count: number}} Label */
/**
 * Something that waits; `over` are keys of things that win over what others did, `seen` the revision
 * that was on show when it was done.
 * @typedef {{key: string, how: "edit" | "undo" | "redo", changes: Change[], inverse: Change[], label: Label,
 *   over: string[], seen: number}} Waiting
 */
/**
 * An edit as the server tells of it.
 * @typedef {{revision: number, author: string, at: string, changes: Change[]}} Edit
 */
/** @typedef {{revision: number, changes: Change[], others: Edit[], can_undo: boolean, can_redo: boolean}} Saved */
/**
 * `since` is the last revision before theirs.
 * @typedef {{kind: string, id: string, base: any, mine: any, theirs: any, author: string, at: string, since?: number}} Conflict
 */
/**
 * Of `base`, the last revision, it is known that what waits does not contradict it. `plan` is that
 * of `revision`, which is later only after a page was loaded anew.
 * @typedef {{plan: Plan, revision: number, base: number, waiting: Waiting[], conflicts: Conflict[]}} Session
 */

/**
 * @param {Plan} plan
 * @param {number} revision
 * @param {Waiting[]} [waiting] what a page that is gone has left
 * @param {number} [base]
 * @returns {Session}
 */
export function begin(plan, revision, waiting = [], base = revision) {
  return { plan, revision, base: waiting.length > 0 ? base : revision, waiting, conflicts: [] };
}

/**
 * The plan as it is shown: with what waits.
 * @param {Session} session
 * @returns {Plan}
 */
export function shown(session) {
  return session.waiting.reduce((plan, { changes }) => applyChanges(plan, changes).plan, session.plan);
}

/**
 * The base that outlives the page: conflicts that nobody has answered are found from there again.
 * @param {Session} session
 */
export function keptBase({ base, conflicts }) {
  return Math.min(base, ...conflicts.map(({ since }) => since ?? base));
}

/**
 * Let something wait to be sent.
 * @param {Session} session
 * @param {Omit<Waiting, "seen">} waiting
 * @returns {Session}
 */
export function wait(session, waiting) {
  return { ...session, waiting: [...session.waiting, { ...waiting, seen: session.revision }] };
}

/**
 * The last revision that the first of what waits, and so all of it, does not contradict.
 * @param {Session} session
 */
export function baseToSend({ base, waiting }) {
  return Math.max(base, waiting[0]?.seen ?? 0);
}

/**
 * Put an edit of somebody else under what waits.
 * @param {Session} session
 * @param {Edit} edit
 * @returns {Session}
 */
export function merge(session, edit) {
  const isChecked = session.base === session.revision;
  return isChecked ? review(session, [edit]) : putUnder(session, edit);
}

/**
 * Compare what waits with all that others did since `base`, and put it under.
 * @param {Session} session
 * @param {readonly Edit[]} edits without a gap, the oldest first
 * @returns {Session}
 */
export function review(session, edits) {
  return edits.filter((edit) => edit.revision > session.base).reduce((before, edit) => {
    const after = addConflicts(putUnder(before, edit), findConflicts(before, edit));
    return { ...after, base: edit.revision };
  }, session);
}

/**
 * Take what the server has saved from what waits.
 * @param {Session} session
 * @param {string} key
 * @param {Saved} saved
 * @returns {Session}
 */
export function acknowledge(session, key, saved) {
  const waiting = session.waiting.filter((each) => each.key !== key);
  const reviewed = review({ ...session, waiting }, saved.others);
  const { revision, changes } = saved;
  const next = putUnder(reviewed, { revision, changes, author: "", at: "" });
  return settle({ ...next, base: Math.max(next.base, revision) });
}

/** @param {Session} session @param {Edit} edit @returns {Session} */
function putUnder(session, { revision, changes }) {
  if (revision <= session.revision) return session;
  return { ...session, plan: applyChanges(session.plan, changes).plan, revision };
}

/**
 * Give up something that waits, as it cannot be saved.
 * @param {Session} session
 * @param {string} key
 * @returns {Session}
 */
export function discard(session, key) {
  return settle({ ...session, waiting: session.waiting.filter((each) => each.key !== key) });
}

/**
 * Remember conflicts until somebody chooses.
 * @param {Session} session
 * @param {readonly Conflict[]} conflicts
 * @returns {Session}
 */
export function addConflicts(session, conflicts) {
  const all = new Map(session.conflicts.map((each) => [keyOf(each), each]));
  for (const each of conflicts) {
    // The first base is what was seen when the edit was made.
    const { base = each.base, since = each.since } = all.get(keyOf(each)) ?? {};
    all.set(keyOf(each), { ...each, base, ...(since === undefined ? {} : { since }) });
  }
  return { ...session, conflicts: [...all.values()] };
}

/**
 * Go on as somebody chose; conflicts that are not named stay.
 *
 * An undo is done as a whole or not at all.
 * @param {Session} session
 * @param {readonly {kind: string, id: string, keep: "mine" | "theirs"}[]} choices
 * @returns {Session}
 */
export function resolve(session, choices) {
  const mine = new Set(choices.filter(({ keep }) => keep === "mine").map(keyOf));
  const theirs = new Set(choices.filter(({ keep }) => keep === "theirs").map(keyOf));
  const waiting = session.waiting
    .map((each) => ({
      ...each,
      changes: each.how === "edit" ? each.changes.filter((change) => !theirs.has(keyOf(change))) : each.changes,
      // What others do after this choice shall be seen again; an undo looks back further than that.
      over: each.how === "edit" ? each.over : [...new Set([...each.over, ...mine])],
    }))
    .filter((each) => (each.how === "edit" ? each.changes.length > 0 : !isGivenUp(session, each, theirs)));
  const conflicts = session.conflicts.filter((each) => !mine.has(keyOf(each)) && !theirs.has(keyOf(each)));
  return settle({ ...session, waiting, conflicts });
}

/** @param {Session} session @returns {Session} */
function settle(session) {
  if (session.waiting.length > 0) return session;
  return { ...session, base: session.revision, conflicts: [] };
}

/**
 * An undo from before the page was loaded does not know its changes; being first, the conflict is its.
 * @param {Session} session
 * @param {Waiting} waiting
 * @param {ReadonlySet<string>} theirs
 */
function isGivenUp(session, waiting, theirs) {
  if (waiting.changes.length === 0) return theirs.size > 0 && session.waiting[0] === waiting;
  return waiting.changes.some((change) => theirs.has(keyOf(change)));
}

/**
 * Where somebody else gave a thing another value than what waits gives it.
 * @param {Session} session
 * @param {Edit} edit
 * @returns {Conflict[]}
 */
function findConflicts(session, edit) {
  return edit.changes.flatMap(({ kind, id, value: theirs }) => {
    const key = keyOf({ kind, id });
    const touching = session.waiting
      .filter((each) => each.seen < edit.revision && !each.over.includes(key)).flatMap((each) => each.changes)
      .filter((change) => keyOf(change) === key);
    const mine = touching.at(-1)?.value;
    if (mine === undefined || touching.some(({ value }) => isSame(value, theirs))) return [];
    const base = findThing(session.plan, kind, id);
    return [{ kind, id, base, mine, theirs, author: edit.author, at: edit.at, since: edit.revision - 1 }];
  });
}
