// <mood-line> round the list of points: draws the line and lets a hand change it.
// A point is a slider: drag it, or arrow keys (up and down mood, left and right the month).
// Each change saves itself with the version that was read; undo takes the last one back.
const SVG = "http://www.w3.org/2000/svg";
const TALL = 260, LEFT = 34, RIGHT = 16, TOP = 18, FOOT = 34, HAND = 22, FAR = 14, WAIT = 600;
const day = (text) => Date.parse(`${text}T00:00:00Z`) / 864e5;
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

class MoodLine extends HTMLElement {
  connectedCallback() {
    if (this.points) return;
    this.from = day(this.dataset.from);
    this.today = day(this.dataset.today);
    this.points = [...this.querySelectorAll("tr[data-id]")].map((row) => ({ ...row.dataset, mood: +row.dataset.mood, row }));
    this.undone = [];
    this.waiting = new Map();
    this.sheet = this.querySelector(".mood-sheet");
    this.svg = this.sheet.appendChild(this.make("svg", { class: "mood-line", role: "group", "aria-label": this.dataset.picture }));
    this.querySelector(".drawn").hidden = false;
    this.svg.addEventListener("pointerdown", (event) => this.down(event));
    this.svg.addEventListener("pointermove", (event) => this.move(event));
    this.svg.addEventListener("pointerup", (event) => this.up(event));
    this.svg.addEventListener("pointercancel", () => this.leave());
    this.svg.addEventListener("keydown", (event) => this.key(event));
    this.svg.addEventListener("focusin", (event) => this.choose(event.target.point));
    this.addEventListener("click", (event) => this.press(event.target.closest("[data-do]")));
    this.watch = new ResizeObserver(() => this.draw());
    this.watch.observe(this.sheet);
    this.leaving = (event) => { if (this.waiting.size || this.busy) event.preventDefault(); };
    window.addEventListener("beforeunload", this.leaving);
  }

  disconnectedCallback() {
    this.watch.disconnect();
    window.removeEventListener("beforeunload", this.leaving);
  }

