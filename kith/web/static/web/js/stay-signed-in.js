// <stay-signed-in data-seconds data-url>: warns two minutes before the session ends, offers to stay.
// Only the server knows the time: other tabs and kept words count too. So it is asked before a word.
const AHEAD = 120;
const LONGEST = 86400; // a browser's timers hold 24 days at most
const JSON_ONLY = { Accept: "application/json" };

class StaySignedIn extends HTMLElement {
  connectedCallback() {
    this.notice = this.querySelector("[data-notice]");
    this.form = this.querySelector("form");
    this.form.addEventListener("submit", (event) => this.stay(event));
    this.look = () => { if (document.visibilityState === "visible") this.ask(); };
    document.addEventListener("visibilitychange", this.look);
    this.wait(Number(this.dataset.seconds));
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.look);
  }

  wait(left) {
    clearTimeout(this.timer);
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
    let answer;
    try {
      answer = await fetch(this.dataset.url, { redirect: "error", headers: JSON_ONLY, ...how });
    } catch {
      this.timer = setTimeout(() => this.ask(), 5000);
      return;
    }
    if (answer.ok) this.wait((await answer.json()).left);
    else if (answer.status === 401) this.ended();
  }

  ended() {
    clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.look);
    this.notice.hidden = false;
    this.form.hidden = true;
    this.querySelector("[data-words]").textContent = this.dataset.ended;
  }
}

customElements.define("stay-signed-in", StaySignedIn);
