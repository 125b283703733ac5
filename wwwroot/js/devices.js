// @ts-check
/* Pushes to this browser, for the page of one's devices: it decides, the server registers. */

/** @param {string} text base64url */
const bytesOf = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));

/** @param {ArrayBuffer | null | undefined} bytes */
const textOf = (bytes) => bytes && btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const installation = () => {
  let id = localStorage.getItem("notifyhub.installation");
  if (!id) localStorage.setItem("notifyhub.installation", id = crypto.randomUUID());
  return id;
};

const name = () => {
  const agent = navigator.userAgent;
  const browser = /Edg\//.test(agent) ? "Edge" : /OPR\//.test(agent) ? "Opera" : /Firefox\//.test(agent) ? "Firefox" : /Chrome\//.test(agent) ? "Chrome" : /Safari\//.test(agent) ? "Safari" : "Browser";
  const system = /Android/.test(agent) ? "Android" : /iPhone|iPad/.test(agent) ? "iOS" : /Windows/.test(agent) ? "Windows" : /Mac OS X/.test(agent) ? "macOS" : /Linux/.test(agent) ? "Linux" : "";
  return system ? `${browser} on ${system}` : browser;
};

const worker = () => navigator.serviceWorker.register("/sdk/notifyhub-sw.js");

/** What this browser can do, and who it is. */
export function look() {
  const isSupported = "serviceWorker" in navigator && "PushManager" in globalThis && "Notification" in globalThis;
  return { isSupported, permission: isSupported ? Notification.permission : "denied", installation: installation() };
}

/**
 * Asks the person where it is needed, and subscribes at the browser's push service.
 * @param {string} publicKey The project's VAPID key.
 */
export async function turnOn(publicKey) {
  const permission = await Notification.requestPermission();
  if (permission !== "granted") return { permission };
  const registration = await worker();
  await until(registration);
  let subscription = await registration.pushManager.getSubscription();
  // Made with an older key of the project: no push would reach it any more.
  if (subscription && textOf(subscription.options.applicationServerKey) !== publicKey) {
    await subscription.unsubscribe();
    subscription = null;
  }
  subscription ??= await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(publicKey) });
  const { endpoint, keys } = subscription.toJSON();
  return {
    permission, endpoint, p256dh: keys?.p256dh, auth: keys?.auth, installation: installation(), name: name(),
    locale: navigator.language, timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

/** Ends the subscription of this browser. */
export async function turnOff() {
  const registration = await navigator.serviceWorker.getRegistration("/sdk/");
  const subscription = await registration?.pushManager.getSubscription();
  return subscription ? subscription.unsubscribe() : false;
}

/** @param {ServiceWorkerRegistration} registration */
const until = (registration) => new Promise((resolve) => {
  const coming = registration.installing ?? registration.waiting;
  if (registration.active || !coming) return resolve(undefined);
  coming.addEventListener("statechange", () => { if (coming.state === "activated") resolve(undefined); });
});
