// What one looks at stands in the address, so that it can be kept, sent and come back to.

const plain = { view: "picture", ask: "", form: data.start.form, q: "", from: "", to: "", least: "0", top: String(data.start.top),
  hops: String(data.start.hops), focus: data.start.focus.join(" "), path: "", article: data.articles[0]?.id ?? "", said: "", node: "", colour: "", sides: "|", between: "" };

function addressed() {
  const selected = state.selected ?? {};
  return { view: state.view, ask: state.asked, form: state.form, q: state.words, from: state.from, to: state.to, least: String(state.least),
    top: String(state.top), hops: String(state.hops), focus: state.focus.join(" "), path: state.path.join(" "), article: data.articles[state.article]?.id ?? "",
    said: selected.node === undefined && !selected.isPath ? (selected.said ?? []).slice(0, 20).map((number) => statements[number].id).join(" ") : "",
    node: selected.node ?? "", colour: state.colour, sides: state.sides.join("|"), between: state.between };
}

/** The state as it stands behind the # of an address. */
function addressText() {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(addressed())) if (value !== plain[name]) words.set(name, value);
  for (const name of groupNames) for (const value of state.off[name]) words.append(`no-${name}`, value);
  return words.toString();
}

/** What is asked for: by the address, else as the page was saved. */
const askedFor = () => location.hash.slice(1) || (data.start.address ?? "");

let written = askedFor();
let lastStep = "";

/** Write the state into the address: a new step to go back from, or of a ``step`` that goes on (typing, sliding) the same one. */
function remember(step = "") {
  const text = [addressText(), ...state.saved.map(([name, view]) => new URLSearchParams({ saved: `${name}|${view}` }).toString())].filter(Boolean).join("&");
  if (text === written) return;
  const isSame = state.isRecalled || (step && step === lastStep);
  written = text;
  lastStep = step;
  try {
    history[isSame ? "replaceState" : "pushState"](null, "", text ? `#${text}` : location.pathname + location.search);
  } catch {
    // A frame in a notebook has no address of its own.
  }
}

/** The views that were kept, as links, each with a button that drops it. */
function showSaved() {
  const list = document.getElementById("saved");
  list.hidden = !state.saved.length;
  list.replaceChildren(...state.saved.map(([name, view]) => element("span", {}, element("a", { href: `#${view}` }, name),
    element("button", { "aria-label": `Drop ${name}`, onclick: () => keep(state.saved.filter(([other]) => other !== name)) }, "×"))));
}

function keep(saved) {
  state.saved = saved;
  showSaved();
  remember();
}

function saveView() {
  const words = [state.view === "picture" ? formOf().name : `${state.view[0].toUpperCase()}${state.view.slice(1)}`, filterWords(), selectionWords()];
  const name = words.filter(Boolean).join(" · ").slice(0, 80);
  keep([...state.saved.filter(([other]) => other !== name), [name, addressText() || `view=${state.view}`]]);
}

const selectionWords = () => (state.selected?.node !== undefined ? label(state.selected.node) : state.selected?.said?.length ? line(statements[state.selected.said[0]]) : "");

async function copyLink() {
  const isFile = location.protocol === "file:"; // whose path is that of this machine alone
  const link = isFile ? location.pathname.split("/").at(-1) + location.hash : location.href;
  const where = isFile ? "; put it behind the address at which the file is hosted, or send the file by “Save page”" : data.asks ? "; it works on this machine as long as kg serve runs, “Save page” for others" : "";
  try {
    await navigator.clipboard.writeText(link);
    setText("status", `Link copied${where}`);
  } catch {
    setText("status", "The link is what the address bar shows");
  }
}

/** A sentence by its words: what it says, or where it makes no statement the sentence alone. */
function quoted(text) {
  const bare = (words) => words.split(/\s+/).filter(Boolean).join(" ");
  const said = statements.filter((one) => bare(one.quote) === bare(text)).map((one) => one.number);
  return { said, words: bare(text) };
}

/** A day as a field of days takes it, "" for what is none. */
const dayOf = (text) => Object.assign(document.createElement("input"), { type: "date", value: text }).value;

/** Take the state from the address; what is not in it, or is no such thing, is as the page begins. */
function recall() {
  written = askedFor();
  const words = new URLSearchParams(written);
  if (words.has("saved")) state.saved = words.getAll("saved").map((one) => [one.slice(0, one.indexOf("|")), one.slice(one.indexOf("|") + 1)]);
  const given = { ...plain, ...Object.fromEntries(words) };
  const known = given.focus.split(" ").filter((id) => nodes.has(id));
  const path = given.path.split(" ").filter((id) => nodes.has(id));
  Object.assign(state, { view: given.view, asked: data.questions.some((one) => one.name === given.ask) ? given.ask : "", form: given.form, words: given.q.toLowerCase(), from: dayOf(given.from), to: dayOf(given.to), focus: known, path: path.length === 2 ? path : [],
    least: Math.min(1, Math.max(0, Number(given.least) || 0)), top: Math.max(0, Number(given.top) || 0), hops: Math.min(Math.max(4, data.start.hops), Math.max(1, Math.trunc(Number(given.hops)) || 1)),
    article: Math.max(0, data.articles.findIndex((article) => article.id === given.article)), selected: null, colour: publishers.length > 1 && given.colour === "publisher" ? given.colour : "",
    sides: sidesOf(given.sides), between: ["do", "each"].includes(given.between) ? given.between : "" });
  if (!views.includes(state.view) || (state.view === "questions" && !data.questions.length)) state.view = "picture";
  if (!data.forms.some((one) => one.form === state.form)) state.form = data.start.form;
  for (const name of groupNames) state.off[name] = new Set(words.getAll(`no-${name}`));
  const said = given.said.split(" ").map((id) => numberOf.get(id)).filter((number) => number !== undefined);
  if (nodes.has(given.node)) return { node: given.node };
  if (said.length) return { said };
  return given.quote ? quoted(given.quote) : null;
}
