/**
 * A draft that is edited: every change is shown at once, kept in the browser and sent.
 *
 * What is done survives a page that dies, a network that is gone and a server that starts anew; it
 * is sent once the server is back. Others' edits go under what waits; where they gave a thing
 * another value, nothing more is sent until somebody chooses (`resolve`).
 * @module
 */

import { applyChanges, findThing } from "./changes.js";
import { History } from "./history.js";
import { newKey, Outbox } from "./outbox.js";
import { DraftServer, Refusal } from "./server.js";
import {
  acknowledge, addConflicts, baseToSend, begin, discard, keptBase, merge, resolve, review, shown, wait,
} from "./session.js";

/** @typedef {import("./changes.js").Change} Change */
/** @typedef {import("./session.js").Edit} Edit */
/** @typedef {import("./session.js").Label} Label */
/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./session.js").Waiting} Waiting */
/** @typedef {{state: "saved" | "saving" | "offline" | "conflict", waiting: number, savedAt: Date | null}} Status */

const FIRST_PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 15_000;

export class DraftStore extends EventTarget {
  #server;
  #outbox;
  #session;
  #plan;
  #history = new History();
  /** @type {Edit[]} */
  #heard = [];
  /** @type {Promise<unknown>} */
  #written = Promise.resolve();
  #isSending = false;
  #isOffline = false;
  #isClosed = false;
  #pause_ms = FIRST_PAUSE_MS;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #unfollow = () => {};
  /** @type {Date | null} */
  #savedAt;

  /** @param {DraftServer} server @param {Outbox} outbox @param {Session} session @param {Date | null} savedAt */
  constructor(server, outbox, session, savedAt) {
    super();
    this.#server = server;
    this.#outbox = outbox;
    this.#session = session;
    this.#plan = shown(session);
    this.#savedAt = savedAt;
  }

  /**
   * Open a draft, with what an earlier page has left to be sent.
   * @param {import("./server.js").Where} where
   * @returns {Promise<DraftStore>}
   */
  static async open(where) {
    const server = new DraftServer(where);
    const outbox = await Outbox.open(`${where.branch}/${where.draft}`);
    const { plan, revision, updated_at, ...told } = await server.load();
    const { waiting, base } = await outbox.adopt();
    const session = begin(plan, revision, waiting, base);
    const store = new DraftStore(server, outbox, session, new Date(updated_at));
    store.#history.learn(told);
    store.#history.replay(waiting);
    store.#start();
    return store;
  }

  /** The plan with what waits; never to be altered. */
  get plan() {
    return this.#plan;
  }

  get canUndo() {
    return this.#history.can("undo");
  }

  get canRedo() {
    return this.#history.can("redo");
  }

