/**
 * The page to sign in, and the one to change a password: one may see what one types. Where nobody is
 * signed in, what the staff left in the browser goes, but for what the server does not have yet.
 * @module
 */

import { forgetSent, openKeeping } from "../walk/keeping.js";
import { listKeepers, tellWhoWaits } from "./waiting.js";

const WALK_PAGES = "hyllykartta-walk";
const OF_DRAFTS = "/api/v1/branches/";

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

if (document.querySelector("form[action^='/s/login']")) void forget();

async function forget() {
  for (const name of Object.keys(localStorage)) if (name.startsWith(OF_DRAFTS)) localStorage.removeItem(name);
  if ("caches" in globalThis) await caches.delete(WALK_PAGES);
  for (const each of await listKeepers()) await openKeeping(each).then(forgetSent);
  await tellWhoWaits();
}
