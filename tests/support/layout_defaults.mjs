/** Writes what the editor calls new things, as JSON; what comes on standard input does not matter. */

import { CONNECTORS, KIOSK_NAME, LANDMARK_NAME, POINT_NAMES, UNIT_NAMES } from "../../kiosk_ui/static/staff/layout/defaults.js";

const all = { units: UNIT_NAMES, points: POINT_NAMES, connectors: CONNECTORS, landmark: LANDMARK_NAME, kiosk: KIOSK_NAME };
process.stdout.write(JSON.stringify(all));
