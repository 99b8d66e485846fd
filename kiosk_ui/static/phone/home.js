/**
 * The search page: results while one types; the map zooms, pans and shows a followed dot.
 * @module
 */

import { follow, followPlan } from "../shared/live.js";
import { searchAsTyped } from "../shared/live-search.js";
import { showNewPlans } from "../shared/new-plan.js";
import { ShelfMap } from "../shared/shelf-map.js";

const form = document.querySelector("form[data-search]");
if (form instanceof HTMLFormElement) searchAsTyped(form);

const box = document.querySelector(".mapbox");
const map = document.querySelector("shelf-map");
const planned = showNewPlans(map instanceof ShelfMap ? map : null);
if (box instanceof HTMLElement && map instanceof ShelfMap && box.dataset["followed"]) {
  follow(box.dataset["branch"] ?? "", box.dataset["followed"], {
    moved: (position) => map.follow(position),
    gone: (subject) => map.removeDot(subject),
    planned,
  });
} else {
  followPlan(planned);
}
