/**
 * The button that prints a page; it is hidden where there is no script.
 * @module
 */

/** Show the button and let it print; once more where the page has another button by now. */
export function offerPrint() {
  const button = document.querySelector("[data-print]");
  if (!(button instanceof HTMLElement)) return;
  button.hidden = false;
  button.onclick = () => print();
}
