// <closeness-circle> round the picture and its list: people are drawn to another ring by pointer or
// finger, or moved by keys. Each move sends that person's own form; the answer's picture replaces
// this one. Without this script the list's buttons do the same.
const RINGS = ["outside", "outer", "middle", "inner"]; // the further the value, the closer
const KEYS = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, Home: -9, End: 9 };
const PAUSE = 700; // ms after the last key until the move is sent
const REST = 180; // ms that a finger rests on somebody before it draws them; a quicker one moves the page

class ClosenessCircle extends HTMLElement {
  connectedCallback() {
    if (this.names) return;
    const { away, part, close, closest } = this.dataset;
    this.names = [away, part, close, closest];
    this.told = this.parentElement.querySelector("[data-told]");
    this.addEventListener("pointerdown", (event) => this.take(event));
    this.addEventListener("pointermove", (event) => this.carry(event));
    this.addEventListener("pointerup", (event) => this.drop(event));
    this.addEventListener("pointercancel", () => this.let_go());
    this.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("focusout", () => this.send_keyed());
    this.addEventListener("submit", (event) => this.submitted(event));
    this.make_live();
  }

  make_live() {
    for (const svg of this.querySelectorAll("svg.circle[data-rims]")) {
      svg.setAttribute("role", "group");
      svg.setAttribute("aria-label", this.dataset.group);
      for (const who of svg.querySelectorAll(".who")) this.make_slider(who);
    }
  }

  make_slider(who) {
    const form = this.form_of(who);
    if (!form) return;
    const said = { role: "slider", tabindex: 0, "aria-label": form.dataset.name, "aria-orientation": "vertical",
      "aria-valuemin": 0, "aria-valuemax": RINGS.length - 1 };
    for (const [name, value] of Object.entries(said)) who.setAttribute(name, value);
    this.say_ring(who, who.dataset.ring);
  }

  say_ring(who, ring) {
    who.setAttribute("aria-valuenow", RINGS.indexOf(ring));
    who.setAttribute("aria-valuetext", this.names[RINGS.indexOf(ring)]);
  }

  form_of(who) {
    return this.querySelector(`.moves form[data-move="${who.dataset.person}"]`);
  }

  // Where a pointer is, in the picture's own measure, from the middle.
  place(event, svg) {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    const middle = svg.viewBox.baseVal.width / 2;
    return { x: at.x, y: at.y, across: at.x - middle, along: at.y - middle };
  }

  ring_at(svg, away) {
    const rims = svg.dataset.rims.split(" ").map(Number);
    const found = rims.findIndex((rim) => away <= rim);
    return RINGS[found < 0 ? 0 : RINGS.length - 1 - found];
  }

  take(event) {
    const who = event.target.closest?.(".who[role=slider]");
    if (!who || event.button || this.busy) return;
    const svg = who.ownerSVGElement;
    const finger = event.pointerType === "touch" && { since: event.timeStamp, x: event.clientX, y: event.clientY };
    this.held = { who, svg, finger, from: this.place(event, svg), moved: false };
    who.setPointerCapture(event.pointerId);
    who.focus({ preventScroll: true });
    event.preventDefault();
  }

  carry(event) {
    if (!this.held || this.swipes(event)) return;
    const { who, svg, from } = this.held;
    const at = this.place(event, svg);
    if (Math.hypot(at.x - from.x, at.y - from.y) > 4) this.held.moved = true;
    who.setAttribute("transform", `translate(${at.x - from.x} ${at.y - from.y})`);
    const mark = this.mark_at(at);
    this.held.ring = this.ring_at(svg, Math.hypot(mark.across, mark.along));
    this.held.turn = this.turn(mark);
    for (const ring of svg.querySelectorAll(".ring")) ring.classList.toggle("over", ring.classList.contains(this.held.ring));
  }

  // A finger that did not rest first means the page: the page goes along with it.
  swipes(event) {
    const { finger, moved } = this.held;
    if (!finger || moved) return false;
    const far = Math.hypot(event.clientX - finger.x, event.clientY - finger.y) > 8;
    if (far && event.timeStamp - finger.since < REST) finger.swipe = true;
    if (finger.swipe) window.scrollBy(0, finger.y - event.clientY);
    if (finger.swipe) finger.y = event.clientY;
    return Boolean(finger.swipe) || !far;
  }

  // The mark is taken by its name too: what counts is where the mark itself comes to stand.
  mark_at(at) {
    const { who, from } = this.held;
    const x = Number(who.dataset.x) + at.x - from.x, y = Number(who.dataset.y) + at.y - from.y;
    const middle = this.held.svg.viewBox.baseVal.width / 2;
    return { across: x - middle, along: y - middle };
  }

