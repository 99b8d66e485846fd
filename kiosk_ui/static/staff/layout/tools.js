/**
 * All tools of the layout editor by their ids.
 * @module
 */

import { LassoTool } from "./lasso-tool.js";
import { SelectTool } from "./select-tool.js";
import { DRAWING_TOOLS } from "./tools/drawing-tools.js";

/** @type {Record<string, import("./types.js").Tool>} */
export const TOOLS = { select: new SelectTool(), lasso: new LassoTool(), ...DRAWING_TOOLS };
