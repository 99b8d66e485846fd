/**
 * Words and numbers of tools, in the page's language.
 * @module
 */

import { writeLength } from "../numbers.js";
import { say, tagOf } from "../../../shared/messages.js";

/** @typedef {import("../../../shared/messages.js").Messages} Messages */

/** @type {Messages} */
let words = {};

/**
 * Give the tools their words; without, they write numbers only.
 * @param {Messages} messages
 */
export function speak(messages) {
  words = messages;
}

/** @returns {Messages} */
export function spoken() {
  return words;
}

/**
 * Say a message of the editor.
 * @param {string} key after "staff.layout."
 * @param {Record<string, string | number>} [params]
 */
export function told(key, params) {
  return say(words, `staff.layout.${key}`, params);
}

/**
 * Whether there is a message.
 * @param {string} key after "staff.layout."
 */
export function canTell(key) {
  return words[`staff.layout.${key}`] !== undefined;
}

/** @param {number} length_m */
export function lengthText(length_m) {
  return writeLength(length_m, tagOf(words));
}
