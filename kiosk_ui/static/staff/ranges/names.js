/* The page is asked for anew until the items are counted, unless rows are being pasted. */

const COUNTED_AGAIN_MS = 2000;

/** Ask again, if nothing would be lost. */
function again() {
  const pasted = /** @type {HTMLTextAreaElement} */ (document.getElementById("items"));
  if (pasted.value) setTimeout(again, COUNTED_AGAIN_MS);
  else location.reload();
}

setTimeout(again, COUNTED_AGAIN_MS);
