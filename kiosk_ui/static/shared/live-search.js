/**
 * Results while one types: the same page is asked for and its parts put in place.
 *
 * Parts with the same data-swap are exchanged; data-rest is what makes room for results.
 * Without this script the form works as forms do.
 * @module
 */

const WAIT_MS = 150;
const BUSY_MS = 400;
const AGAIN_MS = 3000;

/**
 * @param {HTMLFormElement} form with a search field named q
 * @param {(query: string) => void} [shown] called when other results are in place
 */
export function searchAsTyped(form, shown) {
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("q"));
  const status = document.querySelector("[data-search-status]");
  let asked = new AbortController();
  let answered = field.value.trim();
  let timer = 0;

  async function ask() {
    clearTimeout(timer);
    asked.abort();
    const query = field.value.trim();
    if (query === answered) {
      settle();
      return;
    }
    asked = new AbortController();
    const { signal } = asked;
    const region = document.querySelector("[data-swap=results]");
    region?.setAttribute("aria-busy", "true");
    const busy = setTimeout(() => announce(busyWords()), BUSY_MS);
    try {
      const address = addressOf(form, query);
      const page = await fetchPage(address, signal);
      if (signal.aborted) return;
      answered = query;
      swapParts(page, query);
      history.replaceState(null, "", address);
      settle();
      announce(page.querySelector("[data-summary]")?.textContent ?? "");
      shown?.(query);
    } catch (error) {
      if (signal.aborted) return;
      settle(navigator.onLine ? "failed" : "offline");
      timer = setTimeout(() => void ask(), AGAIN_MS);
    } finally {
      clearTimeout(busy);
    }
  }

  function busyWords() {
    return /** @type {HTMLElement | null} */ (status)?.dataset["busy"] ?? "";
  }

  /** @param {string} words */
  function announce(words) {
    if (status) status.textContent = words;
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), WAIT_MS);
  });
  addEventListener("online", () => void ask());
}

/**
 * @param {HTMLFormElement} form
 * @param {string} query
 * @returns {URL}
 */
function addressOf(form, query) {
  const address = new URL(form.action);
  for (const [name, value] of new FormData(form)) {
    if (name !== "q" && typeof value === "string") address.searchParams.set(name, value);
  }
  if (query) address.searchParams.set("q", query);
  return address;
}

/**
 * @param {URL} address
 * @param {AbortSignal} signal
 * @returns {Promise<Document>}
 */
async function fetchPage(address, signal) {
  const response = await fetch(address, { signal, headers: { Accept: "text/html" } });
  if (!response.ok) throw new Error(`${address.pathname} answered ${response.status}`);
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

/**
 * @param {Document} page
 * @param {string} query
 */
function swapParts(page, query) {
  for (const part of document.querySelectorAll("[data-swap]")) {
    const name = /** @type {HTMLElement} */ (part).dataset["swap"] ?? "";
    const other = page.querySelector(`[data-swap="${name}"]`);
    if (other) part.replaceChildren(...[...other.childNodes].map((node) => document.importNode(node, true)));
  }
  const rest = /** @type {HTMLElement | null} */ (document.querySelector("[data-rest]"));
  if (rest) rest.hidden = query !== "";
  document.title = page.title;
}

/** @param {string} [trouble] which of the troubles to tell, if any */
function settle(trouble) {
  if (trouble === undefined) document.querySelector("[data-swap=results]")?.removeAttribute("aria-busy");
  const place = document.querySelector("[data-search-trouble]");
  place?.querySelector(".note")?.remove();
  const words = place?.querySelector(`template[data-trouble="${trouble}"]`);
  if (words instanceof HTMLTemplateElement) place?.append(words.content.cloneNode(true));
}
