// Single keys for who works all day in the desk. Off in fields, with a modifier, and when switched off (WCAG 2.1.4).
const OFF = "ww-keys"; // in localStorage: "off"
const LIST = "ww-list"; // in sessionStorage: the list that one came from
const TYPING = "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=button], [type=submit])";
const BACK = "[data-ww-back]";

/** What the browser keeps; some browsers refuse it, and then the keys are simply on. */
function stored(place, key, value) {
  try {
    if (value !== undefined) window[place].setItem(key, value);
    return window[place].getItem(key);
  } catch {
    return null;
  }
}

const isOff = () => stored("localStorage", OFF) === "off";
const rows = () => [...document.querySelectorAll("[data-ww-row]")];
const rowAt = (element) => element?.closest?.("[data-ww-row]") ?? null;
const linkIn = (row) => row?.querySelector("a[href]");

function move(by) {
  const all = rows();
  const at = all.indexOf(rowAt(document.activeElement));
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
  if (!next) return false;
  linkIn(next).focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function go(url) {
  if (!url) return false;
  window.location.assign(url);
  return true;
}

/** The address of a step: of the row that has focus, else of the page of one signal. */
function step(name) {
  const row = rowAt(document.activeElement);
  const source = row ?? document.querySelector("[data-ww-signal]");
  return () => go(source?.dataset[name]);
}

function tick() {
  const box = rowAt(document.activeElement)?.querySelector("[name=kies]");
  box?.click();
  return !!box;
}

function search() {
  const field = document.querySelector("main [type=search], main [name=q]");
  if (field) return !field.focus();
  const filters = document.querySelector(".ww-filters");
  if (!filters) return false;
  const fold = filters.closest("details");
  if (fold) fold.open = true;
  filters.querySelector("select, input:not([type=hidden])").focus();
  return true;
}

function note() {
  const field = document.querySelector("#noteer ~ form textarea");
  field?.focus();
  return !!field;
}

const open = () => go(linkIn(rowAt(document.activeElement))?.href);
const back = () => go(document.querySelector(BACK)?.href);
const help = () => go(document.querySelector("[data-keys]")?.dataset.keys);

const KEYS = {
  j: () => move(1), k: () => move(-1), o: open, x: tick, "/": search, "?": help, n: note, u: back,
  t: () => step("take")(), a: () => step("answer")(), g: () => step("give")(),
};
// The arrows move the page, unless one is in the list already.
const ARROWS = { ArrowDown: KEYS.j, ArrowUp: KEYS.k };

function onKey(event) {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey || isOff()) return;
  if (event.target.matches?.(TYPING)) return;
  const act = KEYS[event.key] ?? (rowAt(event.target) ? ARROWS[event.key] : undefined);
  if (act?.()) event.preventDefault();
}

/** Listens on the whole page, and lets "back to the list" go to the list that one came from. */
export function listenToKeys(root) {
  root.addEventListener("keydown", onKey);
  if (document.querySelector("[data-ww-list]")) stored("sessionStorage", LIST, window.location.pathname + window.location.search);
  const link = document.querySelector(BACK);
  const last = stored("sessionStorage", LIST);
  // Only ever a place on this list: what is stored is not trusted to be an address of ours.
  if (link && last && new URL(last, window.location.href).pathname === link.pathname) link.search = new URL(last, window.location.href).search;
}

/** The button on the page of keys. */
export function offerKeySwitch(button) {
  const said = document.querySelector("[data-ww-keys-said]");
  const show = () => {
    button.textContent = isOff() ? "Zet de toetsen aan" : "Zet de toetsen uit";
    if (said) said.textContent = isOff() ? "De toetsen staan uit." : "De toetsen staan aan.";
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    stored("localStorage", OFF, isOff() ? "on" : "off");
    show();
  });
  show();
}
