import assert from "node:assert/strict";
import test from "node:test";

import { withoutSearch } from "../../kiosk_ui/static/shared/new-plan.js";

test("the map of a search page is that of the page before the search", () => {
  assert.equal(withoutSearch("http://a.fi/?branch=toy&q=84.2+LIN&lang=sv"), "http://a.fi/?branch=toy&lang=sv");
});

test("an address without a search stays as it is", () => {
  assert.equal(withoutSearch("http://a.fi/f?callno=84.2+LIN"), "http://a.fi/f?callno=84.2+LIN");
});
