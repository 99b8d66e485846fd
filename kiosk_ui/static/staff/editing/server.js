/**
 * The server's side of a draft, as the store asks for it.
 * @module
 */

import { listenTo } from "../../shared/event-line.js";
import { ownHeaders } from "../owner.js";

/** @typedef {import("./session.js").Waiting} Waiting */
/** @typedef {import("./session.js").Edit} Edit */
/** @typedef {import("./session.js").Saved} Saved */

const PATIENCE_MS = 15_000;
const LONGEST_PATIENCE_MS = 240_000;
/** After it nothing was edited, so that no edits are listed. */
const LAST_REVISION = 2 ** 31 - 1;

/** An answer that is a problem, as RFC 9457 has it. */
export class Refusal extends Error {
  /** @param {number} status @param {any} problem */
  constructor(status, problem) {
    super(problem?.detail ?? `${status}`);
    this.status = status;
    this.problem = problem;
    this.kind = String(problem?.type ?? "").replace("/problems/", "");
  }

  /** Whether the same may be taken later: the server is away or busy, or wants a login. */
  get isPassing() {
    return this.status >= 500 || [401, 408, 425, 429].includes(this.status);
  }
}

/**
 * Where a draft is, who edits it, and how long an answer is waited for before the same is asked anew:
 * over a line that has died without a word none ever comes. `page` is the key of a page that tells
 * what is selected on it.
 * @typedef {{branch: string, draft: string, author?: string, page?: string, api?: string, patience_ms?: number}} Where
 */

export class DraftServer {
  #address;
  #author;
  #page;
  #first_patience_ms;
  #patience_ms;

  /** @param {Where} where */
  constructor({ branch, draft, author = "", page = "", api = "/api/v1", patience_ms = PATIENCE_MS }) {
    this.#first_patience_ms = this.#patience_ms = patience_ms;
    this.#address = `${api}/branches/${encodeURIComponent(branch)}/drafts/${encodeURIComponent(draft)}`;
    this.#author = author;
    this.#page = page;
  }

  /**
   * Load the draft, and whether there is something of one's own to undo and redo.
   * @returns {Promise<{plan: any, revision: number, updated_at: string, can_undo: boolean, can_redo: boolean}>}
   */
  async load() {
    const [draft, { can_undo, can_redo }] = await Promise.all([
      ask(this.#address),
      ask(this.#to("edits", { after: String(LAST_REVISION) })),
    ]);
    return { ...draft, can_undo, can_redo };
  }

  /** @param {number} after @returns {Promise<{edits: Edit[]}>} */
  list(after) {
    return this.#patiently(this.#to("edits", { after: String(after) }));
  }

  /** @param {Waiting} waiting @param {number} base @returns {Promise<Saved>} */
  send({ key, how, changes, label, over }, base) {
    const named = over.map((each) => {
      const [kind = "", ...id] = each.split("/");
      return { kind, id: id.join("/") };
    });
    const asked = { base, key, over: named, ...(how === "edit" ? { changes, label } : {}) };
    return this.#patiently(this.#to(how === "edit" ? "edits" : how), asked);
  }

  /**
   * Hear of what is done to the draft from now on.
   * @param {() => number} after the revision that is known whenever the line is opened
   * @param {Record<string, (event: MessageEvent) => void>} heard
   * @param {(online: boolean) => void} contact
   * @returns {() => void} ends it
   */
  follow(after, heard, contact) {
    const page = this.#page ? { page: this.#page } : {};
    return listenTo(() => this.#to("events", { after: String(after()), ...page }), heard, contact);
  }

  /**
   * Tell the others what is selected on this page.
   * @param {readonly {kind: string, id: string}[]} things
   */
  select(things) {
    return this.#patiently(this.#to("selection"), { page: this.#page, things });
  }

  /**
   * Ask, and wait longer the next time where it took too long: much may go over a slow line.
   * @param {string} address @param {unknown} [body] @returns {Promise<any>}
   */
  async #patiently(address, body) {
    try {
      const answer = await ask(address, body, AbortSignal.timeout(this.#patience_ms));
      this.#patience_ms = this.#first_patience_ms;
      return answer;
    } catch (error) {
      if (error instanceof DOMException && error.name === "TimeoutError") {
        this.#patience_ms = Math.min(2 * this.#patience_ms, LONGEST_PATIENCE_MS);
      }
      throw error;
    }
  }

  /** @param {string} what @param {Record<string, string>} [query] */
  #to(what, query = {}) {
    const params = new URLSearchParams({ ...query, ...(this.#author ? { author: this.#author } : {}) });
    const lang = globalThis.document?.documentElement.lang;
    if (lang) params.set("lang", lang);
    return `${this.#address}/${what}?${params}`;
  }
}

/** @param {string} address @param {unknown} [body] @param {AbortSignal} [signal] @returns {Promise<any>} */
async function ask(address, body, signal) {
  const given = signal ? { signal } : {};
  /** @type {RequestInit} */
  const sent = body === undefined ? {} : {
    method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" },
  };
  const answer = await fetch(address, { ...sent, ...given, headers: { ...sent.headers, ...ownHeaders() }, credentials: "same-origin", cache: "no-store" });
  if (!answer.ok) throw new Refusal(answer.status, await answer.json().catch(() => null));
  return answer.status === 204 ? null : answer.json();
}
