// Moves an age structure through the years of a projection. The figures come once by URL; nothing is asked of the server afterwards.
// Bars are persons per year of age: full to the low end, fading to the high end, a mark at the expected number. textContent only.

const SVG = "http://www.w3.org/2000/svg";
const NARROW = 46;  // below this width in type sizes everything stands in one column
const PACE = 650;  // milliseconds a year takes
const CALM = 1300;  // the same where the visitor asked for less motion: the picture then jumps from year to year
const PLAY = "M0 0L12 7L0 14Z", PAUSE = "M0 0H4V14H0ZM8 0H12V14H8Z";
const SEXES = [["Frauen", "women", "w"], ["Männer", "men", "m"]];
const files = new Map();
// STYLE (moving_pyramid.css) is put before this text by moving_pyramid.py.

function add(parent, tag, attributes = {}, text = "") {
  const drawn = parent.namespaceURI === SVG || tag === "svg";
  const node = drawn ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (text !== "") node.textContent = text;
  return parent.appendChild(node);
}
const set = (node, attributes) => { for (const name in attributes) node.setAttribute(name, attributes[name]); };
const say = (value) => value.toLocaleString("de-DE");

class PyramidView {
  constructor(root) {
    add(root, "style", {}, STYLE);
    this.box = add(root, "div", { class: "box", role: "group", tabindex: 0, "aria-description": "Leertaste spielt ab und hält an, Pfeiltasten führen von Jahr zu Jahr." });
    const head = add(this.box, "div", { class: "head" });
    this.year = add(head, "span", { class: "year" });
    this.sum = add(head, "span", { class: "sum" });
    const tools = this.tools = add(this.box, "div", { class: "tools" });
    this.button = add(tools, "button", { type: "button" });
    this.icon = add(add(this.button, "svg", { viewBox: "0 0 12 14", "aria-hidden": "true" }), "path", { d: PLAY });
    this.label = add(this.button, "span", {}, "Abspielen");
    const track = add(tools, "div", { class: "track" });
    this.first = add(track, "span");
    this.slider = add(track, "input", { type: "range", min: 0, step: 1, value: 0, "aria-label": "Jahr" });
    this.last = add(track, "span");
    this.body = add(this.box, "div", { class: "body" });
    this.stage = add(this.body, "div", { class: "stage" });
    this.svg = add(this.stage, "svg", { role: "img" });
    this.tip = add(this.stage, "div", { class: "tip", hidden: "" });
    this.table = add(add(this.body, "div"), "table");
    this.note = add(this.table.parentNode, "p", { class: "note" });
    this.said = add(this.box, "p", { class: "said", role: "status", "aria-live": "polite" });
    this.wait = add(this.box, "p", { class: "wait", role: "status" });
    this.now = 0;
    this.playing = false;
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    this.listen();
    new ResizeObserver(() => this.layout()).observe(this.box);  // collected together with the box
  }

  async show(component, base) {
    const data = this.data = component.data;
    if (this.url !== data.figures) {
      const figures = await this.load(data.figures, base);
      if (!figures || this.data !== data) return;  // a newer change is on its way and will draw
      this.url = data.figures;
      this.take(figures);
    }
    this.layout(true);
  }

  async load(url, base) {
    this.wait.hidden = false;
    this.wait.textContent = "Die Zahlen werden geladen …";
    try {
      if (!files.has(url)) files.set(url, fetch(new URL(url, base)).then((answer) => { if (!answer.ok) throw Error(answer.status); return answer.json(); }));
      const figures = await files.get(url);
      this.wait.hidden = true;
      return figures;
    } catch {
      files.delete(url);
      this.wait.textContent = "Die Zahlen konnten nicht geladen werden.";
      add(this.wait, "button", { type: "button" }, "Noch einmal versuchen").onclick = () => this.show({ data: this.data }, base);
      return null;
    }
  }

  take(figures) {  // another scenario keeps the year
    const kept = this.fig ? this.fig.years[Math.round(this.now)] : null, at = figures.years.indexOf(kept);
    this.fig = figures;
    this.end = figures.years.length - 1;
    this.now = at < 0 ? Math.min(Math.round(this.now), this.end) : at;
    this.shown = null;
    this.slider.max = this.end;
    this.first.textContent = figures.years[0];
    this.last.textContent = figures.years[this.end];
    this.box.setAttribute("aria-label", `Altersaufbau ${figures.name} in Bewegung`);
    this.tools.hidden = !this.end;
    this.note.textContent = `Blasse Balkenenden und Klammern: So weit reicht die Zahl in vier von fünf Rechnungen. Linie: ${figures.years[0]}.`;
    this.fillTable();
  }

