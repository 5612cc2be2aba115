// The graph as the page was given it, what of it passes the filters, and what of that fits in the picture.

const data = JSON.parse(document.getElementById("data").textContent);
const statements = data.statements;
const nodes = new Map(data.nodes.map((node) => [node.id, node]));
const numberOf = new Map(statements.map((said) => [said.id, said.number]));
const groupNames = ["kind", "factuality", "trust", "source", "relation", "publisher", "article"];
const collator = new Intl.Collator("en");
const views = ["picture", "table", "timeline", "questions", "sides"];
const mostDrawn = 150; // nodes: with more of them a layout takes minutes, and nobody can read it
const state = {
  off: Object.fromEntries(groupNames.map((name) => [name, new Set()])),
  least: 0,
  from: "",
  to: "",
  focus: data.start.focus,
  path: [], // the two nodes between which it leads
  steps: [], // along it: each with the node where it ends and the acts that lead there
  begun: "", // the node from which a path is asked for
  sides: ["", ""], // the two that are compared: nodes, or publishers as "by NAME"
  between: "", // what of both is compared: all, what they "do", what they do to "each" other
  colour: "", // "publisher" where colours tell who published
  hops: data.start.hops,
  top: data.start.top,
  words: "",
  view: "picture",
  asked: "", // the question that is answered
  form: data.start.form,
  article: 0,
  selected: null,
  saved: [], // views that were kept: names and addresses
  isRecalled: false, // while the address is taken up, no step is added to it
};

const label = (id) => nodes.get(id)?.label ?? data.labels[id] ?? id;
const kind = (id) => (nodes.has(id) ? nodes.get(id).kind : "");
/** Who published what a statement stands in. */
const publishersOf = (said) => [...new Set(said.articles.map((place) => data.articles[place].publisher))].sort(collator.compare);
const byPublisher = "by "; // how a publisher is written among sources and sides, which else are nodes

/** All publishers, those of most articles first; with more than one they are a filter, a column and a colour. */
const publishers = [...grouped(data.articles, (article) => [article.publisher])].sort(([a, some], [b, others]) => others.length - some.length || collator.compare(a, b)).map(([name]) => name);
const inks = { light: ["#0b5cad", "#b04a12", "#2c7a36", "#7a3fa3", "#a32a78", "#5b6400"], dark: ["#7fbcf7", "#f2a373", "#85d48a", "#cfa4ee", "#f29ccd", "#c8d25c"] };

/** The colour and letter of who published: of one of the six with most articles, else grey and "…"; of several grey and "+". */
function publisherSign(names, theme = document.documentElement.dataset.theme || "light") {
  const place = names.length === 1 ? publishers.indexOf(names[0]) : -1;
  return { ink: inks[theme][place] ?? data.inks[theme].quiet, letter: place in inks.light ? "ABCDEF"[place] : names.length > 1 ? "+" : "…" };
}

/** The same before a name, or alone where the column tells it. */
function badge(...names) {
  const { ink, letter } = publisherSign(names);
  const made = element("span", { class: "badge", "aria-hidden": "true" }, letter);
  made.style.setProperty("--ink", ink);
  return made;
}

/** Who says so: a source, else whoever published it, "" where that is not known. */
const speakerOf = (said) => said.source || (publishersOf(said).some(Boolean) ? byPublisher + publishersOf(said).filter(Boolean).join(" and ") : "");
const speakerWords = (speaker) => (nodes.has(speaker) || speaker in data.labels ? label(speaker) : speaker ? `${speaker.slice(byPublisher.length)} itself` : "the article itself");
const voiceWords = (said) => (said.source ? label(said.source) + (said.reportedBy ? `, as reported by ${label(said.reportedBy)}` : "")
  : said.reportedBy ? releasedBy(label(said.reportedBy), publishersOf(said).filter(Boolean)) : speakerWords(speakerOf(said)));
const releasedBy = (body, names) => `${body}, in its own release${names.some((name) => name !== body) ? ` (${names.join(" and ")})` : ""}`;
const isIntransitive = (said) => said.object === said.event;
const digits = new Intl.NumberFormat("en");
const counted = (count, noun) => `${digits.format(count)} ${noun}${count === 1 ? "" : "s"}`;

/** How many of some statements are main ones, and how many details. */
function countOf(said) {
  const mains = said.filter((one) => one.isMain).length;
  return { mains, details: said.length - mains };
}

/** A count in the words in which the program tells it everywhere: "34 main statements, 2 details", of more "30 of 34 main statements". */
function countWords(count, every = count) {
  const part = (some, all, noun) => `${some === all ? "" : `${some.toLocaleString("en")} of `}${counted(all, noun)}`;
  const mains = part(count.mains, every.mains, "main statement");
  return every.details ? `${mains}, ${part(count.details, every.details, "detail")}` : mains;
}

