// Fills a form with what a passkey answers: the server's question in data-options, or fetched from data-ask.

/** @param {string} text base64url @returns {ArrayBuffer} */
const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0)).buffer;

/** @param {ArrayBuffer} buffer @returns {string} base64url */
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** The question as the browser wants it: bytes instead of text. @param {any} asked */
function question(asked) {
  const known = (/** @type {any[]} */ list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));
  const publicKey = { ...asked.publicKey, challenge: bytes(asked.publicKey.challenge) };
  if (publicKey.user) publicKey.user = { ...publicKey.user, id: bytes(publicKey.user.id) };
  if (publicKey.excludeCredentials) publicKey.excludeCredentials = known(publicKey.excludeCredentials);
  if (publicKey.allowCredentials) publicKey.allowCredentials = known(publicKey.allowCredentials);
  return publicKey;
}

/** The answer as the server wants it: text instead of bytes. @param {any} credential */
function answer(credential) {
  const { id, type, rawId, response, authenticatorAttachment } = credential;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const given = parts.filter((part) => response[part]).map((part) => [part, text(response[part])]);
  const transports = response.getTransports?.();
  return {
    id,
    type,
    rawId: text(rawId),
    authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { ...Object.fromEntries(given), ...(transports && { transports }) },
  };
}

/** @param {HTMLElement} form */
async function ask(form) {
  const asked = form.dataset.options
    ? JSON.parse(form.dataset.options)
    : (await (await fetch(form.dataset.ask, { headers: { Accept: "application/json" } })).json()).request_options;
  const publicKey = question(asked);
  if (form.dataset.mode !== "create") return navigator.credentials.get({ publicKey });
  publicKey.authenticatorSelection = {
    ...publicKey.authenticatorSelection,
    residentKey: "required",
    requireResidentKey: true,
    userVerification: "required",
  };
  return navigator.credentials.create({ publicKey });
}

/** @param {HTMLFormElement} form */
export function start(form) {
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("[data-use]"));
  const failed = /** @type {HTMLElement} */ (form.querySelector("[data-failed]"));
  if (!globalThis.PublicKeyCredential) return;
  button.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    try {
      form.querySelector("[data-credential]").value = JSON.stringify(answer(await ask(form)));
      form.submit();
    } catch {
      failed.textContent = form.dataset.wordsFailed;
      failed.hidden = false;
    }
  });
}
