/**
 * The tools that draw, by their names; selecting ones are the canvas's own.
 * @module
 */

import { ArrayTool } from "./array.js";
import { ClosureTool, RoomTool, WallTool } from "./corners.js";
import { MeasureTool } from "./measure.js";
import { PictureTool } from "./picture.js";
import { connectorTool, DoorTool, kioskTool, landmarkTool, locatorTool, pointTool, radioTool } from "./place.js";
import { ShelfTool } from "./shelf.js";

export const pictureTool = new PictureTool();

/** @type {Readonly<Record<string, import("./context.js").Tool & EventTarget>>} */
export const DRAWING_TOOLS = {
  shelf: new ShelfTool(),
  array: new ArrayTool(),
  wall: new WallTool(),
  room: new RoomTool(),
  door: new DoorTool(),
  connector: connectorTool(),
  point: pointTool(),
  landmark: landmarkTool(),
  radio: radioTool(),
  kiosk: kioskTool(),
  locator: locatorTool(),
  closure: new ClosureTool(),
  measure: new MeasureTool(),
  picture: pictureTool,
};
