// The picture: drawn by Graphviz in a worker or by the program itself, moved, zoomed, walked through by keys.

const svgSpace = "http://www.w3.org/2000/svg";
const canvas = document.getElementById("picture");
const sight = { scale: 1, width: 0, height: 0 };
const scales = { least: 0.2, most: 8, legible: 0.75, enough: 2 };
let current = { nodes: [], edges: [], said: new Set(), all: { nodes: 0, said: 0 } };
let shownDot = "";
let shownSheet = "";

const formOf = () => data.forms.find((one) => one.form === state.form) ?? data.forms[0];
const isSheet = () => formOf().form !== "network";

function draw() {
  canvas.classList.toggle("sheet", isSheet());
  document.getElementById("top").disabled = isSheet();
  document.getElementById("hand").hidden = !isHandled() || formOf().form !== "story";
  document.getElementById("legend").hidden = isSheet();
  document.querySelectorAll("#legend .published").forEach((one) => one.remove());
  if (state.colour) document.getElementById("legend").prepend(...publishers.map((name) => element("span", { class: "published" }, badge(name), name || "publisher not told")));
  return isSheet() ? showSheet(formOf()) : drawNetwork(Math.min(state.top || mostDrawn, mostDrawn), "");
}

async function drawNetwork(room, told) {
  const made = drawn(room);
  const dot = dotOf(made);
  if (dot === shownDot && canvas.querySelector("svg")) return settled(made, told);
  setText("shown", `Drawing ${counted(made.nodes.length, "node")} …`);
  canvas.setAttribute("aria-busy", "true");
  try {
    const svg = await layout(dot);
    if (svg === null || isSheet()) return undefined;
    const parsed = parsedSvg(svg);
    dressNetwork(parsed, made);
    await pause();
    if (isSheet()) return undefined;
    shownDot = dot;
    await show(parsed);
    if (!parsed.isConnected) return undefined;
  } catch (error) {
    const fewer = Math.floor(made.nodes.length / 2);
    if (error.message === "too long" && fewer > 10) {
      return drawNetwork(fewer, `; a layout of ${made.nodes.length} nodes took more than ${patience / 1000} seconds, so fewer are drawn`);
    }
    canvas.replaceChildren(element("p", { class: "empty" }, `The picture cannot be drawn here (${error.message}); table and timeline have the statements.`));
  }
  return settled(made, told);
}

function settled(made, told) {
  const start = performance.now();
  current = made;
  canvas.removeAttribute("aria-busy");
  if (!made.said.size) showNothing();
  const left = made.all.said - made.said.size;
  const shown = `${counted(made.nodes.length, "node")} of ${made.all.nodes.toLocaleString("en")}, ${countWords(countOf(numbered(made.said)), countOf(passing()))}`;
  const cap = left && made.room === mostDrawn ? `; at most ${mostDrawn} nodes are drawn at once, filters and focus show others` : "";
  setText("shown", left ? `Shown: ${shown}; the best connected first${cap}${told}` : `Shown: ${shown}`);
  mark();
  ready(start);
}

function ready(start) {
  document.body.dataset.drew = (performance.now() - start).toFixed(1);
  document.body.dataset.ready ??= performance.now().toFixed(0);
}

