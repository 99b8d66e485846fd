/**
 * The kiosk's keyboard on the screen: it types into a field as a person would.
 * @module
 */

/**
 * @param {HTMLElement} keyboard
 * @param {HTMLInputElement} field
 */
export function typeInto(keyboard, field) {
  keyboard.hidden = false;
  keyboard.addEventListener("pointerdown", (event) => event.preventDefault());
  keyboard.addEventListener("click", (event) => {
    const key = /** @type {Element} */ (event.target).closest("button")?.dataset;
    if (!key) return;
    if (key["key"] !== undefined) type(field, key["key"]);
    if (key["erase"] !== undefined) erase(field);
    if (key["clear"] !== undefined) field.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}

/**
 * @param {HTMLInputElement} field
 * @param {string} text
 */
function type(field, text) {
  const at = field.selectionStart ?? field.value.length;
  if (field.value.length + text.length > field.maxLength) return;
  field.setRangeText(text, at, field.selectionEnd ?? at, "end");
}

/** @param {HTMLInputElement} field */
function erase(field) {
  const end = field.selectionEnd ?? field.value.length;
  const start = field.selectionStart === end ? Math.max(0, end - 1) : (field.selectionStart ?? 0);
  field.setRangeText("", start, end, "end");
}
