// @ts-check
/*
 * NotifyHub for web pages: subscribe to pushes, learn what arrives, report what people do. No dependencies.
 *     import { NotifyHub } from "https://your-notifyhub.example/sdk/notifyhub.js";
 *     const hub = await NotifyHub.start({ key: "nhp_...", serviceWorker: "/notifyhub-sw.js" });
 *     button.onclick = () => hub.subscribe();
 */

/**
 * @typedef {object} Options
 * @property {string} key Publishable key of the project (nhp_...); safe in a page.
 * @property {string} [hub] Address of NotifyHub; that of this file when not given.
 * @property {string} [serviceWorker] Address of the site's worker file; /notifyhub-sw.js when not given.
 * @property {string} [scope] The part of the site that the worker serves; its folder when not given.
 * @property {string} [icon] Icon of notifications that name none.
 * @property {string} [badge] Small monochrome icon (Android).
 * @property {"show" | "page"} [foreground] "page": while a tab is visible, a push is told to it and not shown.
 * @property {string} [appVersion]
 */

/**
 * @typedef {object} Route
 * @property {"openPath" | "action" | "none"} kind
 * @property {string} [path]
 * @property {string} [type]
 * @property {unknown} [payload]
 */

/**
 * @typedef {object} Push
 * @property {string} [title]
 * @property {string} [body]
 * @property {Record<string, any>} data
 */

/**
 * @typedef {object} Breadcrumb
 * @property {string} type
 * @property {Record<string, unknown>} data
 * @property {string} timestamp
 */

/** What can be listened to, and what a listener gets. A route listener answers true when it went there; else the tab is sent there.
 * @typedef {{push: Push, opened: {push: Push, action: string}, route: {route: Route, action: string}, rotated: undefined}} Events */

const Tick = 5000, MostBreadcrumbs = 20, SessionEnds = 30 * 60 * 1000;

// A worker may tell a tab that it has just opened before that tab has started the SDK: what comes early is kept until then.
/** @type {MessageEvent[]} */
const early = [];
const keep = (/** @type {MessageEvent} */ event) => { early.push(event); };
if ("serviceWorker" in navigator) navigator.serviceWorker.addEventListener("message", keep);

/** @param {string} text base64url */
const bytesOf = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));

/** @param {ArrayBuffer | null | undefined} bytes */
const textOf = (bytes) => bytes && btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

/** The hub refused, with its code. */
export class NotifyHubError extends Error {
  /**
   * @param {number} status HTTP status.
   * @param {string | undefined} code Of the hub's list of errors.
   * @param {string} detail
   */
  constructor(status, code, detail) {
    super(detail);
    this.name = "NotifyHubError";
    this.status = status;
    this.code = code;
  }
}

/** One page's connection to NotifyHub. */
export class NotifyHub {
  #options;
  #hub;
  #registration;
  #installation;
  /** @type {string | undefined} */
  #device;
  /** @type {Breadcrumb[]} */
  #breadcrumbs = [];
  /** @type {Map<keyof Events, Set<(event: any) => unknown>>} */
  #listeners = new Map();

  /** Whether this browser can receive pushes at all. */
  static get isSupported() {
    return "serviceWorker" in navigator && "PushManager" in globalThis && "Notification" in globalThis;
  }

  /**
   * Registers the worker and begins to send what is queued. Asks for nothing: call subscribe() when the person wants it.
   * @param {Options} options
   * @returns {Promise<NotifyHub>}
   */
  static async start(options) {
    if (!NotifyHub.isSupported) throw new Error("This browser has no Web Push.");
    const registration = await navigator.serviceWorker.register(options.serviceWorker ?? "/notifyhub-sw.js", options.scope ? { scope: options.scope } : {});
    await activeOf(registration);
    const self = new NotifyHub(options, registration);
    await self.#begin();
    return self;
  }

