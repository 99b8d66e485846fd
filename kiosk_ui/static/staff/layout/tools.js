/**
 * All tools of the layout editor by their ids.
 * @module
 */

import { LassoTool } from "./lasso-tool.js";
import { SelectTool } from "./select-tool.js";

/** @type {Record<string, import("./types.js").Tool>} */
export const TOOLS = { select: new SelectTool(), lasso: new LassoTool() };
