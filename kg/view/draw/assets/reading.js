// The article: its own text where the graph has it, else the sentences that statements stand on; names, times, sources marked.

function showArticle(place) {
  const text = document.getElementById("text");
  if (state.article === place && text.childElementCount) return;
  state.article = place;
  document.getElementById("article").value = String(place);
  const article = data.articles[place];
  setText("headline", article?.title ?? "");
  setText("byline", [article?.publisher, article?.date].filter(Boolean).join(" · "));
  setText("wordless", article && !article.isWhole ? "The graph does not keep the article's text: of sentences without statements only the places stand here; kg build --evidence full keeps all." : "");
  text.classList.toggle("long", (article?.blocks ?? []).length > 200);
  text.replaceChildren(...(article?.blocks ?? []).map(block));
  const first = text.querySelector(".sentence");
  first?.setAttribute("tabindex", "0");
}

function block(given) {
  const tag = given.kind === "title" || given.kind === "heading" ? "h3" : "p";
  return element(tag, { class: given.kind }, ...given.pieces.map(piece));
}

/** A sentence, or a part of one, with how many statements it has; one without any tells why when it is opened. */
function piece(given) {
  if (!given.said.length && !given.why) return given.text;
  const ends = /^(\s*)(.*?)(\s*)$/su.exec(given.text);
  const made = element("span", {
    class: given.said.length ? "sentence" : "sentence none", role: "button", tabindex: "-1", "data-said": given.said.join(" "), "data-why": given.why,
    "data-count": String(given.said.length), "aria-description": given.said.length ? countWords(countOf(numbered(given.said))) : "no statement",
    onclick: () => open(given), onkeydown: (event) => walkText(event, given),
  });
  made.marks = given.marks.map(([start, end, part]) => [start - ends[1].length, end - ends[1].length, part]);
  made.words = ends[2];
  fill(made, null);
  return element("span", {}, ends[1], made, ends[3]);
}

const open = (given) => select(given.said.length ? { said: given.said } : { said: [], why: given.why, words: given.text.trim() });

function walkText(event, given) {
  const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    open(given);
  } else if (event.key in steps) {
    event.preventDefault();
    const all = [...document.querySelectorAll("#text .sentence")];
    const next = all[(all.indexOf(event.currentTarget) + steps[event.key] + all.length) % all.length];
    event.currentTarget.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  }
}

/** The words of a sentence with their marks; the count behind them is no part of the text. */
function fill(sentence, said) {
  sentence.replaceChildren(...(said ? marked(sentence.words, said) : named(sentence.words, sentence.marks)));
}

function named(text, marks) {
  const pieces = [];
  let done = 0;
  for (const [start, end, part] of marks) {
    pieces.push(text.slice(done, start), element("span", { class: part }, text.slice(start, end)));
    done = end;
  }
  return [...pieces, text.slice(done)].filter((one) => one !== "");
}

/** Mark the sentences of what is selected, and in them the very words of subject, predicate and object. */
function markArticle() {
  const picked = selectedNumbers();
  const untold = state.selected?.words;
  let first = null;
  for (const sentence of document.querySelectorAll("#text .sentence")) {
    const said = sentence.dataset.said.split(" ").filter(Boolean).map(Number).filter((number) => picked.has(number));
    const isOn = said.length > 0 || (untold !== undefined && sentence.words === untold);
    const isOne = said.length > 0 && state.selected.node === undefined;
    if (isOn || sentence.classList.contains("on")) fill(sentence, isOne ? said.map((number) => statements[number]) : null);
    sentence.classList.toggle("on", isOn);
    first ??= isOn ? sentence : null;
  }
  if (first && state.selected?.node === undefined) reveal(first);
}

/** Scroll the article alone, not the page: on a phone the picture must not run away. */
function reveal(sentence) {
  const frame = document.querySelector("#reading article");
  if (frame.scrollHeight <= frame.clientHeight) return;
  const [inner, outer] = [sentence.getBoundingClientRect(), frame.getBoundingClientRect()];
  frame.scrollTop += inner.top - outer.top - Math.max(0, (outer.height - inner.height) / 2);
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
