// Questions: those with a name, with their answers; a row leads to its statement, and rows of what the filters leave out are not shown.

const asked = new Map(data.questions.filter((one) => one.rows).map((one) => [one.name, one]));

/** The answer to a question: from the page, or from the server that made it. */
async function answerOf(name) {
  if (!asked.has(name)) {
    const reply = await fetch(`${data.asks}${encodeURIComponent(name)}`, { headers: { accept: "application/json" } });
    if (!reply.ok) throw new Error(`the server says ${reply.status}`);
    asked.set(name, await reply.json());
  }
  return asked.get(name);
}

function showQuestions() {
  const list = document.getElementById("question");
  if (!list.childElementCount) {
    list.replaceChildren(element("option", { value: "" }, "Choose a question"), ...data.questions.map((one) => element("option", { value: one.name }, one.title)));
  }
  list.value = state.asked;
  return state.asked ? showAnswer(state.asked) : document.getElementById("answer").replaceChildren(...suggested());
}

/** The questions as buttons, for who does not know which there are. */
function suggested() {
  const items = data.questions.map((one) => element("li", {}, element("button", { class: "said", onclick: () => ask(one.name) }, one.title),
    one.rows ? element("span", { class: "count" }, ` ${counted(one.rows.length, "row")}`) : ""));
  return [element("ul", { class: "asked" }, ...items)];
}

function ask(name) {
  state.asked = name;
  changed();
}

async function showAnswer(name) {
  const box = document.getElementById("answer");
  if (!asked.has(name)) box.replaceChildren(element("p", { role: "status" }, "Asking …"));
  try {
    const answer = await answerOf(name);
    if (state.asked === name) box.replaceChildren(...answerTable(answer));
  } catch (error) {
    box.replaceChildren(element("p", {}, `The question could not be asked: ${error.message}.`));
  }
}

/** The rows of an answer that the filters leave, each with its statement where the page has it. */
function rowsOf(answer) {
  const fitting = new Set(passing().map((said) => said.number));
  const rows = answer.rows.map((cells, place) => ({ cells, number: numberOf.get(answer.said[place]), id: answer.said[place] }));
  return rows.filter((row) => row.number === undefined || fitting.has(row.number));
}

function answerTable(answer) {
  const rows = answer.rows;
  const shown = rowsOf(answer);
  const picked = selectedNumbers();
  const told = answer.columns.map((column, place) => [column, place]).filter(([, place]) => rows.some((cells) => cells[place]));
  const columns = told.sort(([a], [b]) => (b === "label") - (a === "label")); // its own words first, empty columns not at all
  const link = columns[0]?.[0];
  const cell = (row, column, text) => element("td", { class: column === "label" ? "words" : undefined }, column === link && row.number !== undefined
    ? element("button", { class: "said", onclick: () => select({ said: [row.number] }) }, text || line(statements[row.number])) : text);
  const body = shown.slice(0, rowsShown).map((row) => element("tr", { class: picked.has(row.number) ? "on" : undefined },
    ...columns.map(([column, place]) => cell(row, column, row.cells[place]))));
  const count = `${shown.length === rows.length ? "" : `${shown.length.toLocaleString("en")} of `}${counted(rows.length, "row")}${answer.isCut ? ", the first of more" : ""}`;
  const more_ = data.asks ? element("p", {}, element("a", { href: `${data.asks}${encodeURIComponent(answer.name)}` }, "Ask it of someone, or of a time")) : "";
  return [element("h2", {}, answer.title), element("table", {}, element("caption", {}, count),
    element("thead", {}, element("tr", {}, ...columns.map(([column]) => element("th", { scope: "col" }, column)))), element("tbody", {}, ...body)),
    more(shown.length, showQuestions), more_];
}
