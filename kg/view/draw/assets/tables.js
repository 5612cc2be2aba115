// Table and timeline.

const rowsAtOnce = 150;
let rowsShown = rowsAtOnce;
let sortBy = { column: "number", sign: 1 };
const columns = [
  ["number", "#"], ["subject", "subject"], ["label", "relation"], ["object", "object"],
  ["factuality", "factuality"], ["trust", "trust"], ["source", "who says so"], ["publisher", "publisher"], ["first", "when"], ["confidence", "confidence"],
].filter(([column]) => column !== "publisher" || publishers.length > 1);

function cellOf(said, column) {
  if (column === "first") return firstDay(said);
  if (column === "source") return voiceWords(said);
  if (column === "publisher") return publishersOf(said).filter(Boolean).join("; ");
  return ["subject", "object"].includes(column) ? (said[column] ? label(said[column]) : "") : said[column];
}

function sorted(said) {
  const keyed = said.map((one) => [cellOf(one, sortBy.column), one]);
  // What has no value, as no date, comes last either way.
  keyed.sort(([a], [b]) => (a === "") - (b === "") || sortBy.sign * (typeof a === "number" ? a - b : collator.compare(a, b)));
  return keyed.map(([, one]) => one);
}

function showTable() {
  const found = sorted(passing());
  const head = columns.map(([column, title]) => element("th", {
    scope: "col", "aria-sort": sortBy.column === column ? (sortBy.sign > 0 ? "ascending" : "descending") : undefined,
  }, element("button", { onclick: () => {
    sortBy = { column, sign: sortBy.column === column ? -sortBy.sign : 1 };
    showTable();
  } }, title)));
  const picked = selectedNumbers();
  const rows = found.slice(0, rowsShown).map((said) => element("tr", { class: picked.has(said.number) ? "on" : undefined },
    ...columns.map(([column]) => element("td", { class: column }, cellWords(said, column)))));
  const table = element("table", {}, element("caption", {}, found.length ? countWords(countOf(found)) : nothing()),
    element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows));
  document.getElementById("table").replaceChildren(table, more(found.length, showTable));
}

function cellWords(said, column) {
  if (column === "label") return element("button", { class: "said", onclick: () => select({ said: [said.number] }) }, said.label);
  if (column === "number") return String(said.number + 1);
  if (column === "publisher") return element("span", {}, ...publishedBy(said));
  return column === "first" ? whenWords(said) : String(cellOf(said, column));
}

/** Who published it: a badge with its words, nothing where no publisher is known. */
const publishedBy = (said) => (cellOf(said, "publisher") ? [badge(...publishersOf(said)), cellOf(said, "publisher")] : []);

const nothing = () => (state.words ? `Nothing is found for “${state.words}”.` : "No statement passes the filters.");

/** The rest is said, and a press shows some more of it. */
function more(all, show) {
  if (all <= rowsShown) return "";
  return element("button", { class: "more", onclick: () => {
    rowsShown += rowsAtOnce;
    show();
  } }, `Show ${Math.min(rowsAtOnce, all - rowsShown)} more; ${(all - rowsShown).toLocaleString("en")} are left`);
}

const denied = (said) => said.factuality === "Denied";

/** How firmly it is told, that it is a lead, who published it; what is denied says so in its own words, or behind them: "(not so)". */
const marksOf = (said) => [...[!denied(said) && said.firmness, said.trust === "Lead" && "a lead"].filter(Boolean).map((words) => element("em", {}, words)),
  ...(publishers.length > 1 ? [element("span", { class: "quiet" }, ...publishedBy(said))] : [])];

/** What is told by time; what is denied keeps its own words, "has not met", which struck out would look withdrawn. */
function showTimeline() {
  const dated = passing().filter(firstDay).map((said) => [firstDay(said), said]);
  dated.sort(([a, one], [b, other]) => collator.compare(a, b) || one.number - other.number);
  const years = new Map();
  for (const [day, said] of dated.slice(0, rowsShown)) years.set(day.slice(0, 4), [...(years.get(day.slice(0, 4)) ?? []), said]);
  const list = [...years].map(([year, found]) => element("section", {}, element("h2", {}, year), element("ol", {},
    ...found.map((said) => element("li", { class: `${said.tone} ${said.factuality.toLowerCase()}` },
      element("time", { datetime: firstDay(said) }, whenWords(said)), element("button", { class: "said", onclick: () => select({ said: [said.number] }) }, denied(said) && !said.sentence ? `not so: ${line(said)}` : line(said)),
      ...marksOf(said))))));
  const byArticle = dated.map(([, said]) => said).filter(isDatedByArticle);
  const undated = passing().filter((said) => !firstDay(said));
  const told = [byArticle.length && `${countWords(countOf(byArticle))} without a date of their own stand at their article's.`, undated.length && `${countWords(countOf(undated))} have no date that can be told.`, !passing().length && nothing()];
  const rest = element("p", { class: "quiet" }, told.filter(Boolean).join(" "));
  document.getElementById("timeline").replaceChildren(...list, more(dated.length, showTimeline), rest);
}