/** A sheet as the program drew it, or where a part of it is left out or there is no room for it, laid out anew. */
function sheetText(form, theme = document.documentElement.dataset.theme || "light") {
  const sheets = form.form === "story" && data.articles.length > 1 ? data.articles[state.article].drawn : form.drawn;
  const drawn = sheets[canvas.clientWidth < narrow ? "narrow" : "wide"];
  const made = drawn && !isFiltered() && !state.colour && (form.form === "story" && hand.edits.length > hand.drawn ? handedDrawing(drawn) : drawn);
  if (!made) return sheetOf(form.form, theme);
  return theme === "dark" ? made.replace(/#[0-9a-f]{6}\b/g, (colour) => data.darkened[colour] ?? colour) : made;
}

/** The story of an article among many, drawn by the server that made the page: shown once it is there. */
async function fetchStory(article) {
  if (!data.asks || data.articles.length < 2 || article.drawn.wide || article.isAsked) return;
  article.isAsked = true;
  const reply = await fetch(`/story?article=${encodeURIComponent(article.id)}`);
  if (!reply.ok) return;
  article.drawn = await reply.json();
  if (isSheet() && state.view === "picture" && data.articles[state.article] === article) draw();
}

function showSheet(form) {
  const start = performance.now();
  shownDot = "";
  canvas.removeAttribute("aria-busy");
  if (!passing().length) {
    showNothing();
    setText("shown", "");
    return ready(start);
  }
  if (form.form === "story") fetchStory(data.articles[state.article]);
  const text = sheetText(form);
  if (shownSheet !== text || !canvas.querySelector("svg")) {
    const svg = parsedSvg(text);
    dressSheet(svg);
    show(svg);
    shownSheet = text;
  }
  const fitting = new Set(passing().map((said) => said.number));
  const shown = new Set([...canvas.querySelectorAll("[data-said]")].flatMap(numbersOf).filter((number) => fitting.has(number)));
  const here = passing().filter(isHere);
  const of = here.length < passing().length ? " of this article" : "";
  setText("shown", `Shown: ${countWords(countOf(numbered(shown)), countOf(here))}${of}${shown.size < here.length ? "; table, text and network have all" : ""}${isHandled() ? `; ${counted(hand.edits.length - data.edits.length, "edit")} of yours in no file yet` : ""}`);
  mark();
  return ready(start);
}

const parsedSvg = (text) => document.importNode(new DOMParser().parseFromString(text, "image/svg+xml").documentElement, true);

/** Let the browser answer whoever waits, and paint what is there, before the next piece of work. */
const pause = () => new Promise((done) => {
  requestAnimationFrame(() => setTimeout(done));
  setTimeout(done, 100); // a page that is not seen has no frames
});

const atOnce = 60; // parts of a picture: to lay out and paint many more at once holds up the page

/** Put a picture in place, a large one part by part. */
async function show(svg) {
  shownSheet = "";
  const graph = svg.querySelector(".graph");
  const rest = graph ? [...graph.children].slice(atOnce) : [];
  rest.forEach((part) => part.remove());
  sight.width = svg.viewBox.baseVal.width || parseFloat(svg.getAttribute("width"));
  sight.height = svg.viewBox.baseVal.height || parseFloat(svg.getAttribute("height"));
  const points = /pt$/.test(svg.getAttribute("width") ?? "") ? 96 / 72 : 1;
  sight.width *= points;
  sight.height *= points;
  for (const side of ["width", "height"]) svg.removeAttribute(side);
  canvas.replaceChildren(svg);
  fit();
  while (rest.length && svg.isConnected) {
    await pause();
    graph.append(...rest.splice(0, atOnce));
  }
}

function showNothing() {
  shownDot = shownSheet = "";
  const told = data.note && !statements.some((said) => said.isMain) ? data.note : state.words ? `Nothing is found for “${state.words}”${filterWords() === `with “${state.words}”` ? "" : " with these filters"}.` : "No statement passes the filters.";
  canvas.replaceChildren(element("p", { class: "empty" }, told, " ", element("button", { onclick: reset }, "Clear all filters")));
}

/** Make nodes and edges things that can be clicked, reached by keys and heard. */
function dressNetwork(svg, made) {
  svg.querySelectorAll("title").forEach((title) => title.remove());
  svg.querySelectorAll("a").forEach((link) => link.parentNode.replaceWith(...link.childNodes));
  const parts = [...svg.querySelectorAll(".node, .edge")];
  for (const part of parts) {
    const edge = part.classList.contains("edge") ? made.edges[Number(part.id.slice(1))] : null;
    const id = edge ? null : part.id.replace(/^node-/, "");
    name(part, edge ? edgeWords(edge) : nodeWords(id));
    part.addEventListener("click", () => (edge ? selectEdge(edge) : selectNode(id)));
    part.addEventListener("dblclick", () => !edge && nodes.has(id) && expand(id));
    if (edge && state.colour && edge.said.size) paint(part, edge);
    if (edge) part.prepend(wide(part.querySelector("path")));
  }
  walked(svg, parts, "Graph: arrow keys move between its parts, Enter opens one");
}

/** An edge in the colour of whoever published it. */
function paint(part, edge) {
  const { ink } = publisherSign([...new Set(numbered(edge.said).flatMap(publishersOf))]);
  for (const line of part.querySelectorAll("path")) line.style.stroke = ink;
  for (const head of part.querySelectorAll("polygon:not([stroke=none])")) Object.assign(head.style, { stroke: ink, fill: ink });
}

function drawAnew() {
  shownDot = "";
  return draw();
}

function dressSheet(svg) {
  const title = svg.querySelector(":scope > title")?.textContent ?? formOf().name;
  svg.querySelectorAll(":scope > title, :scope > desc").forEach((words) => words.remove());
  const parts = [...svg.querySelectorAll("[data-said]")].filter((part) => numbersOf(part).length);
  for (const part of parts) {
    const words = part.querySelector(":scope > title")?.textContent ?? statements[numbersOf(part)[0]].spoken;
    part.querySelector(":scope > title")?.remove();
    name(part, words);
    part.addEventListener("click", () => select({ said: numbersOf(part) }));
  }
  walked(svg, parts, `${title}: arrow keys move between its parts, Enter opens one`);
}

const numbersOf = (part) => part.dataset.said.split(" ").map((id) => numberOf.get(id)).filter((number) => number !== undefined);

function walked(svg, parts, words) {
  svg.setAttribute("role", "group");
  svg.setAttribute("aria-label", words);
  parts.forEach((part, place) => {
    part.setAttribute("tabindex", place ? "-1" : "0");
    part.setAttribute("role", "button");
    part.addEventListener("keydown", (event) => walk(event, parts, place));
  });
}

/** The words one sees are the name, for who speaks to the page (WCAG 2.5.3); what they stand for is the description. */
function name(part, words) {
  part.setAttribute(part.textContent.trim() ? "aria-description" : "aria-label", words);
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

/** Light up what is selected: its edges and their ends, or its cards. */
function mark() {
  const picked = selectedNumbers();
  const selected = state.selected;
  canvas.classList.toggle("picked", picked.size > 0 || selected?.node !== undefined);
  for (const part of canvas.querySelectorAll(".on")) part.classList.remove("on");
  if (isSheet()) {
    for (const part of canvas.querySelectorAll("[data-said]")) part.classList.toggle("on", numbersOf(part).some((number) => picked.has(number)));
    return;
  }
  if (!picked.size && selected?.node === undefined) return;
  const parts = new Map([...canvas.querySelectorAll(".node, .edge")].map((part) => [part.id, part]));
  current.edges.forEach((edge, place) => {
    if (![...edge.said].some((number) => picked.has(number))) return;
    for (const id of [`e${place}`, `node-${edge.tail}`, `node-${edge.head}`]) parts.get(id)?.classList.add("on");
  });
  parts.get(`node-${selected?.node}`)?.classList.add("on");
}

// Sight: the picture is as large as there is room for, but never so small that it cannot be read; what is beyond is scrolled to.

/** As large as can be read; ``isAsked`` all of it, however small. */
function fit(isAsked = false) {
  const isDownwards = isSheet();
  const across = canvas.clientWidth / sight.width;
  const whole = isDownwards ? across : Math.min(across, canvas.clientHeight / sight.height);
  const least = isAsked ? 0.02 : isDownwards && across < scales.legible ? 1 : scales.legible; // what would be too small to read is scrolled
  sight.scale = Math.min(scales.enough, Math.max(least, whole)) || 1;
  look();
  canvas.scrollTo(isDownwards ? 0 : (canvas.scrollWidth - canvas.clientWidth) / 2, isDownwards ? 0 : (canvas.scrollHeight - canvas.clientHeight) / 2);
}

function look(isMoved = false) {
  const svg = canvas.querySelector("svg");
  if (!svg) return;
  svg.style.width = `${sight.width * sight.scale}px`;
  svg.style.height = `${sight.height * sight.scale}px`;
  svg.style.margin = isMoved ? `${canvas.clientHeight / 2}px ${canvas.clientWidth / 2}px` : isSheet() ? "0 auto" : "auto"; // room to keep a point where it is
}

/** Nearer or farther; what is under the pointer stays under it. */
function zoom(by, at = null) {
  const svg = canvas.querySelector("svg");
  if (!svg) return;
  const frame = canvas.getBoundingClientRect();
  const point = at ?? { x: frame.left + frame.width / 2, y: frame.top + frame.height / 2 };
  const before = svg.getBoundingClientRect();
  const part = { x: (point.x - before.left) / before.width, y: (point.y - before.top) / before.height };
  sight.scale = Math.min(scales.most, Math.max(scales.least, sight.scale * by));
  look(true);
  const after = svg.getBoundingClientRect();
  canvas.scrollLeft += after.left + part.x * after.width - point.x;
  canvas.scrollTop += after.top + part.y * after.height - point.y;
}

new ResizeObserver(() => {
  if (canvas.clientWidth === sight.room) return;
  sight.room = canvas.clientWidth;
  if (state.view === "picture" && isSheet() && document.body.dataset.ready) draw(), fit();
}).observe(canvas);

canvas.addEventListener("wheel", (event) => {
  if (event.shiftKey || (isSheet() && !event.ctrlKey)) return; // a sheet is read downwards: the wheel scrolls it
  event.preventDefault();
  zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15, { x: event.clientX, y: event.clientY });
}, { passive: false });

canvas.addEventListener("pointerdown", (start) => {
  if (start.button || start.pointerType === "touch") return; // fingers scroll by themselves
  const from = { left: canvas.scrollLeft, top: canvas.scrollTop };
  const move = (event) => canvas.scrollTo(from.left - event.clientX + start.clientX, from.top - event.clientY + start.clientY);
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", () => window.removeEventListener("pointermove", move), { once: true });
});

let pinched = 0;

canvas.addEventListener("touchmove", (event) => {
  if (event.touches.length !== 2) return;
  event.preventDefault();
  const [one, other] = event.touches;
  const apart = Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
  if (pinched) zoom(apart / pinched, { x: (one.clientX + other.clientX) / 2, y: (one.clientY + other.clientY) / 2 });
  pinched = apart;
}, { passive: false });

canvas.addEventListener("touchend", () => {
  pinched = 0;
});
