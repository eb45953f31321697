/**
 * A file that is too large is named before anything is sent: minutes of waiting for a no would be lost otherwise.
 * @param {HTMLElement} element the file box; data-most is the most bytes it takes
 */
export function start(element) {
  const box = /** @type {HTMLInputElement} */ (element);
  const most = Number(box.dataset.most);
  const said = document.createElement("p");
  said.className = "govuk-error-message";
  said.setAttribute("role", "alert");
  box.after(said);
  box.addEventListener("change", () => {
    const file = box.files?.[0];
    said.textContent = "";
    if (!file || file.size <= most) return;
    const megabytes = (bytes) => Math.round(bytes / 1e6).toLocaleString("en-GB");
    said.textContent = `This file has ${megabytes(file.size)} MB; ${megabytes(most)} MB is the most. It was not sent. Pick a smaller one.`;
    box.value = "";
  });
}