  fillTable() {
    this.table.replaceChildren();
    const head = add(add(this.table, "thead"), "tr");
    const longest = (i) => Math.max(...this.fig.cells.flat().map((cell) => cell[i].length)) * .45;  // columns keep their width
    ["Lebensphase, Alter", "Menschen", "zwischen"].forEach((words, i) => add(head, "th", { scope: "col", ...(i && { style: `min-width:${longest(i - 1)}em` }) }, words));
    const body = add(this.table, "tbody");
    this.cells = this.fig.phases.map(([name, ages]) => {
      const row = add(body, "tr"), title = add(row, "th", { scope: "row" }, name + " ");
      add(title, "span", {}, ages);
      return [add(row, "td", { class: "heads" }), add(row, "td", { class: "range" })];
    });
  }

  layout(force = false) {
    const width = this.box.clientWidth;
    if (!this.fig || !width || (!force && width === this.width)) return;
    this.width = width;
    const size = this.size = 15 * (this.data.scale || 1), narrow = width < NARROW * size;
    this.box.classList.toggle("narrow", narrow);
    this.box.style.fontSize = size + "px";
    const wide = this.stage.clientWidth, tall = narrow ? Math.min(this.data.height, Math.max(wide * 1.15, size * 26)) : this.data.height;
    const { bands, end } = this.fig, side = Math.max(size, say(end).length * size * .3 + 2), gutter = size * 3.2;
    this.top = size * 3.1; this.bottom = tall - size * 3; this.reach = (wide - 2 * side - gutter) / 2;
    this.zero = [side + this.reach, wide - side - this.reach];
    this.oldest = bands[bands.length - 1][1];
    set(this.svg, { viewBox: `0 0 ${wide} ${tall}`, height: tall, "font-size": size });
    this.svg.replaceChildren();
    this.defs();
    this.ground(side, wide, tall);
    this.makeBars();
    this.outline();
    this.paint(true);
  }

  y(age) { return this.bottom - (this.bottom - this.top) * age / this.oldest; }
  x(density, side) { return this.zero[side] + (side ? 1 : -1) * this.reach * density / this.fig.end; }
  density(values, side, i) { const { bands } = this.fig; return values[side * bands.length + i] / (bands[i][1] - bands[i][0]); }

  defs() {
    const defs = add(this.svg, "defs");
    [["#7B4A9E", 1, 0], ["#2A8C82", 0, 1]].forEach(([colour, from, to], side) => {
      const fade = add(defs, "linearGradient", { id: "fade" + side, x1: from, x2: to, y1: 0, y2: 0 });
      add(fade, "stop", { offset: 0, "stop-color": colour, "stop-opacity": .85 });
      add(fade, "stop", { offset: 1, "stop-color": colour, "stop-opacity": .12 });
    });
  }

  ground(side, wide, tall) {  // phases of life, axis, ages, words: the same in all years
    const { svg, size, fig } = this, middle = wide / 2, text = (words, x, y, more = {}) => add(svg, "text", { x, y, ...more }, words);
    fig.phases.forEach(([, , low, high], i) => { if ((fig.phases.length - i) % 2 === 0) add(svg, "rect", { class: "shade", x: side, width: wide - 2 * side, y: this.y(high), height: this.y(low) - this.y(high) }); });
    for (const value of this.ticks()) for (const s of [0, 1]) {
      const x = this.x(value, s);
      add(svg, "path", { class: "rule", d: `M${x} ${this.top}V${this.bottom}` });
      text(say(value), x, this.bottom + size * 1.25, { "text-anchor": "middle" });
    }
    for (let age = 0; age < this.oldest; age += 10) text(String(age), middle, this.y(age) + size * .35, { "text-anchor": "middle" });
    const above = this.top - size * .6, stair = size * .9;
    text("Frauen", this.zero[0] - size * .4, above, { class: "side w", "text-anchor": "end", "font-size": size * 1.13 });
    text("Männer", this.zero[1] + size * .4, above, { class: "side m", "font-size": size * 1.13 });
    text(fig.unit, middle, this.bottom + size * 2.65, { "text-anchor": "middle" });
    this.key = add(svg, "g");
    const words = add(this.key, "text", { class: "key", x: wide - side, y: size * 1.05, "text-anchor": "end" }, `Linie: ${fig.years[0]}`);
    const x = wide - side - words.textContent.length * size * .5 - size * .6;
    add(this.key, "path", { class: "mark", "stroke-width": size * .127, d: `M${x - 2 * stair} ${size * 1.05}h${stair}v${-size * .6}h${stair}` });
  }

