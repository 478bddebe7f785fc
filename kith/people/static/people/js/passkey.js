// <pass-key data-deed="create|get"> round a form with a hidden field "credential" and a button.
// Options come from the JSON element data-options, or from data-url. Without passkeys it stays hidden.
const to_bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const to_text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const with_bytes = (list) => (list || []).map((one) => ({ ...one, id: to_bytes(one.id) }));

function readable(options) {
  const key = options.publicKey;
  const asked = { ...key, challenge: to_bytes(key.challenge) };
  if (key.user) asked.user = { ...key.user, id: to_bytes(key.user.id) };
  if (key.excludeCredentials) asked.excludeCredentials = with_bytes(key.excludeCredentials);
  if (key.allowCredentials) asked.allowCredentials = with_bytes(key.allowCredentials);
  return { publicKey: asked };
}

function sendable(credential) {
  const said = credential.response;
  const response = { clientDataJSON: to_text(said.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (said[name]) response[name] = to_text(said[name]);
  }
  if (said.getTransports) response.transports = said.getTransports();
  return {
    id: credential.id,
    rawId: to_text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

class PassKey extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    if (!this.form || !window.PublicKeyCredential) return;
    this.hidden = false;
    this.form.addEventListener("submit", (event) => this.ask(event));
  }

  async ask(event) {
    if (this.form.elements.namedItem("credential").value) return;
    event.preventDefault();
    this.say("");
    this.take_over();
    try {
      const credential = await navigator.credentials[this.dataset.deed](readable(await this.options()));
      this.form.elements.namedItem("credential").value = JSON.stringify(sendable(credential));
      this.form.submit();
    } catch {
      this.say(this.dataset.failed || "That did not work.");
    }
  }

  // A tick that stands in another form of the page counts here too.
  take_over() {
    for (const field of this.querySelectorAll("[data-from]")) {
      const tick = document.getElementById(field.dataset.from);
      field.value = tick && tick.checked ? "on" : "";
    }
  }

  async options() {
    if (this.dataset.options) return JSON.parse(document.getElementById(this.dataset.options).textContent);
    const answer = await fetch(this.dataset.url, { headers: { Accept: "application/json" } });
    return (await answer.json()).request_options;
  }

  say(words) {
    const place = this.querySelector("[data-words]");
    if (place) place.textContent = words;
  }
}

customElements.define("pass-key", PassKey);