  /**
   * Use NotifyHub.start().
   * @param {Options} options
   * @param {ServiceWorkerRegistration} registration
   */
  constructor(options, registration) {
    this.#options = options;
    this.#registration = registration;
    this.#hub = (options.hub ?? new URL("..", import.meta.url).href).replace(/\/$/, "");
    this.#installation = stored(localStorage, "notifyhub.installation", () => crypto.randomUUID());
    navigator.serviceWorker.removeEventListener("message", keep);
    navigator.serviceWorker.addEventListener("message", (event) => this.#hear(event));
  }

  /** This tab's session; a new one after half an hour without use. */
  get sessionId() {
    const last = Number(sessionStorage.getItem("notifyhub.used"));
    if (last && Date.now() - last > SessionEnds) sessionStorage.removeItem("notifyhub.session");
    if (document.visibilityState === "visible") sessionStorage.setItem("notifyhub.used", String(Date.now()));
    return stored(sessionStorage, "notifyhub.session", () => crypto.randomUUID());
  }

  /** The hub's id of this browser (dev_...), once it has subscribed. */
  get deviceId() {
    return this.#device;
  }

  /** granted, denied or default. */
  get permission() {
    return Notification.permission;
  }

  /**
   * Asks for permission where it is needed, subscribes at the browser's push service, and registers with the hub. Safe to repeat: it refreshes.
   * Call it from a click: browsers ask nobody out of the blue.
   * @param {{locale?: string, timezone?: string, metadata?: Record<string, unknown>}} [details]
   * @returns {Promise<{deviceId: string, isNew: boolean}>}
   */
  async subscribe(details = {}) {
    if ((await Notification.requestPermission()) !== "granted") throw new Error(`Notifications are ${Notification.permission}.`);
    const { publicKey } = await this.#call("GET", "/v1/push/webpush/key");
    let subscription = await this.#registration.pushManager.getSubscription();
    const old = subscription?.endpoint;
    // Made with an older key of the project: no push would reach it any more.
    if (subscription && textOf(subscription.options.applicationServerKey) !== publicKey) {
      await subscription.unsubscribe();
      subscription = null;
    }
    subscription ??= await this.#registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(publicKey) });
    const { endpoint, keys } = subscription.toJSON();
    const answer = await this.#call("POST", "/v1/push/tokens", {
      provider: "webpush", platform: "web", permission: "granted", installationId: this.#installation,
      subscription: { endpoint, keys: { p256dh: keys?.p256dh, auth: keys?.auth } },
      ...(old && old !== endpoint ? { replaces: old } : {}),
      locale: details.locale ?? navigator.language, timezone: details.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
      ...(this.#options.appVersion ? { appVersion: this.#options.appVersion } : {}), ...(details.metadata ? { metadata: details.metadata } : {}),
    });
    this.#device = answer.id;
    await this.#tell({ notifyhub: "settings", settings: { vapidKey: publicKey, endpoint, deviceId: answer.id } });
    return { deviceId: answer.id, isNew: answer.isNew };
  }

  /** Ends the subscription in this browser. The hub learns it from the push service, and retires the device. */
  async unsubscribe() {
    const subscription = await this.#registration.pushManager.getSubscription();
    await this.#tell({ notifyhub: "settings", settings: { vapidKey: undefined, endpoint: undefined } });
    return subscription ? subscription.unsubscribe() : false;
  }

  /**
   * Follows a topic with this browser; repeating it changes nothing. Subscribe first.
   * @param {string} topic
   */
  async follow(topic) {
    await this.#call("POST", `${this.#self()}/topics`, { topic }, await this.#proof());
  }

  /**
   * Ends it.
   * @param {string} topic
   */
  async unfollow(topic) {
    await this.#call("DELETE", `${this.#self()}/topics/${encodeURIComponent(topic)}`, undefined, await this.#proof());
  }

  /** The topics that this browser follows, the first 200. @returns {Promise<string[]>} */
  async topics() {
    const page = await this.#call("GET", `${this.#self()}/topics?limit=200`, undefined, await this.#proof());
    return page.items.map((/** @type {{topic: string}} */ item) => item.topic);
  }

