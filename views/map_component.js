// Draws one choropleth map inside a Streamlit component. Sent once by URL, like the geometry; a change is one letter per region.
// Shapes live in drawing units under one transform, lines and words in screen pixels. Names come from outside: textContent only.

const SVG = "http://www.w3.org/2000/svg";
const MANY = 1500;  // above this number of shapes a canvas paints the fills
const NARROW = 640;  // below this width the legend stands under the map
const LETTERS = "abcdef";
const geometries = new Map();  // by URL: two maps on one page fetch their shapes once
// STYLE (map_component.css) is put before this text by map_component.py.

function add(parent, tag, attributes = {}, text = "") {
  const drawn = parent.namespaceURI === SVG || tag === "svg";
  const node = drawn ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (text) node.textContent = text;
  return parent.appendChild(node);
}

// The hatches for "no number": always on white, so that none looks like the lightest class. E: white stripes over an estimated class.
const HATCHES = {
  n: [7, "M-2 2L2-2M0 7L7 0M5 9L9 5", "#6A7681", 1.2], s: [7, "M-2 2L2-2M0 7L7 0M5 9L9 5M-2 5L2 9M0 0L7 7M5-2L9 2", "#6A7681", 1],
  k: [7, "M1.75 1.75h.01M5.25 5.25h.01", "#6A7681", 1.9], x: [5, "M0 2.5H5", "#75828D", 1.1], E: [7, "M-2 5L2 9M0 0L7 7M5-2L9 2", "#fff", 1.5],
};
function addHatches(svg, prefix) {
  const defs = add(svg, "defs");
  return Object.entries(HATCHES).map(([letter, [size, d, colour, width]]) => {
    const pattern = add(defs, "pattern", { id: prefix + letter, width: size, height: size, patternUnits: "userSpaceOnUse" });
    if (letter !== "E") add(pattern, "rect", { width: size, height: size, fill: "#fff" });
    add(pattern, "path", { d, stroke: colour, "stroke-width": width, "stroke-linecap": letter === "k" ? "round" : "butt", fill: "none", style: "vector-effect:none" });
    return pattern;
  });
}

class MapView {
  constructor(root) {
    add(root, "style", {}, STYLE);
    this.box = add(root, "div", { class: "map" });
    this.stage = add(this.box, "div", { class: "stage" });
    this.canvas = add(this.stage, "canvas", { "aria-hidden": "true" });
    this.svg = add(this.stage, "svg", { role: "presentation" });
    this.patterns = addHatches(this.svg, "m");
    this.shapes = add(this.svg, "g");
    this.land = add(this.shapes, "path", { class: "land" });
    this.regions = add(this.shapes, "g", { class: "regions", role: "listbox", "aria-description": "Pfeiltasten führen von Ort zu Ort, Eingabe wählt aus, Plus und Minus vergrößern und verkleinern." });
    const line = (name) => add(this.shapes, "path", { class: "line " + name, d: "" });
    [this.stripes, this.gaps, this.amtWide, this.amtThin, this.outline] = ["stripes", "gap", "amtWide", "amtThin", "outline"].map(line);
    [this.hover, this.halo, this.chosen, this.ringHalo, this.ring] = ["hover", "halo", "chosen", "ringHalo", "ring"].map(line);
    this.stripes.setAttribute("style", "fill:url(#mE)");
    this.words = add(this.svg, "g", { "aria-hidden": "true" });
    this.legend = add(this.box, "div", { class: "legend", role: "group", "aria-label": "Legende: Klasse hervorheben" });
    addHatches(add(this.legend, "svg", { width: 0, height: 0, style: "position:absolute", "aria-hidden": "true" }), "l");
    this.rows = add(this.legend, "div");
    this.tools = add(this.stage, "div", { class: "tools", role: "group", "aria-label": "Kartenausschnitt" });
    [["+", "vergrößern", () => this.zoomBy(1.6)], ["−", "verkleinern", () => this.zoomBy(1 / 1.6)], ["ganz", "ganze Karte zeigen", () => this.fit()]]
      .forEach(([sign, label, act]) => add(this.tools, "button", { type: "button", "aria-label": label, title: label }, sign).onclick = act);
    this.tip = add(this.stage, "div", { class: "tip", hidden: "" });
    this.wait = add(this.stage, "div", { class: "wait", role: "status" }, "Die Karte wird gezeichnet …");
    this.probe = document.createElement("canvas").getContext("2d");
    this.codes = this.mark = "";
    this.pointers = new Map();
    this.listen();
    new ResizeObserver(() => this.layout()).observe(this.box);  // collected together with the box
  }