  ticks() {  // round steps that cut the axis into equal parts, as many as fit
    const { end } = this.fig, fit = Math.min(6, Math.max(1, Math.floor(this.reach / (this.size * 2.9)))), power = 10 ** Math.floor(Math.log10(end)) / 10;
    const steps = [power, power * 10].flatMap((p) => [1, 2, 2.5, 3, 4, 5].map((f) => f * p));
    const step = steps.find((s) => end / s <= fit + 1e-9 && Math.abs(end / s - Math.round(end / s)) < 1e-6) || end;
    return Array.from({ length: Math.round(end / step) + 1 }, (_, i) => Math.round(i * step * 1e6) / 1e6);
  }

  makeBars() {
    const { fig, size } = this, bars = add(this.svg, "g"), thin = size * .067;
    this.bars = SEXES.flatMap(([, name], side) => fig.bands.map(([low, high], i) => {
      const top = this.y(high), gap = Math.min(1, (this.y(low) - top) * .12), y = top + gap, height = this.y(low) - top - gap;
      return {
        side, i, y, height, full: add(bars, "rect", { class: name, y, height }), soft: add(bars, "rect", { fill: `url(#fade${side})`, y, height }),
        bracket: height < 7 ? null : add(bars, "path", { class: "mark", "stroke-width": thin }), mark: add(bars, "path", { class: "mark", "stroke-width": thin * 1.8 }),
      };
    }));
  }

  outline() {
    this.lines = add(this.svg, "g");
    for (const side of [0, 1]) {
      const d = "M" + this.fig.bands.map(([low, high], i) => { const x = this.x(this.density(this.fig.expected[0], side, i), side); return `${x} ${this.y(low)}L${x} ${this.y(high)}`; }).join("L");
      for (const [name, wide] of [["mark halo", .3], ["mark", .127]]) add(this.lines, "path", { class: name, d, "stroke-width": this.size * wide });
    }
  }

  between(name) {  // figures of the moment, between two years while it moves
    const rows = this.fig[name], i = Math.min(Math.floor(this.now), this.end), f = this.now - i;
    return f < 1e-6 ? rows[i] : rows[i].map((value, k) => value + (rows[i + 1][k] - value) * f);
  }

  paint(force = false) {
    const low = this.between("low"), expected = this.between("expected"), high = this.between("high"), cap = this.size * .27;
    for (const { side, i, y, height, full, soft, bracket, mark } of this.bars) {
      const [a, e, b] = [low, expected, high].map((values) => this.x(this.density(values, side, i), side)), spread = Math.abs(b - a) > .3, c = Math.min(height * .22, cap), m = y + height / 2;
      set(full, { x: Math.min(a, this.zero[side]), width: Math.abs(a - this.zero[side]) });
      set(soft, { x: Math.min(a, b), width: spread ? Math.abs(b - a) : 0 });
      mark.setAttribute("d", spread ? `M${e} ${y}v${height}` : "");
      bracket?.setAttribute("d", spread ? `M${a} ${m}H${b}M${b} ${m - c}v${2 * c}` : "");
    }
    const at = Math.round(this.now);
    const compared = this.now > 1e-6 ? "" : "none";
    this.lines.style.display = this.key.style.display = compared;
    if (at !== this.shown || force) this.words(at);
  }

  words(at) {
    const { fig } = this, spoken = fig.spoken[at], year = fig.years[at];
    this.shown = at;
    this.year.textContent = year;
    this.sum.textContent = spoken.slice(spoken.indexOf(": ") + 2).replace(/\.$/, "");
    this.slider.value = at;
    this.slider.setAttribute("aria-valuetext", spoken);
    this.svg.setAttribute("aria-label", `Altersaufbau ${fig.name}, ${spoken} Frauen links, Männer rechts.`);
    fig.cells[at].forEach(([heads, range], i) => { this.cells[i][0].textContent = heads; this.cells[i][1].textContent = range; });
    if (!this.playing) this.said.textContent = spoken;
  }

