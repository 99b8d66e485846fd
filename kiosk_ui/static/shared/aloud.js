/**
 * Reading aloud, where the browser has a voice for it. Voices come late in some browsers, so that
 * the button appears when they do.
 * @module
 */

/**
 * Read for as long as the button is pressed in: what there is, then what comes.
 * @param {() => string[]} sentences what there is to read now
 * @returns {{ show: () => void, tell: () => void }} ``show`` for a button that is new on the page,
 *   ``tell`` when there are other sentences
 */
export function offerAloud(sentences) {
  const { speechSynthesis } = window;
  if (!speechSynthesis) return { show() {}, tell() {} };
  let reads = false;
  let turn = 0;

  function show() {
    const button = document.querySelector("[data-aloud]");
    if (!(button instanceof HTMLElement)) return;
    button.hidden = !hasVoice(speechSynthesis.getVoices());
    button.onclick = () => turnTo(!reads);
    const words = button.querySelector("span");
    if (words) words.textContent = button.dataset[reads ? "stop" : "aloud"] ?? "";
  }

  /** @param {boolean} now whether to read from now on */
  function turnTo(now) {
    reads = now;
    turn += 1;
    speechSynthesis.cancel();
    show();
    if (reads) read();
  }

  /** One sentence after the other: browsers break off what is long. */
  function read() {
    const mine = turn;
    const said = sentences().map((text) => Object.assign(new SpeechSynthesisUtterance(text), { lang: language() }));
    const last = said.at(-1);
    if (last) {
      last.onend = () => {
        if (mine === turn && !isLed()) turnTo(false);
      };
    }
    for (const each of said) speechSynthesis.speak(each);
  }

  function tell() {
    if (reads) turnTo(true);
  }

  speechSynthesis.addEventListener?.("voiceschanged", show);
  addEventListener("pagehide", () => speechSynthesis.cancel());
  show();
  return { show, tell };
}

/** Who is led hears every step as it comes, until they stop it. */
function isLed() {
  return document.querySelector("[data-live-word]:not(:empty)") !== null;
}

/** @returns {string} of the page, as voices know it: simple Finnish is read as Finnish */
function language() {
  return document.documentElement.lang.split("-")[0] ?? "";
}

/** @param {SpeechSynthesisVoice[]} voices */
function hasVoice(voices) {
  return voices.some((voice) => voice.default || voice.lang.startsWith(language()));
}

/** @returns {string[]} the steps that are shown, as they are said */
export function spokenSteps() {
  return [...document.querySelectorAll(".steps > li:not([hidden])")].map(
    (item) => /** @type {HTMLElement} */ (item).dataset["spoken"] ?? "",
  );
}