  /**
   * Listens. Gives the way to stop.
   * @template {keyof Events} K
   * @param {K} name
   * @param {(event: Events[K]) => unknown} listener
   * @returns {() => void}
   */
  on(name, listener) {
    const all = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, all.add(listener));
    return () => all.delete(listener);
  }

  /**
   * Leaves a trace of what happened, which goes with the next events: the last twenty. Pushes that arrive or are opened leave theirs by themselves,
   * so that the hub can tell what a push led to.
   * @param {string} type
   * @param {Record<string, unknown>} [data]
   */
  breadcrumb(type, data = {}) {
    this.#breadcrumbs.push({ type, data, timestamp: new Date().toISOString() });
    this.#breadcrumbs.splice(0, this.#breadcrumbs.length - MostBreadcrumbs);
  }

  /** A copy of the traces. */
  get breadcrumbs() {
    return [...this.#breadcrumbs];
  }

  /**
   * Reports that something happened in the app. Queued, so that it survives a lost network.
   * @param {string} name
   * @param {Record<string, unknown>} [props]
   * @param {{level?: string, error?: string}} [more]
   */
  async track(name, props, more = {}) {
    const pushes = this.#breadcrumbs.filter((crumb) => crumb.type === "push").map((crumb) => ({ type: "push", data: { msgId: crumb.data.msgId } }));
    await this.#tell({
      notifyhub: "enqueue", kind: "event",
      body: {
        id: crypto.randomUUID(), name, timestamp: new Date().toISOString(), sessionId: this.sessionId,
        ...(this.#device ? { deviceId: this.#device } : {}), ...(pushes.length > 0 ? { breadcrumbs: pushes } : {}), ...(props ? { props } : {}), ...more,
      },
    });
  }

  /**
   * The number on the app's icon, where the browser has one; 0 clears it.
   * @param {number} count
   */
  async setBadge(count) {
    const icon = /** @type {any} */ (navigator);
    await (count > 0 ? icon.setAppBadge?.(count) : icon.clearAppBadge?.());
  }

  /** Sends what is queued now; gives how much is left. @returns {Promise<number>} */
  flush() {
    return this.#tell({ notifyhub: "tick", sessionId: this.sessionId });
  }

  async #begin() {
    const { icon, badge, foreground } = this.#options;
    const known = await this.#tell({
      notifyhub: "settings", sessionId: this.sessionId,
      settings: { hub: this.#hub, key: this.#options.key, installationId: this.#installation, icon: absolute(icon), badge: absolute(badge), foreground },
    });
    this.#device = known?.deviceId;
    // After the caller has had its turn to listen.
    setTimeout(() => { for (const event of early.splice(0)) this.#hear(event); });
    setInterval(() => { void this.flush(); }, Tick);
    globalThis.addEventListener("online", () => { void this.flush(); });
  }

  /** @param {MessageEvent} event */
  #hear(event) {
    const message = event.data;
    switch (message?.notifyhub) {
      case "push":
      case "opened":
        if (message.push.data.notifyhub_msg_id) this.breadcrumb("push", { msgId: message.push.data.notifyhub_msg_id });
        // The worker waits for this tab's session.
        if (message.notifyhub === "opened") void this.flush();
        this.#raise(message.notifyhub, message.notifyhub === "push" ? message.push : { push: message.push, action: message.action });
        break;
      case "route":
        event.ports[0]?.postMessage(this.#raise("route", { route: message.route, action: message.action }));
        break;
      case "rotated":
        this.#raise("rotated", undefined);
        break;
    }
  }

  /**
   * @param {keyof Events} name
   * @param {any} event
   * @returns {boolean} Whether a listener dealt with it.
   */
  #raise(name, event) {
    let done = false;
    for (const listener of this.#listeners.get(name) ?? []) {
      if (listener(event) === true) done = true;
    }
    return done;
  }

  /**
   * Says something to the worker and waits for its answer.
   * @param {any} message
   * @returns {Promise<any>}
   */
  #tell(message) {
    return new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = (event) => resolve(event.data);
      this.#registration.active?.postMessage(message, [port2]);
    });
  }

  #self() {
    if (!this.#device) throw new Error("This browser has not subscribed.");
    return `/v1/push/tokens/${this.#device}`;
  }

  // A page's key is everybody's: the endpoint, which only this browser knows, proves whose device it is.
  /** @returns {Promise<Record<string, string>>} */
  async #proof() {
    const endpoint = (await this.#registration.pushManager.getSubscription())?.endpoint;
    return endpoint ? { "Device-Token": endpoint } : {};
  }

  /**
   * @param {"GET" | "POST" | "DELETE"} method
   * @param {string} path
   * @param {any} [body]
   * @param {Record<string, string>} [headers]
   */
  async #call(method, path, body, headers = {}) {
    const response = await fetch(this.#hub + path, {
      method, mode: "cors", credentials: "omit", ...(body ? { body: JSON.stringify(body) } : {}),
      headers: { Authorization: `Bearer ${this.#options.key}`, ...(body ? { "Content-Type": "application/json" } : {}), ...headers },
    });
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw new NotifyHubError(response.status, answer.code, answer.detail ?? `NotifyHub answered ${response.status}.`);
    return answer;
  }
}

/** @param {string | undefined} url */
const absolute = (url) => (url ? new URL(url, location.href).href : undefined);

/**
 * @param {Storage} storage
 * @param {string} name
 * @param {() => string} make
 */
function stored(storage, name, make) {
  const known = storage.getItem(name);
  if (known) return known;
  const made = make();
  storage.setItem(name, made);
  return made;
}

/** @param {ServiceWorkerRegistration} registration */
async function activeOf(registration) {
  if (registration.active) return;
  const worker = registration.installing ?? registration.waiting;
  await new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
    worker?.addEventListener("statechange", () => { if (worker.state === "activated") resolve(); });
    if (worker?.state === "activated") resolve();
  });
}
