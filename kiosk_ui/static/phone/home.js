/**
 * The search page: results while one types; the map zooms, pans and shows a followed dot.
 * @module
 */

import { follow, followPlan } from "../shared/live.js";
import { searchAsTyped } from "../shared/live-search.js";
import { followStart } from "../shared/starting.js";
import { showNewPlans } from "../shared/new-plan.js";
import { ShelfMap } from "../shared/shelf-map.js";

const form = document.querySelector("form[data-search]");
if (form instanceof HTMLFormElement) searchAsTyped(form);

const box = document.querySelector(".mapbox");
const map = document.querySelector("shelf-map");
const planned = showNewPlans(map instanceof ShelfMap ? map : null);

/**
 * Let the note of where one is say what is true now.
 * @param {"said" | "starting" | "live"} what
 */
function tellHere(what) {
  for (const part of document.querySelectorAll("[data-here]")) {
    part.toggleAttribute("hidden", /** @type {HTMLElement} */ (part).dataset["here"] !== what);
  }
}

if (box instanceof HTMLElement && map instanceof ShelfMap && box.dataset["followed"]) {
  let isHeard = false;
  void followStart((starting) => {
    if (!isHeard) tellHere(starting ? "starting" : "said");
  });
  follow(box.dataset["branch"] ?? "", box.dataset["followed"], {
    moved(position) {
      isHeard = true;
      tellHere("live");
      map.follow(position);
    },
    gone: (subject) => map.removeDot(subject),
    planned,
  });
} else {
  followPlan(planned);
}
