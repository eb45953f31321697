/**
 * Record a voice note where one types: what is recorded goes into the file box as if it had been picked.
 * Hidden where the browser cannot record; then a file is picked as before.
 * @param {HTMLElement} element data-for names the file box; its other data are the words
 */
const KINDS = { "audio/webm": "webm", "audio/mp4": "m4a", "audio/ogg": "ogg" };
const MOST_MINUTES = 10;

export function start(element) {
  const box = /** @type {HTMLInputElement} */ (document.getElementById(element.dataset.for));
  const button = /** @type {HTMLButtonElement} */ (element.querySelector("button"));
  const state = /** @type {HTMLElement} */ (element.querySelector("[role=status]"));
  const heard = /** @type {HTMLAudioElement} */ (element.querySelector("audio"));
  const kind = globalThis.MediaRecorder && Object.keys(KINDS).find((type) => MediaRecorder.isTypeSupported(type));
  if (!box || !kind || !navigator.mediaDevices?.getUserMedia) return;
  element.hidden = false;
  const words = element.dataset;
  /** @type {MediaRecorder | null} */
  let recorder = null;

  const keep = (/** @type {Blob[]} */ pieces) => {
    const file = new File(pieces, `${words.name}.${KINDS[kind]}`, { type: kind });
    const picked = new DataTransfer();
    picked.items.add(file);
    box.files = picked.files;
    box.dispatchEvent(new Event("change", { bubbles: true }));
    if (heard.src) URL.revokeObjectURL(heard.src);
    heard.src = URL.createObjectURL(file);
    heard.hidden = false;
    state.textContent = words.recorded;
    button.textContent = words.again;
  };

  const record = async () => {
    button.disabled = true;
    try {
      const sound = await navigator.mediaDevices.getUserMedia({ audio: true });
      const pieces = /** @type {Blob[]} */ ([]);
      const mine = new MediaRecorder(sound, { mimeType: kind, audioBitsPerSecond: 48_000 });
      const end = setTimeout(() => mine.stop(), MOST_MINUTES * 60_000);
      mine.addEventListener("dataavailable", (event) => pieces.push(event.data));
      mine.addEventListener("stop", () => {
        clearTimeout(end);
        for (const track of sound.getTracks()) track.stop();
        recorder = null;
        keep(pieces);
      });
      mine.start();
      recorder = mine;
      state.textContent = words.recording;
      button.textContent = words.stop;
    } catch {
      state.textContent = words.refused;
    }
    button.disabled = false;
    button.focus();
  };

  button.addEventListener("click", () => (recorder ? recorder.stop() : record()));
}