  make(name, said = {}, words) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(said)) made.setAttribute(key, value);
    if (words !== undefined) made.textContent = words;
    return made;
  }

  x(at) { return LEFT + (this.wide - LEFT - RIGHT) * (at - this.from) / Math.max(this.today - this.from, 1); }
  y(mood) { return TALL - FOOT - (TALL - FOOT - TOP) * mood / 10; }
  moodAt(y) { return clamp(Math.round(10 * (TALL - FOOT - y) / (TALL - FOOT - TOP)), 0, 10); }
  dayAt(x) { return clamp(this.from + (x - LEFT) / (this.wide - LEFT - RIGHT) * (this.today - this.from), this.from, this.today); }

  monthOf(at) { return new Date(at * 864e5).toISOString().slice(0, 7); }
  stepped(code, by) {
    const [year, month] = code.split("-").map(Number);
    return new Date(Date.UTC(year, month - 1 + by, 1)).toISOString().slice(0, 7);
  }
  put(point, month) {
    const [first, next] = [day(`${month}-01`), day(`${this.stepped(month, 1)}-01`)];
    if (first > this.today || next <= this.from) return;
    Object.assign(point, { when: month, middle: new Date(((first + next - 1) / 2 | 0) * 864e5).toISOString().slice(0, 10), words: this.named(first) });
  }
  named(at) {
    const shape = { month: "long", year: "numeric", timeZone: "UTC" };
    return new Intl.DateTimeFormat(document.documentElement.lang, shape).format(new Date(at * 864e5));
  }

  draw() {
    this.wide = Math.max(this.sheet.clientWidth - 32, 240);
    const held = document.activeElement && document.activeElement.point;
    this.points.sort((one, other) => one.middle.localeCompare(other.middle));
    this.svg.setAttribute("viewBox", `0 0 ${this.wide} ${TALL}`);
    const places = this.points.map((point) => [this.x(day(point.middle)), this.y(point.mood)]);
    const line = places.map((at) => at.map((each) => each.toFixed(1)).join(",")).join(" ");
    this.svg.replaceChildren(...this.ground(), this.make("polyline", { class: "line", points: line }));
    this.points.forEach((point, index) => this.svg.append(this.handle(point, ...places[index])));
    if (held) this.focusOn(held);
  }

  *ground() {
    for (const mood of [0, 5, 10]) {
      const y = this.y(mood);
      yield this.make("line", { class: "rule", x1: LEFT, x2: this.wide - RIGHT, y1: y, y2: y });
      yield this.make("text", { x: LEFT - 8, y: y + 4, "text-anchor": "end" }, mood);
    }
    yield this.make("text", { x: LEFT, y: this.y(10) - 6 }, this.dataset.best);
    yield this.make("text", { x: LEFT, y: this.y(0) + 14 }, this.dataset.worst);
    for (const [at, anchor] of [[this.from, "start"], [this.today, "end"]]) {
      yield this.make("text", { x: this.x(at), y: TALL - 4, "text-anchor": anchor }, this.named(at));
    }
  }

  handle(point, x, y) {
    const hand = this.make("g", {
      class: point === this.chosen ? "hand chosen" : "hand", role: "slider", tabindex: 0,
      "aria-label": this.dataset.name, "aria-orientation": "vertical", "aria-valuemin": 0, "aria-valuemax": 10,
      "aria-valuenow": point.mood, "aria-valuetext": this.said(point),
    });
    hand.append(this.make("circle", { class: "reach", cx: x, cy: y, r: HAND }), this.make("circle", { class: "mark", cx: x, cy: y, r: 8 }));
    hand.append(this.make("text", { class: "value", x, y: y < TOP + 30 ? y + 26 : y - 14, "text-anchor": "middle" }, point.mood));
    hand.point = point;
    return hand;
  }
  said(point) { return this.dataset.value.replace("MOOD", point.mood).replace("WHEN", point.words); }

  focusOn(point) { [...this.svg.querySelectorAll(".hand")].find((hand) => hand.point === point)?.focus({ preventScroll: true }); }

  choose(point) {
    if (!point) return;
    this.chosen = point;
    for (const hand of this.svg.querySelectorAll(".hand")) hand.classList.toggle("chosen", hand.point === point);
    this.querySelector(".mood-here").textContent = this.said(point);
    for (const button of this.querySelectorAll("[data-do]:not([data-do=add], [data-do=undo])")) button.disabled = false;
  }

  at(event) {
    const box = this.svg.getBoundingClientRect();
    return [(event.clientX - box.left) * this.wide / box.width, (event.clientY - box.top) * TALL / box.height];
  }

  down(event) {
    if (event.button) return;
    const [x, y] = this.at(event), point = event.target.closest(".hand")?.point;
    this.hand = { point, x, y, before: point && { ...point }, moved: false };
    this.svg.setPointerCapture(event.pointerId);
    if (point) { event.preventDefault(); this.focusOn(point); }
  }

  move(event) {
    const hand = this.hand;
    if (!hand) return;
    const [x, y] = this.at(event);
    hand.moved ||= Math.hypot(x - hand.x, y - hand.y) > 5;
    if (!hand.point || !hand.moved) return;
    hand.point.mood = this.moodAt(y);
    if (Math.abs(x - hand.x) > FAR) this.put(hand.point, this.monthOf(this.dayAt(x)));
    this.draw();
    this.choose(hand.point);
  }

  up(event) {
    const hand = this.hand;
    this.hand = null;
    if (!hand) return;
    const [x, y] = this.at(event);
    if (!hand.point && !hand.moved && y < TALL - FOOT + 12 && x >= LEFT) return this.add(this.monthOf(this.dayAt(x)), this.moodAt(y));
    if (hand.point && hand.moved) this.changed(hand.point, hand.before);
  }

  leave() {
    if (this.hand?.point) Object.assign(this.hand.point, this.hand.before);
    this.hand = null;
    this.draw();
  }

  key(event) {
    const point = event.target.point, steps = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "earlier", ArrowRight: "later", Delete: "off" };
    if (!point) return;
    if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      const before = { ...point };
      point.mood = event.key === "Home" ? 0 : 10;
      this.settle(point, before);
    } else if (event.key in steps) {
      event.preventDefault();
      this.step(steps[event.key], point);
    }
  }

  press(button) {
    if (!button) return;
    const what = button.dataset.do;
    if (what === "undo") return this.undo();
    if (what === "add") {
      const last = this.points.at(-1);
      return this.add(this.monthOf(this.today), last ? last.mood : 5);
    }
    if (this.chosen) this.step(what, this.chosen);
  }

  step(what, point) {
    if (what === "off") return this.takeOff(point);
    const before = { ...point };
    if (what === "up" || what === "down") point.mood = clamp(point.mood + (what === "up" ? 1 : -1), 0, 10);
    else this.put(point, this.stepped(point.middle, what === "earlier" ? -1 : 1));
    this.settle(point, before);
  }

  settle(point, before) {
    if (point.mood === before.mood && point.when === before.when) return;
    this.draw();
    this.choose(point);
    const wait = this.waiting.get(point) || { before };
    clearTimeout(wait.timer);
    wait.timer = setTimeout(() => { this.waiting.delete(point); this.changed(point, wait.before); }, WAIT);
    this.waiting.set(point, wait);
  }

  changed(point, before) {
    if (point.mood === before.mood && point.when === before.when) return;
    this.remember({ point, before });
    this.save(point);
  }

  remember(deed) {
    this.undone.push(deed);
    this.querySelector("[data-do=undo]").disabled = false;
  }

  undo() {
    const deed = this.undone.pop();
    this.querySelector("[data-do=undo]").disabled = !this.undone.length;
    if (!deed) return;
    if (deed.added) return this.takeOff(deed.point, false);
    if (deed.gone) { this.points.push(deed.point); this.draw(); return this.send(deed.point, "aside", { back: 1 }); }
    Object.assign(deed.point, { mood: deed.before.mood, when: deed.before.when, middle: deed.before.middle, words: deed.before.words });
    this.draw();
    this.choose(deed.point);
    this.save(deed.point);
  }

  add(month, mood) {
    const point = { mood, label: "", version: 0 };
    this.put(point, month);
    if (!point.when) return;
    this.points.push(point);
    this.draw();
    this.focusOn(point);
    this.choose(point);
    this.remember({ point, added: true });
    this.send(point, "add", { form_key: crypto.randomUUID(), when: point.when, mood, label: "" });
  }

  takeOff(point, again = true) {
    clearTimeout(this.waiting.get(point)?.timer);
    this.waiting.delete(point);
    this.points = this.points.filter((each) => each !== point);
    if (again) this.remember({ point, gone: true });
    if (this.chosen === point) {
      this.chosen = null;
      this.querySelector(".mood-here").textContent = "";
      for (const button of this.querySelectorAll("[data-do]:not([data-do=add], [data-do=undo])")) button.disabled = true;
    }
    this.draw();
    this.send(point, "aside", {});
  }

  save(point) { this.send(point, "mark", null); }

  // One after the other, so that each carries the version that the last one gave.
  send(point, to, said) {
    this.busy = (this.busy || Promise.resolve()).then(() => this.ask(point, to, said)).finally(() => { if (--this.open === 0) this.busy = null; });
    this.open = (this.open || 0) + 1;
    return this.busy;
  }

  async ask(point, to, said, tries = 0) {
    const data = new FormData();
    const words = said || { version: point.version, when: point.when, mood: point.mood, label: point.label || "" };
    for (const [key, value] of Object.entries(words)) data.append(key, value);
    const token = this.querySelector("[name=csrfmiddlewaretoken]").value;
    this.tell("saving", this.dataset.saving);
    try {
      const address = this.dataset[to].replace("POINT", point.id);
      const answer = await fetch(address, { method: "POST", body: data, redirect: "error", headers: { "X-CSRFToken": token, "X-Line": "1", Accept: "application/json" } });
      if (answer.status >= 500) throw new Error("later");
      const told = await answer.json();
      if (answer.ok) {
        Object.assign(point, { id: told.id, version: told.version }, to === "aside" ? {} : { words: told.words });
        this.list();
        this.tell("saved", `${this.dataset.saved}: ${this.said(point)}`);
      } else {
        if (told.saved) Object.assign(point, told.saved);
        this.draw();
        this.list();
        this.tell("kept", told.sentence || this.dataset.kept);
      }
    } catch {
      this.tell("kept", this.dataset.kept);
      await new Promise((done) => { setTimeout(done, 2000 * (tries + 1)); });
      if (tries < 30 && this.isConnected) return this.ask(point, to, said, tries + 1);
    }
  }

  tell(state, words) {
    const place = this.querySelector("[data-told]");
    place.dataset.state = state;
    place.textContent = words;
  }

  // The list below says the same at every moment.
  list() {
    const body = this.querySelector("table tbody");
    const rows = [...this.points].sort((one, other) => one.middle.localeCompare(other.middle)).map((point) => this.row(point));
    body.replaceChildren(...rows);
    body.parentElement.hidden = !rows.length;
    this.querySelector("[data-none]").hidden = rows.length > 0;
  }

  row(point) {
    const row = document.createElement("tr"), cell = (name, words) => Object.assign(document.createElement(name), { textContent: words });
    const link = Object.assign(document.createElement("a"), { href: this.dataset.mark.replace("POINT", point.id), textContent: this.dataset.change });
    const hidden = cell("span", `: ${point.words}`);
    hidden.className = "visually-hidden";
    link.append(hidden);
    const heading = cell("th", point.words);
    heading.scope = "row";
    const last = document.createElement("td");
    last.append(link);
    const heads = [...this.querySelectorAll("table thead th")].map((each) => each.textContent);
    const [mood, word] = [cell("td", this.dataset.of.replace("MOOD", point.mood)), cell("td", point.label || "")];
    [mood.dataset.label, word.dataset.label] = [heads[1], heads[2]];
    row.append(heading, mood, word, last);
    return row;
  }
}

customElements.define("mood-line", MoodLine);