const numbered = (numbers) => [...numbers].map((number) => statements[number]);

function line(said) {
  if (said.sentence) return said.sentence;
  const ends = [label(said.subject), said.label];
  return (isIntransitive(said) ? ends : [...ends, label(said.object)]).join(" → ");
}

/** The days by which a statement is dated: its own, or where it tells none the day of its article. */
const firstDay = (said) => said.first || (said.last ? "" : said.published);
const lastDay = (said) => said.last || said.published;
const isDatedByArticle = (said) => !said.first && !said.last && Boolean(said.published);
const whenWords = (said) => said.when || (isDatedByArticle(said) ? `${said.published} (the article's date)` : "");

/** What a statement is searched by; made when it is first asked for. */
function folded(said) {
  if (said.folded === undefined) {
    const names = [said.subject, said.object].flatMap((id) => [label(id), ...(nodes.get(id)?.names ?? [])]);
    said.folded = [...names, said.label, said.sentence, said.predicateText, said.quote].join("\n").toLowerCase();
  }
  return said.folded;
}

/** Whether a statement passes every filter but those of time and focus. */
function passes(said) {
  const off = state.off;
  if (off.factuality.has(said.factuality) || off.trust.has(said.trust) || off.relation.has(said.relation) || off.source.has(speakerOf(said))) return false;
  if (off.kind.has(kind(said.subject)) || off.kind.has(kind(said.object))) return false;
  if (off.publisher.size && publishersOf(said).every((one) => off.publisher.has(one))) return false;
  if (off.article.size && said.articles.every((place) => off.article.has(String(place)))) return false;
  if (said.confidence < state.least) return false;
  return !state.words || folded(said).includes(state.words);
}

/** Whether it is of the chosen time; one without any date is of none. */
const isOfTime = (said) => (!state.from || lastDay(said) >= state.from) && (!state.to || Boolean(firstDay(said) && firstDay(said) <= state.to));

let found = {};

/** The statements that pass, in the order of the text; counted anew after each change. ``anyTime`` leaves the time out. */
function passing(anyTime = false) {
  const isWhole = anyTime && Boolean(state.from || state.to);
  const name = isWhole ? "always" : "now";
  found[name] ??= within(statements.filter((said) => passes(said) && (isWhole || isOfTime(said))));
  return found[name];
}

const forget = () => {
  found = {};
};

/** Of some statements those near the focus, or on the path, with those that name the focus as who says so. */
function within(some) {
  if (!state.focus.length && !state.path.length) return some;
  const fitting = new Set(some.map((said) => said.number));
  const acts = data.acts.filter((act) => act.said.some((number) => fitting.has(number)));
  const kept = new Set((state.path.length ? pathOf(acts, ...state.path) : near(acts)).flatMap((act) => act.said));
  const focus = new Set(state.path.length ? [] : state.focus);
  return some.filter((said) => kept.has(said.number) || [said.subject, said.object, said.source].some((id) => focus.has(id)));
}

/** Who and what takes part in an act, goods included. */
const partsOf = (act) => [...act.ends, ...act.nodes.filter((id) => nodes.has(id))];

/** The acts along a shortest path between two nodes: all that join one node of it to the next; none where nothing joins them. */
function pathOf(acts, from, to) {
  const before = new Map([[from, null]]);
  const touching = grouped(acts, partsOf);
  const queue = [from];
  for (const node of queue) {
    if (node === to) break;
    for (const act of touching.get(node) ?? []) {
      for (const end of partsOf(act)) if (!before.has(end)) before.set(end, node) && queue.push(end);
    }
  }
  state.steps = [];
  for (let node = to; before.get(node); node = before.get(node)) {
    state.steps.unshift({ end: node, acts: touching.get(before.get(node)).filter((act) => partsOf(act).includes(node)) });
  }
  return state.steps.flatMap((step) => step.acts);
}

/** Whether anything is left out: a picture of all would then show too much. */
const isFiltered = () => passing().length < statements.length;

/** The filters that are set, in words: for a picture that leaves the page. */
function filterWords() {
  const dates = [state.from && `from ${state.from}`, state.to && `to ${state.to}`];
  const off = groupNames.filter((name) => state.off[name].size).map((name) => `${state.off[name].size} of ${name} left out`);
  const focus = state.path.length ? [`path from ${state.path.map(label).join(" to ")}`] : state.focus.length ? [`about ${state.focus.map(label).join(", ")}, up to ${counted(state.hops, "hop")} away`] : [];
  const least = state.least ? [`confidence at least ${state.least.toFixed(2)}`] : [];
  return [...focus, state.words && `with “${state.words}”`, ...dates, ...least, ...off].filter(Boolean).join("; ");
}

