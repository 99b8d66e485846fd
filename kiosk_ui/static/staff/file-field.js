/**
 * <file-field>: a field for a file whose words are the page's, and not those of the browser.
 *
 * Without script it is the field of the browser. `data-choose` is what the button says, `data-none`
 * stands beside it until a file is chosen.
 * @module
 */

export class FileField extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input");
    if (!input || this.classList.contains("worded")) return;
    this.classList.add("worded");
    const button = Object.assign(document.createElement("span"), { className: "btn", textContent: this.dataset["choose"] ?? "" });
    const name = Object.assign(document.createElement("span"), { className: "file-name" });
    for (const each of [button, name]) each.setAttribute("aria-hidden", "true");
    const show = () => {
      name.textContent = input.files?.[0]?.name ?? this.dataset["none"] ?? "";
    };
    input.addEventListener("change", show);
    show();
    this.prepend(button, name);
  }
}

customElements.define("file-field", FileField);
