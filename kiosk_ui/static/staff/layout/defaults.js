/**
 * What new things are called and cost before anybody says otherwise, as `floorplans.formats.defaults` has it.
 * @module
 */

/** @typedef {import("./geometry/things.js").Words} Words */

/** @type {Record<string, Words>} */
export const UNIT_NAMES = {
  room: { fi: "Huone", sv: "Rum", en: "Room" },
  section: { fi: "Alue", sv: "Område", en: "Area" },
  lobby: { fi: "Aula", sv: "Aula", en: "Lobby" },
  staff: { fi: "Henkilökunta", sv: "Personal", en: "Staff" },
  stairs: { fi: "Portaat", sv: "Trappa", en: "Stairs" },
  lift: { fi: "Hissi", sv: "Hiss", en: "Lift" },
  restroom: { fi: "WC", sv: "Toalett", en: "Toilet" },
  quiet: { fi: "Hiljainen tila", sv: "Tyst rum", en: "Quiet room" },
  storage: { fi: "Varasto", sv: "Förråd", en: "Storage" },
};

/** @type {Record<string, Words>} */
export const POINT_NAMES = {
  service_desk: { fi: "Palvelutiski", sv: "Servicedisk", en: "Service desk" },
  returns: { fi: "Palautus", sv: "Återlämning", en: "Returns" },
  self_check: { fi: "Lainausautomaatti", sv: "Låneautomat", en: "Self-service checkout" },
  holds: { fi: "Varaushylly", sv: "Reservationshylla", en: "Holds shelf" },
  toilet: { fi: "WC", sv: "Toalett", en: "Toilet" },
  accessible_toilet: { fi: "Esteetön WC", sv: "Tillgänglig toalett", en: "Accessible toilet" },
  printer: { fi: "Tulostin", sv: "Skrivare", en: "Printer" },
  power: { fi: "Latauspiste", sv: "Laddningsplats", en: "Charging point" },
  computers: { fi: "Tietokoneet", sv: "Datorer", en: "Computers" },
  seats: { fi: "Istuimia", sv: "Sittplatser", en: "Seats" },
  entrance: { fi: "Sisäänkäynti", sv: "Ingång", en: "Entrance" },
};

/** @type {Record<string, {name: Words, entry_cost_m: number, level_cost_m: number, step_free: boolean}>} */
export const CONNECTORS = {
  stairs: { name: { fi: "Portaat", sv: "Trappa", en: "Stairs" }, entry_cost_m: 2, level_cost_m: 14, step_free: false },
  lift: { name: { fi: "Hissi", sv: "Hiss", en: "Lift" }, entry_cost_m: 20, level_cost_m: 8, step_free: true },
  ramp: { name: { fi: "Luiska", sv: "Ramp", en: "Ramp" }, entry_cost_m: 0, level_cost_m: 40, step_free: true },
  escalator: {
    name: { fi: "Liukuportaat", sv: "Rulltrappa", en: "Escalator" }, entry_cost_m: 2, level_cost_m: 10, step_free: false,
  },
};

/** @type {Words} */
export const LANDMARK_NAME = { fi: "Maamerkki", sv: "Landmärke", en: "Landmark" };
/** @type {Words} */
export const KIOSK_NAME = { fi: "Näyttö", sv: "Skärm", en: "Kiosk" };
/** @type {Words} */
export const LOCATOR_NAME = { fi: "Piste", sv: "Punkt", en: "Point" };
/** @type {Words} */
export const CLOSED = { fi: "Suljettu", sv: "Stängt", en: "Closed" };

/**
 * Whether a name is one that nobody has chosen, in all its languages.
 * @param {Words} name
 * @param {readonly Words[]} [usual] names to look among
 */
export function isUsual(name, usual = [...Object.values(UNIT_NAMES), ...Object.values(POINT_NAMES), LANDMARK_NAME, KIOSK_NAME]) {
  return usual.some((each) => each.fi === name.fi && each.sv === name.sv && each.en === name.en);
}
