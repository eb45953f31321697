/**
 * A button that prints the page. It is hidden until this runs, because it does nothing without JavaScript.
 * @param {HTMLElement} element
 */
export function start(element) {
  element.hidden = false;
  element.addEventListener("click", () => window.print());
}
