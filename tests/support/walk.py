"""A person at a browser: opens pages, reads them, fills in the forms found there, presses buttons.

    ines = Walk(user)
    ines.open("/today/")
    ines.follow("Prepare")
    ines.press("Save", {"words": "…"})

What is chosen must be offered by the page; hidden fields (key, version, token) go along unseen.
"""

import re
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

from django.test import Client as Browser

SILENT = {"script", "style", "template"}
CHOSEN = {"radio", "checkbox"}


def plain(text) -> str:
    """Words with single spaces between, and plain apostrophes."""
    return " ".join(str(text).split()).replace("’", "'")


class Form:
    """A form as it stands on a page: where it goes, what is filled in, what may be chosen."""

    def __init__(self, attributes):
        self.action = attributes.get("action", "")
        self.post = attributes.get("method", "get").lower() == "post"
        self.values, self.offered, self.labels, self.buttons = {}, {}, {}, []

    def add_input(self, said):
        name, kind, value = said.get("name"), said.get("type", "text"), said.get("value", "")
        if not name or kind == "submit":
            return
        if kind in CHOSEN:
            self.offered.setdefault(name, set()).add(said.get("value", "on"))
            self.values.setdefault(name, [])
            if "checked" in said:
                self.values[name].append(said.get("value", "on"))
        else:
            self.values[name] = [value]

    def fill(self, name, value):
        """Put a value into a field that is there; a choice is an offered one, or its words."""
        assert name in self.values, f"no field {name!r}; there are {sorted(self.values)}"
        values = value if isinstance(value, list | tuple) else [value]
        given = [_typed(one) for one in values if one is not None and one is not False]
        self.values[name] = [self._choice(name, one) for one in given]

    def _choice(self, name, given):
        if name not in self.offered:
            return given
        chosen = given if given in self.offered[name] else self.labels.get(name, {}).get(given)
        assert chosen is not None, f"{name}: {given!r} is not offered: {self.labels.get(name)}"
        return chosen

    def sending(self, button):
        """What the browser sends when this button is pressed."""
        sent = {name: values for name, values in self.values.items() if values}
        return {**sent, button["name"]: [button["value"]]} if button["name"] else sent


def _typed(value):
    if value is True:
        return "on"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


class Page(HTMLParser):
    """A page read once: its words, links and forms."""

    def __init__(self, markup, address="", status=200):
        super().__init__(convert_charrefs=True)
        self.markup, self.address, self.status = markup, address, status
        self.words, self.links, self.forms = [], [], []
        self.form = self.link = self.area = self.choice = self.button = self.label = None
        self.silent = 0
        self.feed(markup)
        self.close()
        self.text = plain(" ".join(self.words))

    def handle_starttag(self, tag, attributes):
        said = {name: value or "" for name, value in attributes}
        self.silent += tag in SILENT
        if tag == "form":
            self.form = Form(said)
            self.forms.append(self.form)
        elif tag == "a" and "href" in said:
            self.link = {"to": said["href"], "words": [], "label": said.get("aria-label", "")}
        elif self.form is not None:
            self._in_form(tag, said)

    def _in_form(self, tag, said):
        if tag == "input":
            self.form.add_input(said)
            if said.get("type") in CHOSEN:
                self.label = (said.get("name"), said.get("value", "on"), [])
        elif tag == "textarea":
            self.area, self.form.values[said["name"]] = said["name"], [""]
        elif tag == "select":
            self.choice = said["name"]
            self.form.values[self.choice], self.form.offered[self.choice] = [], set()
        elif tag == "option" and self.choice:  # others only suggest
            self._offer(said)
        elif tag == "button":
            self.button = {"name": said.get("name"), "value": said.get("value", ""), "words": []}
            self.form.buttons.append(self.button)

    def _offer(self, said):
        offered, values = self.form.offered[self.choice], self.form.values[self.choice]
        if not offered or "selected" in said:
            values[:] = [said.get("value", "")]
        offered.add(said.get("value", ""))
        self.label = (self.choice, said.get("value", ""), [])

    def handle_endtag(self, tag):
        self.silent -= tag in SILENT
        if tag == "form":
            self.form = None
        elif tag == "a" and self.link:
            self.links.append((plain(" ".join(self.link["words"])), self.link["to"]))
            self.link = None
        elif tag in ("label", "option") and self.label and self.form is not None:
            name, value, words = self.label
            self.form.labels.setdefault(name, {})[plain(" ".join(words))] = value
            self.label = None
        elif tag in ("textarea", "button", "select"):
            self.area = self.button = self.choice = None

    def handle_data(self, data):
        if self.silent:
            return
        if self.area:
            there = self.form.values[self.area]
            there[0] += data if there[0] else data.removeprefix("\n")
            return
        for part in (self.link, self.button):
            if part:
                part["words"].append(data)
        if self.label:
            self.label[2].append(data)
        self.words.append(data)

    def sees(self, *words) -> bool:
        """Whether the page has these words, each of them."""
        return all(plain(each) in self.text for each in words)

    def comes_before(self, first, second) -> bool:
        """Whether some words stand on the page above others."""
        return -1 < self.text.find(plain(first)) < self.text.find(plain(second))

    def links_to(self, end) -> bool:
        """Whether some link leads to an address that ends so."""
        return any(to.split("?")[0].endswith(end) for _words, to in self.links)

    def value(self, name):
        """What is filled in or chosen at a field."""
        found = next(form.values[name] for form in self.forms if name in form.values)
        return found[0] if found else None


