// <word-count data-most> round a text box and a [data-count] line: says how many words there are.
// Counted as the server counts: what stands between spaces and holds a letter or a digit.
const WORD = /\S*[\p{L}\p{N}_]\S*/gu;

class WordCount extends HTMLElement {
  connectedCallback() {
    this.box = this.querySelector("textarea");
    this.line = this.querySelector("[data-count]");
    if (!this.box || !this.line) return;
    this.pattern = this.line.textContent;
    this.box.addEventListener("input", () => this.say());
    this.say();
  }

  say() {
    const count = (this.box.value.match(WORD) || []).length;
    this.line.textContent = this.pattern.replace(/\d+/u, String(count));
    this.line.classList.toggle("strong", count > Number(this.dataset.most));
  }
}

customElements.define("word-count", WordCount);
