/* The board: one column per status, cards moved by dragging, by the arrow keys or by the choice on the card. All words come as text. */
const make = (name, attributes = {}, ...children) => {
  const node = Object.assign(document.createElement(name), attributes);
  node.append(...children);
  return node;
};

const card = (item, column, data, move) => {
  const title = make("a", { className: "title", href: item.href, dir: "auto", textContent: item.title });
  title.onclick = (event) => { if (!event.ctrlKey && !event.metaKey && !event.shiftKey) { event.preventDefault(); move.open(item.id); } };
  const facts = make("p", { className: "facts", dir: "auto", textContent: item.facts });
  const node = make("li", { className: item.late ? "card late" : "card" }, title, facts);
  if (item.note) node.append(make("p", { className: item.late ? "note" : "facts", dir: "auto", textContent: item.note }));
  if (!data.may) return node;
  const choice = make("select", { ariaLabel: `Stand von ${item.title} ändern` });
  for (const other of data.columns) choice.append(make("option", { value: other.id, textContent: other.word, selected: other.id === column.id }));
  choice.onchange = () => move.to(item, choice.value, node);
  node.append(choice);
  node.tabIndex = 0;
  node.draggable = true;
  node.setAttribute("aria-keyshortcuts", "ArrowLeft ArrowRight");
  node.ondragstart = (event) => { event.dataTransfer.setData("text/plain", item.id); event.dataTransfer.effectAllowed = "move"; move.held = { item, node, from: column.id }; node.classList.add("held"); };
  node.ondragend = () => { node.classList.remove("held"); move.held = null; };
  node.onkeydown = (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const next = step && event.target === node && data.columns[data.columns.indexOf(column) + step];
    if (!next) return;
    event.preventDefault();
    move.to(item, next.id, node);
  };
  return node;
};

const lane = (column, data, move) => {
  const sign = make("span", { className: "sign" });
  sign.innerHTML = column.sign; // drawn by this program, without anybody's words
  const list = make("ul", {}, ...column.cards.map((item) => card(item, column, data, move)));
  if (!column.cards.length) list.append(make("li", { className: "none", textContent: "keine" }));
  const node = make("section", { ariaLabel: column.word }, make("h3", {}, sign, `${column.word} `, make("small", { textContent: column.cards.length })), list);
  node.ondragover = (event) => { if (move.held && move.held.from !== column.id) { event.preventDefault(); node.classList.add("over"); } };
  node.ondragleave = (event) => { if (!node.contains(event.relatedTarget)) node.classList.remove("over"); };
  node.ondrop = (event) => { event.preventDefault(); node.classList.remove("over"); if (move.held) move.to(move.held.item, column.id, move.held.node); };
  return node;
};

export default ({ parentElement, data, setTriggerValue }) => {
  const host = parentElement.querySelector(".kp-board");
  const move = {
    held: null,
    open: (id) => setTriggerValue("opened", id),
    to: (item, status, node) => {
      node.classList.add("sent");
      host._focus = item.id;
      setTriggerValue("moved", { id: item.id, version: item.version, status });
    },
  };
  host.replaceChildren(...data.columns.map((column) => lane(column, data, move)));
  const again = data.columns.flatMap((column) => column.cards).findIndex((item) => item.id === host._focus);
  if (again >= 0) host.querySelectorAll("li.card")[again].focus({ preventScroll: true });
  host._focus = null;
};
