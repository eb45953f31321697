// Every component is hooked by data-module; a page without this file still works.
import htmx from "htmx.org/dist/htmx.esm.js";
import { Button, Checkboxes, ErrorSummary, Radios, createAll } from "govuk-frontend";
import { start as fileSize } from "./file-size.js";
import { forgetAnswered, start as keepTyping } from "./keep-typing.js";
import { start as menu } from "./menu.js";
import { start as passkey } from "./passkey.js";
import { start as plan } from "./plan.js";
import { start as printer } from "./printer.js";
import { start as progress } from "./progress.js";
import { start as recorder } from "./recorder.js";
import { start as weekBoard } from "./week-board.js";

/** @type {Record<string, (element: HTMLElement) => void>} */
const modules = { "file-size": fileSize, "keep-typing": keepTyping, menu, passkey, plan, printer, progress, recorder, "week-board": weekBoard };

/** Start the modules inside `root` that have not started yet. @param {ParentNode} root */
function startIn(root) {
  for (const element of root.querySelectorAll("[data-module]:not([data-started])")) {
    const module = modules[element.dataset.module];
    if (!module) continue;
    element.dataset.started = "";
    module(/** @type {HTMLElement} */ (element));
  }
}

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, Checkboxes, ErrorSummary, Radios]) createAll(component);
forgetAnswered();
startIn(document);
document.addEventListener("htmx:after:swap", () => startIn(document));
globalThis.htmx = htmx;
