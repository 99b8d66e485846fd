/**
 * Larger text and more contrast; they hold until the kiosk is left.
 * @module
 */

const COMFORTS = ["text", "contrast"];

/** @param {HTMLElement} tools with a button of data-comfort for each */
export function offerComforts(tools) {
  tools.hidden = false;
  tools.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("button");
    const name = button?.dataset["comfort"];
    if (name === undefined) return;
    if (isOn(name)) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, "on");
    apply(tools);
  });
  apply(tools);
}

/** Forget what was chosen. */
export function forgetComforts() {
  for (const name of COMFORTS) sessionStorage.removeItem(name);
}

/** @param {string} name */
function isOn(name) {
  return sessionStorage.getItem(name) === "on";
}

/** @param {HTMLElement} tools */
function apply(tools) {
  const root = document.documentElement;
  root.classList.toggle("large-text", isOn("text"));
  if (isOn("contrast")) root.dataset["theme"] = "contrast";
  else delete root.dataset["theme"];
  for (const name of COMFORTS) {
    tools.querySelector(`[data-comfort=${name}]`)?.setAttribute("aria-pressed", String(isOn(name)));
  }
}