  async show(component, base) {
    const data = this.data = component.data;
    this.choose = (id) => component.setTriggerValue("selected", id);
    this.choosePoint = (key) => component.setTriggerValue("point", key);
    this.base = base;
    if (this.url !== data.geometry) {
      const geometry = await this.load(data.geometry);
      if (!geometry || this.data !== data) return;  // a newer change is on its way and will draw
      this.url = data.geometry;
      this.setGeometry(geometry);
    }
    this.paint();
  }

  async load(url) {
    this.wait.hidden = false;
    this.box.style.minHeight = this.data.height + "px";
    try {
      if (!geometries.has(url)) geometries.set(url, fetch(new URL(url, this.base)).then((answer) => { if (!answer.ok) throw Error(answer.status); return answer.json(); }));
      return await geometries.get(url);
    } catch {
      geometries.delete(url);
      this.wait.textContent = "Die Karte konnte nicht geladen werden.";
      add(this.wait, "button", { type: "button" }, "Noch einmal versuchen").onclick = () => { this.wait.textContent = "Die Karte wird gezeichnet …"; this.show({ data: this.data, setTriggerValue: (_, id) => this.choose(id) }, this.base); };
      return null;
    }
  }

  setGeometry(geometry) {
    this.geo = geometry;
    this.many = geometry.ids.length > MANY;
    this.codes = "";
    this.hovered = this.focused = null;
    this.regions.replaceChildren();
    // One focusable shape in canvas mode; it takes the form of whatever region has the focus.
    this.nodes = (this.many ? [""] : geometry.paths).map((d, i) => add(this.regions, "path", { d, role: "option", tabindex: i ? -1 : 0, "data-i": i, ...(this.many && { fill: "none" }) }));
    this.paths2d = this.many ? geometry.paths.map((d) => new Path2D(d)) : null;
    this.inside = new Path2D(geometry.outline);
    this.land.setAttribute("d", this.many ? "" : geometry.context.join("") + geometry.outline);
    this.land2d = new Path2D(geometry.context.join(""));
    this.outline.setAttribute("d", geometry.outline);
    for (const node of [this.hover, this.ring, this.ringHalo]) node.setAttribute("d", "");
    this.canvas.hidden = !this.many;
    this.wait.hidden = true;
    this.box.style.minHeight = "";
  }

  paint() {
    const { data, geo } = this, old = this.colours === data.colours.join() ? this.codes : "";
    this.values = data.values === undefined ? null : data.values.split("\n");
    if (data.valuesUrl) this.valuesLater = () => fetch(new URL(data.valuesUrl, this.base)).then((a) => a.text()).then((t) => { if (this.data === data) this.values = t.split("\n"); }).catch(() => {});
    this.notes = new Map((data.notes || []).flatMap(([text, places]) => places.map((i) => [i, text])));
    this.colours = data.colours.join();
    if (!this.many) for (let i = 0; i < data.codes.length; i++) if (data.codes[i] !== old[i]) this.nodes[i].setAttribute("fill", this.fill(data.codes[i], "m"));
    this.codes = data.codes;
    const lines = data.borders ? geo.borders : "";
    this.amtWide.setAttribute("d", lines); this.amtThin.setAttribute("d", lines);
    this.regions.setAttribute("aria-label", data.spoken);
    this.select(data.selected);
    if (data.points || this.dots) (this.dots ??= new PointLayer(this)).paint();
    this.paintLegend();
    if (this.mark && !data.legend.some(([code]) => code === this.mark)) this.mark = "";
    this.paintMark();
    if (!this.many) this.nodes.forEach((node, i) => node.setAttribute("aria-label", this.spoken(i)));
    this.tip.hidden = true;
    this.layout();
  }

