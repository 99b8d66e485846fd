/**
 * A form that publishes says so while it is under way, and is sent once.
 * @module
 */
import "../../shared/shelf-map.js";
import { forgetUnsent, keepUnsent, restoreUnsent } from "../unsent.js";

for (const form of document.querySelectorAll("form[data-publish]")) {
  form.addEventListener("submit", (event) => {
    const button = form.querySelector("button");
    if (!button || button.getAttribute("aria-disabled") === "true") {
      event.preventDefault();
      return;
    }
    button.setAttribute("aria-disabled", "true");
    if (form instanceof HTMLFormElement && form.dataset["keep"]) forgetUnsent(`unsent/${form.dataset["keep"]}`);
    const busy = button.dataset["busy"];
    if (busy) button.textContent = busy;
  });
}

// Why and when, half typed as the tablet went to sleep, are there again.
for (const form of document.querySelectorAll("form[data-keep]")) {
  if (!(form instanceof HTMLFormElement)) continue;
  const key = `unsent/${form.dataset["keep"]}`;
  restoreUnsent(form, key);
  keepUnsent(form, key);
}

// Whoever comes back by the browser's own button finds the form as it was.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
