/**
 * The start page: the map moves, and what is still being worked out comes when it is known.
 * @module
 */

import "../../shared/shelf-map.js";

const AGAIN_MS = 1500;

/** Ask for the page anew while it says that something is being worked out. */
async function refresh() {
  try {
    const answer = await fetch(location.href);
    if (answer.ok) exchange(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    // Without a network the page stays as it is, and is asked for again.
  }
  wait();
}

/**
 * Put the jobs in place; the map only where its pins are others, as it may have been moved.
 * @param {Document} page
 */
function exchange(page) {
  const focused = document.activeElement?.closest("[data-kind]")?.getAttribute("data-kind");
  const before = pins(document);
  for (const part of before === pins(page) ? ["tasks"] : ["tasks", "where"]) {
    const fresh = page.querySelector(`[data-part=${part}]`);
    if (fresh) document.querySelector(`[data-part=${part}]`)?.replaceWith(document.adoptNode(fresh));
  }
  const again = focused && document.querySelector(`[data-kind=${focused}] a`);
  if (again instanceof HTMLElement) again.focus();
}

/** @param {Document} page */
function pins(page) {
  return [...page.querySelectorAll("shelf-map[data-level] figure > figcaption, [data-pin]")].map((each) => each.outerHTML).join();
}

function wait() {
  if (document.querySelector("[data-loading]")) setTimeout(refresh, AGAIN_MS);
}

wait();
