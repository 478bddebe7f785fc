// <stay-signed-in data-seconds data-url data-whose>: warns two minutes before the session ends, offers to stay,
// and covers the page when it has ended, here or in another window.
// Only the server knows the time: other tabs and kept words count too. So it is asked before a word.
// It says whose page this is, so that nobody else's sign-in uncovers it.
const AHEAD = 120;
const LONGEST = 86400; // a browser's timers hold 24 days at most
const windows = "BroadcastChannel" in window ? new BroadcastChannel("kith") : null;

class StaySignedIn extends HTMLElement {
  connectedCallback() {
    this.notice = this.querySelector("[data-notice]");
    this.form = this.querySelector("form");
    this.curtain = this.querySelector("[data-cover]");
    this.form.addEventListener("submit", (event) => this.stay(event));
    this.curtain.addEventListener("cancel", (event) => event.preventDefault());
    this.curtain.querySelector("[data-back]").addEventListener("click", () => this.ask());
    this.look = () => { if (document.visibilityState === "visible") this.ask(); };
    this.shown = (event) => { if (event.persisted) { this.cover(); this.ask(); } };
    this.told = () => { this.cover(); setTimeout(() => this.ask(), 2000); };
    this.leaving = (event) => { if (windows && event.target.getAttribute("action")?.endsWith("/sign-out/")) windows.postMessage("gone"); };
    document.addEventListener("visibilitychange", this.look);
    document.addEventListener("submit", this.leaving);
    window.addEventListener("pageshow", this.shown);
    if (windows) windows.addEventListener("message", this.told);
    this.wait(Number(this.dataset.seconds));
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.look);
    document.removeEventListener("submit", this.leaving);
    window.removeEventListener("pageshow", this.shown);
    if (windows) windows.removeEventListener("message", this.told);
  }

  wait(left) {
    clearTimeout(this.timer);
    this.until = Date.now() + left * 1000;
    const near = left <= AHEAD;
    if (this.notice.hidden === near) this.notice.hidden = !near;
    const seconds = Math.min(near ? left + 1 : left - AHEAD, LONGEST);
    this.timer = setTimeout(() => this.ask(), seconds * 1000);
  }

  ask() {
    return this.send({});
  }

  stay(event) {
    event.preventDefault();
    return this.send({ method: "POST", body: new FormData(this.form) });
  }

  async send(how) {
    if (Date.now() >= this.until) this.cover();
    let answer;
    try {
      const headers = { Accept: "application/json", "X-Whose": this.dataset.whose };
      answer = await fetch(this.dataset.url, { redirect: "error", headers, ...how });
    } catch {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), 5000);
      return;
    }
    if (answer.ok) {
      this.wait((await answer.json()).left);
      this.uncover();
    } else if (answer.status === 401) {
      clearTimeout(this.timer);
      this.cover();
    }
  }

  cover() {
    const page = document.documentElement;
    if ("covered" in page.dataset) return;
    page.dataset.covered = "";
    this.was = document.title;
    document.title = "Kith";
    this.curtain.showModal();
  }

  uncover() {
    const page = document.documentElement;
    if (!("covered" in page.dataset)) return;
    delete page.dataset.covered;
    document.title = this.was;
    this.curtain.close();
  }
}

customElements.define("stay-signed-in", StaySignedIn);
