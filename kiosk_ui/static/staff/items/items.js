/**
 * A file of items is sent in parts, and the list shows how its import goes.
 * @module
 */

import { loadMessages, say } from "../../shared/messages.js";
import { beginImport, dropLeft, findLeft, forgetSent, Refused, sendFile } from "./sending.js";

const AGAIN_MS = 1000;
/** What the page says to an answer that says no. */
const REFUSALS = new Map([[401, "closed"], [403, "closed"], [404, "gone"], [413, "too_large"]]);

/** @param {HTMLFormElement} form */
async function offerImport(form) {
  const messages = await loadMessages(form.dataset["language"] ?? "fi");
  const branch = String(new FormData(form).get("branch"));
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
  const cancel = /** @type {HTMLButtonElement} */ (form.querySelector("[data-cancel]"));
  const bar = /** @type {HTMLProgressElement} */ (form.querySelector("progress"));
  const sent = /** @type {HTMLElement} */ (form.querySelector("[data-sent]"));
  const word = /** @type {HTMLElement} */ (form.querySelector("[data-word]"));
  /** @type {AbortController | null} */
  let sending = null;

  /** @param {string} key @param {Record<string, string | number>} [params] */
  function tell(key, params) {
    const text = key ? say(messages, `staff.items.${key}`, params) : "";
    if (word.textContent !== text) word.textContent = text;
  }

  function showLeft() {
    const left = findLeft(branch);
    cancel.hidden = bar.hidden = left === null;
    sent.textContent = "";
    if (left) {
      bar.value = left.share;
      tell("left", { name: left.name, percent: Math.floor(100 * left.share) });
    }
    return left;
  }

  /** @param {File} file */
  async function send(file) {
    sending = new AbortController();
    const { signal } = sending;
    const cut = () => tell("cut");
    button.disabled = true;
    bar.hidden = cancel.hidden = false;
    try {
      const upload = await sendFile(file, branch, signal, (share, isCut) => {
        bar.value = share;
        sent.textContent = say(messages, "staff.items.sent", { percent: Math.floor(100 * share), size: sizeOf(file) });
        tell(isCut ? "cut" : "sending");
      });
      const asked = new URLSearchParams({ branch, upload, name: file.name });
      if (new FormData(form).get("accept_fewer")) asked.set("accept_fewer", "on");
      await beginImport(asked, signal, cut);
      dropLeft(branch);
      form.reset();
      form.querySelector("input[type=file]")?.dispatchEvent(new Event("change"));
      showLeft();
      tell("");
      await refresh();
    } catch (error) {
      if (signal.aborted) return;
      const why = error instanceof Refused ? REFUSALS.get(error.status) : undefined;
      // What the server does not have, or takes from nobody, is not gone on with.
      if (why === "gone" || why === "too_large") dropLeft(branch);
      showLeft();
      tell(why ?? "not_sent", { name: file.name });
    } finally {
      button.disabled = false;
      sending = null;
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const file = new FormData(form).get("file");
    if (file instanceof File && !sending) void send(file);
  });
  cancel.addEventListener("click", async () => {
    const left = findLeft(branch);
    sending?.abort();
    dropLeft(branch);
    showLeft();
    tell("cancelled");
    button.focus();
    if (left) await forgetSent(branch, left.upload).catch(() => undefined);
  });
  showLeft();
  button.disabled = false;
}

/** @param {File} file @returns {string} */
function sizeOf(file) {
  const megabytes = file.size / 1_000_000;
  return new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: megabytes < 10 ? 1 : 0 }).format(megabytes);
}

/** Ask for the list anew, and again while an import goes on. */
async function refresh() {
  await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-part=runs]");
    if (fresh) document.querySelector("[data-part=runs]")?.replaceWith(document.adoptNode(fresh));
  } catch {
    // Without a network the list stays as it is, and is asked for again.
  }
  watch();
}

function watch() {
  if (document.querySelector("[data-loading]")) void refresh();
}

const form = document.querySelector("form[data-import]");
if (form instanceof HTMLFormElement) void offerImport(form);
watch();
