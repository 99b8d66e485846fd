/** Numbers by lot that are the same in every run. */

/** Mulberry32. */
export function seeded(seed) {
  let state = seed >>> 0;
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low, high) => low + (high - low) * random();
  const millimetres = (low, high) => Math.round(between(low, high) * 1000) / 1000;
  const pick = (things) => things[Math.floor(random() * things.length)];
  return { random, between, millimetres, pick };
}

/** Run a check with many seeds; a failure names its seed. */
export function forSeeds(count, check) {
  for (let seed = 1; seed <= count; seed += 1) {
    try {
      check(seeded(seed));
    } catch (error) {
      error.message = `seed ${seed}: ${error.message}`;
      throw error;
    }
  }
}

/** A shelf of any shape. */
export function anyShelf({ millimetres, pick, between }, shape = pick(["straight", "corner", "curved", "round"])) {
  const length_m = shape === "curved" ? millimetres(3, 6) : millimetres(1, 6);
  const sides = shape === "round" ? ["front"] : pick([["front"], ["front", "back"], ["back"]]);
  const bays = [1, 2, 3].map((number) => ({ number, width_m: 0.3, boards: 5 }));
  return {
    id: "hylly-17", number: "17", level: "1", x_m: millimetres(-20, 20), y_m: millimetres(-20, 20), length_m,
    depth_m: millimetres(0.3, 0.8), angle_deg: Math.round(between(0, 359)), height_m: 1.8,
    faces: sides.map((side) => ({ id: `17${side}`, name: side === "front" ? "17A" : "17B", side, bays })),
    ...(shape === "straight" ? {} : { shape }),
    ...(shape === "corner" ? { wing_m: millimetres(1, 4), turn_deg: pick([90, -90, 45, -60]) } : {}),
    ...(shape === "curved" ? { turn_deg: pick([60, -60, 120, -120]) } : {}),
  };
}

/** A straight double shelf, with what is given changed. */
export function shelf(changes = {}) {
  const bays = [1, 2, 3, 4, 5].map((number) => ({ number, width_m: 0.9, boards: 5 }));
  return {
    id: "hylly-1", number: "1", level: "1", x_m: 5, y_m: 3, length_m: 4.5, depth_m: 0.6, angle_deg: 90, height_m: 1.8,
    faces: [{ id: "1A", name: "1A", side: "front", bays }, { id: "1B", name: "1B", side: "back", bays }],
    ...changes,
  };
}
