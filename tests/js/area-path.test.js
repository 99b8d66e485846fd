import assert from "node:assert/strict";
import test from "node:test";

import { areaPath } from "../../kiosk_ui/static/shared/area-path.js";

const AT = { x_m: 3, y_m: 2, radius_95_m: 1.5 };

test("the outline is the one that the server worked out", () => {
  assert.equal(areaPath({ ...AT, area: "M40-10v-20h-20v20z" }), "M40-10v-20h-20v20z");
});

test("where it worked out none it is a circle", () => {
  const circle = "M15 -20a15 15 0 1 0 30 0a15 15 0 1 0-30 0z";
  assert.equal(areaPath({ ...AT, area: null }), circle);
  assert.equal(areaPath(AT), circle);
});
