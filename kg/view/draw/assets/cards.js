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
  const said = nodes.has(id) && !isActOnly(id) ? statements.filter((one) => one.subject === id || one.object === id || one.source === id) : [];
  const drawn = current.edges.filter((edge) => edge.tail === id || edge.head === id).flatMap((edge) => [...edge.said]);
  const numbers = [...new Set([...said.filter(passes).map((one) => one.number), ...drawn])];
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
  remember();
}

const cardsAtOnce = 40;

function showCard() {
  const card = document.getElementById("card");
  const selected = state.selected;
  card.hidden = !selected;
  if (!selected) return card.replaceChildren();
  const head = selected.node === undefined ? untoldCard(selected) : nodeCard(nodes.get(selected.node));
  const every = [...new Set(selected.said)].sort((a, b) => a - b);
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
  const focus = element("button", { onclick: () => focusOn(node.id) }, "Show only what is linked to it");
  return [element("h2", {}, node.label), definitions(fields), focus];
}

function statementCard(said, selected) {
  const ends = [label(said.subject), said.label, ...(isIntransitive(said) ? [] : [label(said.object)])];
  const fields = [
    ["statement", said.sentence ? ends.join(" → ") : ""],
    ["who says so", said.source ? label(said.source) + (said.reportedBy ? `, as reported by ${label(said.reportedBy)}` : "") : "the article itself"],
    ["how firmly", `${said.factuality}: ${said.firmness.includes("not") ? said.firmness : data.meanings[said.factuality]}`],
    ["condition", said.condition],
    ["when", said.when || (said.published ? `not told; the article is of ${said.published}` : "not told")],
    ["confidence", said.confidence.toFixed(2)],
    ["rule", said.rule],
    ["words", said.predicateText],
  ];
  const isBrief = selected.node !== undefined || selected.said.length > 3;
  const title = element("button", { class: "said", onclick: () => select({ said: [said.number] }) }, line(said));
  return element("section", {}, element("h2", {}, title), isBrief ? "" : definitions(fields), isBrief ? "" : quote(said));
}

const quote = (said) => (said.quote ? element("blockquote", {}, ...marked(said.quote, [said])) : "");

function definitions(fields) {
  const rows = fields.filter(([, value]) => value).flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]);
  return element("dl", {}, ...rows);
}
