// The stage: shows one scene, follows what the host shows, and steers where who is signed in may.
"use strict";
const byId = (id) => document.getElementById(id);
const state = JSON.parse(byId("state").value);
const base = `/buehne/${encodeURIComponent(state.event)}`;
const POLL = 1000, TURN = 9000, LOST_AFTER = 3;
let marks = {}, sending = false, missed = 0, unsent = null, clock = null, freshUntil = 0;

// -- showing ------------------------------------------------------------------------------------------------------------
const scenes = () => [...document.querySelectorAll(".scene")];
const shown = () => document.querySelector(".scene.on");
const ids = () => state.scenes.map((one) => one[0]);

function show(id) {
  const wanted = scenes().find((one) => one.dataset.scene === id) || scenes()[0];
  for (const one of scenes()) one.classList.toggle("on", one === wanted);
  state.scene = wanted ? wanted.dataset.scene : "";
  if (wanted) fit(wanted);
}

function tooTall(box) {
  return box && (box.scrollHeight > box.clientHeight + 2 || [...box.querySelectorAll("h1, .said")].some((one) => one.scrollHeight > one.clientHeight + 4));
}

function fit(scene) {
  delete scene.dataset.fit;
  delete scene.dataset.tight;
  const side = scene.querySelector(".side"), picture = scene.querySelector(".picture");
  const full = () => picture && !picture.querySelector(".cards") && picture.scrollHeight > picture.clientHeight + 2;
  const over = () => tooTall(side) || (scene.classList.contains("wide") && full());
  for (let step = 1; step <= 5 && over(); step += 1) scene.dataset.fit = step;
  for (let step = 1; step <= 3 && full(); step += 1) scene.dataset.tight = step;
  const foot = scene.querySelector("footer"), source = scene.querySelector(".source");
  if (source) { foot.classList.remove("small"); foot.classList.toggle("small", source.scrollHeight > source.clientHeight + 2); }
  pages(scene);
}

// Ideas stand in columns; what does not fit lies to the right and is turned over like pages.
function pages(scene) {
  const cards = scene.querySelector(".cards");
  if (!cards) return;
  cards.classList.remove("even");
  const step = cards.clientWidth + parseFloat(getComputedStyle(cards).columnGap || 0);
  const count = Math.max(1, Math.ceil((cards.scrollWidth - 4) / step));
  let note = scene.querySelector(".pages");
  if (count > 1 && !note) { note = document.createElement("p"); note.className = "pages"; cards.parentElement.append(note); }
  const at = Math.min(Number(cards.dataset.at || 0), count - 1);
  cards.dataset.at = at; cards.dataset.count = count; cards.scrollLeft = at * step;
  cards.classList.toggle("even", count === 1);
  if (note) note.textContent = count > 1 ? `Seite ${at + 1} von ${count}` : "";
}

function turn() {
  const scene = shown(), cards = scene && scene.querySelector(".cards");
  if (!cards || Number(cards.dataset.count || 1) < 2 || Date.now() < freshUntil) return;
  cards.dataset.at = (Number(cards.dataset.at) + 1) % Number(cards.dataset.count);
  pages(scene);
}

function replace(id, markup) {
  const old = scenes().find((one) => one.dataset.scene === id);
  if (!old) return;
  const known = new Set([...old.querySelectorAll("[data-key]")].map((one) => one.dataset.key));
  const at = old.querySelector(".cards")?.dataset.at;
  const box = document.createElement("template");
  box.innerHTML = markup; // written by our own server, every text of people in it escaped there
  const made = box.content.firstElementChild;
  made.classList.toggle("on", old.classList.contains("on"));
  old.replaceWith(made);
  const cards = made.querySelector(".cards");
  if (cards && at) cards.dataset.at = at;
  const fresh = [...made.querySelectorAll("[data-key]")].filter((one) => !known.has(one.dataset.key));
  fit(made);
  if (fresh.length && known.size) {
    for (const one of fresh) one.classList.add("fresh");
    const step = cards.clientWidth + parseFloat(getComputedStyle(cards).columnGap || 0);
    cards.dataset.at = Math.floor((fresh[0].offsetLeft - cards.offsetLeft) / step);
    freshUntil = Date.now() + TURN;
    pages(made);
  }
}

function lights() { byId("black").hidden = !state.black; }

function tell(words) { byId("notice").textContent = words; byId("notice").hidden = !words; }

// -- the timer ----------------------------------------------------------------------------------------------------------
function setClock(left, runs) { clock = left === null || left === undefined ? null : { left, runs, since: performance.now() }; tick(); }
const secondsLeft = () => clock.runs ? clock.left - (performance.now() - clock.since) / 1000 : clock.left;

function tick() {
  const box = byId("timer"), before = box.hidden + box.className;
  box.hidden = !clock;
  if (clock) write(box);
  if (box.hidden + box.className !== before && shown()) fit(shown()); // the line at the foot has less room now, or more
}

