/**
 * What waits on the device goes to the server: first what it shall take back, then what was seen.
 * @module
 */

import { ownHeaders } from "../owner.js";

/** @typedef {import("./keeping.js").Kept} Kept */
/** @typedef {import("./keeping.js").TakeBack} TakeBack */

const PATIENCE_MS = 20_000;

/**
 * Send what was seen on a face.
 * @param {Kept} kept
 * @returns {Promise<{status: number, answer: any}>} no answer without a connection, or for who is signed out
 */
export async function sendSeen(kept) {
  const seen = Object.entries(kept.rows).map(([bay, { first, seen_on }]) => {
    return { face: kept.face, bay: Number(bay), first, seen_on };
  });
  return post(kept.branch, "walks", { key: kept.key, seen });
}

/**
 * Take something back that the server has.
 * @param {Kept} kept
 * @param {TakeBack} back
 * @returns {Promise<"done" | "changed" | "closed" | "offline">} whether it is, or cannot be, or not by who is here, or not now
 */
export async function sendBack(kept, back) {
  const { status, answer } = await post(kept.branch, "walks/undo", { draft: kept.draft, key: back.key });
  if (answer) return "done";
  if (isClosed(status)) return "closed";
  return status === 404 || status === 409 ? "changed" : "offline";
}

/**
 * Tell whether the server lets whoever sends no more in: the session has ended, or it is another's.
 * @param {number} status
 */
export function isClosed(status) {
  return status === 401 || status === 403;
}

/**
 * @param {string} branch
 * @param {string} what
 * @param {object} body
 * @returns {Promise<{status: number, answer: any}>} no answer where it is none to go on with
 */
export async function post(branch, what, body) {
  if (!navigator.onLine) return { status: 0, answer: null };
  const language = document.documentElement.lang.slice(0, 2);
  try {
    const response = await fetch(`/api/v1/branches/${encodeURIComponent(branch)}/${what}?lang=${language}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...ownHeaders() },
      body: JSON.stringify(body),
      // Over a line that has died without a word no answer ever comes.
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return { status: response.status, answer: response.ok ? await response.json() : null };
  } catch {
    return { status: 0, answer: null };
  }
}
