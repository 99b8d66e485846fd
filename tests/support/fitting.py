"""What does not fit a small window or large text, measured in a browser."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

MEASURE = """() => {
  const root = document.documentElement;
  const rem_px = parseFloat(getComputedStyle(root).fontSize);
  const faults = new Set();
  const about = (each) => {
    const words = each.getAttribute("aria-label") || each.textContent || each.name || "";
    return `${each.localName}.${each.className} ${words.trim().replace(/\\s+/g, " ").slice(0, 40)}`;
  };
  const isSeen = (each) => each.checkVisibility({ visibilityProperty: true })
    && !each.closest("[inert], .visually-hidden, .skip");
  const isInSentence = (each) => each.localName === "a"
    && getComputedStyle(each).display === "inline"
    && each.parentElement.textContent.trim().length > each.textContent.trim().length;
  const boxOf = (each) => {
    const label = each.matches("[type=checkbox], [type=radio]") ? each.labels[0] : null;
    return (label ?? each).getBoundingClientRect();
  };

  for (const each of document.querySelectorAll(".staff-main details")) each.open = true;
  if (root.scrollWidth > root.clientWidth) faults.add(`wide: ${root.scrollWidth} px`);

  const targets = document.querySelectorAll(
    "a[href], button, summary, select, textarea, input:not([type=hidden])",
  );
  for (const each of targets) {
    if (isSeen(each) && !isInSentence(each) && boxOf(each).height < 43.9) {
      faults.add(`low: ${about(each)}`);
    }
  }

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const holder = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !isSeen(holder) || holder.closest("svg")) continue;
    const size_rem = parseFloat(getComputedStyle(holder).fontSize) / rem_px;
    const least_rem = holder.closest(".rail, .ed") ? 0.875 : 1;
    if (size_rem < least_rem) faults.add(`small: ${about(holder)}`);
    const box = holder.getBoundingClientRect();
    const line_px = size_rem * rem_px;
    if (box.width < 5 * line_px && box.height > 6 * line_px) faults.add(`narrow: ${about(holder)}`);
  }

  const cover = document.querySelector(".rail, .etools");
  if (cover && getComputedStyle(cover).position === "sticky") {
    for (const each of targets) {
      if (!isSeen(each) || each.disabled || cover.contains(each)) continue;
      each.scrollIntoView({ block: "end" });
      each.focus();
      const [box, over] = [each.getBoundingClientRect(), cover.getBoundingClientRect()];
      const isLow = box.height < over.top / 2;
      if (isLow && box.bottom > over.top + 1) faults.add(`covered: ${about(each)}`);
    }
  }
  return [...faults];
}"""


def faults(page: Page, size: dict[str, int], text_percent: int) -> list[str]:
    """Tell what does not fit in a window of a size, with text of a size.

    These are: a page that must be scrolled sideways; a target lower than 44 px, but for links
    within sentences; a text smaller than 16 px, or than 14 px in the rail and the editor, where
    text grows with all else; a text that is crushed to a column of some letters; and a target,
    lower than half the window, that lies under the rail when it has the focus.
    """
    page.set_viewport_size({**size})  # type: ignore[typeddict-item]
    page.evaluate(f"document.documentElement.style.fontSize = '{text_percent}%'")
    found: list[Any] = page.evaluate(MEASURE)
    return [str(each) for each in found]
