// <asked-if data-when='{"field", "op", "value"}'> folds a question away while its condition does
// not hold. {"all": [...]} and {"any": [...]} join several. Without this script all is shown.
const OPS = {
  equals: (held, value) => held.some((one) => one === String(value)),
  in: (held, values) => held.some((one) => values.map(String).includes(one)),
  gt: (held, value) => held.some((one) => one !== "" && Number(one) > value),
  lt: (held, value) => held.some((one) => one !== "" && Number(one) < value),
  given: (held, value) => held.some((one) => one.trim() !== "") === value,
  fewer: () => true,
};
const YES_NO = { true: "yes", false: "no" };

class AskedIf extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    if (!this.dataset.when || !this.form || this.when) return;
    this.when = JSON.parse(this.dataset.when);
    this.look = () => { this.hidden = !this.holds(this.when); };
    this.form.addEventListener("change", this.look);
    this.form.addEventListener("input", this.look);
    this.look();
  }

  disconnectedCallback() {
    this.form?.removeEventListener("change", this.look);
    this.form?.removeEventListener("input", this.look);
    this.when = null;
  }

  holds(when) {
    if (when.all) return when.all.every((one) => this.holds(one));
    if (when.any) return when.any.some((one) => this.holds(one));
    if (!this.form.elements.namedItem(when.field)) return true;
    const value = typeof when.value === "boolean" && when.op !== "given" ? YES_NO[when.value] : when.value;
    return OPS[when.op](new FormData(this.form).getAll(when.field).map(String), value);
  }
}

customElements.define("asked-if", AskedIf);
