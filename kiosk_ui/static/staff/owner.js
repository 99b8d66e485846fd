/**
 * Whose is what the pages of the staff keep on a device that several people share: everything is kept
 * under the name of who is signed in, and nobody else's page opens or sends it.
 * @module
 */

const MARK = "@";

/** Who is signed in on this page; nobody on the page to sign in. */
export const owner = /** @type {HTMLElement | null | undefined} */ (
  globalThis.document?.querySelector("[data-account]")
)?.dataset["account"] ?? "";

/**
 * Give the name under which somebody's own is kept.
 * @param {string} name of the store
 * @param {string} [whose]
 */
export function ownName(name, whose = owner) {
  return whose ? `${name}${MARK}${encodeURIComponent(whose)}` : name;
}

/**
 * Tell whose a store is.
 * @param {string} kept the name under which it is kept
 * @returns {string} nobody's where it has no owner
 */
export function ownerOf(kept) {
  const at = kept.lastIndexOf(MARK);
  return at < 0 ? "" : decodeURIComponent(kept.slice(at + 1));
}

/**
 * Say with a request for whom it is: the server takes it from nobody else.
 * @returns {Record<string, string>} headers
 */
export function ownHeaders() {
  return owner ? { "Hyllykartta-Account": encodeURIComponent(owner) } : {};
}