/** The acts near the focus: with one hop those that touch it. */
function near(acts) {
  if (!state.focus.length) return acts;
  const reached = new Set(state.focus);
  let found = [];
  for (let hop = 0, before = 0; hop < state.hops && reached.size > before; hop += 1) {
    before = reached.size;
    found = acts.filter((act) => act.ends.some((end) => reached.has(end)));
    for (const act of found) act.ends.forEach((end) => reached.add(end));
  }
  return found;
}

/** What is drawn, of at most so many nodes: nodes, edges with the statements that they stand for, and how much there would be. */
function drawn(room) {
  const fitting = new Set(passing().map((said) => said.number));
  const acts = data.acts.filter((act) => act.said.some((number) => fitting.has(number)));
  const shown = new Set(state.path.length ? state.path : state.focus);
  const pairs = new Map();
  const edges = new Map();
  const said = new Set();
  const told = new Set();
  const isChosen = room < mostDrawn; // of a picture of all, nothing that fits is left out
  for (const act of acts) {
    const fresh = act.nodes.filter((id) => !shown.has(id)).length;
    const pair = act.ends.join(" ");
    const tellings = act.sentences.map((sentence) => `${pair} ${sentence}`);
    if (isChosen && act.open && tellings.some((telling) => told.has(telling))) continue;
    if (shown.size + fresh > room || edges.size > room * 1.6 || (isChosen && (pairs.get(pair) ?? 0) >= 3)) continue;
    tellings.forEach((telling) => told.add(telling));
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    act.nodes.forEach((id) => shown.add(id));
    act.said.filter((number) => fitting.has(number)).forEach((number) => said.add(number));
    for (const edge of act.edges) {
      const merged = edges.get(edge.dot) ?? { ...edge, said: new Set() };
      act.said.filter((number) => fitting.has(number)).forEach((number) => merged.said.add(number));
      edges.set(edge.dot, merged);
    }
  }
  const ties = joining([...edges.values()], data.ties.filter((edge) => shown.has(edge.tail) && shown.has(edge.head)));
  const every = new Set(acts.flatMap((act) => act.nodes));
  return {
    nodes: [...shown],
    edges: [...edges.values(), ...ties.map((edge) => ({ ...edge, said: new Set() }))],
    said,
    room,
    all: { nodes: Math.max(every.size, shown.size), said: fitting.size },
  };
}

/** The ties that join what no act joins: more of them would only cross the acts. */
function joining(edges, ties) {
  const parts = new Map();
  const part = (node) => {
    let found = node;
    while (parts.has(found)) found = parts.get(found);
    return found;
  };
  const join = (edge) => {
    const [tail, head] = [part(edge.tail), part(edge.head)];
    if (tail !== head) parts.set(tail, head);
    return tail !== head;
  };
  edges.forEach(join);
  return ties.filter(join);
}

const actDots = new Map(data.acts.flatMap((act) => (act.act ? [[act.act.id, act.act.dot]] : [])));
const isActOnly = (id) => actDots.has(id);

/** DOT for what is drawn; for a file of its own also the heading and the legend. */
function dotOf(picture, note) {
  const lines = picture.nodes.map((id) => actDots.get(id) ?? nodes.get(id).dot);
  picture.edges.forEach((edge, place) => lines.push(edge.dot.replace("[id=\"\"", `[id="e${place}"`)));
  if (note !== undefined) {
    const kinds = new Set(picture.nodes.filter((id) => !isActOnly(id)).map(kind));
    lines.push("{ rank=sink", ...data.legend.filter((one) => !one.kind || kinds.has(one.kind)).map((one) => one.dot), "}");
  }
  const heading = note === undefined ? data.preamble : data.heading.map((one) => one.replace(data.noteHere, () => noteMarkup(note)));
  return `digraph {\n${[...heading, ...lines].join("\n")}\n}`;
}

/** A note as lines of an HTML-like label, which Graphviz does not wrap. */
function noteMarkup(note) {
  const lines = [""];
  for (const word of note.split(" ")) {
    if (lines.at(-1).length + word.length > 110) lines.push("");
    lines[lines.length - 1] += `${lines.at(-1) ? " " : ""}${word}`;
  }
  const safe = (text) => text.replace(/[&<>"\\]/g, (mark) => `&#${mark.charCodeAt(0)};`);
  return lines.map(safe).join('<BR ALIGN="LEFT"/>') + '<BR ALIGN="LEFT"/>';
}