  fill(code, prefix) { const at = LETTERS.indexOf(code.toLowerCase()); return at < 0 ? `url(#${prefix}${code})` : this.data.colours[at]; }
  label(code) { return (this.data.legend.find(([letter]) => letter === code.toLowerCase()) || ["", ""])[1]; }

  text(i) {
    const code = this.codes[i], parts = this.values?.[i];
    if (this.notes.has(i)) return this.notes.get(i);
    if (!parts) return this.values || !LETTERS.includes(code.toLowerCase()) ? this.label(code) : "";
    const words = this.data.pattern.slice(0, parts.includes("\t") ? undefined : this.data.short).replace(/\{(\d)\}/g, (_, n) => parts.split("\t")[n] ?? "");
    return words + (code === "k" ? " – " + this.label(code) : LETTERS.includes(code) ? "" : " (geschätzt)");
  }

  spoken(i) {
    const code = this.codes[i].toLowerCase(), text = this.text(i);
    return `${this.geo.names[i]}: ${text}` + (LETTERS.includes(code) && this.values ? `, Klasse ${this.label(code)}` : "");
  }

  select(i) {
    this.selected = i ?? null;
    const d = i == null ? "" : this.geo.paths[i];
    this.halo.setAttribute("d", d); this.chosen.setAttribute("d", d);
    if (!this.many) this.nodes.forEach((node, at) => { const is = String(at === i); if (node.getAttribute("aria-selected") !== is) node.setAttribute("aria-selected", is); });
    if (this.focused == null && !this.many) this.nodes.forEach((node, at) => { node.tabIndex = at === (i ?? 0) ? 0 : -1; });
    if (this.focused == null && this.many) this.nodes[0].setAttribute("aria-label", this.spoken(i ?? 0));
  }

  paintLegend() {
    const { legend, unit, regions, edge, pointRows } = this.data, key = JSON.stringify([legend, unit, regions, edge, pointRows, this.colours]);
    if (this.legendKey === key) return;
    this.legendKey = key;
    this.rows.replaceChildren();
    const head = add(this.rows, "div", { class: "head" });
    add(head, "span", {}, unit); add(head, "span", {}, regions);
    legend.forEach(([code, label, count], at) => {
      if (edge && code === edge[0]) add(this.rows, "div", { class: "edge" }, edge[1]);
      if (at && !LETTERS.includes(code) && LETTERS.includes(legend[at - 1][0])) add(this.rows, "div", { class: "rule" });
      const row = add(this.rows, "button", { type: "button", class: "row", "data-code": code, "aria-pressed": "false" });
      const swatch = add(row, "svg", { viewBox: "0 0 28 18", "aria-hidden": "true" }), size = { x: .5, y: .5, width: 27, height: 17, stroke: "#75828D" };
      add(swatch, "rect", { ...size, fill: code === "E" ? this.data.colours.at(-2) || this.data.colours[0] : this.fill(code, "l") });
      if (code === "E") add(swatch, "rect", { ...size, fill: "url(#lE)" });
      add(row, "span", {}, label); add(row, "b", {}, count.toLocaleString("de-DE"));
      row.onclick = () => { this.mark = this.mark === code ? "" : code; this.paintMark(); if (this.many) this.paintCanvas(); };
    });
    this.dots?.legend(this.rows);
  }

  shown(code) { return !this.mark || (this.mark === "E" ? code !== code.toLowerCase() : code.toLowerCase() === this.mark); }

  paintMark() {  // a legend row that is pressed leaves the other classes pale
    for (const row of this.rows.querySelectorAll("button")) row.setAttribute("aria-pressed", String(row.dataset.code === this.mark));
    if (this.many) return;
    const pick = (wanted) => this.geo.paths.filter((_, i) => wanted(this.codes[i]) && this.shown(this.codes[i])).join("");
    this.nodes.forEach((node, i) => { const faint = this.shown(this.codes[i]) ? "" : ".16"; if (node.style.opacity !== faint) node.style.opacity = faint; });
    this.stripes.setAttribute("d", pick((code) => code !== code.toLowerCase()));
    this.gaps.setAttribute("d", pick((code) => "nskx".includes(code)));
  }

