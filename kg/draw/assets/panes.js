// What stands beside the picture: the article, the card of what is selected, table and timeline.

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
  const act = current?.edges.filter((edge) => (edge.tail === id || edge.head === id) && edge.said.size) ?? [];
  if (nodes.has(id) && !isActOnly(id)) select({ node: id, said: [...new Set(act.flatMap((edge) => [...edge.said]))] });
  else select({ said: [...new Set(act.flatMap((edge) => [...edge.said]))] });
}

const actIds = new Set(data.acts.flatMap((act) => (act.act ? [act.act.id] : [])));
const isActOnly = (id) => actIds.has(id);

function select(selected) {
  state.selected = selected;
  const first = selected?.said?.length ? statements[Math.min(...selected.said)] : null;
  if (first && selected.node === undefined) showArticle(first.evidence[0].article);
  mark();
  showCard();
  markArticle();
  if (state.view !== "picture") showView();
}

// The article: its own text where the graph has it, else the sentences that statements stand on.

function showArticle(place) {
  if (state.article !== place || !document.getElementById("text").childElementCount) {
    state.article = place;
    document.getElementById("article").value = String(place);
    const article = data.articles[place];
    setText("headline", article?.title ?? "");
    setText("byline", [article?.publisher, article?.date].filter(Boolean).join(" · "));
    document.getElementById("text").replaceChildren(...(article?.blocks ?? []).map(block));
  }
}

function block(given) {
  const tag = given.kind === "title" || given.kind === "heading" ? "h3" : "p";
  return element(tag, { class: given.kind }, ...given.pieces.map(piece));
}

function piece(given) {
  if (!given.said.length) return given.text;
  const act = () => select({ said: given.said });
  return element("span", {
    class: "sentence", role: "button", tabindex: "0", "data-said": given.said.join(" "), onclick: act,
    onkeydown: (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        act();
      }
    },
  }, given.text);
}

/** Mark the sentences of what is selected, and in them the very words of subject, predicate and object. */
function markArticle() {
  const picked = selectedNumbers();
  let first = null;
  for (const sentence of document.querySelectorAll("#text .sentence")) {
    const said = sentence.dataset.said.split(" ").map(Number).filter((number) => picked.has(number));
    sentence.classList.toggle("on", said.length > 0);
    const text = sentence.textContent;
    const isOne = said.length > 0 && state.selected.node === undefined;
    sentence.replaceChildren(...(isOne ? marked(text, said.map((number) => statements[number])) : [text]));
    first ??= said.length ? sentence : null;
  }
  if (state.selected?.node === undefined) first?.scrollIntoView({ block: "center" });
}

/** The words of each part, those nearest to the predicate; of a predicate in pieces ("aligning … with"), each piece. */
function marked(text, said) {
  const places = [];
  const free = (start, end) => places.every((place) => end <= place.start || start >= place.end);
  const put = (words, part, anchor) => {
    const found = occurrences(text, words).filter((start) => free(start, start + words.length));
    if (!found.length) return null;
    const start = anchor === null ? found[0] : found.reduce((a, b) => (Math.abs(b - anchor) < Math.abs(a - anchor) ? b : a));
    places.push({ start, end: start + words.length, part });
    return start;
  };
  for (const one of said) {
    const whole = put(one.predicateText, "predicate", null);
    const pieces = whole === null ? one.predicateText.split(/\s+/).sort((a, b) => b.length - a.length) : [];
    const anchor = whole ?? (pieces.length ? put(pieces.shift(), "predicate", null) : null);
    put(one.subjectText, "subject", anchor);
    put(one.objectText, "object", anchor);
    for (const words of pieces) put(words, "predicate", anchor);
  }
  places.sort((a, b) => a.start - b.start);
  const pieces = [];
  let done = 0;
  for (const place of places) {
    pieces.push(text.slice(done, place.start), element("mark", { class: place.part }, text.slice(place.start, place.end)));
    done = place.end;
  }
  return [...pieces, text.slice(done)].filter((one) => one !== "");
}

