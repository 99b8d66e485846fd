/**
 * A page that shows another version of the plan than is served: the same page is asked for
 * anew, and its map and the parts that hang on the plan are put in place. Where the reader
 * is on the page stays: scroll, focus, the level and the part of the map on show.
 *
 * Such parts have a name in data-plan; results of a search are one too.
 * @module
 */

/** @typedef {import("./shelf-map.js").ShelfMap} ShelfMap */

const PARTS = "[data-plan], [data-swap=results]";
const FOCUSABLE = "a, button, input, [tabindex]";
/** All open pages hear of a new version at once, and should not ask at once. */
const SPREAD_MS = 1500;
const AGAIN_MS = 3000;
const TOLD_MS = 8000;

/**
 * @param {ShelfMap | null} map
 * @param {() => void} [shown] called when another version is in place
 * @returns {(version: string) => void} to be told of every version that is served
 */
export function showNewPlans(map, shown) {
  let timer = 0;

  /** @param {number} inMs */
  function planUpdate(inMs) {
    clearTimeout(timer);
    timer = setTimeout(() => void update().catch(() => planUpdate(AGAIN_MS)), inMs);
  }

  async function update() {
    const pages = [await fetchPage(location.href)];
    if (map && !pages[0]?.querySelector("shelf-map")) pages.push(await fetchPage(withoutSearch(location.href)));
    const { version } = pages[0]?.body.dataset ?? {};
    if (version === undefined || version === shownVersion()) return;
    const focusAgain = rememberFocus();
    putInPlace(pages, map);
    document.body.dataset["version"] = version;
    shown?.();
    focusAgain();
    tell();
  }

  return (version) => {
    if (version !== shownVersion()) planUpdate(Math.random() * SPREAD_MS);
  };
}

/**
 * The address of a page as it is before anything is searched for; its map is the page's own.
 * @param {string} href
 * @returns {string}
 */
export function withoutSearch(href) {
  const address = new URL(href);
  address.searchParams.delete("q");
  return address.href;
}

function shownVersion() {
  return document.body.dataset["version"];
}

/**
 * @param {string} href
 * @returns {Promise<Document>}
 */
async function fetchPage(href) {
  const response = await fetch(href, { headers: { Accept: "text/html" } });
  if (response.status >= 400 && response.status < 500) location.reload();
  if (!response.ok) throw new Error(`${href} answered ${response.status}`);
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

/**
 * @param {Document[]} pages where to look for a part, the first that has it counts
 * @param {ShelfMap | null} map
 */
function putInPlace(pages, map) {
  const { scrollX, scrollY } = window;
  const find = (/** @type {string} */ selector) =>
    pages.map((page) => page.querySelector(selector)).find((part) => part !== null);
  for (const part of document.querySelectorAll(PARTS)) {
    const { plan, swap } = /** @type {HTMLElement} */ (part).dataset;
    const fresh = find(plan === undefined ? `[data-swap="${swap}"]` : `[data-plan="${plan}"]`);
    if (fresh) part.replaceChildren(...copies(fresh));
  }
  const freshMap = find("shelf-map");
  if (map && freshMap) map.adopt(freshMap);
  const box = /** @type {HTMLElement | null} */ (document.querySelector("[data-route]"));
  const freshBox = /** @type {HTMLElement | undefined} */ (find("[data-route]"));
  if (box && freshBox) box.dataset["route"] = freshBox.dataset["route"];
  scrollTo(scrollX, scrollY);
}

/**
 * @param {Element} element
 * @returns {Node[]}
 */
function copies(element) {
  return [...element.childNodes].map((node) => document.importNode(node, true));
}

/**
 * The focus is lost with the control that has it; another of the same turn in its part gets it.
 * @returns {() => void} to be called once other controls are in place
 */
function rememberFocus() {
  const held = document.activeElement;
  const part = held?.closest(`${PARTS}, shelf-map`);
  if (!held || !part || held === part) return () => {};
  const turn = controls(part).indexOf(held);
  return () => {
    const control = controls(part)[turn];
    if (control instanceof HTMLElement) control.focus({ preventScroll: true });
  };
}

/** @param {Element} element */
function controls(element) {
  return [...element.querySelectorAll(FOCUSABLE)];
}

/** Say that something has changed; a kiosk at rest has nobody to say it to. */
function tell() {
  const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-plan-word]"));
  if (!place || document.querySelector(".screen.resting")) return;
  const words = document.querySelector(".steps") ? place.dataset["way"] : place.dataset["map"];
  place.textContent = words ?? "";
  setTimeout(() => {
    place.textContent = "";
  }, TOLD_MS);
}