  layout() {
    if (!this.geo || !this.box.clientWidth) return;
    const width = this.box.clientWidth, narrow = width < NARROW, scale = this.data.scale || 1;
    this.box.classList.toggle("narrow", narrow);
    this.box.style.fontSize = 15 * scale + "px";
    const [left, top, right, bottom] = this.geo.box, ratio = (bottom - top) / (right - left);
    const height = narrow ? Math.min(this.data.height, Math.round(width * Math.min(Math.max(ratio, .7), 1.25)) + 16) : this.data.height;
    this.stage.style.height = height + "px";
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    if (narrow !== this.narrow) (narrow ? this.box : this.stage).append(...(narrow ? [this.tools, this.legend] : [this.legend, this.tools, this.tip]));
    this.narrow = narrow;
    // Legend widths in steps: words that change by a letter must not move the map.
    const pad = narrow ? 10 : 18, keep = narrow ? pad : Math.ceil(this.legend.offsetWidth / 40) * 40 + pad;
    let k = Math.min((width - 2 * pad) / (right - left), (height - 2 * pad) / (bottom - top)), x = (width - k * (right - left)) / 2;
    if (x < keep) { k = Math.min(k, (width - keep - pad) / (right - left)); x = Math.max(keep, Math.min(x, width - pad - k * (right - left))); }
    const home = { k, x: x - k * left, y: (height - k * (bottom - top)) / 2 - k * top, width, height };
    const same = this.home && JSON.stringify(home) === JSON.stringify(this.home);
    this.home = home;
    if (!same || !this.now) this.now = { ...home };
    this.place();
  }

  fit() { this.now = { ...this.home }; this.place(); }

  zoomBy(factor, x = this.home.width / 2, y = this.home.height / 2) {
    const { now, home } = this, k = Math.min(Math.max(now.k * factor, home.k), home.k * (this.many ? 60 : 12)), by = k / now.k;
    this.now = k === home.k ? { ...home } : { ...now, k, x: x - by * (x - now.x), y: y - by * (y - now.y) };
    this.place();
  }

  place() {  // one transform moves all shapes; hatches and names keep their size
    const { k, x, y } = this.now, [closer, away, whole] = this.tools.children, zoomed = k > this.home.k * 1.001;
    this.shapes.setAttribute("transform", `translate(${x} ${y}) scale(${k})`);
    for (const pattern of this.patterns) pattern.setAttribute("patternTransform", `scale(${1 / k})`);
    this.stage.classList.toggle("zoomed", zoomed);
    away.disabled = whole.disabled = !zoomed;
    closer.disabled = k >= this.home.k * (this.many ? 60 : 12) * .999;
    if (this.many) this.paintCanvas();
    this.dots?.place();
    this.paintNames();
  }

  at(i) { const [x, y] = this.geo.anchors[i]; return [x * this.now.k + this.now.x, y * this.now.k + this.now.y]; }

  paintCanvas() {
    const { canvas, now, home } = this, sharp = Math.min(devicePixelRatio || 1, 2), pen = canvas.getContext("2d");
    if (canvas.width !== Math.round(home.width * sharp) || canvas.height !== Math.round(home.height * sharp)) { canvas.width = Math.round(home.width * sharp); canvas.height = Math.round(home.height * sharp); }
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.setTransform(now.k * sharp, 0, 0, now.k * sharp, now.x * sharp, now.y * sharp);
    pen.fillStyle = "#EEF1F3"; pen.fill(this.land2d);
    const near = now.k / home.k > 4, margin = 500;  // borders only where shapes are large enough to part
    const [x0, y0, x1, y1] = [-now.x / now.k - margin, -now.y / now.k - margin, (home.width - now.x) / now.k + margin, (home.height - now.y) / now.k + margin];
    const seen = {};
    this.geo.anchors.forEach(([x, y], i) => { if (x > x0 && x < x1 && y > y0 && y < y1) (seen[this.codes[i]] ??= []).push(this.paths2d[i]); });
    pen.strokeStyle = "#fff"; pen.lineWidth = .8 / now.k;
    for (const [code, paths] of Object.entries(seen)) {
      pen.globalAlpha = this.shown(code) ? 1 : .16;
      for (const fill of this.canvasFill(pen, code)) {
        pen.fillStyle = fill;
        // Plain colours are fastest one by one, hatches all at once.
        if (typeof fill === "string") for (const path of paths) pen.fill(path);
        else { const all = new Path2D(); for (const path of paths) all.addPath(path); pen.fill(all); }
      }
      if (near) for (const path of paths) pen.stroke(path);
    }
    pen.globalAlpha = 1;
  }

