/**
 * The first page: the map zooms and pans; a followed subject's dot moves on it.
 * @module
 */

import { follow } from "../shared/live.js";
import { ShelfMap } from "../shared/shelf-map.js";

const box = document.querySelector(".mapbox");
const map = document.querySelector("shelf-map");
if (box instanceof HTMLElement && map instanceof ShelfMap && box.dataset["followed"]) {
  let level = "";
  follow(box.dataset["branch"] ?? "", box.dataset["followed"], {
    moved(position) {
      if (position.level !== level) map.showLevel(position.level);
      level = position.level;
      map.moveDot(position);
    },
    gone: (subject) => map.removeDot(subject),
  });
}
