import { announce } from "./announce.js";

let lastQuarter = -1;

/**
 * Long work: htmx asks again and swaps the element; this says each quarter aloud, and keeps the figure in the tab's title.
 * @param {HTMLElement} element with data-percent
 */
export function start(element) {
  const percent = Number(element.dataset.percent);
  const quarter = Math.floor(percent / 25);
  if (quarter !== lastQuarter) announce(element.querySelector(".progress__words")?.textContent?.trim() ?? "");
  lastQuarter = quarter;
  document.title = `${percent}% ${document.title.replace(/^\d+% /, "")}`;
}
