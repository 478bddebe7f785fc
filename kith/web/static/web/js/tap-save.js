// <tap-save> round a form of one question: a tap on an answer sends it.
// Arrow keys only move between answers; the keyboard sends with the button, as without scripts.
class TapSave extends HTMLElement {
  connectedCallback() {
    if (this.ready) return;
    this.ready = true;
    this.addEventListener("pointerdown", () => { this.tapped = true; });
    this.addEventListener("keydown", () => { this.tapped = false; });
    this.addEventListener("click", (event) => this.answer(event));
    this.addEventListener("submit", (event) => this.once(event));
    window.addEventListener("pageshow", () => { this.sent = false; });
  }

  answer(event) {
    const input = event.target;
    if (!this.tapped || !(input instanceof HTMLInputElement) || input.type !== "radio") return;
    this.tapped = false;
    if (input.form) input.form.requestSubmit();
  }

  once(event) {
    if (this.sent) event.preventDefault();
    this.sent = true;
  }
}

customElements.define("tap-save", TapSave);
