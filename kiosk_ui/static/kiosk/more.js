/**
 * The button that goes on to the steps for which there is no room, and back to the first.
 * @module
 */

const PAGE_SHARE = 0.8;
const ROUNDING_PX = 2;

/**
 * @param {HTMLElement} way what scrolls
 * @param {HTMLElement} button beside it in one box, with the words of data-more and data-first
 * @returns {() => void} to be called when there are other steps
 */
export function offerMore(way, button) {
  const room = /** @type {HTMLElement} */ (way.parentElement);
  const words = button.querySelector("span");
  let isAtEnd = false;

  function look() {
    button.hidden = way.scrollHeight <= room.clientHeight + ROUNDING_PX;
    isAtEnd = way.scrollTop + way.clientHeight >= way.scrollHeight - ROUNDING_PX;
    button.toggleAttribute("data-at-end", isAtEnd);
    if (words) words.textContent = button.dataset[isAtEnd ? "first" : "more"] ?? "";
  }

  button.addEventListener("click", () => {
    if (isAtEnd) way.scrollTo(0, 0);
    else way.scrollBy(0, PAGE_SHARE * way.clientHeight);
  });
  way.addEventListener("scroll", look);
  new ResizeObserver(look).observe(room);
  return look;
}
