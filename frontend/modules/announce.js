/**
 * Say something to screen readers, politely.
 * @param {string} words
 */
export function announce(words) {
  const region = document.getElementById("announce");
  if (region) region.textContent = words;
}
