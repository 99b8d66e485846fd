/**
 * A form that publishes says so while it is under way, and is sent once.
 * @module
 */
import "../../shared/shelf-map.js";
import { forgetOnceTaken, forgetTaken, keepUnsent, restoreUnsent } from "../unsent.js";

for (const form of document.querySelectorAll("form[data-publish]")) {
  form.addEventListener("submit", (event) => {
    const button = form.querySelector("button:not([type=button])");
    if (!(button instanceof HTMLElement) || button.getAttribute("aria-disabled") === "true") {
      event.preventDefault();
      return;
    }
    button.setAttribute("aria-disabled", "true");
    if (form instanceof HTMLFormElement && form.dataset["keep"]) forgetOnceTaken(`unsent/${form.dataset["keep"]}`);
    const busy = button.dataset["busy"];
    if (busy) button.textContent = busy;
  });
}

if (new URLSearchParams(location.search).has("done")) forgetTaken();

// Why and when, half typed as the tablet went to sleep, are there again.
for (const form of document.querySelectorAll("form[data-keep]")) {
  if (!(form instanceof HTMLFormElement)) continue;
  const key = `unsent/${form.dataset["keep"]}`;
  restoreUnsent(form, key);
  keepUnsent(form, key);
}

/** @typedef {{told: string, closed_day: boolean, opens: string, offer: string}} Hours */

/**
 * Tell beside the field of a time whether the library is open then, as soon as it is chosen.
 * @param {HTMLInputElement} field
 */
function tellHours(field) {
  const place = field.parentElement;
  const told = place?.querySelector("[data-told]");
  const offer = place?.querySelector("[data-opens]");
  const seen = place?.querySelector("[name=seen]");
  if (!told || !(offer instanceof HTMLButtonElement) || !(seen instanceof HTMLInputElement)) return;
  const tell = async () => {
    const at = field.value;
    const response = await fetch(`${field.dataset["hours"]}&${new URLSearchParams({ at })}`).catch(() => null);
    if (!response?.ok || field.value !== at) return;
    /** @type {Hours} */
    const hours = await response.json();
    if (field.value !== at) return;
    told.textContent = hours.told;
    Object.assign(offer, { value: hours.opens, textContent: hours.offer, hidden: !hours.opens });
    seen.value = at;
  };
  field.addEventListener("input", tell);
  offer.addEventListener("click", () => {
    field.value = offer.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
  void tell();
}

for (const field of document.querySelectorAll("input[data-hours]")) if (field instanceof HTMLInputElement) tellHours(field);

// Whoever comes back by the browser's own button finds the form as it was.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
