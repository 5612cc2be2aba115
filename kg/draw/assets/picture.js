// The picture: drawn by Graphviz in this page, moved, zoomed, walked through by keys, exported.

const svgSpace = "http://www.w3.org/2000/svg";
const canvas = document.getElementById("picture");
const sight = { scale: 1, x: 0, y: 0 };
const mostMagnified = 2;
let current = null;
let graphviz = null;

function draw() {
  current = drawn();
  current.said.size ? (canvas.dataset.empty = "") : delete canvas.dataset.empty;
  const svg = graphviz.renderSVGElement(dotOf(current, false));
  enough(svg);
  svg.setAttribute("role", "group");
  svg.setAttribute("aria-label", "Graph: arrow keys move between its parts, Enter opens one");
  svg.querySelectorAll("title").forEach((title) => title.remove());
  svg.querySelectorAll("a").forEach((link) => link.parentNode.replaceWith(...link.childNodes));
  dress(svg);
  canvas.replaceChildren(svg);
  fit();
  const left = current.all.said - current.said.size;
  const shown = `${current.nodes.length} of ${current.all.nodes} nodes, ${current.said.size} of ${current.all.said} statements`;
  setText("shown", left ? `Shown: ${shown}; the best connected first` : `Shown: ${shown}`);
  mark();
}

/** As large as there is room for, but a picture of few nodes no larger than reads well. */
function enough(svg) {
  for (const side of ["width", "height"]) {
    svg.style[`max-${side}`] = `${parseFloat(svg.getAttribute(side)) * mostMagnified}px`;
    svg.removeAttribute(side);
  }
}

/** Make nodes and edges things that can be clicked, reached by keys and heard. */
function dress(svg) {
  const parts = [...svg.querySelectorAll(".node, .edge")];
  parts.forEach((part, place) => {
    const edge = part.classList.contains("edge") ? current.edges[Number(part.id.slice(1))] : null;
    const id = edge ? null : part.id.replace(/^node-/, "");
    part.setAttribute("tabindex", place ? "-1" : "0");
    part.setAttribute("role", "button");
    part.setAttribute("aria-label", edge ? edgeWords(edge) : nodeWords(id));
    part.addEventListener("click", () => (edge ? selectEdge(edge) : selectNode(id)));
    part.addEventListener("dblclick", () => !edge && nodes.has(id) && focusOn(id));
    part.addEventListener("keydown", (event) => walk(event, parts, place));
    if (edge) part.prepend(wide(part.querySelector("path")));
  });
}

const nodeWords = (id) => (nodes.has(id) ? `${label(id)}, ${nodes.get(id).name}` : label(id));
const edgeWords = (edge) =>
  edge.said.size ? [...edge.said].map((number) => statements[number].spoken).join("; ") : `${label(edge.tail)} ${edge.role} ${label(edge.head)}`;

/** A line is thin; what takes the click is not. */
function wide(path) {
  const area = path ? path.cloneNode() : document.createElementNS(svgSpace, "path");
  area.setAttribute("class", "area");
  area.removeAttribute("stroke-dasharray");
  return area;
}

function walk(event, parts, place) {
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    parts[place].dispatchEvent(new MouseEvent("click", { bubbles: true }));
  } else if (event.key in steps) {
    event.preventDefault();
    const next = parts[(place + steps[event.key] + parts.length) % parts.length];
    parts[place].setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  }
}

/** Light up what is selected: its edges and their ends. */
function mark() {
  const picked = selectedNumbers();
  const selected = state.selected;
  canvas.classList.toggle("picked", picked.size > 0 || selected?.node !== undefined);
  for (const part of canvas.querySelectorAll(".edge, .node")) part.classList.remove("on");
  current.edges.forEach((edge, place) => {
    if (![...edge.said].some((number) => picked.has(number))) return;
    canvas.querySelector(`#e${place}`)?.classList.add("on");
    for (const id of [edge.tail, edge.head]) canvas.querySelector(`#${CSS.escape(`node-${id}`)}`)?.classList.add("on");
  });
  if (selected?.node !== undefined) canvas.querySelector(`#${CSS.escape(`node-${selected.node}`)}`)?.classList.add("on");
}

function fit() {
  Object.assign(sight, { scale: 1, x: 0, y: 0 });
  look();
}

function zoom(by) {
  sight.scale = Math.min(8, Math.max(0.2, sight.scale * by));
  look();
}

function look() {
  const svg = canvas.querySelector("svg");
  if (svg) svg.style.transform = `translate(${sight.x}px, ${sight.y}px) scale(${sight.scale})`;
}

canvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15);
}, { passive: false });

canvas.addEventListener("pointerdown", (start) => {
  if (start.button) return;
  const from = { ...sight };
  const move = (event) => {
    Object.assign(sight, { x: from.x + event.clientX - start.clientX, y: from.y + event.clientY - start.clientY });
    look();
  };
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", () => window.removeEventListener("pointermove", move), { once: true });
});

// Exports: always on a white ground, with heading and legend, whatever the page looks like.

function save(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

const fileSvg = () => graphviz.renderString(dotOf(current, true), { format: "svg" });

function exportSvg() {
  save("graph.svg", new Blob([fileSvg()], { type: "image/svg+xml" }));
}

function exportPng() {
  const image = new Image();
  image.onload = () => {
    const sheet = document.createElement("canvas");
    Object.assign(sheet, { width: image.width * 2, height: image.height * 2 });
    sheet.getContext("2d").drawImage(image, 0, 0, sheet.width, sheet.height);
    sheet.toBlob((blob) => save("graph.png", blob), "image/png");
    URL.revokeObjectURL(image.src);
  };
  image.src = URL.createObjectURL(new Blob([fileSvg()], { type: "image/svg+xml" }));
}

function exportCsv() {
  const columns = ["subject", "label", "object", "factuality", "source", "first", "last", "confidence", "rule", "quote"];
  const value = (said, column) => {
    if (column === "subject" || column === "object" || column === "source") return said[column] ? label(said[column]) : "";
    return String(said[column] ?? "");
  };
  // A cell that begins like a formula would be run by a spreadsheet.
  const cell = (text) => `"${(/^[=+\-@\t]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  const rows = passing().map((said) => columns.map((column) => cell(value(said, column))).join(","));
  save("statements.csv", new Blob([[columns.join(","), ...rows].join("\r\n")], { type: "text/csv" }));
}
