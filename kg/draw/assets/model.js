// The graph as the page was given it, what of it passes the filters, and what of that fits in the picture.

const data = JSON.parse(document.getElementById("data").textContent);
const statements = data.statements;
const nodes = new Map(data.nodes.map((node) => [node.id, node]));
const state = {
  off: { kind: new Set(), relation: new Set(), factuality: new Set(), source: new Set() },
  least: 0,
  from: "",
  to: "",
  focus: data.start.focus,
  hops: data.start.hops,
  top: data.start.top,
  words: "",
  view: "picture",
  article: 0,
  selected: null,
};

const label = (id) => (nodes.has(id) ? nodes.get(id).label : id);
const kind = (id) => (nodes.has(id) ? nodes.get(id).kind : "");
const isIntransitive = (said) => said.object === said.event;

function line(said) {
  if (said.sentence) return said.sentence;
  const ends = [label(said.subject), said.label];
  return (isIntransitive(said) ? ends : [...ends, label(said.object)]).join(" → ");
}

/** Whether a statement passes every filter; an undated one passes no date filter. */
function passes(said) {
  const off = state.off;
  if (off.factuality.has(said.factuality) || off.relation.has(said.relation) || off.source.has(said.source)) return false;
  if (off.kind.has(kind(said.subject)) || off.kind.has(kind(said.object))) return false;
  if (said.confidence < state.least) return false;
  if (state.from && !(said.last >= state.from)) return false;
  if (state.to && !(said.first && said.first <= state.to)) return false;
  return !state.words || said.folded.includes(state.words);
}

for (const said of statements) {
  const names = [said.subject, said.object].flatMap((id) => [label(id), ...(nodes.get(id)?.names ?? [])]);
  said.folded = [...names, said.label, said.sentence, said.predicateText, said.quote].join("\n").toLowerCase();
}

/** The statements that pass, in the order of the text. */
const passing = () => statements.filter(passes);

/** The acts near the focus: with one hop those that touch it. */
function near(acts) {
  if (!state.focus.length) return acts;
  const reached = new Set(state.focus);
  let found = [];
  for (let hop = 0; hop < state.hops; hop += 1) {
    found = acts.filter((act) => act.ends.some((end) => reached.has(end)));
    for (const act of found) act.ends.forEach((end) => reached.add(end));
  }
  return found;
}

/** What is drawn: nodes, edges with the statements that they stand for, and how much there would be. */
function drawn() {
  const fitting = new Set(passing().map((said) => said.number));
  const acts = near(data.acts.filter((act) => act.said.some((number) => fitting.has(number))));
  const shown = new Set(state.focus);
  const pairs = new Map();
  const edges = new Map();
  const said = new Set();
  const most = state.top || Infinity;
  const told = new Set();
  for (const act of acts) {
    const fresh = act.nodes.filter((id) => !shown.has(id)).length;
    const pair = act.ends.join(" ");
    const tellings = act.sentences.map((sentence) => `${pair} ${sentence}`);
    if (state.top && act.open && tellings.some((telling) => told.has(telling))) continue;
    if (shown.size + fresh > most || edges.size > most * 1.6 || (state.top && (pairs.get(pair) ?? 0) >= 3)) continue;
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

/** DOT for what is drawn; for a file of its own also the heading and the legend. */
function dotOf(picture, isFile) {
  const acts = new Map(data.acts.flatMap((act) => (act.act ? [[act.act.id, act.act.dot]] : [])));
  const lines = picture.nodes.map((id) => acts.get(id) ?? nodes.get(id).dot);
  picture.edges.forEach((edge, place) => lines.push(edge.dot.replace("[id=\"\"", `[id="e${place}"`)));
  if (isFile) {
    const kinds = new Set(picture.nodes.filter((id) => !acts.has(id)).map(kind));
    lines.push("{ rank=sink", ...data.legend.filter((one) => !one.kind || kinds.has(one.kind)).map((one) => one.dot), "}");
  }
  return `digraph {\n${[...(isFile ? data.heading : data.preamble), ...lines].join("\n")}\n}`;
}
