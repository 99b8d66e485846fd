/** Says messages as the pages' scripts do: cases as JSON on standard input, words on output. */

import { readFileSync } from "node:fs";

import { pluralCategory } from "../../kiosk_ui/static/shared/message-format.js";
import { say } from "../../kiosk_ui/static/shared/messages.js";

const { messages, cases, numbers } = JSON.parse(readFileSync(0, "utf8"));

function said([language, key, params]) {
  try {
    return say(messages[language], key, params);
  } catch (error) {
    if (error instanceof RangeError) return { refused: error.message };
    throw error;
  }
}

const categories = numbers.map(([tag, number]) => pluralCategory(number, tag));
process.stdout.write(JSON.stringify({ said: cases.map(said), categories }));