function occurrences(text, words) {
  const found = [];
  const isLetter = (character) => /[\p{L}\p{N}]/u.test(character ?? "");
  for (let start = words ? text.indexOf(words) : -1; start >= 0; start = text.indexOf(words, start + 1)) {
    if (!isLetter(text[start - 1]) && !isLetter(text[start + words.length])) found.push(start);
  }
  return found;
}

// The card of what is selected.

function showCard() {
  const card = document.getElementById("card");
  const selected = state.selected;
  card.hidden = !selected;
  if (!selected) return card.replaceChildren();
  const head = selected.node === undefined ? [] : nodeCard(nodes.get(selected.node));
  const said = [...new Set(selected.said)].sort((a, b) => a - b).map((number) => statementCard(statements[number], selected));
  const close = element("button", { class: "close", "aria-label": "Close the card", onclick: () => select(null) }, "×");
  return card.replaceChildren(close, ...head, ...said);
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
    ["who says so", said.source ? label(said.source) + (said.reportedBy ? `, as ${label(said.reportedBy)} reports` : "") : "the article itself"],
    ["how firmly", `${said.factuality}: ${data.meanings[said.factuality]}`],
    ["when", said.when || "not told"],
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

// Table and timeline.

const rowsAtOnce = 250;
let rowsShown = rowsAtOnce;
let sortBy = { column: "number", sign: 1 };

function showTable() {
  const columns = [
    ["number", "#"], ["subject", "subject"], ["label", "relation"], ["object", "object"],
    ["factuality", "factuality"], ["source", "who says so"], ["first", "when"], ["confidence", "confidence"],
  ];
  const value = (said, column) => (["subject", "object", "source"].includes(column) ? (said[column] ? label(said[column]) : "") : said[column]);
  const order = (a, b) => {
    const [first, second] = [value(a, sortBy.column), value(b, sortBy.column)];
    return sortBy.sign * (typeof first === "number" ? first - second : String(first).localeCompare(String(second)));
  };
  const found = passing().sort(order);
  const head = columns.map(([column, title]) => element("th", {
    scope: "col", "aria-sort": sortBy.column === column ? (sortBy.sign > 0 ? "ascending" : "descending") : undefined,
  }, element("button", { onclick: () => {
    sortBy = { column, sign: sortBy.column === column ? -sortBy.sign : 1 };
    showTable();
  } }, title)));
  const picked = selectedNumbers();
  const rows = found.slice(0, rowsShown).map((said) => element("tr", { class: picked.has(said.number) ? "on" : undefined },
    ...columns.map(([column]) => element("td", { class: column },
      column === "label" ? element("button", { class: "said", onclick: () => select({ said: [said.number] }) }, said.label)
        : column === "number" ? String(said.number + 1)
          : column === "first" ? said.when : String(value(said, column))))));
  const table = element("table", {}, element("caption", {}, `${found.length} statements`),
    element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows));
  const more = found.length > rowsShown ? element("button", { onclick: () => {
    rowsShown += 1000;
    showTable();
  } }, `Show more: ${found.length - rowsShown} are left`) : "";
  document.getElementById("table").replaceChildren(table, more);
}

function showTimeline() {
  const dated = passing().filter((said) => said.first).sort((a, b) => a.first.localeCompare(b.first) || a.number - b.number);
  const years = new Map();
  for (const said of dated.slice(0, rowsShown)) {
    const year = said.first.slice(0, 4);
    years.set(year, [...(years.get(year) ?? []), said]);
  }
  const list = [...years].map(([year, found]) => element("section", {}, element("h2", {}, year), element("ol", {},
    ...found.map((said) => element("li", { class: `${said.tone} ${said.factuality.toLowerCase()}` },
      element("time", { datetime: said.first }, said.when), element("button", { class: "said", onclick: () => select({ said: [said.number] }) }, line(said)),
      said.factuality === "Asserted" ? "" : element("em", {}, said.factuality.toLowerCase()))))));
  const undated = passing().length - dated.length;
  const left = dated.length - Math.min(dated.length, rowsShown);
  const rest = element("p", { class: "quiet" }, `${left ? `${left} later ones are left out. ` : ""}${undated} statements have no date that can be told.`);
  document.getElementById("timeline").replaceChildren(...list, rest);
}
