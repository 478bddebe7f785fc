// <then-and-now> round a form of two lists: adds a slider that goes through the pictures as "then",
// and shows each choice without leaving the page. Without this script the lists and the button do it.
class ThenAndNow extends HTMLElement {
  connectedCallback() {
    if (this.slider) return;
    this.form = this.querySelector("form");
    this.then = this.form.elements.namedItem("then");
    this.slider = this.make_slider();
    this.form.addEventListener("input", (event) => this.chosen(event));
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.show(); });
  }

  make_slider() {
    const slider = document.createElement("input");
    const label = this.form.querySelector("label[for=then]").textContent;
    Object.assign(slider, { type: "range", min: 0, max: this.then.options.length - 1, value: this.then.selectedIndex });
    slider.setAttribute("aria-label", label);
    slider.className = "through";
    this.then.after(slider);
    this.name(slider);
    return slider;
  }

  name(slider) {
    slider.setAttribute("aria-valuetext", this.then.selectedOptions[0].textContent);
  }

  chosen({ target }) {
    if (target === this.slider) this.then.selectedIndex = Number(this.slider.value);
    else this.slider.value = this.then.selectedIndex;
    this.name(this.slider);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.show(), 200);
  }

  show() {
    const request = new XMLHttpRequest(); // gives a document without a parser call of ours
    const address = `${this.form.getAttribute("action")}?${new URLSearchParams(new FormData(this.form))}`;
    request.open("GET", address);
    request.responseType = "document";
    request.onload = () => {
      const next = request.responseXML?.querySelector("[data-between]");
      if (next) this.querySelector("[data-between]").replaceWith(next);
      else location.assign(address);
    };
    request.onerror = () => location.assign(address);
    request.send();
  }
}

customElements.define("then-and-now", ThenAndNow);
