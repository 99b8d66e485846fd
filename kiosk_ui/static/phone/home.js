/**
 * The search page: results while one types; the map zooms, pans and shows a followed dot.
 * @module
 */

import { follow } from "../shared/live.js";
import { searchAsTyped } from "../shared/live-search.js";
import { ShelfMap } from "../shared/shelf-map.js";

const form = document.querySelector("form[data-search]");
if (form instanceof HTMLFormElement) searchAsTyped(form);

const box = document.querySelector(".mapbox");
const map = document.querySelector("shelf-map");
if (box instanceof HTMLElement && map instanceof ShelfMap && box.dataset["followed"]) {
  follow(box.dataset["branch"] ?? "", box.dataset["followed"], {
    moved: (position) => map.follow(position),
    gone: (subject) => map.removeDot(subject),
  });
}
