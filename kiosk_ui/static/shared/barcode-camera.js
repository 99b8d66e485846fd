/**
 * `<barcode-camera>`: reads barcodes with the camera of the device and tells of each by an event
 * "barcode". What it says stands in the page; a part without script does not show at all.
 * @module
 */

import { openReader } from "./barcode-readers.js";
import { choose, look, NOTHING_SEEN } from "./barcode-sight.js";

/** @typedef {"insecure" | "refused" | "none" | "busy" | "reader"} Trouble */

const EVERY_MS = 90;
const BEEP_HZ = 1320;
const BEEP_S = 0.09;
const BUZZ_MS = 60;
const WANTED = { video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } } };

/** @type {Record<string, Trouble>} what browsers call it when there is no picture */
const TROUBLES = {
  NotAllowedError: "refused", SecurityError: "refused", NotFoundError: "none", OverconstrainedError: "none",
};

export class BarcodeCamera extends HTMLElement {
  /** @type {MediaStream | null} */
  #stream = null;
  /** @type {import("./barcode-readers.js").Reader | null} */
  #reader = null;
  /** @type {AudioContext | null} */
  #sound = null;
  #sight = NOTHING_SEEN;
  #turn = 0;
  #resumes = false;
  #ended = new AbortController();

  connectedCallback() {
    this.#ended = new AbortController();
    const { signal } = this.#ended;
    this.#part("start").hidden = false;
    this.#part("start").addEventListener("click", () => void this.start(), { signal });
    this.#part("stop").addEventListener("click", () => this.stop(), { signal });
    this.#part("torch").addEventListener("click", () => void this.#turnTorch(), { signal });
    for (const name of ["beep", "buzz"]) this.#keepSetting(name, signal);
    this.#part("buzz").closest("label")?.toggleAttribute("hidden", !("vibrate" in navigator));
    document.addEventListener("visibilitychange", () => this.#hide(), { signal });
    addEventListener("pagehide", () => this.stop(), { signal });
  }

  disconnectedCallback() {
    this.#ended.abort();
    this.stop();
  }

  /** Ask for the camera and read until it is stopped. */
  async start() {
    this.#say(null);
    if (!navigator.mediaDevices?.getUserMedia) return this.#say("insecure");
    this.stop();
    const turn = this.#turn;
    // A browser makes sounds only after a touch, and this is one.
    this.#sound ??= "AudioContext" in globalThis ? new AudioContext() : null;
    this.#part("start").hidden = true;
    this.setAttribute("aria-busy", "true");
    const trouble = await this.#open(turn);
    this.removeAttribute("aria-busy");
    if (turn !== this.#turn) return undefined;
    if (trouble) {
      this.stop();
      return this.#say(trouble);
    }
    return this.#read(turn);
  }

  /** Let go of the camera. */
  stop() {
    this.#turn += 1;
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.#reader?.close();
    this.#reader = null;
    this.#video.srcObject = null;
    this.removeAttribute("data-reader");
    for (const name of ["finder", "settings"]) this.#part(name).hidden = true;
    this.#part("start").hidden = false;
  }

  /** @param {number} turn @returns {Promise<Trouble | null>} */
  async #open(turn) {
    try {
      const stream = await navigator.mediaDevices.getUserMedia(WANTED);
      if (turn !== this.#turn) {
        for (const track of stream.getTracks()) track.stop();
        return null;
      }
      this.#stream = stream;
    } catch (error) {
      return TROUBLES[/** @type {DOMException} */ (error).name] ?? "busy";
    }
    try {
      const reader = await openReader(this.getAttribute("worker") ?? "");
      if (turn === this.#turn) this.#reader = reader;
      else reader.close();
    } catch {
      return "reader";
    }
    return null;
  }

  /** @param {number} turn */
  async #read(turn) {
    for (const name of ["finder", "settings"]) this.#part(name).hidden = false;
    this.#offerTorch();
    this.#video.srcObject = this.#stream;
    await this.#video.play().catch(() => undefined);
    this.dataset["reader"] = this.#reader?.name ?? "";
    while (turn === this.#turn && this.#reader) {
      if (this.#video.videoWidth > 0) {
        const seen = await this.#reader.read(this.#video).catch(() => []);
        if (turn !== this.#turn) return;
        const { sight, code } = look(this.#sight, choose(seen), performance.now());
        this.#sight = sight;
        if (code) this.#tell(code);
      }
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  }

  /** @param {string} code */
  #tell(code) {
    if (this.#isOn("buzz")) navigator.vibrate?.(BUZZ_MS);
    if (this.#isOn("beep")) this.#beep();
    this.#part("code").textContent = code;
    this.dispatchEvent(new CustomEvent("barcode", { detail: { code }, bubbles: true }));
  }

  #beep() {
    if (!this.#sound) return;
    void this.#sound.resume();
    const tone = new OscillatorNode(this.#sound, { frequency: BEEP_HZ });
    const loud = new GainNode(this.#sound, { gain: 0.2 });
    tone.connect(loud).connect(this.#sound.destination);
    tone.start();
    tone.stop(this.#sound.currentTime + BEEP_S);
  }

  #offerTorch() {
    const [track] = this.#stream?.getVideoTracks() ?? [];
    const known = /** @type {any} */ (track?.getCapabilities?.() ?? {});
    this.#part("torch").hidden = !known.torch;
    this.#part("torch").setAttribute("aria-pressed", "false");
  }

  async #turnTorch() {
    const [track] = this.#stream?.getVideoTracks() ?? [];
    const torch = this.#part("torch").getAttribute("aria-pressed") !== "true";
    const wish = /** @type {any} */ ({ advanced: [{ torch }] });
    try {
      await track?.applyConstraints(wish);
      this.#part("torch").setAttribute("aria-pressed", `${torch}`);
    } catch {
      this.#part("torch").hidden = true;
    }
  }

  /** A page that nobody sees films nobody; it goes on when it is seen again. */
  #hide() {
    if (document.hidden) {
      this.#resumes = this.#stream !== null;
      this.stop();
    } else if (this.#resumes) {
      this.#resumes = false;
      void this.start();
    }
  }

  /** @param {string} name @param {AbortSignal} signal */
  #keepSetting(name, signal) {
    const box = /** @type {HTMLInputElement} */ (this.#part(name));
    const key = `hyllykartta-camera-${name}`;
    box.checked = localStorage.getItem(key) !== "off";
    box.addEventListener("change", () => localStorage.setItem(key, box.checked ? "on" : "off"), { signal });
  }

  /** @param {string} name */
  #isOn(name) {
    return /** @type {HTMLInputElement} */ (this.#part(name)).checked;
  }

  /** @param {Trouble | null} trouble */
  #say(trouble) {
    for (const each of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-trouble]"))) {
      each.hidden = each.dataset["trouble"] !== trouble;
    }
  }

  /** @returns {HTMLVideoElement} */
  get #video() {
    return /** @type {HTMLVideoElement} */ (this.querySelector("video"));
  }

  /** @param {string} name @returns {HTMLElement} */
  #part(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-${name}]`));
  }
}

customElements.define("barcode-camera", BarcodeCamera);
