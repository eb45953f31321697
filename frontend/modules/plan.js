// A plan that is written together: every heading is saved as it is typed, and shows what others write meanwhile. The
// server joins both word by word; `base` is the text that the typing began from. Without a connection the typing is
// kept in this browser. Without this file each heading has a button.

const pause = 700;
const look = 4000;

/** @param {string} before @param {string} after @param {number} at @returns {number} where the caret stands in `after` */
function moved(before, after, at) {
  let same = 0;
  while (same < at && before[same] === after[same]) same += 1;
  return same === at ? at : Math.max(same, at + after.length - before.length);
}

/** @param {HTMLTextAreaElement} area @param {string} text */
function show(area, text) {
  if (area.value === text) return;
  const [from, to] = [area.selectionStart, area.selectionEnd].map((at) => moved(area.value, text, at));
  const focused = document.activeElement === area;
  area.value = text;
  if (focused) area.setSelectionRange(from, to);
}

class Heading {
  /** @param {HTMLFormElement} form @param {DOMStringMap} words */
  constructor(form, words) {
    this.form = form;
    this.words = words;
    this.area = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("text"));
    this.base = /** @type {HTMLInputElement} */ (form.elements.namedItem("base"));
    this.state = form.querySelector("[data-part=state]");
    this.key = `kith:plan:${form.action}`;
    this.sending = false;
    this.timer = 0;
    form.addEventListener("input", () => this.typed());
    form.addEventListener("change", () => this.typed());
    form.addEventListener("submit", (event) => (event.preventDefault(), this.save()));
    this.begin();
  }

  get dirty() {
    return this.sending || this.timer !== 0 || this.area.value !== this.base.value;
  }

  /** What was typed here and never reached the server comes back. */
  begin() {
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(this.key) ?? "null");
    } catch {
      return;
    }
    if (!kept || kept.text === this.area.value) return this.remember(false);
    this.base.value = kept.base;
    show(this.area, kept.text);
    this.save();
  }

  /** @param {boolean} keep */
  remember(keep) {
    try {
      if (keep) localStorage.setItem(this.key, JSON.stringify({ base: this.base.value, text: this.area.value }));
      else localStorage.removeItem(this.key);
    } catch {
      // A full or forbidden store must never stop the person typing.
    }
  }

  typed() {
    this.remember(true);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  /** @param {string} said */
  say(said) {
    this.state.textContent = said;
  }

  async save() {
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.sending) return;
    this.sending = true;
    const sent = this.area.value;
    this.say(this.words.saving);
    try {
      const answer = await fetch(this.form.action, {
        method: "POST",
        body: new FormData(this.form),
        headers: { Accept: "application/json" },
      });
      const said = await answer.json();
      if (answer.ok) this.saved(sent, said.text);
      else this.say(said.error);
    } catch {
      this.say(this.words.lost);
      this.timer = setTimeout(() => this.save(), look);
    } finally {
      this.sending = false;
    }
    if (this.area.value !== sent && this.area.value !== this.base.value && !this.timer) this.typed();
  }

  /** @param {string} sent @param {string} whole */
  saved(sent, whole) {
    const more = this.area.value !== sent; // typed while it was on its way
    this.base.value = more ? sent : whole;
    if (!more) show(this.area, whole);
    this.remember(more);
    this.say(whole === sent ? this.words.saved : this.words.joined);
  }

  /** @param {string} text what somebody else has written */
  fresh(text) {
    if (this.dirty || text === this.base.value) return;
    this.base.value = text;
    show(this.area, text);
  }
}

/** @param {HTMLElement} root */
export function start(root) {
  const headings = new Map(
    [...root.querySelectorAll("form[data-section]")].map((form) => [
      form.dataset.section,
      new Heading(/** @type {HTMLFormElement} */ (form), root.dataset),
    ]),
  );
  setInterval(async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(root.dataset.wordsUrl, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      for (const one of (await answer.json()).words) headings.get(one.section)?.fresh(one.text);
    } catch {
      // No connection: the next look may find one.
    }
  }, look);
  addEventListener("online", () => headings.forEach((one) => one.dirty && one.save()));
}
