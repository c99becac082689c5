// Points on the map: places people go to. They keep their size while the map is zoomed, speak, and can be reached by keyboard.
// Names come from outside: textContent and attributes only. Put before map_component.js, whose function add() it uses.

class PointLayer {
  constructor(map) {
    this.map = map;
    this.group = add(map.svg, "g", { class: "points", role: "group" });
    map.words.before(this.group);  // names stand above
    this.group.addEventListener("focusin", (e) => this.tell(Number(e.target.dataset.p)));
    this.group.addEventListener("focusout", () => map.point(null));
    this.group.addEventListener("keydown", (e) => {
      const now = Number(e.target.dataset.p), last = this.nodes.length - 1;
      const to = { ArrowRight: now + 1, ArrowDown: now + 1, ArrowLeft: now - 1, ArrowUp: now - 1, Home: 0, End: last }[e.key];
      if (to !== undefined) this.focus(Math.min(Math.max(to, 0), last));
      else if (e.key === "Enter" || e.key === " ") this.choose(now);
      else if (e.key !== "Escape") return;
      e.preventDefault();
      if (e.key === "Escape") map.point(null);
    });
  }

  paint() {
    const { points = [], signs = {}, pointRows = [] } = this.map.data, key = JSON.stringify([points, signs]);
    this.points = points;
    this.group.setAttribute("aria-label", pointRows.map(([, label, count]) => `${label}: ${count}`).join(", ") + ". Pfeiltasten führen von Punkt zu Punkt.");
    if (this.key === key) return;
    this.key = key;
    this.group.replaceChildren();
    this.nodes = points.map(([, , , sign, name, text], i) => {
      const [d, fill, stroke, width] = signs[sign];
      return add(this.group, "path", { d, fill, stroke, "stroke-width": width, role: "img", tabindex: i ? -1 : 0, "data-p": i, "aria-label": `${name}: ${text}` });
    });
    this.order = points.map((point, i) => [point[1], i]).sort((a, b) => a[0] - b[0]).map(([, i]) => i);  // west to east
    this.order.forEach((i, at) => { this.nodes[i].dataset.p = at; this.nodes[i].tabIndex = at ? -1 : 0; });
  }

  place() {
    const { k, x, y } = this.map.now, size = this.map.data.scale || 1;
    this.points.forEach(([, px, py], i) => this.nodes[i].setAttribute("transform", `translate(${(px * k + x).toFixed(1)} ${(py * k + y).toFixed(1)}) scale(${size})`));
  }

  node(at) { return this.nodes[this.order[at]]; }

  focus(at) {
    for (const node of this.nodes) node.tabIndex = -1;
    this.node(at).tabIndex = 0;
    this.node(at).focus({ preventScroll: true });
  }

  tell(at) {  // the map's own tooltip, filled with the point's words
    const [, px, py, , name, text] = this.points[this.order[at]], { k, x, y } = this.map.now;
    this.map.showTip([name, text], px * k + x, py * k + y);
  }

  over(event) {  // whether the pointer is over a point, which then speaks instead of the region below
    const at = event.composedPath()[0].dataset?.p;
    if (at === undefined) return false;
    this.map.hover.setAttribute("d", "");
    this.tell(Number(at));
    return true;
  }

  pick(event) {
    const at = event.composedPath()[0].dataset?.p;
    if (at === undefined) return false;
    this.choose(Number(at));
    return true;
  }

  choose(at) { this.map.choosePoint(this.points[this.order[at]][0]); }

  boxes() {  // where no name should stand
    return this.points.map(([, px, py]) => { const [x, y] = [px * this.map.now.k + this.map.now.x, py * this.map.now.k + this.map.now.y]; return [x - 5, y - 5, x + 5, y + 5]; });
  }

  legend(rows) {
    const { signs = {}, pointRows = [] } = this.map.data;
    if (pointRows.length) add(rows, "div", { class: "rule" });
    for (const [sign, label, count] of pointRows) {
      const row = add(rows, "div", { class: "row" }), picture = add(row, "svg", { viewBox: "-14 -10 28 20", "aria-hidden": "true" });
      const [d, fill, stroke, width] = signs[sign];
      add(picture, "path", { d, fill, stroke, "stroke-width": width });
      add(row, "span", {}, label); add(row, "b", {}, count.toLocaleString("de-DE"));
    }
  }
}
