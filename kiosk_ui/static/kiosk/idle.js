/**
 * A kiosk that was left forgets everything: query, language, comforts and where the map was.
 * @module
 */

import { forgetComforts } from "./comforts.js";

const WARN_S = 15;
/** Going home is tried again if it did not work by then. */
const AGAIN_S = 10;

/**
 * Ask after a while without a touch whether somebody is there, and go home if nobody is.
 * @param {HTMLElement} screen with data-home and data-idle-s
 * @param {HTMLDialogElement} dialog
 */
export function forgetWhenLeft(screen, dialog) {
  const count = dialog.querySelector("[data-idle-count]");
  const patienceS = Number(screen.dataset["idleS"]);
  const home = screen.dataset["home"] ?? "/";
  let leftS = patienceS;
  let touched = location.pathname + location.search !== home || sessionStorage.length > 0;

  function leave() {
    forgetComforts();
    leftS = AGAIN_S;
    location.replace(home);
  }

  function stay() {
    leftS = patienceS;
    if (dialog.open) dialog.close();
  }

  function tick() {
    if (!touched) return;
    leftS -= 1;
    if (leftS <= 0) leave();
    else if (leftS <= WARN_S && !dialog.open) dialog.showModal();
    if (count) count.textContent = String(Math.max(0, leftS));
  }

  for (const kind of ["pointerdown", "keydown", "wheel"]) {
    addEventListener(kind, () => {
      touched = true;
      if (!dialog.open) leftS = patienceS;
    }, { passive: true });
  }
  dialog.querySelector("[data-idle-stay]")?.addEventListener("click", stay);
  dialog.addEventListener("cancel", stay);
  document.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest("a");
    if (link?.getAttribute("href") === home) forgetComforts();
  });
  setInterval(tick, 1000);
}