  canvasFill(pen, code) {  // the class colour and, where needed, a hatch tile that keeps its size on screen
    const plain = LETTERS.includes(code.toLowerCase()), letter = plain ? "E" : code;
    if (plain && code === code.toLowerCase()) return [this.fill(code)];
    const [size, d, colour, width] = HATCHES[letter], tile = new OffscreenCanvas(size, size), ink = tile.getContext("2d");
    if (!plain) { ink.fillStyle = "#fff"; ink.fillRect(0, 0, size, size); }
    ink.strokeStyle = colour; ink.lineWidth = width; ink.lineCap = letter === "k" ? "round" : "butt"; ink.stroke(new Path2D(d));
    const pattern = pen.createPattern(tile, "repeat");
    pattern.setTransform(new DOMMatrix().scale(1 / this.now.k));
    return plain ? [this.fill(code), pattern] : [pattern];
  }

  paintNames() {  // the most important first; a name that finds no free place is left out
    const { width, height } = this.home, size = 15 * (this.data.scale || 1), taken = [], font = getComputedStyle(this.box).fontFamily;
    const block = (node) => { const a = node.getBoundingClientRect(), b = this.stage.getBoundingClientRect(); if (a.width) taken.push([a.left - b.left, a.top - b.top, a.right - b.left, a.bottom - b.top]); };
    if (!this.narrow) { block(this.legend); block(this.tools); }
    if (this.dots) taken.push(...this.dots.boxes());
    this.words.replaceChildren();
    const free = ([a, b, c, d]) => a > 4 && b > 4 && c < width - 4 && d < height - 4 && !taken.some(([e, f, g, h]) => a < g && c > e && b < h && d > f);
    const put = (text, spots, name, weight, factor = 1) => {
      this.probe.font = `${weight} ${size * factor}px ${font}`;
      const half = this.probe.measureText(text).width / 2 + 3, tall = size * factor * .62;
      const spot = spots.map(([x, y, side]) => [x + (side || 0) * half, y]).find(([x, y]) => free([x - half, y - tall, x + half, y + tall]));
      if (!spot) return;
      taken.push([spot[0] - half, spot[1] - tall, spot[0] + half, spot[1] + tall]);
      add(this.words, "text", { class: name, x: spot[0].toFixed(1), y: (spot[1] + size * factor * .35).toFixed(1), "text-anchor": "middle" }, text);
    };
    const outside = (x, y) => !this.probe.isPointInPath(this.inside, (x - this.now.x) / this.now.k, (y - this.now.y) / this.now.k);
    const most = this.narrow ? 7 : this.data.labels.length, { k, x: ox, y: oy } = this.now;
    for (const i of new Set([...(this.selected == null ? [] : [this.selected]), ...this.data.labels.slice(0, most)])) {
      const [x, y] = this.at(i), picked = i === this.selected, box = (this.many ? this.chosen : this.nodes[i]).getBBox();
      const [left, up, right, down] = [box.x * k + ox - 6, box.y * k + oy - size * .7, (box.x + box.width) * k + ox + 6, (box.y + box.height) * k + oy + size * .7];
      const around = this.many && !picked ? [] : [[left, y, -1], [right, y, 1], [x, up], [x, down]], wide = this.geo.names[i].length * size * .5;
      // Beside a small place lies open land or sea, if it lies at the edge; the selected place's name never covers its outline.
      const open = around.filter(([a, b, side]) => [0, .5, 1].every((by) => side ? outside(a + side * by * wide, b) : outside(a + (by - .5) * wide, b)));
      const spots = picked ? [...open, ...around] : right - left - 12 < wide ? open : [];
      put(this.geo.names[i], [...spots, [x, y], [x, y - size], [x, y + size], [x, y, -.6], [x, y, .6], [x, y - 1.7 * size], [x, y + 1.7 * size]], picked ? "name big" : "name", picked ? 700 : 550);
    }
    for (const [text, ux, uy, kind] of this.geo.contextLabels) {
      const x = ux * this.now.k + this.now.x, y = uy * this.now.k + this.now.y, half = text.length * size * .27;
      const clear = [0, -1, 1, -2, 2].map((by) => [x, y + by * size]).filter(([a, b]) => [-1, -.5, 0, .5, 1].every((by) => outside(a + by * half, b - 8) && outside(a + by * half, b + 8)));
      put(text, clear, "around " + kind, 400, .93);
    }
  }

