/**
 * What is typed into a form and not sent yet outlives a reload, a sleeping tablet and a lost network.
 * @module
 */

import { ownerOf, ownName } from "./owner.js";

const SENT = "sent";
const KEPT_MS = 3 * 24 * 60 * 60 * 1000;

/** @typedef {{at: number, fields: [name: string, value: string][]}} Unsent */

/**
 * The fields of a form that differ from what the page came with.
 * @param {HTMLFormElement} form
 * @returns {[name: string, value: string][]}
 */
function typedIn(form) {
  return [...form.elements].flatMap((each) => {
    if (each instanceof HTMLTextAreaElement) return each.value === each.defaultValue ? [] : [[each.name, each.value]];
    if (each instanceof HTMLSelectElement) {
      const before = [...each.options].find(({ defaultSelected }) => defaultSelected)?.value ?? each.options[0]?.value;
      return each.value === before ? [] : [[each.name, each.value]];
    }
    if (!(each instanceof HTMLInputElement) || ["hidden", "file"].includes(each.type)) return [];
    if (["checkbox", "radio"].includes(each.type)) return each.checked && !each.defaultChecked ? [[each.name, each.value]] : [];
    return each.value === each.defaultValue ? [] : [[each.name, each.value]];
  });
}

/**
 * Keep what is typed from now on.
 * @param {HTMLFormElement} form
 * @param {string} key of this form alone
 */
export function keepUnsent(form, key) {
  const keep = () => {
    const fields = typedIn(form).filter(([name]) => name);
    try {
      if (fields.length === 0) localStorage.removeItem(ownName(key));
      else localStorage.setItem(ownName(key), JSON.stringify({ at: Date.now(), fields }));
    } catch {
      // A full or forbidden store keeps nothing; the page works on.
    }
  };
  for (const what of ["input", "change"]) form.addEventListener(what, keep);
  // Somebody may have typed before the script was there.
  if (typedIn(form).length > 0) keep();
}

/** @param {string} key */
export function forgetUnsent(key) {
  localStorage.removeItem(ownName(key));
}

/**
 * Forget what was typed once a page says that the server has it: until then it may not have arrived.
 * @param {string} key
 */
export function forgetOnceTaken(key) {
  sessionStorage.setItem(SENT, key);
}

/** On the page that says that the server has what was sent. */
export function forgetTaken() {
  const key = sessionStorage.getItem(SENT);
  if (key) forgetUnsent(key);
  sessionStorage.removeItem(SENT);
}

/**
 * List whose typed texts wait on this device.
 * @returns {string[]}
 */
export function ownersOfUnsent() {
  const kept = Object.keys(localStorage).filter((each) => each.startsWith("unsent/") && isYoung(each));
  return [...new Set(kept.map(ownerOf))];
}

/**
 * Put back what was typed and not sent.
 * @param {HTMLFormElement} form
 * @param {string} key
 * @returns {boolean} whether there was anything
 */
export function restoreUnsent(form, key) {
  const fields = readUnsent(key);
  const put = fields.filter(([name, value]) => fill(form, name, value));
  return put.length > 0;
}

/** @param {string} key @returns {Unsent["fields"]} */
function readUnsent(key) {
  try {
    return readYoung(ownName(key))?.fields ?? [];
  } catch {
    return [];
  }
}

/** @param {string} name @returns {Unsent | null} what is not too old to be wanted back */
function readYoung(name) {
  /** @type {Unsent | null} */
  const kept = JSON.parse(localStorage.getItem(name) ?? "null");
  return kept && Date.now() - kept.at < KEPT_MS ? kept : null;
}

/** @param {string} name */
function isYoung(name) {
  try {
    return readYoung(name) !== null;
  } catch {
    return false;
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string} value
 * @returns {boolean} whether it changed anything
 */
function fill(form, name, value) {
  for (const each of form.elements) {
    if (each instanceof HTMLInputElement && each.name === name && each.type !== "hidden") {
      if (["checkbox", "radio"].includes(each.type)) {
        if (each.value !== value) continue;
        const changes = !each.checked;
        each.checked = true;
        return changes;
      }
      if (each.value === value || each.readOnly) return false;
      each.value = value;
      return true;
    }
    if ((each instanceof HTMLTextAreaElement || each instanceof HTMLSelectElement) && each.name === name) {
      if (each.value === value) return false;
      each.value = value;
      each.closest("details")?.setAttribute("open", "");
      return true;
    }
  }
  return false;
}
