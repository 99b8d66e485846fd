/**
 * The outline of the area that somebody may be in, in tenths of metres, y down.
 * @module
 */

/** @typedef {import("./live.js").LivePosition} LivePosition */

const PER_METRE = 10;

/**
 * @param {Pick<LivePosition, "x_m" | "y_m" | "radius_95_m" | "area">} position
 * @returns {string} path data: as the server worked it out, else a circle
 */
export function areaPath({ x_m, y_m, radius_95_m, area }) {
  if (area) return area;
  const [x, y, radius] = [x_m - radius_95_m, -y_m, radius_95_m].map((each) => Math.round(each * PER_METRE));
  const arc = `a${radius} ${radius} 0 1 0`;
  return `M${x} ${y}${arc} ${2 * (radius ?? 0)} 0${arc}${-2 * (radius ?? 0)} 0z`;
}