  turn({ across, along }) {
    return (Math.round((Math.atan2(along, across) * 180) / Math.PI) + 450) % 360;
  }

  drop() {
    const held = this.held;
    if (!held) return;
    this.held = null;
    if (held.moved) this.move(held.who, held.ring, held.turn);
    else held.who.removeAttribute("transform");
  }

  let_go() {
    this.held?.who.removeAttribute("transform");
    this.held = null;
  }

  key(event) {
    const who = event.target.closest?.(".who[role=slider]");
    if (!who || !(event.key in KEYS) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (this.busy) return;
    const now = Number(who.getAttribute("aria-valuenow"));
    const value = Math.min(Math.max(now + KEYS[event.key], 0), RINGS.length - 1);
    this.say_ring(who, RINGS[value]);
    this.shift(who, RINGS[value]);
    this.keyed = { who, ring: RINGS[value] };
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send_keyed(), PAUSE);
  }

  // Shows the mark in its new ring at once; the answer will draw it in its proper place.
  shift(who, ring) {
    const svg = who.ownerSVGElement, middle = svg.viewBox.baseVal.width / 2;
    const x = Number(who.dataset.x) - middle, y = Number(who.dataset.y) - middle;
    const band = Number(svg.dataset.bands.split(" ")[RINGS.length - 1 - RINGS.indexOf(ring)]);
    const by = band / (Math.hypot(x, y) || 1) - 1;
    who.setAttribute("transform", `translate(${x * by} ${y * by})`);
  }

  send_keyed() {
    clearTimeout(this.timer);
    const keyed = this.keyed;
    this.keyed = null;
    if (keyed && keyed.ring !== keyed.who.dataset.ring) this.move(keyed.who, keyed.ring);
  }

  move(who, ring, turn) {
    const form = this.form_of(who), data = new FormData(form);
    data.set("ring", ring);
    if (turn !== undefined) data.set("turn", turn);
    return this.send(form, data, { id: who.dataset.person, name: form.dataset.name, ring, svg: true });
  }

  submitted(event) {
    const form = event.target.closest("form[data-move]");
    if (!form || !event.submitter) return;
    event.preventDefault();
    if (this.busy) return;
    const data = new FormData(form, event.submitter);
    this.send(form, data, { id: form.dataset.move, name: form.dataset.name, ring: data.get("ring"), 
      button: [...form.querySelectorAll("button")].indexOf(event.submitter), top: event.submitter.getBoundingClientRect().top });
  }

  send(form, data, what) {
    const request = new XMLHttpRequest(); // gives a document without a parser call of ours
    request.open("POST", form.getAttribute("action"));
    request.responseType = "document";
    request.onload = () => this.answered(request, what);
    request.onerror = () => this.failed();
    this.busy = true;
    this.setAttribute("aria-busy", "true");
    request.send(data);
  }

  answered(request, what) {
    const next = request.responseXML?.querySelector("closeness-circle");
    if (!next) return this.failed();
    this.busy = false;
    this.removeAttribute("aria-busy");
    this.replaceChildren(...next.childNodes);
    this.make_live();
    const met = this.querySelector("[role=alert]");
    if (met) return met.focus();
    const ring = this.names[RINGS.indexOf(what.ring)];
    const name = this.querySelector(`.moves form[data-move="${what.id}"]`)?.dataset.name || what.name;
    this.say(this.dataset.moved.replace("NAME", () => name).replace("RING", () => ring));
    this.focus_on(what);
    document.dispatchEvent(new Event("kith:alive"));
  }

  // Their row may stand elsewhere in the list now: it stays under the finger that pressed its button.
  focus_on({ id, svg, button, top }) {
    const form = this.querySelector(`.moves form[data-move="${id}"]`);
    const marks = [...this.querySelectorAll(`.who[data-person="${id}"]`)].filter((one) => one.checkVisibility());
    const buttons = [...(form?.querySelectorAll("button") || [])];
    const now = svg ? marks[0] : [buttons[button], ...buttons].find((one) => one && !one.disabled);
    now?.focus({ preventScroll: true });
    if (now && top !== undefined) window.scrollBy(0, now.getBoundingClientRect().top - top);
  }

  failed() {
    this.busy = false;
    this.removeAttribute("aria-busy");
    for (const who of this.querySelectorAll(".who[role=slider]")) {
      who.removeAttribute("transform");
      this.say_ring(who, who.dataset.ring);
    }
    this.say(this.dataset.notSaved);
  }

  say(words) {
    if (this.told) this.told.textContent = words;
  }
}

customElements.define("closeness-circle", ClosenessCircle);
