/**
 * Live positions: an event source that tells who listens about moves, leaving and loss of contact.
 * @module
 */

/**
 * @typedef {object} LivePosition
 * @property {string} subject
 * @property {string} level
 * @property {number} x_m
 * @property {number} y_m
 * @property {number} radius_95_m
 * @property {number | null} heading_deg
 */

/**
 * @typedef {object} LiveListener
 * @property {(position: LivePosition) => void} [moved]
 * @property {(subject: string) => void} [gone]
 * @property {(online: boolean) => void} [contact]
 */

/**
 * Follow one subject of a branch, or all of them.
 * The browser reconnects by itself and resumes after the last event it has seen.
 * @param {string} branch
 * @param {string | null} subject
 * @param {LiveListener} listener
 * @returns {() => void} ends it
 */
export function follow(branch, subject, listener) {
  const query = subject === null ? "" : `?subject=${encodeURIComponent(subject)}`;
  const source = new EventSource(`/api/v1/branches/${encodeURIComponent(branch)}/live${query}`);
  source.addEventListener("position", (event) => {
    listener.moved?.(/** @type {LivePosition} */ (JSON.parse(event.data)));
  });
  source.addEventListener("gone", (event) => {
    listener.gone?.(/** @type {{subject: string}} */ (JSON.parse(event.data)).subject);
  });
  source.addEventListener("open", () => listener.contact?.(true));
  source.addEventListener("error", () => listener.contact?.(false));
  return () => source.close();
}
