// What is selected, and the card that tells all of it.

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== ""));
  return made;
}

const setText = (id, text) => {
  document.getElementById(id).textContent = text;
};

const selectedNumbers = () => new Set(state.selected?.said ?? []);

function selectEdge(edge) {
  if (edge.said.size) select({ said: [...edge.said] });
}

function selectNode(id) {
  const said = nodes.has(id) && !isActOnly(id) ? passing().filter((one) => one.subject === id || one.object === id || one.source === id) : [];
  const drawn = current.edges.filter((edge) => edge.tail === id || edge.head === id).flatMap((edge) => [...edge.said]);
  const numbers = [...new Set([...said.map((one) => one.number), ...drawn])];
  select(nodes.has(id) && !isActOnly(id) ? { node: id, said: numbers } : { said: numbers });
}

function select(selected) {
  state.selected = selected;
  const first = selected?.said?.length ? statements[Math.min(...selected.said)] : null;
  if (first && selected.node === undefined && !first.articles.includes(state.article)) showArticle(first.articles[0]);
  mark();
  showCard();
  markArticle();
  if (state.view === "table") showTable();
  if (state.view === "sides") showSides();
  if (state.view === "questions" && state.asked) showQuestions();
  remember();
}

const cardsAtOnce = 40;

function showCard() {
  const card = document.getElementById("card");
  const selected = state.selected;
  card.hidden = !selected;
  if (!selected) return card.replaceChildren();
  const head = selected.isPath ? pathCard() : selected.node === undefined ? untoldCard(selected) : nodeCard(nodes.get(selected.node));
  const every = selected.isPath ? alongPath(selected.said) : [...new Set(selected.said)].sort((a, b) => a - b);
  const said = every.slice(0, cardsAtOnce).map((number) => statementCard(statements[number], selected));
  const rest = every.length > cardsAtOnce ? element("p", {}, `${countWords(countOf(numbered(every.slice(cardsAtOnce))))} more: the table has them when this is in focus.`) : "";
  const close = element("button", { class: "close", "aria-label": "Close the card", onclick: () => select(null) }, "×");
  card.scrollTop = 0;
  return card.replaceChildren(close, ...head, ...said, rest);
}

function untoldCard(selected) {
  if (!selected.why) return [];
  return [element("h2", {}, "No statement"), element("p", { class: "why" }, `${data.whys[selected.why] ?? data.whys.unknown}.`), element("blockquote", {}, selected.words)];
}

function nodeCard(node) {
  const fields = [
    ["class", node.name],
    ["also", node.names.join("; ")],
    ["country", node.country],
    ["Wikidata", node.wikidata],
  ];
  const act = (words, onclick) => element("button", { onclick }, words);
  const path = state.begun && state.begun !== node.id ? `Path from ${label(state.begun)} to here` : state.begun ? "Choose where the path ends" : "Path from here";
  return [element("h2", {}, node.label), definitions(fields), element("p", { class: "row" },
    act("Show only what is linked to it", () => focusOn(node.id)), state.focus.length && !state.focus.includes(node.id) ? act("Add what is linked to it", () => expand(node.id)) : "",
    act(path, () => pathAt(node.id)), act(state.sides[0] && state.sides[0] !== node.id ? `Beside ${sideWords(state.sides[0])}` : "Side by side with another", () => sideAt(node.id)))];
}

function pathCard() {
  const [from, to] = state.path.map(label);
  const way = state.steps.length ? [from, ...state.steps.map((step) => label(step.end))].join(" – ") : `Nothing that passes the filters joins ${from} and ${to}.`;
  return [element("h2", {}, `From ${from} to ${to}`), element("p", {}, way)];
}

/** The statements of a path in the order of its steps. */
function alongPath(numbers) {
  const places = new Map([...state.steps].flatMap((step, place) => step.acts.flatMap((act) => act.said.map((number) => [number, place]))).reverse());
  const step = (number) => places.get(number);
  return [...numbers].sort((a, b) => step(a) - step(b) || a - b);
}

function statementCard(said, selected) {
  const end = (id) => (!nodes.has(id) ? label(id) : element("button", { class: "said", onclick: () => selectNode(id) }, label(id)));
  const ends = [end(said.subject), ` → ${said.label}`, ...(isIntransitive(said) ? [] : [" → ", end(said.object)])];
  const fields = [
    ["statement", element("span", {}, ...ends)],
    ["who says so", voiceWords(said)],
    ["published by", publishersOf(said).filter(Boolean).join("; ")],
    ["how firmly", `${said.factuality}: ${said.firmness.includes("not") ? said.firmness : data.meanings[said.factuality]}`],
    ["condition", said.condition],
    ["when", said.when || (said.published ? `not told; the article is of ${said.published}` : "not told")],
    ["how sure", trustWords(said)],
    ["rule", said.rule],
    ["words", said.predicateText],
  ];
  const isBrief = selected.node !== undefined || (selected.said.length > 3 && !selected.isPath);
  const title = element("button", { class: "said", onclick: () => select({ said: [said.number] }) }, line(said));
  return element("section", {}, element("h2", {}, title), ...(isBrief ? [] : [definitions(fields), quote(said), editorsRow(said)]));
}

const trustWords = (said) => `${said.trust ? (said.trust === "Lead" ? "a lead, to be looked up in its sentence: " : "sure: ") : ""}confidence ${said.confidence.toFixed(2)}`;

const quote = (said) => (said.quote ? element("blockquote", {}, ...marked(said.quote, [said])) : "");

function definitions(fields) {
  const rows = fields.filter(([, value]) => value).flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]);
  return element("dl", {}, ...rows);
}
