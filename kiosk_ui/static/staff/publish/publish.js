/**
 * A form that publishes says so while it is under way, and is sent once.
 * @module
 */
import "../../shared/shelf-map.js";

for (const form of document.querySelectorAll("form[data-publish]")) {
  form.addEventListener("submit", (event) => {
    const button = form.querySelector("button");
    if (!button || button.getAttribute("aria-disabled") === "true") {
      event.preventDefault();
      return;
    }
    button.setAttribute("aria-disabled", "true");
    const busy = button.dataset["busy"];
    if (busy) button.textContent = busy;
  });
}

// Whoever comes back by the browser's own button finds the form as it was.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
