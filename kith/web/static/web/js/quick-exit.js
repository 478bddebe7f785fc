// <quick-exit> round a link: a click, or Shift three times, covers the page and leaves it at once.
const WITHIN = 1500;

class QuickExit extends HTMLElement {
  connectedCallback() {
    this.presses = [];
    this.pressed = (event) => this.count(event);
    document.addEventListener("keydown", this.pressed);
    this.addEventListener("click", (event) => {
      event.preventDefault();
      this.leave();
    });
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.pressed);
  }

  count(event) {
    if (event.key !== "Shift" || event.repeat) {
      this.presses = [];
      return;
    }
    this.presses = this.presses.filter((at) => event.timeStamp - at < WITHIN);
    this.presses.push(event.timeStamp);
    if (this.presses.length >= 3) this.leave();
  }

  leave() {
    document.documentElement.style.display = "none";
    if ("BroadcastChannel" in window) new BroadcastChannel("kith").postMessage("gone");
    document.title = " ";
    window.location.replace(this.querySelector("a").href);
  }
}

customElements.define("quick-exit", QuickExit);
