// A secret ballot: a token is made here, signed blind by the co-op, and cast later with no cookie. Loaded on the voter's page alone.
import { RSABSSA } from "@cloudflare/blindrsa-ts";
import { announce } from "./announce.js";

const suite = RSABSSA.SHA384.PSS.Deterministic();

/** @param {Uint8Array} bytes */
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
/** @param {string} text */
const bytes = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
/** @param {string} text hexadecimal */
const base64url = (text) =>
  btoa(String.fromCharCode(...bytes(text.padStart(text.length + (text.length % 2), "0"))))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

/** Something that is told to the voter as it is. */
class Told extends Error {}

/** @param {string} modulus hexadecimal @param {number} exponent */
function publicKey(modulus, exponent) {
  const jwk = { kty: "RSA", n: base64url(modulus), e: base64url(exponent.toString(16)), ext: true };
  return crypto.subtle.importKey("jwk", jwk, { name: "RSA-PSS", hash: "SHA-384" }, true, ["verify"]);
}

/** @param {string} address @param {object} body @param {RequestInit} options */
async function send(address, body, options) {
  let answer;
  try {
    answer = await fetch(address, { method: "POST", body: JSON.stringify(body), redirect: "error", ...options });
  } catch {
    throw new Told("There is no connection just now. Nothing is lost: press again when there is.");
  }
  const found = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Told(found.message ?? "The co-op's computer cannot answer just now. Nothing is lost: try again.");
  return found;
}

class Ballot {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.data = root.dataset;
    this.place = `kith-ballot-${this.data.contest}`;
    /** @type {HTMLButtonElement[]} */
    this.names = [...root.querySelectorAll("[data-candidate]")];
    /** @type {number[]} */
    this.choice = [];
    this.empty = false;
    for (const name of this.names) name.addEventListener("click", () => this.choose(Number(name.dataset.candidate)));
    this.part("collect-button").addEventListener("click", () => this.guarded(() => this.collect()));
    this.part("clear").addEventListener("click", () => this.clear());
    this.part("cast").addEventListener("click", () => this.guarded(() => this.cast()));
    this.part("save").addEventListener("click", () => this.save());
    this.draw();
    this.show();
  }

  /** @param {string} name @returns {HTMLElement} */
  part(name) {
    return this.root.querySelector(`[data-part="${name}"]`);
  }

  token() {
    return JSON.parse(localStorage.getItem(this.place) ?? "null");
  }

  /** Which part of the page is to be seen. @param {string} [done] */
  show(done) {
    const token = this.token();
    const now = done ?? (!crypto.subtle ? "unsafe" : token?.signature ? "vote" : this.data.way && !token ? "elsewhere" : "collect");
    for (const name of ["script", "collect", "vote", "receipt", "elsewhere", "unsafe"]) this.part(name).hidden = name !== now;
    if (done) this.part(done).querySelector("h2")?.focus();
  }

  /** Do something slow once at a time; say what went wrong. @param {() => Promise<void>} act */
  async guarded(act) {
    const fault = this.part("fault");
    if (this.busy) return;
    this.busy = true;
    fault.hidden = true;
    try {
      await act();
    } catch (error) {
      fault.textContent = error instanceof Told ? error.message : "Something went wrong on this screen. Nothing is lost: try again, or ask for a paper.";
      fault.hidden = false;
    } finally {
      this.busy = false;
    }
  }

  /** Make a token, have it signed without its being seen, and keep it on this screen. */
  async collect() {
    const key = await publicKey(this.data.modulus, Number(this.data.exponent));
    let token = this.token();
    if (!token) {
      const serial = crypto.getRandomValues(new Uint8Array(32));
      const { blindedMsg, inv } = await suite.blind(key, suite.prepare(serial));
      token = { serial: hex(serial), blinded: hex(blindedMsg), inverse: hex(inv) };
      localStorage.setItem(this.place, JSON.stringify(token)); // before it is sent: a lost answer can be asked for again
    }
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.data.csrf };
    const { signature } = await send(this.data.token, { blinded: token.blinded }, { headers, credentials: "same-origin" });
    const whole = await suite.finalize(key, bytes(token.serial), bytes(signature), bytes(token.inverse));
    localStorage.setItem(this.place, JSON.stringify({ serial: token.serial, signature: hex(whole) }));
    this.show();
    announce("Your ballot paper is here.");
    this.part("vote").querySelector("h2")?.focus();
  }

  /** The next place for a candidate, or none any more. @param {number} number */
  choose(number) {
    this.choice = this.choice.includes(number) ? this.choice.filter((one) => one !== number) : [...this.choice, number];
    this.empty = false;
    this.draw();
    const place = this.choice.indexOf(number) + 1;
    const name = this.names.find((one) => Number(one.dataset.candidate) === number)?.dataset.name ?? "";
    announce(place ? `${name}: choice ${place}` : `${name}: not chosen`);
  }

  clear() {
    this.choice = [];
    this.draw();
    announce("Nobody is chosen.");
  }

  draw() {
    for (const name of this.names) {
      const place = this.choice.indexOf(Number(name.dataset.candidate)) + 1;
      name.setAttribute("aria-pressed", String(place > 0));
      name.querySelector("[data-place]").textContent = place ? String(place) : "";
    }
    const called = (/** @type {number} */ number) => this.names.find((one) => Number(one.dataset.candidate) === number)?.dataset.name;
    const list = this.choice.map((number, place) => `${place + 1}. ${called(number)}`).join("   ");
    this.part("summary").textContent = list || "You have chosen nobody yet.";
  }

  async cast() {
    if (!this.choice.length && !this.empty) {
      this.empty = true;
      throw new Told("You have chosen nobody. Press once more if you want to cast an empty ballot.");
    }
    const { serial, signature } = this.token();
    const headers = { "Content-Type": "application/json" };
    const body = { serial, signature, choice: this.choice };
    const receipt = await send(this.data.cast, body, { headers, credentials: "omit", referrerPolicy: "no-referrer" });
    localStorage.removeItem(this.place);
    this.receipt = receipt;
    this.part("serial").textContent = receipt.serial;
    this.part("hash").textContent = receipt.hash;
    this.show("receipt");
  }

  save() {
    const words = `${this.data.title}\n\nSerial: ${this.receipt.serial}\nHash: ${this.receipt.hash}\n`;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([words], { type: "text/plain" }));
    link.download = "receipt.txt";
    link.click();
    URL.revokeObjectURL(link.href);
  }
}

for (const root of document.querySelectorAll("[data-ballot]")) new Ballot(/** @type {HTMLElement} */ (root));