  /** @returns {Status} */
  get status() {
    const waiting = this.#session.waiting.length;
    return { state: this.#state(waiting), waiting, savedAt: this.#savedAt };
  }

  get conflicts() {
    return this.#session.conflicts;
  }

  /** Whether what waits outlives the page; not in some private windows. */
  get isKept() {
    return this.#outbox.isKept;
  }

  /** @param {string} kind @param {string} id */
  find(kind, id) {
    return findThing(this.#plan, kind, id);
  }

  /**
   * Do something; it is shown at once.
   * @param {Change[]} changes at most one for each thing
   * @param {Label} label
   * @returns {Promise<void>} when it outlives the page
   */
  apply(changes, label) {
    if (changes.length === 0) return Promise.resolve();
    const { inverse } = applyChanges(this.#plan, changes);
    this.#history.did({ changes, inverse, label });
    return this.#let({ key: newKey(), how: "edit", changes, inverse, label, over: [] });
  }

  /** Take back one's newest edit. @returns {Promise<void>} */
  undo() {
    return this.#step("undo");
  }

  /** Make again what was undone last. @returns {Promise<void>} */
  redo() {
    return this.#step("redo");
  }

  /**
   * Answer conflicts.
   * @param {{kind: string, id: string, keep: "mine" | "theirs"}[]} choices
   */
  resolve(choices) {
    this.#show(resolve(this.#session, choices), [], false);
    this.#keep();
    this.#tell();
    void this.#send();
  }

  /** Stop; what waits is sent when the draft is opened again. */
  close() {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#unfollow();
    globalThis.removeEventListener?.("online", this.#again);
  }

  #start() {
    globalThis.addEventListener?.("online", this.#again);
    const told = (/** @type {string} */ what) => (/** @type {MessageEvent} */ { data }) => {
      this.dispatchEvent(new CustomEvent(what, { detail: JSON.parse(data) }));
    };
    const heard = {
      edit: (/** @type {MessageEvent} */ { data }) => this.#hear(JSON.parse(data)),
      people: told("people"),
      selections: told("selections"),
      gone: () => this.#unfollow(),
    };
    // Where it is open again, so is the way for what waits.
    const contact = (/** @type {boolean} */ online) => void (online && this.#again());
    this.#unfollow = this.#server.follow(() => this.#session.revision, heard, contact);
    void this.#send();
  }

  /** @param {"undo" | "redo"} how @returns {Promise<void>} */
  #step(how) {
    if (!this.#history.can(how)) return Promise.resolve();
    const done = this.#history.turn(how);
    const label = done?.label ?? { what: "changed", count: 0 };
    const [changes, inverse] = done ? [how === "undo" ? done.inverse : done.changes, []] : [[], []];
    return this.#let({ key: newKey(), how, changes, inverse, label, over: [] });
  }

  /** @param {Omit<Waiting, "seen">} done @returns {Promise<void>} */
  async #let(done) {
    this.#show(wait(this.#session, done), done.changes, true);
    const waiting = { ...done, seen: this.#session.revision };
    const written = this.#outbox.put(waiting, keptBase(this.#session));
    this.#written = Promise.allSettled([this.#written, written]);
    this.#tell();
    await written.finally(() => void this.#send());
  }

  /** Send what waits, one after the other and one page of the browser at a time. */
  async #send() {
    if (this.#isSending || this.#isClosed) return;
    this.#isSending = true;
    try {
      while (this.#session.waiting.length > 0 && this.#session.conflicts.length === 0 && !this.#isClosed) {
        const [first] = /** @type {[Waiting]} */ (this.#session.waiting);
        await this.#written;
        if (!(await alone(() => this.#sendOne(first)))) return;
      }
    } finally {
      this.#isSending = false;
      this.#mergeHeard();
      this.#tell();
    }
  }

  /** @param {Waiting} waiting @returns {Promise<boolean>} whether to go on at once */
  async #sendOne(waiting) {
    try {
      const saved = await this.#server.send(waiting, baseToSend(this.#session));
      this.#isOffline = false;
      this.#pause_ms = FIRST_PAUSE_MS;
      this.#savedAt = new Date();
      const changes = [...saved.others.flatMap((each) => each.changes), ...saved.changes];
      this.#show(acknowledge(this.#session, waiting.key, saved), changes, false);
      if (this.#session.waiting.length === 0) this.#history.learn(saved);
    } catch (error) {
      return this.#meet(waiting, error);
    }
    this.#keep();
    this.#tell();
    this.#tellConflicts();
    return true;
  }

  /** @param {Waiting} waiting @param {unknown} error @returns {Promise<boolean>} whether to go on at once */
  async #meet(waiting, error) {
    if (!(error instanceof Refusal) || error.isPassing) return this.#tryLater();
    this.#isOffline = false;
    if (error.kind === "draft-conflict") {
      return this.#compare(waiting, error.problem.conflicts);
    }
    this.#history.forget(waiting);
    this.#show(discard(this.#session, waiting.key), waiting.changes, false);
    this.#keep();
    if (error.kind !== "nothing-to-undo") {
      const detail = { problem: error.problem, label: waiting.label, changes: waiting.changes };
      this.dispatchEvent(new CustomEvent("refused", { detail }));
    }
    return true;
  }

  /** @returns {false} */
  #tryLater() {
    this.#isOffline = true;
    clearTimeout(this.#timer);
    if (!this.#isClosed) this.#timer = setTimeout(this.#again, this.#pause_ms * (0.5 + Math.random()));
    this.#pause_ms = Math.min(2 * this.#pause_ms, LONGEST_PAUSE_MS);
    return false;
  }

  /**
   * Look at what others did that the server has named conflicts of.
   * @param {Waiting} waiting
   * @param {readonly import("./session.js").Conflict[]} conflicts
   * @returns {Promise<boolean>} whether to go on at once
   */
  async #compare(waiting, conflicts) {
    let edits;
    try {
      ({ edits } = await this.#server.list(baseToSend(this.#session)));
    } catch {
      return this.#tryLater();
    }
    const reviewed = review(this.#session, edits);
    const all = waiting.how === "edit" ? reviewed : addConflicts(reviewed, conflicts);
    this.#show(all, edits.flatMap((each) => each.changes), false);
    this.#keep();
    this.#tellConflicts();
    return true;
  }

  #tellConflicts() {
    if (this.conflicts.length === 0) return;
    this.dispatchEvent(new CustomEvent("conflict", { detail: { conflicts: this.conflicts } }));
  }

  #again = () => {
    clearTimeout(this.#timer);
    void this.#send();
  };

  /** @param {Edit} edit */
  #hear(edit) {
    this.#heard.push(edit);
    if (!this.#isSending) this.#mergeHeard();
  }

  /** What is heard while something is sent waits, as it may be the very edit that was sent. */
  #mergeHeard() {
    const [first] = this.#heard;
    if (!first || this.#isClosed) return;
    if (first.revision > this.#session.revision + 1) {
      this.#heard = [];
      void this.#catchUp().catch(() => {});
      return;
    }
    this.#mergeAll(this.#heard.splice(0));
  }

  /** Ask for what was not heard. */
  async #catchUp() {
    const { edits } = await this.#server.list(this.#session.revision);
    const [first] = edits;
    if (first && first.revision > this.#session.revision + 1) {
      const { plan, revision } = await this.#server.load();
      this.#show({ ...this.#session, plan, revision }, [], false);
    } else {
      this.#mergeAll(edits);
    }
  }

  /** @param {readonly Edit[]} edits */
  #mergeAll(edits) {
    const news = edits.filter((each) => each.revision > this.#session.revision);
    if (news.length === 0) return;
    const before = this.#session.conflicts.length;
    this.#show(news.reduce(merge, this.#session), news.flatMap((each) => each.changes), false);
    this.#keep();
    if (this.#session.conflicts.length > before) this.#tellConflicts();
    this.#tell();
  }

  /** @param {Session} session @param {readonly Change[]} changes @param {boolean} own */
  #show(session, changes, own) {
    this.#session = session;
    this.#plan = shown(session);
    this.dispatchEvent(new CustomEvent("change", { detail: { changes: [...changes], own } }));
  }

  #keep() {
    const { waiting } = this.#session;
    const base = keptBase(this.#session);
    const written = this.#written.then(() => this.#outbox.replace(waiting, base));
    this.#written = written.catch(() => {});
  }

  #tell() {
    this.dispatchEvent(new CustomEvent("status", { detail: this.status }));
  }

  /** @param {number} waiting @returns {Status["state"]} */
  #state(waiting) {
    if (this.#session.conflicts.length > 0) return "conflict";
    if (waiting === 0) return "saved";
    return this.#isOffline ? "offline" : "saving";
  }
}

/**
 * Do something while no other page of this browser does.
 * @template Result
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result>}
 */
async function alone(work) {
  if (!globalThis.navigator?.locks) return work();
  return navigator.locks.request("hyllykartta-send", work);
}
