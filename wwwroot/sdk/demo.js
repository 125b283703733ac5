// @ts-check
import { NotifyHub } from "./notifyhub.js";

const element = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @param {string} text */
const log = (text) => {
  const line = document.createElement("li");
  line.textContent = text;
  element("log").prepend(line);
};

/** @param {string} text */
const say = (text) => { element("state").textContent = text; };

/** @type {NotifyHub | undefined} */
let hub;

/** @param {string} key */
async function start(key) {
  hub ??= await NotifyHub.start({ key, serviceWorker: "notifyhub-sw.js" });
  hub.on("push", (push) => log(`Push: ${push.title ?? "(data only)"}`));
  hub.on("opened", ({ push, action }) => log(`Opened${action ? ` by ${action}` : ""}: ${push.title}`));
  hub.on("route", ({ route }) => { log(`Route: ${route.path ?? route.type}`); return false; });
  hub.on("rotated", () => log("The browser has a new subscription; the hub knows it."));
  if (hub.deviceId) say(`Subscribed as ${hub.deviceId}.`);
  return hub;
}

element("subscribe").addEventListener("submit", async (event) => {
  event.preventDefault();
  const key = /** @type {HTMLInputElement} */ (element("key")).value.trim();
  try {
    const { deviceId } = await (await start(key)).subscribe();
    localStorage.setItem("notifyhub.demo.key", key);
    say(`Subscribed as ${deviceId}.`);
  } catch (error) {
    say(/** @type {Error} */ (error).message);
  }
});

const known = localStorage.getItem("notifyhub.demo.key");
if (known) {
  /** @type {HTMLInputElement} */ (element("key")).value = known;
  await start(known);
}
