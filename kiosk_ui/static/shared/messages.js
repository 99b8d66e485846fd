/**
 * Words of the page's language, from the same message files as the server's.
 * @module
 */

import { fillMessage } from "./message-format.js";

/** @typedef {Record<string, string>} Messages */

/**
 * Load the messages of a language.
 * @param {string} language
 * @returns {Promise<Messages>}
 */
export async function loadMessages(language) {
  const response = await fetch(`/locales/${encodeURIComponent(language)}.json`);
  if (!response.ok) throw new Error(`no messages for "${language}" (${response.status})`);
  return response.json();
}

/**
 * Give the BCP 47 tag of messages, for numbers and plurals.
 * @param {Messages} messages
 * @returns {string}
 */
export function tagOf(messages) {
  return messages["language.tag"] ?? "fi";
}

/**
 * Say a message with its parameters.
 * @param {Messages} messages
 * @param {string} key
 * @param {Record<string, string | number>} [params]
 * @returns {string}
 * @throws {RangeError} if there is no such message, or a parameter is missing
 */
export function say(messages, key, params = {}) {
  const message = messages[key];
  if (message === undefined) throw new RangeError(`there is no message "${key}"`);
  try {
    return fillMessage(message, params, tagOf(messages));
  } catch (error) {
    throw new RangeError(`message "${key}": ${error instanceof Error ? error.message : error}`);
  }
}
