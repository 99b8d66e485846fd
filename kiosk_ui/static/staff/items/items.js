/**
 * A file of items is sent in parts, and the list shows how its import goes.
 * @module
 */

const PART_BYTES = 2_000_000;
const AGAIN_MS = 1000;

/** @param {HTMLFormElement} form */
function offerImport(form) {
  const button = form.querySelector("button");
  const word = form.querySelector("[data-word]");
  if (!button || !word) return;
  button.disabled = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const file = new FormData(form).get("file");
    if (!(file instanceof File)) return;
    button.disabled = true;
    try {
      await send(form, file, (share) => {
        word.textContent = `${form.dataset["sending"]} ${Math.round(100 * share)} %`;
      });
      word.textContent = "";
      form.reset();
      await refresh();
    } catch {
      word.textContent = form.dataset["failed"] ?? "";
    }
    button.disabled = false;
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {File} file
 * @param {(share: number) => void} tell
 */
async function send(form, file, tell) {
  const fields = new FormData(form);
  const branch = String(fields.get("branch"));
  const upload = crypto.randomUUID().replaceAll("-", "");
  let at = 0;
  do {
    const query = new URLSearchParams({ branch, upload, at: String(at) });
    const body = file.slice(at, at + PART_BYTES);
    const answer = await fetch(`/s/items/parts?${query}`, { method: "POST", body });
    if (!answer.ok) throw new Error(answer.statusText);
    at = (await answer.json()).size;
    tell(file.size ? at / file.size : 1);
  } while (at < file.size);
  const asked = new URLSearchParams({ branch, upload, name: file.name });
  if (fields.get("accept_fewer")) asked.set("accept_fewer", "on");
  const begun = await fetch("/s/items/import", { method: "POST", body: asked });
  if (!begun.ok) throw new Error(begun.statusText);
}

/** Ask for the list anew, and again while an import goes on. */
async function refresh() {
  await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-part=runs]");
    if (fresh) document.querySelector("[data-part=runs]")?.replaceWith(document.adoptNode(fresh));
  } catch {
    // Without a network the list stays as it is, and is asked for again.
  }
  watch();
}

function watch() {
  if (document.querySelector("[data-loading]")) void refresh();
}

const form = document.querySelector("form[data-import]");
if (form instanceof HTMLFormElement) offerImport(form);
watch();
