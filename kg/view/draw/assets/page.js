// Keys, buttons, and how the page begins.

const keys = {
  "/": () => document.getElementById("search").focus(),
  "?": () => document.getElementById("help").showModal(),
  1: () => view("picture"), 2: () => view("table"), 3: () => view("timeline"), 4: () => data.questions.length && view("questions"), 5: () => view("sides"),
  "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(0.8), 0: () => fit(true),
  f: () => state.selected?.node !== undefined && focusOn(state.selected.node),
  e: () => state.selected?.node !== undefined && expand(state.selected.node),
  p: () => state.selected?.node !== undefined && pathAt(state.selected.node),
  Escape: () => (document.body.classList.contains("filtering") ? drawer(false) : state.selected ? select(null) : state.focus.length || state.path.length ? focusOn(null) : reset()),
};

document.addEventListener("keydown", (event) => {
  const isWriting = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox";
  if (event.key === "Escape" && isWriting) {
    event.preventDefault(); // a browser would empty the field and tell nobody
    return event.target.blur();
  }
  if (isWriting || event.ctrlKey || event.metaKey || event.altKey || document.getElementById("help").open) return undefined;
  if (event.key in keys) {
    event.preventDefault();
    keys[event.key]();
  }
  return undefined;
});

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  if (!document.body.dataset.ready) return;
  if (state.view === "picture" && (isSheet() || state.colour)) drawAnew();
  else if (publishers.length > 1) showRows();
}

const unfold = (id, isOpen) => document.getElementById(id).setAttribute("aria-expanded", String(isOpen));

/** The filters where there is no room for them beside the picture: open them, or close them. */
function drawer(isOpen) {
  document.body.classList.toggle("filtering", isOpen);
  unfold("filters-button", isOpen);
  document.getElementById(isOpen ? "filters-close" : "filters-button").focus();
}

let waiting = 0;

function buttons() {
  const on = (id, act) => document.getElementById(id).addEventListener("click", act);
  for (const name of views) on(`show-${name}`, () => view(name));
  on("export-svg", exportSvg);
  on("export-png", exportPng);
  on("export-csv", exportCsv);
  on("print", () => window.print());
  on("undo-edit", () => editing(() => hand.edits.pop()));
  on("save-edits", saveEdits);
  on("copy-link", copyLink);
  on("save-view", saveView);
  on("save-page", savePage);
  on("filters-button", () => drawer(document.getElementById("filters-button").getAttribute("aria-expanded") !== "true"));
  on("filters-close", () => drawer(false));
  on("more-button", () => unfold("more-button", document.getElementById("more").classList.toggle("open")));
  on("reset", reset);
  on("unfocus", () => focusOn(null));
  on("zoom-in", () => zoom(1.25));
  on("zoom-out", () => zoom(0.8));
  on("zoom-fit", () => fit(true));
  on("help-button", () => document.getElementById("help").showModal());
  on("theme", () => setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
  document.getElementById("search").addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      state.words = event.target.value.trim().toLowerCase();
      changed("search");
    }, 120);
  });
  const chosen = (id, take) => document.getElementById(id).addEventListener("change", (event) => take(event.target.value));
  for (const name of ["top", "hops"]) chosen(name, (value) => changedTo(name, Number(value)));
  chosen("question", ask);
  chosen("form", (value) => changedTo("form", value));
  chosen("colour", (value) => {
    shownDot = "";
    changedTo("colour", value);
  });
  chosen("between", (value) => changedTo("between", value));
  [0, 1].forEach((place) => chosen(`side-${place}`, (value) => besides(place, sideNamed(value))));
  chosen("article", (value) => {
    showArticle(Number(value));
    markArticle();
    if (state.view === "picture" && state.form === "story") draw();
    remember();
  });
  const byName = (id, take) => chosen(id, (value) => {
    const found = data.nodes.find((node) => node.label === value);
    if (found) take(found.id);
  });
  byName("about", focusOn);
  byName("path-from", (id) => {
    const to = state.path[1];
    Object.assign(state, { begun: "", path: [] });
    pathAt(id);
    if (to && to !== id) pathAt(to);
  });
  byName("path-to", (id) => {
    state.begun ||= state.path[0] ?? "";
    pathAt(id);
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
  options("sides", [...(publishers.length > 1 ? publishers.filter(Boolean).map((name) => [sideWords(byPublisher + name), ""]) : []), ...data.nodes.slice(0, 2000).map((node) => [node.label, ""])]);
  options("names", data.nodes.slice(0, 2000).map((node) => [node.label, ""]));
  document.getElementById("article-row").hidden = data.articles.length < 2;
  document.getElementById("colour-row").hidden = publishers.length < 2;
  document.getElementById("form-row").hidden = data.forms.length < 2;
  document.getElementById("show-questions").hidden = !data.questions.length;
  setText("details-left", `${counted(data.detailsLeft, "detail")} of statements not on this page: kg draw --details has them.`);
  document.getElementById("details-left").hidden = !data.detailsLeft;
  setText("note", data.note);
  document.getElementById("note").hidden = !data.note;
}

/** Show what the address asks for. */
function begin() {
  state.isRecalled = true;
  const selected = recall();
  showSaved();
  const article = state.article;
  state.article = -1;
  controls();
  document.getElementById("groups").replaceChildren(...groups.map(filterGroup));
  showArticle(article);
  changed();
  if (state.path.length && !selected) select({ said: passing().map((said) => said.number), isPath: true });
  else if (selected?.node !== undefined) selectNode(selected.node);
  else select(selected);
  state.isRecalled = false;
}

function start() {
  takeEdits();
  buttons();
  lists();
  listen();
  if (data.start.theme === "dark" || (!data.start.theme && matchMedia("(prefers-color-scheme: dark)").matches)) setTheme("dark");
  listenTime();
  begin();
  window.addEventListener("popstate", begin);
}

start();