class Walk:
    """One person's browser, and the page it shows."""

    def __init__(self, user=None, **headers):
        self.browser = Browser(enforce_csrf_checks=True, headers=headers or None)
        if user is not None:
            self.browser.force_login(getattr(user, "user", user))
        self.address = self.page = self.markup = None

    def open(self, address, status=200):
        """Go to an address, on through redirects; the page must answer with `status`."""
        return self._show(self.browser.get(address), address, status)

    def follow(self, words, nth=0):
        """Follow the link with these words."""
        found = [to for text, to in self.page.links if plain(words) in text]
        assert len(found) > nth, (
            f"no link {words!r} at {self.address}: {[w for w, _to in self.page.links]}"
        )
        return self.open(urljoin(self.address, found[nth]))

    def press(self, words, fields=None, status=200, look=True):
        """Fill in the form that has this button and press it.

        look   False: it is done, and what comes after is not looked at
        """
        form, button = self._find(plain(words), set(fields or ()))
        for name, value in (fields or {}).items():
            form.fill(name, value)
        to, sent = urljoin(self.address, form.action), form.sending(button)
        if form.post:
            answer = self.browser.post(to, sent)
            if not look and answer.status_code == 302:
                return self
            return self._show(answer, to, status)
        return self.open(f"{urlsplit(to).path}?{urlencode(sent, doseq=True)}", status)

    def _find(self, words, names):
        for form in self.page.forms:
            for button in form.buttons:
                if words in plain(" ".join(button["words"])) and names <= set(form.values):
                    return form, button
        there = [[plain(" ".join(b["words"])) for b in form.buttons] for form in self.page.forms]
        raise AssertionError(
            f"no button {words!r} with {sorted(names)} at {self.address}: {there}\n{self.text}"
        )

    def send(self, address, fields, status=200):
        """Send a form that an earlier page showed: a page left open, a button pressed twice."""
        token = self.browser.cookies.get("kith-csrf")
        sent = {**fields, "csrfmiddlewaretoken": token.value if token else ""}
        return self._show(self.browser.post(address, sent), address, status)

    def _show(self, answer, address, status):
        while answer.status_code in (301, 302, 303, 307):
            address = urljoin(address, answer.headers["Location"])
            self.address = address
            if urlsplit(address).netloc not in ("", "testserver"):
                break
            answer = self.browser.get(address)
        self.address, self.markup = address, answer.content.decode()
        self.page = Page(self.markup, address, answer.status_code)
        assert answer.status_code == status, f"{address}: {answer.status_code}\n{self.text[:3000]}"
        return self

    @property
    def text(self):
        return self.page.text if self.page else ""

    def sees(self, *words) -> bool:
        """Whether the present page has these words."""
        return self.page.sees(*words)


def link_in(letter) -> str:
    """The path that a letter leads to."""
    found = re.search(r"https?://[^/\s]+(/\S*)", letter.body)
    assert found, letter.body
    return found.group(1)
