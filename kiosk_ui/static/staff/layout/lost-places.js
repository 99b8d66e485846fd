/**
 * A word about ranges that lose their place by an edit, with a way to take it back.
 * @module
 */

/** @typedef {import("./canvas.js").PlanCanvas} PlanCanvas */
/** @typedef {import("./geometry/bays.js").Lost} Lost */

const MOST_NAMED = 4;

/**
 * Ranges as signs have them, the first few by name.
 * @param {readonly any[]} ranges of the plan
 * @param {readonly Lost[]} lost
 * @returns {string} such as "84.2 AAL – 84.2 KOS (1A), 84.2 KOT (1B)"
 */
export function nameLost(ranges, lost) {
  const ids = [...new Set(lost.map(({ range }) => range))];
  const named = ids.slice(0, MOST_NAMED).map((id) => {
    const faces = lost.filter((each) => each.range === id).map(({ name }) => name);
    return nameRange(ranges.find((each) => each.id === id) ?? { id }, faces);
  });
  return named.join(", ") + (ids.length > MOST_NAMED ? ` + ${ids.length - MOST_NAMED}` : "");
}

/**
 * A range by its ends and the faces it is on.
 * @param {{id: string, first?: string, last?: string}} range
 * @param {readonly string[]} faces
 */
export function nameRange({ id, first, last }, faces) {
  const ends = [...new Set([first, last])].filter(Boolean).join(" – ");
  return `${ends || id} (${[...new Set(faces)].join(", ")})`;
}

/**
 * Show the word over the drawing until it is closed or what was done is taken back.
 * @param {HTMLElement} host
 * @param {PlanCanvas} canvas
 */
export function tellLost(host, canvas) {
  const note = /** @type {HTMLElement} */ (host.querySelector("[data-lost]"));
  const words = /** @type {HTMLElement} */ (note.querySelector("[data-lost-words]"));
  const { ctx } = canvas;
  /** @type {readonly Lost[]} */
  let told = [];
  const close = () => {
    note.hidden = true;
    told = [];
  };
  ctx.addEventListener("lost", (event) => {
    told = /** @type {CustomEvent} */ (event).detail;
    const count = new Set(told.map(({ range }) => range)).size;
    words.textContent = ctx.say("staff.layout.ranges_lose", { count, names: nameLost(ctx.store.plan.ranges ?? [], told) });
    note.hidden = false;
  });
  ctx.store.addEventListener("change", () => {
    /** @type {Map<string, number>} */
    const bays = new Map();
    for (const shelf of ctx.store.plan.shelves ?? []) for (const face of shelf.faces) bays.set(face.id, face.bays.length);
    const isBack = told.every((each) => (bays.get(each.face) ?? 0) >= Math.max(...each.bays));
    if (isBack && told.length > 0) close();
  });
  note.querySelector("[data-lost-close]")?.addEventListener("click", () => {
    close();
    canvas.focus({ preventScroll: true });
  });
}
