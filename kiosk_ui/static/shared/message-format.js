/**
 * The syntax of messages, a small part of ICU's MessageFormat, as the server reads it:
 * `{name}`, `{count, plural, =0 {…} one {# shelf} other {# shelves}}` and
 * `{to, select, none {…} other {…}}`, where `none` is a missing or empty parameter.
 * @module
 */

/** @typedef {{ name: string }} Parameter */
/** @typedef {{ name: string, kind: string, options: Record<string, Part[]> }} Choice */
/** @typedef {string | Parameter | Choice} Part */
/** @typedef {Record<string, string | number>} Params */

const TEXT = /[^{}#]+/y;
const ARGUMENT = /\{\s*(\w+)\s*(?:\}|,\s*(plural|select)\s*,)/y;
const OPTION = /\s*(=\d+|\w+)\s*\{/y;
const END = /\s*\}/y;

/** @type {Map<string, Part[]>} */
const parsed = new Map();
/** @type {Map<string, Intl.PluralRules>} */
const rules = new Map();

/**
 * Say a message with its parameters; more of them does no harm.
 * @param {string} text
 * @param {Params} params
 * @param {string} language BCP 47 tag, for the plurals
 * @returns {string}
 * @throws {RangeError} if the message cannot be read or a parameter is missing
 */
export function fillMessage(text, params, language) {
  return sayParts(parseMessage(text), params, language);
}

/**
 * Give the CLDR plural category of a number.
 * @param {number} number
 * @param {string} language
 * @returns {string}
 */
export function pluralCategory(number, language) {
  const known = rules.get(language) ?? new Intl.PluralRules(language);
  rules.set(language, known);
  return known.select(number);
}

/**
 * @param {string} text
 * @returns {Part[]}
 */
function parseMessage(text) {
  const known = parsed.get(text);
  if (known) return known;
  const [message, at] = readMessage(text, 0, null);
  if (at < text.length) throw new RangeError(`"${text}" has a } too many at character ${at + 1}`);
  parsed.set(text, message);
  return message;
}

/**
 * @param {Part[]} message
 * @param {Params} params
 * @param {string} language
 * @returns {string}
 */
function sayParts(message, params, language) {
  return message
    .map((part) => {
      if (typeof part === "string") return part;
      if ("kind" in part) return sayParts(choose(part, params, language), params, language);
      return String(valueOf(params, part.name));
    })
    .join("");
}

/**
 * @param {Choice} choice
 * @param {Params} params
 * @param {string} language
 * @returns {Part[]}
 */
function choose({ name, kind, options }, params, language) {
  const other = options["other"] ?? [];
  if (kind === "select") return options[String(params[name] ?? "") || "none"] ?? other;
  const number = valueOf(params, name);
  if (typeof number !== "number") {
    throw new RangeError(`"${name}" chooses a plural and must be a number, not "${number}"`);
  }
  return options[`=${number}`] ?? options[pluralCategory(number, language)] ?? other;
}

/**
 * @param {Params} params
 * @param {string} name
 * @returns {string | number}
 */
function valueOf(params, name) {
  const value = params[name];
  if (value === undefined) throw new RangeError(`needs the parameter "${name}"`);
  return value;
}

/**
 * Read up to the end or a closing brace; within a plural `#` is its number.
 * @param {string} text
 * @param {number} start
 * @param {string | null} number
 * @returns {[Part[], number]}
 */
function readMessage(text, start, number) {
  /** @type {Part[]} */
  const parts = [];
  let at = start;
  while (at < text.length && text[at] !== "}") {
    const words = matchAt(TEXT, text, at);
    if (words) {
      parts.push(words[0]);
      at += words[0].length;
    } else if (text[at] === "#") {
      parts.push(number === null ? "#" : { name: number });
      at += 1;
    } else {
      const [part, end] = readArgument(text, at, number);
      parts.push(part);
      at = end;
    }
  }
  return [parts, at];
}

/**
 * @param {string} text
 * @param {number} start
 * @param {string | null} number
 * @returns {[Parameter | Choice, number]}
 */
function readArgument(text, start, number) {
  const found = matchAt(ARGUMENT, text, start);
  if (!found) throw new RangeError(`"${text}" has no parameter after the { at character ${start + 1}`);
  const [whole, name = "", kind] = found;
  if (kind === undefined) return [{ name }, start + whole.length];
  const counted = kind === "plural" ? name : number;
  const [options, at] = readOptions(text, start + whole.length, counted);
  if (!("other" in options)) throw new RangeError(`the choice by "${name}" has no "other"`);
  return [{ name, kind, options }, at];
}

/**
 * @param {string} text
 * @param {number} start
 * @param {string | null} number
 * @returns {[Record<string, Part[]>, number]}
 */
function readOptions(text, start, number) {
  /** @type {Record<string, Part[]>} */
  const options = Object.create(null);
  let at = start;
  for (let found = matchAt(OPTION, text, at); found; found = matchAt(OPTION, text, at)) {
    const [message, end] = readMessage(text, at + found[0].length, number);
    options[found[1] ?? ""] = message;
    at = end;
    if (at === text.length) break;
    at += 1;
  }
  const end = matchAt(END, text, at);
  if (!end) throw new RangeError(`"${text}" lacks a } at character ${at + 1}`);
  return [options, at + end[0].length];
}

/**
 * @param {RegExp} pattern sticky
 * @param {string} text
 * @param {number} at
 */
function matchAt(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
