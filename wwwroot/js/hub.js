// What the browser does by itself: theme, menus, copy, relative times, shortcuts, reconnect. Events are delegated from
// the document, so that Blazor may draw and redraw at will, and no page needs a script of its own.
const root = document.documentElement;
const year = 60 * 60 * 24 * 365;

function remember(name, value) {
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${year}; samesite=lax`;
}

// The server writes times in this zone when the member has chosen none.
remember("nh_tz", Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC");

// Theme ------------------------------------------------------------------------------------------------------------
function setTheme(theme) {
  root.dataset.theme = theme;
  remember("nh_theme", theme);
  for (const link of document.querySelectorAll("link[data-theme-sheet]")) {
    const own = link.dataset.themeSheet;
    link.media = theme === "auto" ? `(prefers-color-scheme: ${own})` : theme === own ? "all" : "not all";
  }
}

// Passkeys ---------------------------------------------------------------------------------------------------------
// Their form on the sign-in page shows itself only where the browser knows them.
if (globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON) {
  for (const form of document.querySelectorAll("form[data-passkey][hidden]")) form.hidden = false;
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-passkey]");
  if (!form) return;
  event.preventDefault();
  (await import("/js/passkeys.js")).run(form);
});

// Copy -------------------------------------------------------------------------------------------------------------
async function copy(button) {
  const source = button.dataset.copyFrom ? document.getElementById(button.dataset.copyFrom) : null;
  const text = source ? source.textContent : button.dataset.copy;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Clipboards need https or localhost: fall back to a selection.
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  button.dataset.copied = "";
  setTimeout(() => delete button.dataset.copied, 1600);
}

// Times ------------------------------------------------------------------------------------------------------------
/** The same words as TimeWords.Ago on the server. */
function ago(milliseconds) {
  const ahead = milliseconds < 0;
  const s = Math.floor(Math.abs(milliseconds) / 1000);
  const [n, unit] = s < 60 ? [s, "s"] : s < 3600 ? [Math.floor(s / 60), "min"] : s < 86400 ? [Math.floor(s / 3600), "h"] : [Math.floor(s / 86400), "d"];
  if (s < 5) return "now";
  return ahead ? `in ${n} ${unit}` : `${n} ${unit} ago`;
}

function tick() {
  for (const time of document.querySelectorAll("time[data-relative]")) {
    const text = ago(Date.now() - Date.parse(time.dateTime));
    // Only the text node's data: the node itself is Blazor's.
    if (time.firstChild && time.firstChild.data !== text) time.firstChild.data = text;
  }
}
setInterval(tick, 5000);

// Clicks -----------------------------------------------------------------------------------------------------------
document.addEventListener("click", event => {
  const at = selector => event.target.closest(selector);
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target) || at(".menu-item")) menu.open = false;
  }
  const theme = at("[data-theme-set]");
  if (theme) setTheme(theme.dataset.themeSet);
  const source = at("[data-copy], [data-copy-from]");
  if (source) copy(source);
  if (at("[data-nav-toggle]")) setNav(root.dataset.nav !== "open");
  else if (root.dataset.nav === "open" && (!at(".side-nav") || at(".side-nav a"))) setNav(false);
  const opener = at("[data-dialog]");
  if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
  if (at("[data-dialog-close]") || event.target instanceof HTMLDialogElement) at("dialog")?.close();
  if (at("[data-reconnect]")) window.Blazor.reconnect().then(ok => ok || location.reload(), () => location.reload());
  if (at("[data-reload]")) location.reload();
});

function setNav(open) {
  root.dataset.nav = open ? "open" : "closed";
  document.querySelector("[data-nav-toggle]")?.setAttribute("aria-expanded", String(open));
}

// Keys -------------------------------------------------------------------------------------------------------------
let going = 0;

// Before Blazor sees it: to a router the skip link is an address, to a keyboard it is a place.
document.addEventListener("click", event => {
  const skip = event.target.closest?.(".skip-link");
  if (skip) {
    event.preventDefault();
    document.getElementById("main").focus();
  }
}, { capture: true });

document.addEventListener("keydown", event => {
  let closed = false;
  if (event.key === "Escape") {
    closed = root.dataset.nav === "open";
    setNav(false);
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
      closed = true;
    }
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
  if (Date.now() - going < 1200) {
    going = 0;
    const link = document.querySelector(`a[data-go="${CSS.escape(event.key)}"]`);
    if (link) { event.preventDefault(); link.click(); }
    return;
  }
  switch (event.key) {
    case "?": document.getElementById("shortcuts")?.showModal(); break;
    case "/": {
      const search = document.querySelector("[data-search]");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
      break;
    }
    case "g": going = Date.now(); break;
    case "j": step(1); break;
    case "k": step(-1); break;
    case "e": case "u": case "#": pressInRow(event.key); break;
    case "Escape": if (!closed) closeOpened(); break;
    case "[": document.querySelector("[data-previous]")?.click(); break;
    case "]": document.querySelector("[data-next]")?.click(); break;
  }
});

/** Presses the button that a key stands for in the row of the focus; the focus goes on to the next row, since this one may go away. */
function pressInRow(key) {
  const row = document.activeElement.closest("[data-row]");
  const button = row?.querySelector(`[data-row-key="${CSS.escape(key)}"]`);
  if (!button) return;
  const rows = [...document.querySelectorAll("[data-row]")];
  button.click();
  (rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1])?.querySelector("[data-row-link]")?.focus();
}

/** Closes what was opened from a list; the focus goes back to its row. */
function closeOpened() {
  const close = document.querySelector("[data-close]");
  if (!close) return;
  document.querySelector("[data-row].current [data-row-link]")?.focus();
  close.click();
}

/** Moves the focus from row to row of a list. */
function step(by) {
  const rows = [...document.querySelectorAll("[data-row-link]")];
  if (rows.length === 0) return;
  const next = rows.indexOf(document.activeElement) + by;
  rows[Math.max(0, Math.min(rows.length - 1, next))].focus();
}

// Reconnect --------------------------------------------------------------------------------------------------------
// Blazor shows the state of a lost circuit as a class on this element. Rejected means that the server no longer knows
// the circuit (it was restarted): the address holds the page's filters, so a reload comes back to the same place.
const overlay = document.getElementById("components-reconnect-modal");
if (overlay) {
  new MutationObserver(() => {
    if (overlay.classList.contains("components-reconnect-rejected")) location.reload();
  }).observe(overlay, { attributes: true, attributeFilter: ["class"] });
}
