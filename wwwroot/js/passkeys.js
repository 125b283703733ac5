// @ts-check
/* Passkeys: asks the browser's authenticator; the server says what for, and judges the answer. */

/** @param {string} url @param {HTMLFormElement} form @param {Record<string, string>} [more] */
async function post(url, form, more = {}) {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.set(name, value);
  for (const [name, value] of Object.entries(more)) fields.set(name, value);
  const answer = await fetch(url, { method: "POST", body: fields });
  if (answer.status !== 200) throw new Error(answer.status === 400 ? await answer.text() : "The hub does not answer. Try again.");
  return answer.json();
}

/** @param {unknown} error */
const wordsOf = (error) =>
  !(error instanceof DOMException) ? error instanceof Error ? error.message : String(error)
  : error.name === "InvalidStateError" ? "This device holds a passkey of yours already."
  : error.name === "SecurityError" ? "Passkeys need the dashboard's name over https (or localhost), not an address of numbers."
  : "The browser did not give a passkey: it was cancelled, took too long, or there is none.";

/** @param {HTMLFormElement} form Its data-passkey says what for. */
export async function run(form) {
  const button = form.querySelector("button");
  const alert = /** @type {HTMLElement | null} */ (form.querySelector("[role=alert]"));
  if (!button || !alert) return;
  button.disabled = true;
  alert.hidden = true;
  try {
    if (form.dataset.passkey === "add") {
      const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(await post("/profile/passkeys/options", form));
      const made = await navigator.credentials.create({ publicKey });
      await post("/profile/passkeys/add", form, { Credential: JSON.stringify(made) });
      location.assign("/profile?done=passkey");
    } else {
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(await post("/sign-in/passkey/options", form));
      const shown = await navigator.credentials.get({ publicKey });
      await post("/sign-in/passkey", form, { Credential: JSON.stringify(shown) });
      location.assign(form.dataset.back || "/");
    }
  } catch (error) {
    alert.textContent = wordsOf(error);
    alert.hidden = false;
    button.disabled = false;
  }
}
