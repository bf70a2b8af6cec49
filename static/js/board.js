// The wall: the dashboard in full screen, one page at a time, turning by itself. Arrow keys turn it,
// the space bar stops it, Escape leaves. For whoever has asked for less motion it waits for a key.
// Without this script the dashboard is a page like any other.
const TURN_SECONDS = 20;
const wall = document.getElementById("wall");
const still = matchMedia("(prefers-reduced-motion: reduce)");

const state = { page: 0, paused: false, timer: null };

const find = (name) => wall.querySelector(`[data-wall-${name}]`);
const pages = () => [...wall.querySelectorAll("[data-board-page]")];
const isOn = () => wall.classList.contains("wall-on");

// How far down the rows of a panel may reach: its own end or the page's, less what stands below them.
function lowest(panel, rows) {
  const page = panel.closest("[data-board-page]").getBoundingClientRect();
  const style = getComputedStyle(panel);
  const below = rows.nextElementSibling?.getBoundingClientRect().height ?? 0;
  const end = panel.getBoundingClientRect().bottom - parseFloat(style.paddingBottom) - below;
  return Math.min(end, page.bottom) - 1;
}

// A row for which the wall has no room is not cut through: it goes, and is counted in "another N".
function fitRows(words) {
  const panel = words.closest(".panel");
  const rows = [...panel.querySelectorAll("tbody tr")];
  rows.forEach((row) => row.classList.remove("no-room"));
  words.hidden = false;
  const end = lowest(panel, panel.querySelector(".table-scroll"));
  const out = isOn() ? rows.filter((row) => row.getBoundingClientRect().bottom > end) : [];
  out.forEach((row) => row.classList.add("no-room"));
  const left = Number(words.dataset.wallLeft) + out.length;
  words.textContent = words.textContent.replace(/\d[\d,]*/, left);
  words.hidden = !left;
}

function fit() {
  wall.querySelectorAll(isOn() ? ".wall-page [data-wall-left]" : "[data-wall-left]").forEach(fitRows);
}

function show(page) {
  const all = pages();
  state.page = (page + all.length) % all.length;
  all.forEach((one, place) => one.classList.toggle("wall-page", place === state.page));
  find("place").textContent = `${state.page + 1} / ${all.length}`;
  // Charts and maps that were drawn out of sight learn their size.
  dispatchEvent(new Event("resize"));
}

function wait() {
  clearTimeout(state.timer);
  const button = find("pause");
  button.textContent = state.paused ? button.dataset.go : button.dataset.pause;
  if (isOn() && !state.paused) state.timer = setTimeout(() => turn(1), TURN_SECONDS * 1000);
}

function turn(steps) {
  show(state.page + steps);
  wait();
}

function pause() {
  state.paused = !state.paused;
  wait();
}

function open() {
  state.paused = still.matches;
  wall.classList.add("wall-on");
  show(0);
  wait();
  find("pause").focus();
  wall.requestFullscreen?.().catch(() => undefined); // refused: the wall fills the window all the same
}

function close() {
  clearTimeout(state.timer);
  wall.classList.remove("wall-on");
  if (document.fullscreenElement) document.exitFullscreen();
  find("open").focus();
  dispatchEvent(new Event("resize"));
}

const KEYS = {
  ArrowRight: () => turn(1),
  PageDown: () => turn(1),
  ArrowLeft: () => turn(-1),
  PageUp: () => turn(-1),
  Home: () => turn(-state.page),
  End: () => turn(-state.page - 1),
  Escape: close,
};

function key(event) {
  if (!isOn()) return;
  // A button under the focus takes the space bar itself.
  const action = event.key === " " && !event.target.closest("button, a") ? pause : KEYS[event.key];
  if (!action) return;
  event.preventDefault();
  action();
}

const CLICKS = { open, close, pause, next: () => turn(1), previous: () => turn(-1) };

function click(event) {
  for (const [name, action] of Object.entries(CLICKS)) {
    if (event.target.closest(`[data-wall-${name}]`)) action();
  }
}

function prepare() {
  find("open").hidden = false;
  if (!isOn()) return;
  show(Math.min(state.page, pages().length - 1));
  wait();
}

if (wall) {
  addEventListener("resize", fit);
  wall.addEventListener("click", click);
  document.addEventListener("keydown", key);
  document.addEventListener("fullscreenchange", () => {
    if (!document.fullscreenElement && isOn()) close();
  });
  wall.addEventListener("htmx:afterSwap", prepare);
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(state.timer) : wait()));
  prepare();
}