  go(at) { this.stop(); this.now = Math.min(Math.max(Math.round(at), 0), this.end); this.tip.hidden = true; this.paint(); this.said.textContent = this.fig.spoken[this.now]; }

  toggle() { if (this.playing) this.go(this.now); else this.play(); }

  play() {
    if (this.now >= this.end) this.now = 0;
    this.playing = true;
    this.tip.hidden = true;
    this.face();
    let before = performance.now(), held = 0;
    const frame = (time) => {
      if (!this.playing || !this.box.isConnected) return;
      const passed = Math.min(Math.max(time - before, 0), 200);  // a frame may carry a time before the click
      before = time;
      if (this.calm.matches) { held += passed; if (held >= CALM) { held = 0; this.now = Math.min(Math.floor(this.now) + 1, this.end); this.paint(); } }
      else { this.now = Math.min(this.now + passed / PACE, this.end); this.paint(); }
      if (this.now >= this.end) this.go(this.end); else requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  stop() { this.playing = false; this.face(); }

  face() { this.icon.setAttribute("d", this.playing ? PAUSE : PLAY); this.label.textContent = this.playing ? "Anhalten" : "Abspielen"; }

  point(e) {  // tells the heads of the bar under the pointer
    const { fig } = this, frame = this.svg.getBoundingClientRect(), x = e.clientX - frame.left, y = e.clientY - frame.top, side = x < (this.zero[0] + this.zero[1]) / 2 ? 0 : 1;
    const bar = this.playing || y < this.top || y > this.bottom ? null : this.bars.find((one) => one.side === side && y >= one.y - 1.5 && y <= one.y + one.height);
    this.tip.hidden = !bar;
    if (!bar) return;
    const at = Math.round(this.now), k = side * fig.bands.length + bar.i, [low, near, high] = ["low", "expected", "high"].map((name) => fig[name][at][k]);
    const step = (v) => Math.max(fig.rounding, v >= 1e4 ? 100 : v >= 1e3 ? 10 : 1), to = (v, how) => say(how(v / step(v)) * step(v)), few = fig.rounding > 1 ? `weniger als ${fig.rounding}` : "so gut wie keine", about = (v) => (v < step(v) / 2 ? few : `etwa ${to(v, Math.round)}`), down = (v) => Math.floor(v + 1e-6), up = (v) => Math.ceil(v - 1e-6);
    this.tip.replaceChildren();
    add(this.tip, "strong", {}, `${SEXES[side][0]} ${fig.bands[bar.i][2]}, ${fig.years[at]}`);
    add(this.tip, "span", {}, about(near) + (high > low ? `, zwischen ${to(low, down)} und ${to(high, up)}` : ""));
    if (at) add(this.tip, "span", {}, `${fig.years[0]}: ${about(fig.expected[0][k])}`);
    const { offsetWidth: w, offsetHeight: h } = this.tip;
    this.tip.style.transform = `translate(${Math.max(0, Math.min(x + 14, frame.width - w))}px, ${y + 18 + h > frame.height ? y - h - 12 : y + 18}px)`;
  }

  listen() {
    this.button.onclick = () => this.toggle();
    this.slider.oninput = () => this.go(Number(this.slider.value));
    this.box.addEventListener("keydown", (e) => {
      if (!this.fig || e.ctrlKey || e.metaKey || e.altKey || e.target === this.wait.lastChild) return;
      const at = Math.round(this.now), keys = { ArrowLeft: at - 1, ArrowDown: at - 1, ArrowRight: at + 1, ArrowUp: at + 1, Home: 0, End: this.end };
      if (e.key === " " && e.target !== this.button) { e.preventDefault(); this.toggle(); }
      else if (e.key in keys && e.target !== this.slider) { e.preventDefault(); this.go(keys[e.key]); }
      else if (e.key === "Escape") this.tip.hidden = true;
    });
    this.stage.addEventListener("pointermove", (e) => this.fig && this.point(e));
    this.stage.addEventListener("pointerdown", (e) => this.fig && this.point(e));
    this.stage.addEventListener("pointerleave", () => { this.tip.hidden = true; });
  }
}

export function draw(component, base) {
  const root = component.parentElement;
  root.kommunalprofilPyramid ??= new PyramidView(root);
  return root.kommunalprofilPyramid.show(component, base);
}
