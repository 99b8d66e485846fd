import assert from "node:assert/strict";
import test from "node:test";

import { applyChanges, findThing, isSame, keyOf } from "../../kiosk_ui/static/staff/editing/changes.js";
import {
  acknowledge, addConflicts, baseToSend, begin, discard, keptBase, merge, resolve, review, shown, wait,
} from "../../kiosk_ui/static/staff/editing/session.js";
import { forSeeds } from "./seeded.js";

const PLAN = {
  id: "talo", levels: [{ id: "1" }],
  shelves: [{ id: "a", x_m: 0 }, { id: "b", x_m: 0 }, { id: "c", x_m: 0 }, { id: "d", x_m: 0 }],
};
const place = (id, x_m) => ({ kind: "shelves", id, value: { id, x_m } });
const waiting = (key, ...changes) => ({ key, how: "edit", changes, inverse: [], label: { what: "moved", count: 1 }, over: [] });
const edit = (revision, ...changes) => ({ revision, changes, author: "other", at: "" });
const saved = (revision, changes, others = []) => ({ revision, changes, others, can_undo: true, can_redo: false });
const placeOf = (plan, id) => findThing(plan, "shelves", id)?.x_m;

/** A server that saves as api/storage/edits.py does. */
class ModelServer {
  plan = PLAN;
  rows = [];

  get revision() {
    return 1 + this.rows.length;
  }

  after(revision) {
    return this.rows.filter((row) => row.revision > revision);
  }

  send({ key, changes }, base, author) {
    const known = this.rows.find((row) => row.key === key);
    if (known) return this.#answer(known, base);
    const seen = new Map();
    for (const row of this.after(base)) {
      for (const was of row.inverse) if (!seen.has(keyOf(was))) seen.set(keyOf(was), was.value);
    }
    const conflicts = changes.filter((change) => {
      const theirs = findThing(this.plan, change.kind, change.id);
      return seen.has(keyOf(change)) && !isSame(theirs, change.value) && !isSame(theirs, seen.get(keyOf(change)));
    });
    if (conflicts.length > 0) return { conflicts };
    const { plan, inverse } = applyChanges(this.plan, changes);
    this.plan = plan;
    const row = { revision: this.revision + 1, key, author, at: "", changes, inverse };
    this.rows.push(row);
    return this.#answer(row, base);
  }

  #answer(row, base) {
    return saved(row.revision, row.changes, this.after(base).filter((each) => each.revision < row.revision));
  }
}

/** One page: its session, and for each edit what was seen of the things that it changes. */
class Page {
  heard = 1;
  seen = new Map();
  givenUp = new Set();
  acknowledged = new Set();

  constructor(server, name) {
    this.server = server;
    this.name = name;
    this.session = begin(server.plan, server.revision);
    this.heard = server.revision;
  }

  apply({ pick, random }, number) {
    const id = pick(["a", "b", "c", "d", "e"]);
    const change = random() < 0.8 ? place(id, number) : { kind: "shelves", id, value: null };
    const key = `${this.name}${number}`;
    // As others have it, and as it is shown with what waits.
    const both = [this.session.plan, shown(this.session)].map((plan) => findThing(plan, "shelves", id));
    this.seen.set(key, new Map([[keyOf(change), both]]));
    this.session = wait(this.session, waiting(key, change));
  }

  send(arrives, answers) {
    const [first] = this.session.waiting;
    if (!first || !arrives || this.session.conflicts.length > 0) return;
    const isNew = !this.server.rows.some((row) => row.key === first.key);
    const before = this.server.plan;
    const answer = this.server.send(first, baseToSend(this.session), this.name);
    if (answer.conflicts) {
      this.session = review(this.session, this.server.after(baseToSend(this.session)));
      return;
    }
    if (isNew) this.#checkNothingLost(first, before);
    if (!answers) return;
    this.acknowledged.add(first.key);
    this.session = acknowledge(this.session, first.key, answer);
  }

  /** What it replaces is one's own, or was seen by somebody who then did what waits, or chose. */
  #checkNothingLost({ key, changes }, before) {
    for (const change of changes) {
      const thing = keyOf(change);
      const touches = (each) => keyOf(each) === thing;
      const replaced = findThing(before, change.kind, change.id);
      const last = this.server.rows.slice(0, -1).findLast((row) => row.changes.some(touches));
      if (!last || last.author === this.name) continue;
      const known = this.session.waiting.filter((each) => each.changes.some(touches))
        .flatMap((each) => [...this.seen.get(each.key).get(thing), each.changes.find(touches).value]);
      assert.ok(known.some((each) => isSame(each, replaced)), `${key} replaces what was not seen: ${JSON.stringify(replaced)}`);
    }
  }

  hear(upto) {
    for (const row of this.server.after(this.heard)) {
      if (row.revision > upto) break;
      this.session = merge(this.session, row);
      this.heard = row.revision;
    }
  }

  choose({ pick }) {
    const choices = this.session.conflicts.map(({ kind, id }) => ({ kind, id, keep: pick(["mine", "theirs"]) }));
    const theirsSeen = new Map(this.session.conflicts.map((each) => [keyOf(each), each.theirs]));
    const before = this.session.waiting.map(({ key }) => key);
    this.session = resolve(this.session, choices);
    const left = new Set(this.session.waiting.map(({ key }) => key));
    for (const key of before) if (!left.has(key)) this.givenUp.add(key);
    for (const { key } of this.session.waiting) {
      for (const [thing, theirs] of theirsSeen) if (this.seen.get(key).has(thing)) this.seen.get(key).get(thing).push(theirs);
    }
  }

  reload() {
    const { waiting: left } = this.session;
    this.session = begin(this.server.plan, this.server.revision, left, keptBase(this.session));
    this.heard = this.server.revision;
  }
}

