/**
 * A large file goes to the server in parts: over a line that is cut again and again, and after a reload
 * from where it was.
 * @module
 */

import { ownHeaders, ownName } from "../owner.js";

const PART_BYTES = 2_000_000;
const PATIENCE_MS = 60_000;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15_000;
const DONE_SHARE = 1;

/** @typedef {{upload: string, name: string, share: number}} Left a file that is not wholly sent */

/** An answer that says no: sending the same again would not help. */
export class Refused extends Error {
  /** @param {number} status */
  constructor(status) {
    super(`${status}`);
    this.status = status;
  }
}

/**
 * Send a file to the end; what the server has of it already is not sent again.
 * @param {File} file
 * @param {string} branch
 * @param {AbortSignal} cancelled
 * @param {(share: number, isCut: boolean) => void} tell how much is sent, and whether the line is cut
 * @returns {Promise<string>} under what name the server has it
 * @throws {Refused}
 */
export async function sendFile(file, branch, cancelled, tell) {
  const key = keyOf(branch);
  const print = `${file.name}/${file.size}/${file.lastModified}`;
  const left = readLeft(key, print);
  const upload = left?.upload ?? newName();
  let share = left?.share ?? 0;
  const cut = () => tell(share, true);
  // Nothing is sent first: the answer says how much is there.
  let at = left ? await sendPart(0, new Blob()) : 0;
  do {
    share = file.size ? at / file.size : DONE_SHARE;
    write(key, { upload, name: file.name, share, print });
    tell(share, false);
    at = await sendPart(at, file.slice(at, at + PART_BYTES));
  } while (at < file.size);
  tell(DONE_SHARE, false);
  return upload;

  /** @param {number} from @param {Blob} part @returns {Promise<number>} how much is there */
  async function sendPart(from, part) {
    const query = new URLSearchParams({ branch, upload, at: String(from) });
    const answer = await post(`/s/items/parts?${query}`, part, cancelled, cut);
    return (await answer.json()).size;
  }
}

/**
 * Have a file imported that was sent.
 * @param {URLSearchParams} asked
 * @param {AbortSignal} cancelled
 * @param {() => void} cut told when the line is
 */
export async function beginImport(asked, cancelled, cut) {
  let wasCut = false;
  try {
    await post("/s/items/import", asked, cancelled, () => {
      wasCut = true;
      cut();
    });
  } catch (error) {
    // It had begun, and may be done already: only the answer was lost.
    if (!(wasCut && error instanceof Refused && error.status === 404)) throw error;
  }
}

/**
 * Have the server delete what it has of a file.
 * @param {string} branch
 * @param {string} upload
 */
export async function forgetSent(branch, upload) {
  const body = new URLSearchParams({ branch, upload });
  await fetch("/s/items/forget", { method: "POST", body, headers: ownHeaders(), keepalive: true });
}

/** @param {string} branch @returns {Left | null} */
export function findLeft(branch) {
  return readLeft(keyOf(branch));
}

/** @param {string} branch */
export function dropLeft(branch) {
  localStorage.removeItem(ownName(keyOf(branch)));
}

/** @param {string} branch */
const keyOf = (branch) => `items-upload/${branch}`;

/** @returns {string} randomUUID is there on secure pages only */
function newName() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @param {string} key
 * @param {string} [print] of the file that it must be of
 * @returns {Left | null}
 */
function readLeft(key, print) {
  try {
    const kept = JSON.parse(localStorage.getItem(ownName(key)) ?? "null");
    return kept && (print === undefined || kept.print === print) ? kept : null;
  } catch {
    return null;
  }
}

/** @param {string} key @param {object} left */
function write(key, left) {
  try {
    localStorage.setItem(ownName(key), JSON.stringify(left));
  } catch {
    // A full or forbidden store: the file is sent all the same, and from its beginning after a reload.
  }
}

/**
 * Post until there is an answer, waiting longer each time; a line that is back is tried at once.
 * @param {string} address
 * @param {BodyInit} body
 * @param {AbortSignal} cancelled
 * @param {() => void} cut
 * @returns {Promise<Response>}
 */
async function post(address, body, cancelled, cut) {
  for (let wait_ms = FIRST_WAIT_MS; ; wait_ms = Math.min(2 * wait_ms, LONGEST_WAIT_MS)) {
    const answer = await tryOnce(address, body, cancelled);
    cancelled.throwIfAborted();
    if (answer?.ok) return answer;
    if (answer && answer.status < 500 && ![408, 425, 429].includes(answer.status)) throw new Refused(answer.status);
    cut();
    await untilBack(wait_ms, cancelled);
  }
}

/**
 * @param {string} address
 * @param {BodyInit} body
 * @param {AbortSignal} cancelled
 * @returns {Promise<Response | null>}
 */
async function tryOnce(address, body, cancelled) {
  const ended = new AbortController();
  const end = () => ended.abort();
  const timer = setTimeout(end, PATIENCE_MS);
  cancelled.addEventListener("abort", end);
  try {
    return await fetch(address, { method: "POST", body, headers: ownHeaders(), signal: ended.signal });
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
    cancelled.removeEventListener("abort", end);
  }
}

/** @param {number} wait_ms @param {AbortSignal} cancelled */
async function untilBack(wait_ms, cancelled) {
  await new Promise((resolve) => {
    const woken = new AbortController();
    const wake = () => {
      woken.abort();
      resolve(undefined);
    };
    const timer = setTimeout(wake, wait_ms);
    woken.signal.addEventListener("abort", () => clearTimeout(timer));
    addEventListener("online", wake, { signal: woken.signal });
    cancelled.addEventListener("abort", wake, { signal: woken.signal });
  });
  cancelled.throwIfAborted();
}
