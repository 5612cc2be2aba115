// Filters, search, views, keys: each change draws anew.

const boxesAtOnce = 60;
const groups = [
  ["kind", "Class", (said) => [kind(said.subject), kind(said.object)], (value) => data.names[value] ?? value],
  ["factuality", "How firmly", (said) => [said.factuality], (value) => value.toLowerCase()],
  ["trust", "How sure", (said) => [said.trust], (value) => value.toLowerCase() || "not told"],
  ["source", "Who says so", (said) => [speakerOf(said)], speakerWords],
  ["relation", "Relation", (said) => [said.relation], (value) => data.relations[value] ?? value],
  ["publisher", "Publisher", publishersOf, (value) => [badge(value), value || "not told"]],
  ["article", "Article", (said) => said.articles.map(String), (value) => data.articles[Number(value)]?.title ?? value],
].filter(([name]) => (name !== "article" || data.articles.length > 1) && (name !== "publisher" || publishers.length > 1));

function listen() {
  const least = document.getElementById("least");
  least.addEventListener("input", () => {
    state.least = Number(least.value) / 100;
    setText("least-value", state.least.toFixed(2));
    changed("least");
  });
  for (const end of ["from", "to"]) {
    document.getElementById(end).addEventListener("change", (event) => {
      state[end] = event.target.value;
      changed();
    });
  }
}

/** Some statements by the values that each has. */
function grouped(some, of) {
  const found = new Map();
  for (const said of some) {
    for (const value of new Set(of(said))) {
      if (!found.has(value)) found.set(value, []);
      found.get(value).push(said);
    }
  }
  return found;
}

/** The values of a group with how many statements have each, the commonest first. */
function values([, , of]) {
  const counts = [...grouped(statements, of)].map(([value, said]) => [value, countOf(said)]);
  return counts.sort(([a, some], [b, others]) => others.mains - some.mains || others.details - some.details || collator.compare(a, b));
}

/** A count of main statements, and what are details beside them: "28 + 1". */
const shortWords = (count) => `${count.mains}${count.details ? ` + ${count.details}` : ""}`;

/** A group of filters; its boxes are made when it is opened, some at a time. */
function filterGroup(group) {
  const [name, title, , words] = group;
  const order = values(group);
  const boxes = element("div", { class: "boxes", role: "group", "aria-label": title });
  const rest = element("span");
  const check = (box) => {
    box.checked = !state.off[name].has(box.value);
  };
  const fillBoxes = (most) => {
    boxes.replaceChildren(...order.slice(0, most).map(([value, count]) => {
      const box = element("input", { type: "checkbox", value });
      check(box);
      box.addEventListener("change", () => {
        box.checked ? state.off[name].delete(value) : state.off[name].add(value);
        changed();
      });
      return element("label", {}, box, element("span", {}, ...[words(value)].flat()), element("span", { class: "count", title: countWords(count) }, shortWords(count)));
    }));
    rest.replaceChildren(order.length > most ? element("button", { onclick: () => fillBoxes(most + boxesAtOnce) }, `${order.length - most} more`) : "");
  };
  const set = (off) => () => {
    state.off[name] = new Set(off);
    boxes.querySelectorAll("input").forEach(check);
    changed();
  };
  const all = element("span", { class: "all" }, element("button", { onclick: set([]), "aria-label": `${title}: all` }, "all"),
    element("button", { onclick: set(order.map(([value]) => value)), "aria-label": `${title}: none` }, "none"));
  const details = element("details", { "data-group": name }, element("summary", {}, `${title} (${order.length.toLocaleString("en")})`), all, boxes, rest);
  const opened = () => details.open && !boxes.childElementCount && fillBoxes(boxesAtOnce);
  details.addEventListener("toggle", opened);
  details.open = ["factuality", "kind", "trust", "publisher"].includes(name) || state.off[name].size > 0;
  opened();
  return details;
}

function focusOn(id) {
  setFocus(id ? [id] : []);
}

/** With the neighbours of one node more. */
function expand(id) {
  setFocus([...new Set([...state.focus, id])]);
}

function setFocus(focus) {
  Object.assign(state, { focus, path: [] });
  controls();
  changed();
}

/** A path begins at a node, which is kept whatever is looked at meanwhile, or ends there; a search that led to it does not cut it. */
function pathAt(id) {
  if (!state.begun || state.begun === id) {
    state.begun = id;
    controls();
    showStatus();
    return showCard();
  }
  Object.assign(state, { path: [state.begun, id], begun: "", words: "" });
  controls();
  changed();
  return select({ said: passing().map((said) => said.number), isPath: true });
}

/** Bring the controls to what the state is. */
function controls() {
  const set = (id, value) => {
    document.getElementById(id).value = value;
  };
  set("search", state.words);
  set("from", state.from);
  set("to", state.to);
  set("least", String(Math.round(state.least * 100)));
  setText("least-value", state.least.toFixed(2));
  set("top", String(state.top >= mostDrawn ? 0 : state.top));
  set("hops", String(state.hops));
  set("form", state.form);
  set("colour", state.colour);
  state.sides.forEach((side, place) => set(`side-${place}`, side && sideWords(side)));
  set("about", "");
  const [from, to] = state.path.length && !state.begun ? state.path : [state.begun, ""];
  set("path-from", from ? label(from) : "");
  set("path-to", to ? label(to) : "");
  const left = state.path.length ? `the path from ${state.path.map(label).join(" to ")}` : state.focus.map(label).join(", ");
  document.getElementById("unfocus").hidden = !left;
  setText("unfocus", `Leave ${left}`);
}

function showView() {
  for (const view of views) {
    document.getElementById(`${view}-view`).hidden = state.view !== view;
    document.getElementById(`show-${view}`).setAttribute("aria-pressed", String(state.view === view));
  }
  const chooser = document.getElementById("article-row"); // beside the picture that it chooses, else above the text
  if (state.view === "picture" && state.form === "story") document.getElementById("form-row").after(chooser);
  else document.querySelector("#reading article").before(chooser);
  for (const id of ["export-svg", "export-png"]) document.getElementById(id).hidden = state.view !== "picture";
  document.getElementById("export-csv").hidden = state.view === "questions" && !state.asked;
  showRows();
  if (state.view === "picture") draw();
  else ready(performance.now());
}

function showRows() {
  if (state.view === "table") showTable();
  if (state.view === "timeline") showTimeline();
  if (state.view === "sides") showSides();
  if (state.view === "questions") showQuestions();
}

/** How much is looked at, and where a path begins that has no end yet. */
function showStatus() {
  const found = passing();
  const begun = state.begun ? `; path from ${label(state.begun)}: choose where it ends` : "";
  setText("status", (!found.length && state.words ? `Nothing is found for “${state.words}”` : countWords(countOf(found), data.counted)) + begun);
}

/** Show everything anew; ``step`` names what goes on while one types or slides, which is one step of the history. */
function changed(step = "") {
  const start = performance.now();
  rowsShown = rowsAtOnce;
  forget();
  showView();
  showStatus();
  showTime();
  remember(step);
  document.body.dataset.took = (performance.now() - start).toFixed(1);
}

function reset() {
  for (const name of groupNames) state.off[name].clear();
  Object.assign(state, { least: 0, from: "", to: "", focus: [], path: [], begun: "", words: "", selected: null });
  controls();
  document.getElementById("groups").replaceChildren(...groups.map(filterGroup));
  select(null);
  changed();
}

function view(name) {
  state.view = name;
  changed();
}
