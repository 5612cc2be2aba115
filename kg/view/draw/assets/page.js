// Keys, buttons, and how the page begins.

const keys = {
  "/": () => document.getElementById("search").focus(),
  "?": () => document.getElementById("help").showModal(),
  1: () => view("picture"), 2: () => view("table"), 3: () => view("timeline"),
  "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(0.8), 0: () => fit(),
  f: () => state.selected?.node !== undefined && focusOn(state.selected.node),
  Escape: () => (state.selected ? select(null) : state.focus.length ? focusOn(null) : reset()),
};

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

function buttons() {
  const on = (id, act) => document.getElementById(id).addEventListener("click", act);
  for (const name of ["picture", "table", "timeline"]) on(`show-${name}`, () => view(name));
  on("export-svg", exportSvg);
  on("export-png", exportPng);
  on("export-csv", exportCsv);
  on("print", print);
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
  const chosen = (id, take) => document.getElementById(id).addEventListener("change", (event) => take(event.target.value));
  for (const name of ["top", "hops"]) chosen(name, (value) => changedTo(name, Number(value)));
  chosen("form", (value) => changedTo("form", value));
  chosen("article", (value) => {
    showArticle(Number(value));
    markArticle();
    remember();
  });
  chosen("about", (value) => {
    const found = data.nodes.find((node) => node.label === value);
    if (found) focusOn(found.id);
  });
}

function changedTo(name, value) {
  state[name] = value;
  changed();
}

function lists() {
  const options = (id, found) => document.getElementById(id).replaceChildren(...found.map(([value, words]) => element("option", { value }, words)));
  options("article", data.articles.map((article, place) => [String(place), article.title || article.id]));
  options("form", data.forms.map((one) => [one.form, one.name]));
  options("names", data.nodes.slice(0, 2000).map((node) => [node.label, ""]));
  document.getElementById("article-row").hidden = data.articles.length < 2;
  document.getElementById("form-row").hidden = data.forms.length < 2;
  setText("note", data.note);
  document.getElementById("note").hidden = !data.note;
}

/** Show what the address asks for. */
function begin() {
  const selected = recall();
  const article = state.article;
  state.article = -1;
  controls();
  document.getElementById("groups").replaceChildren(...groups.map(filterGroup));
  showArticle(article);
  changed();
  if (selected?.node !== undefined) selectNode(selected.node);
  else if (selected) select(selected);
}

function start() {
  buttons();
  lists();
  listen();
  if (data.start.theme === "dark" || (!data.start.theme && matchMedia("(prefers-color-scheme: dark)").matches)) setTheme("dark");
  showHistogram();
  begin();
  window.addEventListener("hashchange", () => location.hash !== written && begin());
}

start();
