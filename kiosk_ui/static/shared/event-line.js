/**
 * A line on which the server tells events: whatever page listens does so here.
 *
 * A line can die without a word, as a tablet sleeps or a network is left: nothing ends it, and nothing
 * comes any more. The server says something every quarter of a minute, if only that it is quiet; a line
 * that is silent for longer is opened anew.
 * @module
 */

const AGAIN_MS = 5000;
const LONGEST_PAUSE_MS = 60_000;
/** More than two of what the server says while it is quiet. */
const SILENT_MS = 40_000;
/** A browser may ask on a connection that it has kept, and that is dead, too. */
const OPENING_MS = 15_000;
const QUIET = "quiet";

/**
 * Listen until the end. The browser reconnects by itself and resumes after the last event it has
 * seen; a line that is opened anew asks at the address as it is then.
 * @param {() => string} address
 * @param {Record<string, (event: MessageEvent) => void>} heard what to do about each kind of event
 * @param {(online: boolean) => void} [contact] told when the line is open, and when it is lost
 * @returns {() => void} ends it
 */
export function listenTo(address, heard, contact) {
  /** @type {EventSource | undefined} */
  let source;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let pause_ms = AGAIN_MS;
  const ended = new AbortController();

  function alive(patience_ms = SILENT_MS) {
    clearTimeout(timer);
    timer = setTimeout(() => {
      contact?.(false);
      open();
    }, patience_ms);
  }

  function open() {
    source?.close();
    const opened = new EventSource(address());
    source = opened;
    alive(OPENING_MS);
    for (const kind of [...Object.keys(heard), QUIET]) {
      opened.addEventListener(kind, (event) => {
        alive();
        heard[kind]?.(event);
      });
    }
    opened.addEventListener("open", () => {
      pause_ms = AGAIN_MS;
      alive();
      contact?.(true);
    });
    opened.addEventListener("error", () => {
      contact?.(false);
      if (opened.readyState !== EventSource.CLOSED) return;
      // It answers with an error; the browser would not try again.
      clearTimeout(timer);
      timer = setTimeout(open, pause_ms);
      pause_ms = Math.min(2 * pause_ms, LONGEST_PAUSE_MS);
    });
  }

  // A connection that is cut off may not end for minutes.
  globalThis.addEventListener?.("offline", () => contact?.(false), ended);
  globalThis.addEventListener?.("online", open, ended);
  open();
  return () => {
    ended.abort();
    clearTimeout(timer);
    source?.close();
  };
}
