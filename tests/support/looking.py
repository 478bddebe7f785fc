"""What a page shows and lets be done, measured in the browser itself."""

SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
# Elements that reach over the right edge and do not stand in a region that scrolls by itself.
OVERFLOW = """() => {
  const root = document.documentElement, wide = [];
  if (root.scrollWidth <= root.clientWidth + 1) return wide;
  const scrolls = (e) => e && e !== root && e !== document.body &&
    (/auto|scroll|hidden|clip/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
  for (const e of document.body.querySelectorAll("*")) {
    const box = e.getBoundingClientRect();
    if (box.width && box.right > root.clientWidth + 1 && !scrolls(e.parentElement))
      wide.push(`${e.tagName}.${e.getAttribute("class")} to ${Math.round(box.right)}`);
  }
  return wide.length ? wide.slice(0, 5) : ["the page"];
}"""
# Words cut off by the box they stand in.
CUT_OFF = """() => [...document.querySelectorAll("main *, header *, nav *")].filter((e) => {
  const style = getComputedStyle(e);
  if (!/hidden|clip/.test(style.overflow + style.overflowX + style.overflowY)) return false;
  if (e.closest(".visually-hidden, svg, textarea, input, select")) return false;
  return e.innerText && e.clientWidth > 2 &&
    (e.scrollWidth > e.clientWidth + 2 || e.scrollHeight > e.clientHeight + 2);
}).map((e) => e.tagName + "." + e.className + ": " + e.innerText.slice(0, 40))"""
# Controls smaller than `least` px either way. A link within a sentence is exempt (WCAG 2.5.8).
SMALL_TARGETS = """(least) => {
  const seen = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const inline = (e) => e.tagName === "A" && getComputedStyle(e).display === "inline" &&
    [...e.parentElement.childNodes].some((n) => n !== e && n.nodeType === 3 && /\\w/.test(n.data));
  const box = (e) => {
    const label = /checkbox|radio/.test(e.type || "") && (e.closest("label") ||
      (e.id && document.querySelector(`label[for="${CSS.escape(e.id)}"]`)));
    return (label || e).getBoundingClientRect();
  };
  const wanted = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0'][role=button]";
  return [...document.querySelectorAll(wanted)]
    .filter((e) => seen(e) && !inline(e) && !e.closest(".skip, .visually-hidden"))
    .map((e) => [e, box(e)])
    .filter(([e, b]) => b.width > 0 && (b.height < least - .5 || b.width < least - .5))
    .map(([e, b]) => `${e.tagName} "${(e.innerText || e.name || "").slice(0, 30)}" ${Math.round(b.width)}x${Math.round(b.height)}`);
}"""
# Where the system's colours rule: a control without an edge, a chosen answer that looks unchosen.
LOST = """() => {
  const seen = (e) => e.checkVisibility();
  const bare = [...document.querySelectorAll(".button:not(.quiet, .help-now), input:not([type=hidden], [type=radio], [type=checkbox]), select, textarea")]
    .filter(seen).filter((e) => parseFloat(getComputedStyle(e).borderTopWidth) < 1).map((e) => `no edge: ${e.outerHTML.slice(0, 60)}`);
  const looks = (e) => { const s = getComputedStyle(e); return s.backgroundColor + s.color + s.borderColor + s.outlineStyle; };
  const same = [...document.querySelectorAll(".four label, .scale label")].filter(seen)
    .filter((e) => e.querySelector(":checked")).filter((e) => {
      const other = [...e.parentElement.querySelectorAll("label")].find((o) => !o.querySelector(":checked"));
      return other && looks(other) === looks(e);
    }).map((e) => `chosen looks unchosen: ${e.innerText}`);
  return [...bare, ...same];
}"""
MOVING = "() => document.getAnimations().filter((a) => a.playState === 'running').length"
LANDMARKS = """() => ({
  mains: document.querySelectorAll("main").length,
  headings: document.querySelectorAll("h1").length,
  outside: [...document.body.children].filter((e) => e.checkVisibility() && e.innerText.trim() &&
    !e.matches("a.skip, header, nav, main, footer, aside, .house, script")).map((e) => e.tagName),
  order: [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].filter((e) => e.checkVisibility())
    .map((e) => Number(e.tagName[1])),
})"""
# The control that has the focus: its place among all, whether a ring shows, whether it can be seen.
FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body || e === document.documentElement) return null;
  const shape = /checkbox|radio/.test(e.type || "") && e.closest("label") || e;
  const rings = [e, shape, e.nextElementSibling].filter(Boolean).map((x) => getComputedStyle(x));
  const ring = rings.some((s) => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2 &&
    !/, 0\\)$|transparent/.test(s.outlineColor));
  const b = shape.getBoundingClientRect();
  const [left, right] = [Math.max(b.left, 0), Math.min(b.right, innerWidth)];
  const [top, bottom] = [Math.max(b.top, 0), Math.min(b.bottom, innerHeight)];
  const at = [[.5, .5], [.1, .5], [.9, .5], [.5, .15], [.5, .85]].map(([x, y]) =>
    document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y));
  const shown = at.some((t) => t && (shape.contains(t) || t.contains(shape) ||
    (e.id && t.closest(`label[for="${CSS.escape(e.id)}"]`))));
  return {
    place: [...document.querySelectorAll("*")].indexOf(e),
    name: `${e.tagName} "${(e.innerText || e.name || e.getAttribute("aria-label") || "").slice(0, 40)}"`,
    ring, shown, jump: Number(e.getAttribute("tabindex")) > 0,
  };
}"""
TO_THE_TOP = """() => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
}"""
REACHABLE = """() => {
  const seen = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled;
  const groups = new Set();
  return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
    .filter(seen).filter((e) => {
      if (e.tabIndex < 0) return false;
      if (e.type !== "radio") return true;
      const group = (e.form ? [...document.forms].indexOf(e.form) : "") + e.name;
      return !groups.has(group) && groups.add(group);
    }).length;
}"""


def text_size(page, pixels):
    """The reader's own text size, as set in the browser (usual: 16)."""
    talk = page.context.new_cdp_session(page)
    talk.send("Page.setFontSizes", {"fontSizes": {"standard": pixels, "fixed": pixels}})
    talk.detach()


