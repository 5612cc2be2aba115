// Filters, search, views, keys: each change draws anew.

const groups = [
  ["kind", "Class", (said) => [kind(said.subject), kind(said.object)], (value) => data.names[value] ?? value],
  ["factuality", "How firmly", (said) => [said.factuality], (value) => value.toLowerCase()],
  ["source", "Who says so", (said) => [said.source], (value) => (value ? label(value) : "the article itself")],
  ["relation", "Relation", (said) => [said.relation], (value) => data.relations[value] ?? value],
];

function showFilters() {
  document.getElementById("groups").replaceChildren(...groups.map(filterGroup));
  const least = document.getElementById("least");
  least.addEventListener("input", () => {
    state.least = Number(least.value) / 100;
    setText("least-value", state.least.toFixed(2));
    changed();
  });
  for (const end of ["from", "to"]) {
    document.getElementById(end).addEventListener("change", (event) => {
      state[end] = event.target.value;
      changed();
    });
  }
  showHistogram();
}

function filterGroup([name, title, values, words]) {
  const counts = new Map();
  for (const said of statements) for (const value of new Set(values(said))) counts.set(value, (counts.get(value) ?? 0) + 1);
  const order = [...counts].sort((a, b) => b[1] - a[1] || String(a[0]).localeCompare(String(b[0])));
  const boxes = order.map(([value, count]) => {
    const box = element("input", { type: "checkbox", value });
    box.checked = !state.off[name].has(value);
    box.addEventListener("change", () => {
      box.checked ? state.off[name].delete(value) : state.off[name].add(value);
      changed();
    });
    return element("label", {}, box, element("span", {}, words(value)), element("span", { class: "count" }, String(count)));
  });
  const set = (isOn) => () => {
    state.off[name] = new Set(isOn ? [] : counts.keys());
    for (const label of boxes) label.firstChild.checked = isOn;
    changed();
  };
  const all = element("span", { class: "all" }, element("button", { onclick: set(true), "aria-label": `${title}: all` }, "all"),
    element("button", { onclick: set(false), "aria-label": `${title}: none` }, "none"));
  const details = element("details", { "data-group": name }, element("summary", {}, `${title} (${counts.size})`), all,
    element("div", { class: "boxes", role: "group", "aria-label": title }, ...boxes));
  details.open = name === "factuality" || name === "kind";
  return details;
}

/** How many statements begin in each year, or month where all are of one or two years; a bar is a button. */
function showHistogram() {
  const dated = statements.filter((said) => said.first);
  const years = new Set(dated.map((said) => said.first.slice(0, 4)));
  const size = years.size > 2 ? 4 : 7;
  const counts = new Map();
  for (const said of dated) counts.set(said.first.slice(0, size), (counts.get(said.first.slice(0, size)) ?? 0) + 1);
  const most = Math.max(1, ...counts.values());
  const bars = [...counts].sort().map(([time, count]) => {
    const bar = element("button", { title: `${time}: ${count}`, "aria-label": `${time}: ${count} statements`, onclick: () => only(time) });
    bar.style.setProperty("--part", String(count / most));
    return bar;
  });
  document.getElementById("histogram").replaceChildren(...bars);
  document.getElementById("dates").hidden = !dated.length;
}

function only(time) {
  const last = time.length === 4 ? `${time}-12-31` : new Date(Date.UTC(Number(time.slice(0, 4)), Number(time.slice(5)), 0)).toISOString().slice(0, 10);
  Object.assign(state, { from: time.length === 4 ? `${time}-01-01` : `${time}-01`, to: last });
  document.getElementById("from").value = state.from;
  document.getElementById("to").value = state.to;
  changed();
}

function focusOn(id) {
  state.focus = id ? [id] : [];
  document.getElementById("unfocus").hidden = !id;
  changed();
}

function showView() {
  for (const view of ["picture", "table", "timeline"]) {
    document.getElementById(`${view}-view`).hidden = state.view !== view;
    document.getElementById(`show-${view}`).setAttribute("aria-pressed", String(state.view === view));
  }
  if (state.view === "table") showTable();
  if (state.view === "timeline") showTimeline();
  if (state.view === "picture" && graphviz) draw();
}

function changed() {
  const start = performance.now();
  rowsShown = rowsAtOnce;
  showView();
  document.body.dataset.took = (performance.now() - start).toFixed(1);
  setText("status", `${passing().length} of ${statements.length} statements`);
}

function reset() {
  for (const name of Object.keys(state.off)) state.off[name].clear();
  Object.assign(state, { least: 0, from: "", to: "", focus: [], words: "", selected: null });
  for (const id of ["from", "to", "search"]) document.getElementById(id).value = "";
  document.getElementById("least").value = "0";
  setText("least-value", "0.00");
  document.getElementById("unfocus").hidden = true;
  document.getElementById("groups").replaceChildren(...groups.map(filterGroup));
  select(null);
  changed();
}

const keys = {
  "/": () => document.getElementById("search").focus(),
  "?": () => document.getElementById("help").showModal(),
  1: () => view("picture"), 2: () => view("table"), 3: () => view("timeline"),
  "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(0.8), 0: () => fit(),
  f: () => state.selected?.node !== undefined && focusOn(state.selected.node),
  Escape: () => (state.selected ? select(null) : state.focus.length ? focusOn(null) : reset()),
};

function view(name) {
  state.view = name;
  showView();
}

document.addEventListener("keydown", (event) => {
  const isWriting = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox";
  if (event.key === "Escape" && isWriting) return event.target.blur();
  if (isWriting || event.ctrlKey || event.metaKey || event.altKey || document.getElementById("help").open) return undefined;
  if (event.key in keys) {
    event.preventDefault();
    keys[event.key]();
  }
  return undefined;
});

function setTheme(name) {
  document.documentElement.dataset.theme = name;
}

let waiting = 0;

function start() {
  const on = (id, act) => document.getElementById(id).addEventListener("click", act);
  for (const name of ["picture", "table", "timeline"]) on(`show-${name}`, () => view(name));
  on("export-svg", exportSvg);
  on("export-png", exportPng);
  on("export-csv", exportCsv);
  on("reset", reset);
  on("unfocus", () => focusOn(null));
  on("zoom-in", () => zoom(1.25));
  on("zoom-out", () => zoom(0.8));
  on("zoom-fit", fit);
  on("help-button", () => document.getElementById("help").showModal());
  on("theme", () => setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
  document.getElementById("search").addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      state.words = event.target.value.trim().toLowerCase();
      changed();
    }, 120);
  });
  document.getElementById("top").value = String(state.top);
  document.getElementById("top").addEventListener("change", (event) => {
    state.top = Number(event.target.value);
    changed();
  });
  document.getElementById("hops").value = String(state.hops);
  document.getElementById("hops").addEventListener("change", (event) => {
    state.hops = Number(event.target.value);
    changed();
  });
  document.getElementById("article").replaceChildren(...data.articles.map((article, place) => element("option", { value: String(place) }, article.title || article.id)));
  document.getElementById("article").addEventListener("change", (event) => {
    showArticle(Number(event.target.value));
    markArticle();
  });
  document.getElementById("article").hidden = data.articles.length < 2;
  document.getElementById("unfocus").hidden = !state.focus.length;
  if (data.start.theme === "dark" || (!data.start.theme && matchMedia("(prefers-color-scheme: dark)").matches)) setTheme("dark");
  showFilters();
  showArticle(0);
  Viz.instance().then((made) => {
    graphviz = made;
    changed();
    document.body.dataset.ready = performance.now().toFixed(0);
  });
}

start();