  hit(event) {
    const node = event.composedPath()[0];
    if (!this.many) return node.dataset?.i === undefined ? null : Number(node.dataset.i);
    const edge = this.stage.getBoundingClientRect(), x = (event.clientX - edge.left - this.now.x) / this.now.k, y = (event.clientY - edge.top - this.now.y) / this.now.k;
    const near = this.geo.anchors.map(([a, b], i) => [(a - x) ** 2 + (b - y) ** 2, i]).filter(([far]) => far < 640000).sort((a, b) => a[0] - b[0]).slice(0, 60);
    return near.find(([, i]) => this.probe.isPointInPath(this.paths2d[i], x, y))?.[1] ?? null;
  }

  point(i, x, y) {  // shows the tooltip for a region, or takes it away
    this.hover.setAttribute("d", i == null || i === this.selected ? "" : this.geo.paths[i]);
    this.tip.hidden = i == null;
    if (i == null) return;
    if (!this.values && this.valuesLater) { const later = this.valuesLater; this.valuesLater = null; later().then(() => !this.tip.hidden && this.point(i, x, y)); }
    const code = this.codes[i], label = this.label(code), text = this.text(i);
    this.showTip([this.geo.names[i], text, text !== label && LETTERS.includes(code.toLowerCase()) ? `Klasse: ${label}` : ""], x, y);
  }

  showTip([head, ...lines], x, y) {
    this.tip.hidden = false;
    this.tip.replaceChildren();
    add(this.tip, "strong", {}, head);
    for (const line of lines) if (line) add(this.tip, "span", {}, line);
    const { offsetWidth: w, offsetHeight: h } = this.tip, { width, height } = this.home;
    this.tip.style.transform = `translate(${Math.max(4, Math.min(x + 14, width - w - 4))}px, ${y + 18 + h > height ? Math.max(4, y - h - 12) : y + 18}px)`;
  }

  focus(i) {  // roving tabindex: one region at a time can be reached with Tab
    const old = this.focused;
    this.focused = i;
    if (this.many) { this.nodes[0].setAttribute("d", this.geo.paths[i]); this.nodes[0].setAttribute("aria-label", this.spoken(i)); } else { this.nodes[old ?? this.selected ?? 0].tabIndex = -1; this.nodes[i].tabIndex = 0; }
    const [x, y] = this.at(i), { width, height } = this.home;
    if (x < 0 || y < 0 || x > width || y > height) { this.now.x += width / 2 - x; this.now.y += height / 2 - y; this.place(); }
    const node = this.many ? this.nodes[0] : this.nodes[i];
    if (node.getRootNode().activeElement !== node) node.focus({ preventScroll: true });
    this.ring.setAttribute("d", this.geo.paths[i]); this.ringHalo.setAttribute("d", this.geo.paths[i]);
    this.point(i, ...this.at(i));
  }

