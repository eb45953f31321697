/** @typedef {Record<string, string[]>} Typed what is in each field of a form, by name */

const secret = ["password", "hidden", "file"];
const twoWeeks = 14 * 24 * 3600 * 1000;

/** @param {HTMLFormElement} form @returns {HTMLInputElement[]} the fields worth keeping */
const fieldsOf = (form) =>
  /** @type {HTMLInputElement[]} */ ([...form.elements]).filter((field) => field.name && !secret.includes(field.type));

/** @param {HTMLInputElement} field */
const isTick = (field) => field.type === "checkbox" || field.type === "radio";

/** @param {HTMLFormElement} form @returns {Typed} */
function typedIn(form) {
  /** @type {Typed} */
  const typed = {};
  for (const field of fieldsOf(form)) {
    typed[field.name] ??= [];
    if (!isTick(field) || field.checked) typed[field.name].push(field.value);
  }
  return typed;
}

/** @param {HTMLFormElement} form @param {Typed} typed */
function putBack(form, typed) {
  for (const field of fieldsOf(form)) {
    const values = typed[field.name];
    if (!values) continue;
    if (isTick(field)) field.checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
  }
}

/** @param {string} key @returns {{ at: number, typed: Typed } | null} */
function kept(key) {
  try {
    const found = JSON.parse(localStorage.getItem(key) ?? "null");
    return found && Date.now() - found.at < twoWeeks ? found : null;
  } catch {
    return null;
  }
}

/** @param {string} key @param {Typed} typed */
function keep(key, typed) {
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), typed }));
  } catch {
    // A full or forbidden store must never stop the person typing.
  }
}

/** @param {string} words @param {[string, () => void][]} choices @returns {HTMLElement} */
function notice(words, choices = []) {
  const box = document.createElement("div");
  box.className = "notice notice--warn kept";
  box.setAttribute("role", "alert");
  const text = document.createElement("p");
  text.textContent = words;
  const row = document.createElement("div");
  row.className = "buttons";
  for (const [label, action] of choices) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--second";
    button.textContent = label;
    button.addEventListener("click", () => (action(), box.remove()));
    row.append(button);
  }
  box.append(text);
  if (choices.length) box.append(row);
  return box;
}

const sentKey = "kith:sent";

/**
 * Once a page: has the server answered the form that was sent last? Then its copy goes. The copy stays when the person
 * came back from a browser's error page, was asked to sign in first, or met a page that says it saved nothing.
 */
export function forgetAnswered() {
  const sent = JSON.parse(sessionStorage.getItem(sentKey) ?? "null");
  const [visit] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  if (!sent || location.pathname.startsWith("/accounts/")) return;
  const answered = document.referrer && new URL(document.referrer).pathname === sent.page;
  const unsaved = visit?.type === "back_forward" || "unsaved" in document.body.dataset;
  if (answered && !unsaved) localStorage.removeItem(sent.key);
  sessionStorage.removeItem(sentKey);
}

/**
 * Offers what was typed before and never saved.
 * @param {HTMLFormElement} form
 * @param {string} key
 */
function offer(form, key) {
  const before = kept(key);
  if (!before || JSON.stringify(before.typed) === JSON.stringify(typedIn(form))) return;
  const words = form.dataset;
  form.prepend(
    notice(words.wordsOffer ?? "", [
      [words.wordsBack ?? "", () => putBack(form, before.typed)],
      [words.wordsDrop ?? "", () => localStorage.removeItem(key)],
    ]),
  );
}

/**
 * Keeps what is typed in a form when the connection drops, and offers it back on the next visit.
 * The key is the page, the form and who is signed in, so that nobody is offered another's words.
 * Sentences come from the form's data-words-* attributes, so that they are translated with the page.
 * @param {HTMLElement} element the form
 */
export function start(element) {
  const form = /** @type {HTMLFormElement} */ (element);
  const key = `kith:${document.body.dataset.who ?? ""}:${location.pathname}:${form.getAttribute("action") ?? ""}`;
  offer(form, key);
  form.addEventListener("input", () => {
    if (!navigator.onLine) keep(key, typedIn(form));
  });
  form.addEventListener("submit", (event) => {
    keep(key, typedIn(form));
    sessionStorage.setItem(sentKey, JSON.stringify({ key, page: location.pathname }));
    if (navigator.onLine) return;
    event.preventDefault();
    form.querySelector(".kept")?.remove();
    form.prepend(notice(form.dataset.wordsOffline ?? ""));
    form.querySelector(".kept")?.scrollIntoView({ block: "center" });
  });
}
