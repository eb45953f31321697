import { announce } from "./announce.js";

const farEnough = 8;

/** @param {PointerEvent} event @returns {HTMLElement | null} the cell under the pointer */
const cellUnder = (event) =>
  /** @type {HTMLElement | null} */ (document.elementFromPoint(event.clientX, event.clientY)?.closest("td[data-worker]") ?? null);

/** @param {HTMLElement} visit @returns {HTMLElement} a picture of the visit that follows the pointer */
function ghostOf(visit) {
  const ghost = /** @type {HTMLElement} */ (visit.cloneNode(true));
  ghost.classList.add("visit-ghost");
  ghost.setAttribute("aria-hidden", "true");
  ghost.removeAttribute("href");
  ghost.style.width = `${visit.offsetWidth}px`;
  document.body.append(ghost);
  return ghost;
}

/** Brings the visit that is open beside the board into view, without moving the page. @param {HTMLElement} board */
function showChosen(board) {
  const box = /** @type {HTMLElement | null} */ (board.querySelector(".board-box"));
  const chosen = /** @type {HTMLElement | null} */ (board.querySelector(".visit[aria-current]"));
  if (!box || !chosen) return;
  const gap = chosen.getBoundingClientRect().top - box.getBoundingClientRect().top;
  const side = chosen.getBoundingClientRect().left - box.getBoundingClientRect().left;
  box.scrollTop += gap - box.clientHeight / 2;
  if (side + chosen.offsetWidth > box.clientWidth) box.scrollLeft += side - box.clientWidth / 2;
}

/**
 * Lets a visit be dragged onto another worker or day: it posts worker and day to the visit's data-move-url.
 * The same move without a pointer is the "Move to…" link on the visit's own page.
 * @param {HTMLElement} board
 */
export function start(board) {
  showChosen(board);
  const form = /** @type {HTMLFormElement | null} */ (board.querySelector("form[data-move]"));
  if (!form) return;
  for (const visit of board.querySelectorAll("[data-move-url]")) {
    visit.addEventListener("dragstart", (event) => event.preventDefault());
    visit.addEventListener("pointerdown", (event) => {
      if (event.button === 0 && event.pointerType !== "touch") follow(visit, event, board, form);
    });
  }
}

/**
 * @param {HTMLElement} visit
 * @param {PointerEvent} down
 * @param {HTMLElement} board
 * @param {HTMLFormElement} form
 */
function follow(visit, down, board, form) {
  /** @type {HTMLElement | null} */
  let ghost = null;
  /** @type {HTMLElement | null} */
  let over = null;
  const stop = new AbortController();
  const listen = { signal: stop.signal };

  /** @param {HTMLElement | null} cell */
  const light = (cell) => {
    over?.classList.remove("is-over");
    over = cell && board.contains(cell) && cell !== visit.closest("td") ? cell : null;
    over?.classList.add("is-over");
  };
  const end = () => {
    stop.abort();
    ghost?.remove();
    visit.classList.remove("is-dragged");
    light(null);
  };
  const move = (/** @type {PointerEvent} */ event) => {
    const far = Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) > farEnough;
    if (!ghost && !far) return;
    ghost ??= ghostOf(visit);
    visit.classList.add("is-dragged");
    ghost.style.transform = `translate(${event.clientX + 8}px, ${event.clientY + 8}px)`;
    light(cellUnder(event));
  };
  const drop = () => {
    const target = over;
    if (ghost) visit.addEventListener("click", (event) => event.preventDefault(), { once: true });
    end();
    if (target) send(visit, target, form);
  };
  document.addEventListener("pointermove", move, listen);
  document.addEventListener("pointerup", drop, listen);
  document.addEventListener("pointercancel", end, listen);
  document.addEventListener("keydown", (event) => event.key === "Escape" && end(), listen);
}

/** @param {HTMLElement} visit @param {HTMLElement} cell @param {HTMLFormElement} form */
function send(visit, cell, form) {
  announce(form.dataset.wordsMoving ?? "");
  form.action = visit.dataset.moveUrl ?? "";
  form.elements.namedItem("worker").value = cell.dataset.worker;
  form.elements.namedItem("day").value = cell.dataset.day;
  form.requestSubmit();
}
