/**
 * Signing out: whoever has changes on this device that the server does not have yet is told first.
 * @module
 */

import { owner } from "../owner.js";
import { hasUnsent, tellWhoWaits } from "./waiting.js";

void tellWhoWaits(owner);

for (const form of document.querySelectorAll("form[data-sign-out]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void leave(/** @type {HTMLFormElement} */ (form), /** @type {SubmitEvent} */ (event).submitter);
  });
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} submitter */
async function leave(form, submitter) {
  if ((await hasUnsent(owner)) && !(await wantsToLeave())) return;
  const button = /** @type {HTMLButtonElement | null} */ (submitter);
  if (button?.name) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
    form.append(field);
  }
  form.submit();
}

/** @returns {Promise<boolean>} */
function wantsToLeave() {
  const dialog = document.querySelector("dialog[data-leaving]");
  if (!(dialog instanceof HTMLDialogElement)) return Promise.resolve(true);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((decided) => {
    dialog.querySelector("[data-stay]")?.addEventListener("click", () => dialog.close(), { once: true });
    dialog.querySelector("[data-leave]")?.addEventListener("click", () => dialog.close("leave"), { once: true });
    dialog.addEventListener("close", () => decided(dialog.returnValue === "leave"), { once: true });
  });
}