  step(from, dx, dy) {  // the nearest region in the arrow's direction, sideways counting double
    const [x, y] = this.geo.anchors[from];
    let best = from, least = Infinity;
    this.geo.anchors.forEach(([a, b], i) => {
      const ahead = (a - x) * dx + (b - y) * dy, aside = Math.abs((a - x) * dy) + Math.abs((b - y) * dx), far = ahead + 2 * aside;
      if (i !== from && ahead > 0 && aside <= ahead * 1.5 && far < least) [best, least] = [i, far];
    });
    return best;
  }

  listen() {
    const { stage, regions, pointers } = this, here = (e) => { const b = stage.getBoundingClientRect(); return [e.clientX - b.left, e.clientY - b.top]; };
    const pick = (i) => { if (i == null) return; this.select(i); this.paintNames(); this.choose(this.geo.ids[i]); };
    regions.addEventListener("focusin", (e) => { if (e.target.matches(":focus-visible")) this.focus(this.many ? this.focused ?? this.selected ?? 0 : Number(e.target.dataset.i)); });
    regions.addEventListener("focusout", () => { this.ring.setAttribute("d", ""); this.ringHalo.setAttribute("d", ""); this.point(null); });
    regions.addEventListener("keydown", (e) => {
      const now = this.focused ?? this.selected ?? 0, way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[e.key];
      const act = way ? () => this.focus(this.step(now, ...way)) : { Home: () => this.focus(0), End: () => this.focus(this.geo.ids.length - 1), Enter: () => pick(now), " ": () => pick(now), "+": () => this.zoomBy(1.6, ...this.at(now)), "-": () => this.zoomBy(1 / 1.6, ...this.at(now)), 0: () => this.fit(), Escape: () => { this.mark = ""; this.paintMark(); this.point(null); } }[e.key];
      if (act && !e.ctrlKey && !e.metaKey && !e.altKey) { e.preventDefault(); act(); }
    });
    stage.addEventListener("pointerdown", (e) => { if (e.target.closest?.("button")) return; pointers.set(e.pointerId, here(e)); if (pointers.size === 1) this.dragged = false; });
    for (const end of ["pointerup", "pointercancel", "pointerleave"]) stage.addEventListener(end, (e) => { pointers.delete(e.pointerId); if (end === "pointerleave") this.point(null); });
    stage.addEventListener("pointermove", (e) => {
      const spot = here(e), before = pointers.get(e.pointerId);
      if (!this.geo) return;
      if (!before) { if (this.dots?.over(e)) return; if (!e.target.closest?.(".tools, .legend")) this.point(this.hit(e), ...spot); else this.point(null); return; }
      const others = [...pointers.keys()].filter((id) => id !== e.pointerId), moved = Math.hypot(spot[0] - before[0], spot[1] - before[1]);
      if (others.length) {
        const other = pointers.get(others[0]), far = (a) => Math.hypot(a[0] - other[0], a[1] - other[1]);
        pointers.set(e.pointerId, spot); this.dragged = true;
        if (far(before) > 10) this.zoomBy(far(spot) / far(before), (spot[0] + other[0]) / 2, (spot[1] + other[1]) / 2);
      } else if (this.now.k > this.home.k * 1.001 && (this.dragged || moved > 4)) {
        this.now.x += spot[0] - before[0]; this.now.y += spot[1] - before[1];
        pointers.set(e.pointerId, spot); this.dragged = true; this.point(null); this.place();
      }
    });
    stage.addEventListener("click", (e) => { if (!this.dragged && this.dots?.pick(e)) return; if (this.geo && !this.dragged && e.detail < 2 && !e.target.closest?.(".tools, .legend")) pick(this.hit(e)); });
    stage.addEventListener("dblclick", (e) => { if (!e.target.closest?.(".tools, .legend")) this.zoomBy(e.shiftKey ? .5 : 2, ...here(e)); });
    stage.addEventListener("wheel", (e) => { if (e.ctrlKey && this.geo) { e.preventDefault(); this.zoomBy(Math.exp(-e.deltaY / 200), ...here(e)); } }, { passive: false });
  }
}

export function draw(component, base) {
  const root = component.parentElement;
  root.kommunalprofilMap ??= new MapView(root);
  return root.kommunalprofilMap.show(component, base);
}
