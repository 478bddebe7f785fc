// <auto-save data-url> round a form: keeps what is typed at each pause, at least every 5 s, and says so.
// The server answers 2xx, with {saved_at, version} if it likes; 409 and 422 stay on the page.
const EVERY = 5000;
const PAUSE = 700;

class AutoSave extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    if (!this.form || this.timer) return;
    this.dirty = false;
    for (const kind of ["input", "change"]) this.form.addEventListener(kind, () => this.typed());
    this.form.addEventListener("submit", (event) => this.hand_over(event));
    this.leaving = (event) => { if (this.dirty || this.refused) event.preventDefault(); };
    this.hiding = () => { if (document.visibilityState === "hidden") this.save(); };
    window.addEventListener("beforeunload", this.leaving);
    document.addEventListener("visibilitychange", this.hiding);
    this.timer = setInterval(() => this.save(), EVERY);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    clearTimeout(this.pause);
    this.timer = null;
    window.removeEventListener("beforeunload", this.leaving);
    document.removeEventListener("visibilitychange", this.hiding);
  }

  typed() {
    this.dirty = true;
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.save(), PAUSE);
  }

  async save() {
    if (!this.dirty || this.busy) return this.busy;
    this.dirty = false;
    this.busy = this.send().finally(() => { this.busy = null; });
    return this.busy;
  }

  async send() {
    const data = new FormData(this.form);
    this.say("saving", this.dataset.saving || "saving …");
    try {
      const answer = await fetch(this.dataset.url || this.form.getAttribute("action") || location.href, {
        method: "POST",
        body: data,
        keepalive: document.visibilityState === "hidden",
        redirect: "error",
        headers: {
          "X-CSRFToken": data.get("csrfmiddlewaretoken") || "",
          "X-Autosave": "1",
          Accept: "application/json",
        },
      });
      if (answer.ok) return this.kept(await this.told(answer));
      this.dirty = answer.status >= 500;
      this.refused = !this.dirty;
      this.say("kept", answer.status < 500 ? this.dataset.refused : this.dataset.kept);
    } catch {
      this.dirty = true;
      this.say("kept", this.dataset.kept);
    }
  }

  async told(answer) {
    const kind = answer.headers.get("Content-Type") || "";
    return kind.includes("json") ? answer.json() : {};
  }

  kept(told) {
    this.refused = false;
    const version = this.form.elements.namedItem("version");
    if (version && told.version !== undefined) version.value = told.version;
    const clock = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    this.say("saved", `${this.dataset.savedWords || "saved"} ${told.saved_at || clock}`);
    document.dispatchEvent(new Event("kith:alive"));
  }

  say(state, words) {
    const place = this.querySelector("[data-saved]") || document.querySelector("[data-saved]");
    if (!place) return;
    place.dataset.state = state;
    place.textContent = words || "Kept on this page, not yet saved.";
  }

  // A send already under way ends first, so that the version in the form is the newest.
  async hand_over(event) {
    const submitter = event.submitter;
    if (this.busy) {
      event.preventDefault();
      await this.busy;
      this.form.requestSubmit(submitter);
    }
    this.dirty = this.refused = false;
  }
}

customElements.define("auto-save", AutoSave);
