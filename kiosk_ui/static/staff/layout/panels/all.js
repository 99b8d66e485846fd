/**
 * The panels beside the canvas, the bar of its tools, and the words of both.
 * @module
 */

import { PlanChecks } from "./checks-panel.js";
import { LevelCopy } from "./level-copy.js";
import { PicturePanel } from "./picture-panel.js";
import { PlanImport } from "./plan-import.js";
import { PlanProperties } from "./properties-panel.js";
import { ToolOptions } from "./tool-options.js";
import { speak } from "../tools/words.js";

/**
 * Fill the places for panels and bars of the editor's page.
 * @param {HTMLElement} host
 * @param {any} canvas opened
 * @param {{branch: string, draft: string}} where
 */
export function connectPanels(host, canvas, where) {
  speak(canvas.ctx.messages);
  const mayChange = host.hasAttribute("data-may-change");
  const beside = mayChange
    ? [new PicturePanel(), new PlanProperties(), new PlanChecks(), new LevelCopy(), new PlanImport()]
    : [new PlanChecks()];
  host.querySelector("[data-panels]")?.append(...beside);
  for (const panel of beside) panel.connect(canvas, where);
  host.querySelector("[data-panels]")?.addEventListener("click", reveal);
  if (!mayChange) return;
  const bar = new ToolOptions();
  host.querySelector("[data-bars]")?.append(bar);
  bar.connect(canvas);
}

/**
 * What is opened at the lower edge comes into sight; it opens after the press is told.
 * @param {Event} event
 */
function reveal({ target }) {
  const details = target instanceof Element ? target.closest("summary")?.parentElement : null;
  if (details) requestAnimationFrame(() => details.hasAttribute("open") && details.scrollIntoView({ block: "nearest" }));
}
