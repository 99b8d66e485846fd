/**
 * The server's side of a draft, as the store asks for it.
 * @module
 */

/** @typedef {import("./session.js").Waiting} Waiting */
/** @typedef {import("./session.js").Edit} Edit */
/** @typedef {import("./session.js").Saved} Saved */

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

export class DraftServer {
  #address;
  #author;

  /** @param {{branch: string, draft: string, author?: string, api?: string}} where */
  constructor({ branch, draft, author = "", api = "/api/v1" }) {
    this.#address = `${api}/branches/${encodeURIComponent(branch)}/drafts/${encodeURIComponent(draft)}`;
    this.#author = author;
  }

  /** @returns {Promise<{plan: any, revision: number, updated_at: string}>} */
  load() {
    return ask(this.#address);
  }

  /** @param {number} after @returns {Promise<{revision: number, edits: Edit[], can_undo: boolean, can_redo: boolean}>} */
  list(after) {
    return ask(this.#to("edits", { after: String(after) }));
  }

  /** @param {Waiting} waiting @param {number} base @returns {Promise<Saved>} */
  send({ key, how, changes, label, over }, base) {
    const named = over.map((each) => {
      const [kind = "", ...id] = each.split("/");
      return { kind, id: id.join("/") };
    });
    const asked = { base, key, over: named, ...(how === "edit" ? { changes, label } : {}) };
    return ask(this.#to(how === "edit" ? "edits" : how), asked);
  }

  /** @param {number} after @returns {EventSource} */
  follow(after) {
    return new EventSource(this.#to("events", { after: String(after) }));
  }

  /** @param {string} what @param {Record<string, string>} [query] */
  #to(what, query = {}) {
    const params = new URLSearchParams({ ...query, ...(this.#author ? { author: this.#author } : {}) });
    const lang = globalThis.document?.documentElement.lang;
    if (lang) params.set("lang", lang);
    return `${this.#address}/${what}?${params}`;
  }
}

/** @param {string} address @param {unknown} [body] @returns {Promise<any>} */
async function ask(address, body) {
  const sent = body === undefined ? {} : {
    method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" },
  };
  const answer = await fetch(address, { ...sent, credentials: "same-origin", cache: "no-store" });
  if (!answer.ok) throw new Refusal(answer.status, await answer.json().catch(() => null));
  return answer.json();
}
