/**
 * Links that go on with the draft: what is being saved is saved first, so that the next page has it.
 * @module
 */

/** @typedef {import("./canvas.js").PlanCanvas} PlanCanvas */

/**
 * @param {HTMLElement} host
 * @param {PlanCanvas} canvas
 */
export function saveBeforeLeaving(host, canvas) {
  const { store } = canvas.ctx;
  for (const link of host.querySelectorAll("a[data-goes-on]")) {
    link.addEventListener("click", (event) => {
      canvas.keys.leave();
      if (!(link instanceof HTMLAnchorElement) || store.status.state !== "saving") return;
      event.preventDefault();
      const go = () => {
        if (store.status.state === "saving") return;
        store.removeEventListener("status", go);
        if (store.status.state === "saved") location.assign(link.href);
      };
      store.addEventListener("status", go);
    });
  }
}

/**
 * Have a link lead to the ranges of the shelves that are selected.
 * @param {HTMLElement} host
 * @param {PlanCanvas} canvas
 */
export function leadToRanges(host, canvas) {
  const link = host.querySelector("a[data-ranges]");
  if (!(link instanceof HTMLAnchorElement)) return;
  const address = link.href;
  const follow = () => {
    const shelves = [...canvas.ctx.selection.keys()].filter((key) => key.startsWith("shelves/"));
    link.hidden = shelves.length === 0;
    link.href = address + shelves.map((key) => `&shelf=${encodeURIComponent(key.slice("shelves/".length))}`).join("");
  };
  canvas.ctx.addEventListener("selection", follow);
  canvas.addEventListener("keydown", (event) => {
    if (event.target !== canvas || event.key !== "r" || event.ctrlKey || event.metaKey || event.altKey || link.hidden) return;
    event.preventDefault();
    link.click();
  });
}
