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

/**
 * Keeps what is typed in a form when the connection drops, and offers it back on the next visit.
 * The key is the page, the form and who is signed in, so that nobody is offered another's words.
 * Sentences come from the form's data-words-* attributes, so that they are translated with the page.
 * @param {HTMLElement} element the form
 */
export function start(element) {
  const form = /** @type {HTMLFormElement} */ (element);
  const words = form.dataset;
  const who = document.body.dataset.who ?? "";
  const key = `kith:${who}:${location.pathname}:${form.getAttribute("action") ?? ""}`;
  const before = kept(key);
  const offered = before && JSON.stringify(before.typed) !== JSON.stringify(typedIn(form));
  if (offered) {
    const offer = notice(words.wordsOffer ?? "", [
      [words.wordsBack ?? "", () => putBack(form, before.typed)],
      [words.wordsDrop ?? "", () => localStorage.removeItem(key)],
    ]);
    form.prepend(offer);
  }
  form.addEventListener("input", () => {
    if (!navigator.onLine) keep(key, typedIn(form));
  });
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return localStorage.removeItem(key);
    event.preventDefault();
    event.stopImmediatePropagation();
    keep(key, typedIn(form));
    form.querySelector(".kept")?.remove();
    form.prepend(notice(words.wordsOffline ?? ""));
    form.querySelector(".kept")?.scrollIntoView({ block: "center" });
  });
}
