/**
 * Words of the page's language, from the same message files as the server's.
 * @module
 */

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
 * Say a message with its parameters; `count` chooses between `.one` and `.other`.
 * @param {Messages} messages
 * @param {string} key
 * @param {Record<string, string | number>} [params]
 * @returns {string}
 */
export function say(messages, key, params = {}) {
  const plural = "count" in params ? `${key}.${params["count"] === 1 ? "one" : "other"}` : key;
  const message = messages[plural] ?? messages[key];
  if (message === undefined) throw new RangeError(`there is no message "${plural}"`);
  return message.replace(/\{(\w+)\}/g, (_, name) => String(params[name] ?? `{${name}}`));
}
