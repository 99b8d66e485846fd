/** Draws shelves as the editor does: plans' shelves as JSON on standard input, outlines on output. */

import { readFileSync } from "node:fs";

import { faceLength, shelfOutline } from "../../kiosk_ui/static/staff/layout/geometry/axes.js";

const shelves = JSON.parse(readFileSync(0, "utf8"));

const drawn = shelves.map((shelf) => ({
  outline: shelfOutline(shelf),
  lengths: shelf.faces.map((face) => faceLength(shelf, face.side)),
}));
process.stdout.write(JSON.stringify(drawn));
