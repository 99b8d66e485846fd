/**
 * A form is sent once: a second tap while its answer is awaited does nothing.
 * @module
 */

const ANEW_MS = 8000;

document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.ariaBusy === "true") {
    event.preventDefault();
    return;
  }
  form.ariaBusy = "true";
  // Where no answer comes at all, the same page lets one try again.
  setTimeout(() => rest(form), ANEW_MS);
});

addEventListener("pageshow", () => {
  for (const form of document.forms) rest(form);
});

/** @param {HTMLFormElement} form */
function rest(form) {
  form.ariaBusy = null;
}
