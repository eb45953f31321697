/**
 * A details menu that closes on Escape, on a click elsewhere, and when the focus leaves it.
 * @param {HTMLElement} element the details element
 */
export function start(element) {
  const menu = /** @type {HTMLDetailsElement} */ (element);
  const close = () => (menu.open = false);
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    close();
    menu.querySelector("summary")?.focus();
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(/** @type {Node} */ (event.relatedTarget))) close();
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(/** @type {Node} */ (event.target))) close();
  });
}