function write(box) {
  const left = Math.ceil(secondsLeft()), over = left < 0;
  box.classList.toggle("over", over);
  box.classList.toggle("held", !clock.runs);
  box.textContent = over ? overtime(-left) : `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
}

function overtime(seconds) {
  if (seconds < 60) return "Die Zeit ist um";
  const minutes = Math.floor(seconds / 60);
  return `${minutes === 1 ? "Eine Minute" : `${minutes} Minuten`} über der Zeit`;
}

// -- following ----------------------------------------------------------------------------------------------------------
async function follow() {
  if (sending) return;
  if (unsent) { await send({}); return; }
  const before = state.number;
  try {
    const asked = state.scene, mark = marks[asked] || "";
    const answer = await fetch(`${base}/stand?szene=${encodeURIComponent(asked)}&marke=${mark}`, { cache: "no-store" });
    if (answer.status === 404) { found(); tell("Diese Werkstatt ist nicht mehr zu sehen."); return; }
    if (!answer.ok) throw new Error(String(answer.status));
    const news = await answer.json();
    found();
    if (sending || unsent || state.number !== before) return; // steered meanwhile: this answer is older
    await take(news, asked);
  } catch { lost(); }
}

async function take(news, asked) {
  if (news.agenda !== state.agenda) await reload();
  if (news.live !== undefined) { marks[asked] = news.mark; replace(asked, news.live); }
  if (sending || unsent || news.number < state.number) return;
  state.number = news.number;
  if (news.scene !== state.scene) { show(news.scene); follow(); }
  if (news.black !== state.black) { state.black = news.black; lights(); }
  if (!clock || news.left === null || clock.runs !== news.runs || Math.abs(secondsLeft() - news.left) > 1.5) setClock(news.left, news.runs);
}

async function reload() {
  const answer = await fetch(`${base}/szenen`, { cache: "no-store" });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const made = JSON.parse(page.getElementById("state").value);
  byId("scenes").replaceChildren(...page.getElementById("scenes").children);
  marks = {};
  state.agenda = made.agenda; state.scenes = made.scenes;
  show(state.scene);
}

function lost() { missed += 1; if (missed >= LOST_AFTER) tell("Die Verbindung ist unterbrochen. Was Sie sehen, bleibt stehen."); }
function found() { if (missed) tell(""); missed = 0; }

// -- steering -----------------------------------------------------------------------------------------------------------
// Orders go out one after the other, or two quick keys could arrive the wrong way round; what waits is joined to one order.
async function send(order) {
  if (!state.steers) return;
  unsent = "szene" in order ? order : { ...(unsent || {}), ...order };
  if (sending) return;
  sending = true;
  while (unsent) {
    const now = unsent;
    unsent = null;
    try { await post(now); } catch {
      unsent = unsent && "szene" in unsent ? unsent : { ...now, ...(unsent || {}) }; // sent again as soon as the way is free
      lost();
      break;
    }
  }
  sending = false;
}

async function post(order) {
  const answer = await fetch(`${base}/steuern`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(order) });
  const said = await answer.json();
  found();
  if (answer.ok) { state.number = Math.max(state.number, said.number); tell(""); return; }
  if (answer.status === 403) { state.steers = false; who(); }
  tell(said.trouble);
}

// Who is not signed in sees why a key does nothing, for a moment only.
function refused() {
  if (state.steers) return false;
  tell("Diese Anzeige folgt der Moderation.");
  setTimeout(() => { if (!missed) tell(""); }, 4000);
  return true;
}

function go(id) {
  if (id === undefined || refused()) return;
  state.black = false;
  lights();
  setClock(null, false);
  show(id);
  send({ szene: id }).then(follow);
}

const step = (by) => { const all = ids(), at = all.indexOf(state.scene); go(all[Math.min(Math.max(at + by, 0), all.length - 1)]); };
function black() { if (refused()) return; state.black = !state.black; lights(); send({ schwarz: state.black }); }

function timer() {
  if (refused()) return;
  if (clock && clock.runs) { const left = secondsLeft(); setClock(left, false); send({ zeit: "halt" }); return; }
  const planned = (state.scenes.find((one) => one[0] === state.scene) || [])[1] || 300;
  const seconds = clock ? clock.left : planned;
  setClock(seconds, true);
  send({ zeit: "start", sekunden: seconds });
}

function full() { if (document.fullscreenElement) document.exitFullscreen(); else document.documentElement.requestFullscreen().catch(() => tell("Der Browser lässt den ganzen Bildschirm nicht zu.")); }
function help() { byId("help").hidden = !byId("help").hidden; }
function who() { byId("who").textContent = state.steers ? "Sie steuern: Die Seite der Moderation und die Telefone folgen." : "Diese Anzeige folgt der Moderation. Zum Steuern hier anmelden und die Bühne neu öffnen."; }

const KEYS = {
  ArrowRight: () => step(1), ArrowDown: () => step(1), " ": () => step(1), PageDown: () => step(1),
  ArrowLeft: () => step(-1), ArrowUp: () => step(-1), PageUp: () => step(-1),
  Home: () => go(ids()[0]), End: () => go(ids().at(-1)),
  b: black, ".": black, t: timer, f: full, h: help, "?": help,
  Escape: () => { byId("help").hidden = true; },
};

document.addEventListener("keydown", (event) => {
  if (state.preview || event.ctrlKey || event.altKey || event.metaKey || event.target.closest("a, button, input")) return;
  const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act) return;
  event.preventDefault();
  if (event.repeat && !event.key.startsWith("Arrow")) return;
  const open = !byId("help").hidden && !["h", "?", "Escape"].includes(event.key);
  if (open) byId("help").hidden = true;
  act();
});

// -- begin --------------------------------------------------------------------------------------------------------------
function begin() {
  if (state.preview) { show(state.preview); return; }
  show(state.scene);
  lights();
  who();
  setClock(state.left, state.runs);
  setInterval(tick, 250);
  setInterval(follow, POLL);
  setInterval(turn, TURN);
}
window.addEventListener("resize", () => { const one = shown(); if (one) fit(one); });
document.fonts.ready.then(() => { const one = shown(); if (one) fit(one); });
begin();
