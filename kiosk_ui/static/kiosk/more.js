/**
 * Steps for which there is no room: the screen holds whole ones only, and a button goes on to the
 * next ones and back to the first.
 * @module
 */

const ROUNDING_PX = 2;
const ROWS = ":scope > :not(.steps), .steps > li";
const STICKING = ".steps .arrival";

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
    const { top, bottom } = roomOf(way);
    for (const row of rowsOf(way)) row.toggleAttribute("data-cut", isCut(row, top, bottom));
  }

  function goOn() {
    const { top, bottom } = roomOf(way);
    const rows = rowsOf(way).map((row) => row.getBoundingClientRect());
    const next = rows.find((row) => row.bottom > bottom + ROUNDING_PX && row.top > top + ROUNDING_PX);
    way.scrollBy(0, next ? next.top - top : way.clientHeight);
  }

  button.addEventListener("click", () => {
    if (isAtEnd) way.scrollTo(0, 0);
    else goOn();
  });
  way.addEventListener("scroll", look);
  new ResizeObserver(look).observe(room);
  return look;
}

/**
 * @param {HTMLElement} way
 * @returns {{top: number, bottom: number}} where its rows are seen: above the last step, while that sticks
 */
function roomOf(way) {
  const { top, bottom } = way.getBoundingClientRect();
  const last = way.querySelector(STICKING);
  const before = last?.previousElementSibling;
  if (!last || !before || getComputedStyle(last).position !== "sticky") return { top, bottom };
  const sticksAt = last.getBoundingClientRect().top;
  return { top, bottom: before.getBoundingClientRect().bottom > sticksAt + ROUNDING_PX ? sticksAt : bottom };
}

/**
 * @param {HTMLElement} way
 * @returns {Element[]} what it says, from top to bottom
 */
function rowsOf(way) {
  return [...way.querySelectorAll(ROWS)];
}

/**
 * Whether a row that could be whole in its room is not: an edge goes through it, or it lies under
 * the last step.
 * @param {Element} row
 * @param {number} top
 * @param {number} bottom
 */
function isCut(row, top, bottom) {
  if (getComputedStyle(row).position === "sticky") return false;
  const box = row.getBoundingClientRect();
  const isWhole = box.top >= top - ROUNDING_PX && box.bottom <= bottom + ROUNDING_PX;
  return !isWhole && box.height <= bottom - top;
}