test("any two pages come to what the server has, and nothing is lost that was acknowledged", () => {
  forSeeds(400, (lot) => {
    const server = new ModelServer();
    const pages = [new Page(server, "one"), new Page(server, "two")];
    const made = [];
    for (let number = 1; number <= 60; number += 1) {
      const page = lot.pick(pages);
      const deed = lot.random();
      if (deed < 0.35) {
        page.apply(lot, number);
        made.push(`${page.name}${number}`);
      } else if (deed < 0.65) page.send(lot.random() < 0.8, lot.random() < 0.8);
      else if (deed < 0.85) page.hear(lot.pick([server.revision, page.heard + 1]));
      else if (deed < 0.93) page.choose(lot);
      else page.reload();
    }
    for (let turn = 0; turn < 400 && pages.some(({ session }) => session.waiting.length > 0); turn += 1) {
      const page = lot.pick(pages);
      page.choose(lot);
      page.send(true, true);
    }
    for (const page of pages) {
      page.hear(server.revision);
      assert.deepEqual(page.session.waiting, []);
      assert.deepEqual(shown(page.session), server.plan);
      assert.equal(page.session.base, page.session.revision);
      for (const key of page.acknowledged) assert.equal(server.rows.filter((row) => row.key === key).length, 1);
    }
    for (const key of made) {
      const times = server.rows.filter((row) => row.key === key).length;
      assert.ok(times === 1 || (times === 0 && pages.some(({ givenUp }) => givenUp.has(key))), `${key}: ${times} times`);
    }
  });
});

test("the inverse of changes leads back, and no plan is altered", () => {
  forSeeds(200, ({ pick, random }) => {
    const text = JSON.stringify(PLAN);
    const ids = ["a", "b", "c", "d", "e", "f"].filter(() => random() < 0.5);
    const changes = ids.map((id) => (random() < 0.4 ? { kind: "shelves", id, value: null }
      : { ...place(id, 7), ...(random() < 0.3 ? { at: pick([0, 1, 2, 9]) } : {}) }));
    changes.push({ kind: "plan", id: "hours", value: pick([null, { weekly: [] }]) });
    const { plan, inverse } = applyChanges(PLAN, changes);
    assert.deepEqual(applyChanges(plan, inverse).plan, PLAN);
    assert.equal(JSON.stringify(PLAN), text);
  });
});

test("others' edits go under what waits", () => {
  let session = wait(begin(PLAN, 1), waiting("k", place("a", 1)));
  session = merge(session, edit(2, place("b", 2)));
  assert.deepEqual([placeOf(shown(session), "a"), placeOf(shown(session), "b")], [1, 2]);
  assert.deepEqual([session.conflicts, session.base], [[], 2]);
});

test("another value of a thing that waits is a conflict, and the same value is none", () => {
  const session = wait(begin(PLAN, 1), waiting("k", place("a", 1)));
  assert.deepEqual(merge(session, edit(2, place("a", 1))).conflicts, []);
  const [conflict] = merge(session, edit(2, place("a", 5))).conflicts;
  assert.deepEqual([conflict.base.x_m, conflict.mine.x_m, conflict.theirs.x_m], [0, 1, 5]);
});

test("a conflict is resolved both ways", () => {
  const session = merge(wait(begin(PLAN, 1), waiting("k", place("a", 1), place("b", 1))), edit(2, place("a", 5)));
  const mine = resolve(session, [{ kind: "shelves", id: "a", keep: "mine" }]);
  assert.deepEqual([placeOf(shown(mine), "a"), mine.conflicts], [1, []]);
  const theirs = resolve(session, [{ kind: "shelves", id: "a", keep: "theirs" }]);
  assert.deepEqual([placeOf(shown(theirs), "a"), placeOf(shown(theirs), "b")], [5, 1]);
});

test("an undo in conflict is done over theirs or not at all", () => {
  const undo = { ...waiting("u", place("a", 0), place("b", 0)), how: "undo" };
  const clash = { kind: "shelves", id: "a", base: null, mine: null, theirs: null, author: "", at: "" };
  const session = addConflicts(wait(begin(PLAN, 3), undo), [clash]);
  assert.deepEqual(resolve(session, [{ kind: "shelves", id: "a", keep: "mine" }]).waiting[0].over, ["shelves/a"]);
  assert.deepEqual(resolve(session, [{ kind: "shelves", id: "a", keep: "theirs" }]).waiting, []);
});

test("what others did between two edits that wait is compared with the second one too", () => {
  const two = wait(wait(begin(PLAN, 1), waiting("k", place("a", 1))), waiting("l", place("b", 1)));
  const after = acknowledge(two, "k", saved(3, [place("a", 1)], [edit(2, place("b", 9))]));
  assert.deepEqual(after.conflicts.map(({ id }) => id), ["b"]);
});

test("what cannot be saved is given up, and the rest stays", () => {
  const two = wait(wait(begin(PLAN, 1), waiting("k", place("a", 1))), waiting("l", place("b", 1)));
  const left = discard(two, "k");
  assert.deepEqual([placeOf(shown(left), "a"), placeOf(shown(left), "b")], [0, 1]);
});
