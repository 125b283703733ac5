// @ts-check
/// <reference lib="webworker" />
/*
 * NotifyHub's service worker: shows pushes, reports what became of them, leads a tap to the right tab, keeps the subscription alive.
 * A site serves a file of its own with one line, and registers that:
 *     importScripts("https://your-notifyhub.example/sdk/notifyhub-sw.js");
 * Everything that is to reach the hub goes through one queue in IndexedDB, so that nothing is lost offline.
 */
(() => {
  "use strict";

  const sw = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

  /**
   * What the page tells the worker, kept for the times when no page is open.
   * @typedef {object} Settings
   * @property {string} hub Address of NotifyHub, without a slash at its end.
   * @property {string} key Publishable key.
   * @property {string} installationId This browser profile's id at the hub.
   * @property {string} [vapidKey] The project's public key, base64url.
   * @property {string} [endpoint] The subscription's present endpoint.
   * @property {string} [deviceId]
   * @property {string} [icon] Icon of notifications that name none.
   * @property {string} [badge] Small monochrome icon (Android).
   * @property {"show" | "page"} [foreground] "page": while a tab is visible, a push is told to it and not shown.
   */

  /**
   * @typedef {object} Route
   * @property {"openPath" | "action" | "none"} kind
   * @property {string} [path]
   * @property {string} [type]
   * @property {unknown} [payload]
   */

  /**
   * A push as NotifyHub sends it.
   * @typedef {object} Push
   * @property {string} [title]
   * @property {string} [body]
   * @property {string} [icon]
   * @property {string} [image]
   * @property {number | string} [badge] A number on the app's icon, or the address of a small icon.
   * @property {string} [tag] Replaces what is shown under the same tag.
   * @property {{action: string, title: string, icon?: string}[]} [actions]
   * @property {{titleKey?: string, titleArgs?: string[], bodyKey?: string, bodyArgs?: string[]}} [localization] Keys of the site's own texts (see textOf).
   * @property {Record<string, any>} data The app's own keys and notifyhub_msg_id, notifyhub_route, notifyhub_actions.
   */

  /**
   * Something that the hub is to be told.
   * @typedef {object} Entry
   * @property {number} [id]
   * @property {"ack" | "event" | "registration"} kind
   * @property {any} body
   * @property {number} at When it happened.
   * @property {string} [client] The tab whose session belongs to it, until it is known.
   * @property {number} [heldUntil] Not sent before this: the tab may yet tell its session.
   */

  const Flush = 5000, Held = 3000, MostEntries = 1000, MostSeen = 300, Oldest = 7 * 24 * 3600 * 1000;
  const AcksAtOnce = 500, EventsAtOnce = 500;

  // ---- What is kept -------------------------------------------------------------------------------------------------------------

  /** @type {Promise<IDBDatabase> | undefined} */
  let database;

  const open = () => (database ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("notifyhub", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("settings");
      request.result.createObjectStore("queue", { keyPath: "id", autoIncrement: true });
      request.result.createObjectStore("seen");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => { database = undefined; reject(request.error); };
  }));

  /**
   * One transaction over one store; gives what the work's request gives.
   * @template T
   * @param {"settings" | "queue" | "seen"} store
   * @param {IDBTransactionMode} mode
   * @param {(store: IDBObjectStore) => IDBRequest<T> | void} work
   * @returns {Promise<T>}
   */
  const within = async (store, mode, work) => {
    const transaction = (await open()).transaction(store, mode);
    const request = work(transaction.objectStore(store));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(/** @type {T} */ (request ? request.result : undefined));
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  };

  /** @returns {Promise<Settings | undefined>} */
  const settings = () => within("settings", "readonly", (store) => store.get("settings"));

  /** @param {Partial<Settings>} change */
  const settle = async (change) => {
    const next = { ...(await settings()), ...change };
    await within("settings", "readwrite", (store) => store.put(next, "settings"));
    return /** @type {Settings} */ (next);
  };

  /** @returns {Promise<Entry[]>} */
  const entries = () => within("queue", "readonly", (store) => store.getAll());

  /** @param {Entry} entry */
  const enqueue = (entry) => within("queue", "readwrite", (store) => { store.add(entry); });

  /** @param {Entry[]} done */
  const forget = (done) => within("queue", "readwrite", (store) => { for (const entry of done) store.delete(/** @type {number} */ (entry.id)); });

  /**
   * Whether a message was here before: a hub that was killed between two steps may send it twice.
   * @param {string} id
   */
  const isRepeated = async (id) => {
    // Looked up and noted in one transaction: two copies that arrive side by side can't both be the first.
    const known = await within("seen", "readwrite", (store) => {
      const found = store.get(id);
      found.onsuccess = () => { if (!found.result) store.put(Date.now(), id); };
      return found;
    });
    if (known) return true;
    const all = await within("seen", "readonly", (store) => store.getAllKeys());
    if (all.length > MostSeen) {
      const times = await within("seen", "readonly", (store) => store.getAll());
      const old = all.map((key, at) => ({ key, time: times[at] })).sort((a, b) => a.time - b.time).slice(0, all.length - MostSeen);
      await within("seen", "readwrite", (store) => { for (const { key } of old) store.delete(key); });
    }
    return false;
  };

  // ---- The queue ----------------------------------------------------------------------------------------------------------------

  /** @type {Promise<void> | undefined} */
  let flushing;
  let pausedUntil = 0, pause = 0;

  const flush = () => (flushing ??= drain().finally(() => { flushing = undefined; }));

  /** Sends what is due, and tries once more in five seconds while something is left: as long as a browser lets a worker live. */
  const deliver = async () => {
    await flush();
    for (let tries = 0; tries < 4 && (await entries()).length > 0; tries++) {
      await new Promise((resolve) => setTimeout(resolve, Flush));
      await flush();
    }
    // Browsers that can will wake the worker once there is a network again.
    if ((await entries()).length > 0) await /** @type {any} */ (sw.registration).sync?.register("notifyhub").catch(() => {});
  };

  async function drain() {
    const known = await settings();
    if (!known || Date.now() < pausedUntil) return;
    const all = await entries();
    const stale = [...all.filter((entry) => entry.at < Date.now() - Oldest), ...all.slice(0, Math.max(0, all.length - MostEntries))];
    if (stale.length > 0) await forget(stale);
    const due = all.filter((entry) => !stale.includes(entry) && !(entry.heldUntil && entry.heldUntil > Date.now()));
    const of = (/** @type {Entry["kind"]} */ kind) => due.filter((entry) => entry.kind === kind);
    for (const entry of of("registration")) {
      if (!await send(known, "/v1/push/tokens", [entry], entry.body, registered)) return;
    }
    if (!await inBatches(known, "/v1/push/acks", of("ack"), AcksAtOnce, (acks) => ({ acks }))) return;
    await inBatches(known, "/v1/events", of("event"), EventsAtOnce, (events) => events);
  }

  /**
   * @param {Settings} known
   * @param {string} path
   * @param {Entry[]} all
   * @param {number} most
   * @param {(bodies: any[]) => any} wrap
   */
  async function inBatches(known, path, all, most, wrap) {
    for (let at = 0; at < all.length; at += most) {
      const batch = all.slice(at, at + most);
      if (!await send(known, path, batch, wrap(batch.map((entry) => entry.body)))) {
        return false;
      }
    }
    return true;
  }

  /**
   * One call. Who was refused for good is forgotten; of a refused batch each goes by itself, so that one bad entry spoils no other.
   * @param {Settings} known
   * @param {string} path
   * @param {Entry[]} batch
   * @param {any} body
   * @param {(answer: any) => Promise<unknown>} [answered]
   * @returns {Promise<boolean>} False: try again later.
   */
  async function send(known, path, batch, body, answered) {
    let response;
    try {
      response = await fetch(known.hub + path, {
        method: "POST", body: JSON.stringify(body), mode: "cors", credentials: "omit",
        headers: { "Content-Type": "application/json", Authorization: `Bearer ${known.key}` },
      });
    } catch {
      return later(0);
    }
    if (!response.ok && ([401, 403, 408, 409, 425, 429].includes(response.status) || response.status >= 500)) return later(Number(response.headers.get("Retry-After")) * 1000);
    if (response.status === 400 && batch.length > 1) {
      for (const entry of batch) {
        if (!await send(known, path, [entry], path.endsWith("/acks") ? { acks: [entry.body] } : [entry.body])) return false;
      }
      return true;
    }
    pause = 0;
    if (response.ok && answered) await answered(await response.json());
    await forget(batch);
    return true;
  }

  /** @param {number} wait Milliseconds that the hub asked for, or 0. */
  function later(wait) {
    pause = Math.min(Math.max(pause * 2, Flush), 60000);
    pausedUntil = Date.now() + Math.max(wait || 0, pause === Flush ? 0 : pause);
    return false;
  }

  /** @param {{id: string}} answer */
  const registered = (answer) => settle({ deviceId: answer.id });

  // ---- Pushes -------------------------------------------------------------------------------------------------------------------

  /**
   * @param {PushMessageData | null} data
   * @returns {Push}
   */
  const read = (data) => {
    try {
      const push = data?.json();
      return typeof push === "object" && push ? { ...push, data: typeof push.data === "object" && push.data ? push.data : {} } : { data: {} };
    } catch {
      return { title: data?.text(), data: {} };
    }
  };

  /** @param {Push} push */
  const idOf = (push) => (typeof push.data.notifyhub_msg_id === "string" ? push.data.notifyhub_msg_id : undefined);

  /**
   * @param {string | undefined} id
   * @param {"received" | "opened" | "dismissed" | "action" | "reply"} eventType
   * @param {{actionId?: string, replyText?: string, client?: string}} [more]
   */
  const ack = async (id, eventType, { client, ...more } = {}) => {
    if (!id) return;
    const session = client ? sessions.get(client) : undefined;
    await enqueue({
      kind: "ack", at: Date.now(), body: { id, eventType, at: new Date().toISOString(), ...more, ...(session ? { sessionId: session } : {}) },
      ...(client && !session ? { client, heldUntil: Date.now() + Held } : {}),
    });
  };

  const pages = () => sw.clients.matchAll({ type: "window", includeUncontrolled: true });

  /** @param {any} message */
  const tellPages = async (message) => { for (const page of await pages()) page.postMessage(message); };

  sw.addEventListener("push", (event) => event.waitUntil(onPush(read(event.data))));

  /** @param {Push} push */
  async function onPush(push) {
    const id = idOf(push);
    if (id && await isRepeated(id)) return;
    const known = await settings();
    if (typeof push.badge === "number") await setBadge(push.badge);
    const isSeen = (await pages()).some((page) => page.visibilityState === "visible");
    const [title, body] = [push.title ?? textOf(push.localization?.titleKey, push.localization?.titleArgs), push.body ?? textOf(push.localization?.bodyKey, push.localization?.bodyArgs)];
    if ((title || body) && !(isSeen && known?.foreground === "page")) await show({ ...push, title, body }, known);
    await tellPages({ notifyhub: "push", push });
    await ack(id, "received");
    await deliver();
  }

  /**
   * A text of the site's own, in the person's language: a site that has them sets self.notifyhubTexts = (key, args) => "..." before it imports this file.
   * @param {string | undefined} key
   * @param {string[]} [args]
   * @returns {string | undefined}
   */
  const textOf = (key, args = []) => (key ? /** @type {any} */ (sw).notifyhubTexts?.(key, args) : undefined);

  /**
   * @param {Push} push
   * @param {Settings | undefined} known
   */
  function show(push, known) {
    const asked = Array.isArray(push.data.notifyhub_actions) ? push.data.notifyhub_actions : [];
    return sw.registration.showNotification(push.title ?? "", /** @type {NotificationOptions} */ ({
      body: push.body,
      icon: push.icon ?? known?.icon,
      image: push.image ?? push.data.notifyhub_attachment_url,
      badge: typeof push.badge === "string" ? push.badge : known?.badge,
      // A copy of the same message replaces it.
      tag: push.tag ?? idOf(push),
      renotify: Boolean(push.tag),
      actions: (push.actions ?? []).map((action) => ({ ...action, ...(asked.some((one) => one.id === action.action && one.isTextInput) ? { type: "text" } : {}) })),
      data: push,
    }));
  }

  sw.addEventListener("notificationclick", (event) => {
    event.notification.close();
    event.waitUntil(onClick(event.notification.data, event.action, /** @type {any} */ (event).reply));
  });

  /**
   * @param {Push} push
   * @param {string} action
   * @param {string | undefined} reply
   */
  async function onClick(push, action, reply) {
    // An answer is given where it was typed; every other click leads somewhere. Before anything else: browsers let a worker open a tab only just after the click.
    const page = reply ? undefined : await lead(push, action);
    await ack(idOf(push), reply ? "reply" : action ? "action" : "opened", { ...(action ? { actionId: action } : {}), ...(reply ? { replyText: reply } : {}), client: page?.id });
    page?.postMessage({ notifyhub: "opened", push, action });
    await deliver();
    await new Promise((resolve) => setTimeout(resolve, Held));
    await flush();
  }

  sw.addEventListener("notificationclose", (event) => event.waitUntil(ack(idOf(event.notification.data ?? { data: {} }), "dismissed").then(deliver)));

  /**
   * The right tab: the one that is there already, else one of this app that can go there, else a new one.
   * @param {Push} push
   * @param {string} action
   * @returns {Promise<WindowClient | undefined>}
   */
  async function lead(push, action) {
    /** @type {Route | undefined} */
    const route = push.data.notifyhub_route;
    const home = new URL(sw.registration.scope);
    const asked = route?.kind === "openPath" && route.path ? new URL(route.path, home) : home;
    const url = asked.origin === home.origin ? asked : home;
    const all = /** @type {WindowClient[]} */ (await pages());
    const there = all.find((page) => page.url === url.href);
    const near = there ?? all.find((page) => page.focused) ?? all.find((page) => page.visibilityState === "visible") ?? all[0];
    if (!near) return (await sw.clients.openWindow(url.href)) ?? undefined;
    const page = await near.focus().catch(() => near);
    if (route && route.kind !== "none" && !there && !await handled(page, route, action) && route.kind === "openPath") {
      return (await page.navigate(url.href).catch(() => sw.clients.openWindow(url.href))) ?? page;
    }
    if (there && route?.kind === "action") await handled(page, route, action);
    return page;
  }

  /**
   * Asks a tab to go there by itself (a single-page app), and whether it did.
   * @param {WindowClient} page
   * @param {Route} route
   * @param {string} action
   * @returns {Promise<boolean>}
   */
  const handled = (page, route, action) => new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event) => resolve(event.data === true);
    setTimeout(() => resolve(false), 1500);
    page.postMessage({ notifyhub: "route", route, action }, [port2]);
  });

  // ---- Subscription -------------------------------------------------------------------------------------------------------------

  sw.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(onRotation(/** @type {any} */ (event))));

  /** @param {{oldSubscription?: PushSubscription, newSubscription?: PushSubscription}} event */
  async function onRotation(event) {
    const known = await settings();
    if (!known?.vapidKey) return;
    const fresh = event.newSubscription ?? await sw.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(known.vapidKey) });
    const { endpoint, keys } = fresh.toJSON();
    const old = event.oldSubscription?.endpoint ?? known.endpoint;
    await enqueue({
      kind: "registration", at: Date.now(),
      body: {
        provider: "webpush", platform: "web", installationId: known.installationId, permission: "granted",
        subscription: { endpoint, keys: { p256dh: keys?.p256dh, auth: keys?.auth } },
        // The old address is the proof that this browser is the device.
        ...(old && old !== endpoint ? { replaces: old } : {}),
      },
    });
    await settle({ endpoint });
    await tellPages({ notifyhub: "rotated" });
    await deliver();
  }

  /** @param {string} text base64url */
  const bytesOf = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));

  /** @param {number} count */
  const setBadge = async (count) => {
    const icon = /** @type {any} */ (sw.navigator);
    await (count > 0 ? icon.setAppBadge?.(count) : icon.clearAppBadge?.())?.catch(() => {});
  };

  // ---- Pages --------------------------------------------------------------------------------------------------------------------

  /** Which session each tab is in. @type {Map<string, string>} */
  const sessions = new Map();

  sw.addEventListener("message", (event) => {
    const message = event.data;
    const from = /** @type {Client | null} */ (event.source);
    if (typeof message?.notifyhub !== "string" || !from || !("id" in from)) return;
    // Whatever happens, the page gets an answer: it waits for one.
    event.waitUntil(onMessage(message, from.id).then((answer) => event.ports[0]?.postMessage(answer), (error) => { event.ports[0]?.postMessage(undefined); throw error; }));
  });

  /**
   * @param {{notifyhub: string, [name: string]: any}} message
   * @param {string} client
   */
  async function onMessage(message, client) {
    if (typeof message.sessionId === "string") await join(client, message.sessionId);
    switch (message.notifyhub) {
      case "settings":
        return settle(message.settings);
      case "enqueue":
        await enqueue({ kind: message.kind, body: message.body, at: Date.now() });
        await flush();
        return true;
      case "tick":
        await flush();
        return (await entries()).length;
      default:
        return undefined;
    }
  }

  /**
   * A tab tells its session: what waited for it may go.
   * @param {string} client
   * @param {string} session
   */
  async function join(client, session) {
    sessions.set(client, session);
    const waiting = (await entries()).filter((entry) => entry.client === client);
    if (waiting.length > 0) {
      await within("queue", "readwrite", (store) => {
        for (const { client: _, heldUntil: __, ...entry } of waiting) store.put({ ...entry, body: { ...entry.body, sessionId: session } });
      });
    }
  }

  sw.addEventListener("sync", (event) => { if (/** @type {any} */ (event).tag === "notifyhub") /** @type {any} */ (event).waitUntil(flush()); });
  sw.addEventListener("install", () => { void sw.skipWaiting(); });
  sw.addEventListener("activate", (event) => event.waitUntil(sw.clients.claim()));
})();
