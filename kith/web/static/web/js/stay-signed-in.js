// <stay-signed-in data-seconds data-url>: asks two minutes before the idle time ends.
const AHEAD = 120;

class StaySignedIn extends HTMLElement {
  connectedCallback() {
    this.notice = this.querySelector("[data-notice]");
    this.alive = () => this.start();
    document.addEventListener("kith:alive", this.alive);
    document.addEventListener("htmx:after:request", this.alive);
    this.querySelector("button").addEventListener("click", () => this.stay());
    this.start();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    document.removeEventListener("kith:alive", this.alive);
    document.removeEventListener("htmx:after:request", this.alive);
  }

  start() {
    clearTimeout(this.timer);
    this.notice.hidden = true;
    const seconds = Math.max(Number(this.dataset.seconds) - AHEAD, 10);
    this.timer = setTimeout(() => { this.notice.hidden = false; }, seconds * 1000);
  }

  async stay() {
    try {
      const answer = await fetch(this.dataset.url, { redirect: "error" });
      if (answer.ok) this.start();
      else this.ended();
    } catch {
      this.ended();
    }
  }

  ended() {
    this.querySelector("[data-words]").textContent = this.dataset.ended;
  }
}

customElements.define("stay-signed-in", StaySignedIn);