def tab_stops(page, most=120):
    """Press Tab from the start of the page until the focus leaves it; gives each stop.

    A field of a date or a time has stops inside it: they count as one.
    """
    page.evaluate(TO_THE_TOP)
    stops = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None or (len(stops) > 1 and stop["place"] == stops[0]["place"]):
            return stops
        if stops and stop["place"] == stops[-1]["place"]:
            stops[-1]["ring"] |= stop["ring"]
        else:
            stops.append(stop)
    return stops


def keyboard_trouble(page):
    """What is wrong with going through a page by Tab (A11Y_02)."""
    stops, wrong = tab_stops(page), []
    places = [stop["place"] for stop in stops]
    if places != sorted(set(places)):
        wrong.append("the order of focus is not the order of the page, or the focus is trapped")
    wrong += [f"no ring: {stop['name']}" for stop in stops if not stop["ring"]]
    wrong += [f"covered: {stop['name']}" for stop in stops if not stop["shown"]]
    wrong += [f"tabindex: {stop['name']}" for stop in stops if stop["jump"]]
    reachable = page.evaluate(REACHABLE)
    if len(stops) < reachable:
        wrong.append(f"{len(stops)} stops for {reachable} controls")
    return wrong


def heading_trouble(page):
    """What is wrong with landmarks and headings (A11Y_05)."""
    found = page.evaluate(LANDMARKS)
    wrong = [f"{found[what]} {what}" for what in ("mains", "headings") if found[what] != 1]
    wrong += [f"outside any landmark: {tag}" for tag in found["outside"]]
    levels = [0, *found["order"]]
    wrong += [f"h{b} after h{a}" for a, b in zip(levels, levels[1:], strict=False) if b > a + 1]
    return wrong
