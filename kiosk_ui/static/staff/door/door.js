/**
 * The page to sign in, and those to change a password: one may see what one types. Where nobody is
 * signed in, pages that were kept for a walk without network go.
 * @module
 */

const WALK_PAGES = "hyllykartta-walk";

for (const form of document.querySelectorAll("form[data-door]")) {
  const box = /** @type {HTMLElement} */ (form.querySelector("[data-show]"));
  const check = /** @type {HTMLInputElement} */ (box.querySelector("input"));
  const fields = [...form.querySelectorAll("input[type=password]")];
  box.hidden = false;
  check.addEventListener("change", () => {
    for (const field of fields) /** @type {HTMLInputElement} */ (field).type = check.checked ? "text" : "password";
  });
  form.addEventListener("submit", () => {
    for (const field of fields) /** @type {HTMLInputElement} */ (field).type = "password";
  });
}

if (document.querySelector("form[action^='/s/login']") && "caches" in globalThis) {
  void caches.delete(WALK_PAGES);
}
