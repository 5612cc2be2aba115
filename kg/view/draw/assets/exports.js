// Exports: always on a white ground, with heading, note and legend, whatever the page looks like.

const bare = [...document.body.children].filter((part) => part.tagName !== "SCRIPT").map((part) => part.cloneNode(true)); // as the page came

/** The page as one sees it, in one file that asks nobody: its views, an editor's changes, and what is looked at now. */
function savePage() {
  for (const part of bare) part.querySelectorAll('a[href="/"], header > small').forEach((way) => way.remove()); // of the server
  const start = { ...data.start, address: location.hash.slice(1) || addressText() };
  const kept = { ...data, start, asks: "", edits: hand.edits, drawnEdits: hand.drawn, questions: data.questions.filter((one) => one.rows), statements: statements.map(({ folded: _, ...said }) => said) };
  const held = JSON.stringify(kept).replace(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const scripts = [...document.querySelectorAll("body > script")].map((one) => (one.id === "data" ? one.outerHTML.replace(/>.*</s, () => `>${held}<`) : one.outerHTML));
  const parts = ["<!doctype html>\n<html lang=\"en\">\n", document.head.outerHTML, "\n<body>\n", ...bare.map((part) => part.outerHTML), ...scripts, "\n</body>\n</html>\n"];
  save(`${(data.title || "graph").replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60)}.html`, new Blob(parts, { type: "text/html" }));
}

function save(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** What a picture that leaves the page tells of itself: how much it shows, the filters, where the text is from. */
function note() {
  const shown = document.getElementById(state.view === "picture" ? "shown" : "status").textContent;
  return [shown, filterWords(), data.credit, data.note].filter(Boolean).join(". ");
}

/** The picture as a file of its own, with a title and a description for those who hear it. */
async function fileSvg() {
  const text = isSheet() ? sheetText(formOf(), "light") : await layout(dotOf(current, note()));
  const svg = parsedSvg(text);
  if (!isSheet()) {
    svg.querySelectorAll("title").forEach((title) => title.remove());
    for (const [tag, words] of [["desc", note()], ["title", data.title]]) {
      const made = document.createElementNS(svgSpace, tag);
      made.textContent = words;
      svg.prepend(made);
    }
    svg.setAttribute("role", "img");
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}`;
}

async function exportSvg() {
  save("graph.svg", new Blob([await fileSvg()], { type: "image/svg+xml" }));
}

async function exportPng() {
  const image = new Image();
  image.onload = () => {
    const sheet = document.createElement("canvas");
    Object.assign(sheet, { width: image.width * 2, height: image.height * 2 });
    sheet.getContext("2d").drawImage(image, 0, 0, sheet.width, sheet.height);
    sheet.toBlob((blob) => save("graph.png", blob), "image/png");
    URL.revokeObjectURL(image.src);
  };
  image.src = URL.createObjectURL(new Blob([await fileSvg()], { type: "image/svg+xml" }));
}

/** Rows as CSV under their columns; a cell that begins like a formula would be run by a spreadsheet. */
function saveCsv(name, columns, rows) {
  const cell = (text) => `"${(/^[=+\-@\t]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  save(name, new Blob([[columns.join(","), ...rows.map((row) => row.map(cell).join(","))].join("\r\n")], { type: "text/csv" }));
}

const namesOf = (said, field) => said.articles.map((place) => data.articles[place][field]).join("; ");

/** What is looked at as a table: the answer to the question that is asked, else the statements that pass; each row with its article and id. */
function exportCsv() {
  const ids = (said) => [publishersOf(said).join("; "), namesOf(said, "title"), namesOf(said, "id"), said.id];
  if (state.view === "questions" && asked.has(state.asked)) {
    const answer = asked.get(state.asked);
    const rows = rowsOf(answer).map(({ cells, number, id }) => [...cells, ...(number === undefined ? ["", "", "", "", id ?? ""] : [statements[number].quote, ...ids(statements[number])])]);
    return saveCsv(`${answer.name}.csv`, [...answer.columns, "quote", "publisher", "article", "article id", "statement id"], rows);
  }
  const columns = ["subject", "label", "object", "factuality", "trust", "source", "who says so", "first", "last", "published", "confidence", "rule", "quote"];
  const value = (said, column) => (column === "who says so" ? voiceWords(said) : ["subject", "object", "source"].includes(column) && said[column] ? label(said[column]) : String(said[column] ?? ""));
  return saveCsv("statements.csv", [...columns, "publisher", "article", "article id", "statement id"], passing().map((said) => [...columns.map((column) => value(said, column)), ...ids(said)]));
}

let screenTheme = "light";

/** A print has all rows, and the article where that is what is looked at: alone, or as a story. */
window.addEventListener("beforeprint", () => {
  setText("printed", note());
  document.body.classList.toggle("many", data.articles.length > 1 && !(state.view === "picture" && state.form === "story"));
  rowsShown = Infinity;
  showRows();
  screenTheme = document.documentElement.dataset.theme || "light";
  setTheme("light"); // a sheet has its colours in itself
});

window.addEventListener("afterprint", () => {
  rowsShown = rowsAtOnce;
  showRows();
  setTheme(screenTheme);
});
