// Side by side: what two do and say, each with those who act for it, in one order of time.

const sideWords = (side) => (side.startsWith(byPublisher) ? `all published by ${side.slice(byPublisher.length)}` : label(side));
const isSide = (side) => nodes.has(side) || (side.startsWith(byPublisher) && publishers.includes(side.slice(byPublisher.length)));
const sideNamed = (words) => publishers.map((name) => byPublisher + name).find((side) => sideWords(side) === words) ?? data.nodes.find((node) => node.label === words)?.id ?? "";

/** The two sides as the address has them, "" for what is none. */
function sidesOf(text) {
  const [one, other] = [text.slice(0, text.indexOf("|")), text.slice(text.indexOf("|") + 1)];
  return [one, other].map((side) => (isSide(side) ? side : ""));
}

/** The node with all that act for it or belong to it, as far as the page tells. */
function membersOf(side) {
  const found = new Set([side]);
  for (let before = 0; found.size > before; ) {
    before = found.size;
    for (const tie of data.ties) if (found.has(tie.head)) found.add(tie.tail);
  }
  return found;
}

/** Where one is chosen, it is beside the other; a third takes the place of the second. */
function sideAt(id) {
  state.sides = state.sides[0] && state.sides[0] !== id ? [state.sides[0], id] : [id, ""];
  state.view = "sides";
  controls();
  changed();
}

function besides(place, side) {
  state.sides[place] = side;
  changed();
}

/** The two states of which most is told, with those who act for them; where there are no two, the pair with most acts. */
function usualSides() {
  const acting = grouped(statements.filter((said) => said.isMain), (said) => [said.subject]);
  const weight = (id) => [...membersOf(id)].reduce((sum, one) => sum + (acting.get(one)?.length ?? 0), 0);
  const states = data.nodes.filter((node) => node.kind === "Country").map((node) => [weight(node.id), node.id]).sort(([a], [b]) => b - a);
  return states.length > 1 && states[1][0] ? states.slice(0, 2).map(([, id]) => id) : [...(pairsOf()[0]?.ends ?? ["", ""])];
}

/** The main statements of a side: what its own do, and what they say or release of others; of a publisher all. */
function ofSide(side, other) {
  const mains = passing().filter((said) => said.isMain);
  if (!side) return [];
  if (side.startsWith(byPublisher)) return mains.filter((said) => publishersOf(said).includes(side.slice(byPublisher.length))).map((said) => ({ said, isTold: false }));
  const [own, others] = [membersOf(side), other && !other.startsWith(byPublisher) ? membersOf(other) : new Set()];
  const isShared = (id) => own.has(id) && !others.has(id);
  const done = mains.filter((said) => isShared(said.subject)).map((said) => ({ said, isTold: false }));
  if (state.between === "each") return done.filter(({ said }) => touched(said).some((id) => others.has(id) && !own.has(id)));
  const told = mains.filter((said) => !isShared(said.subject) && isShared(said.source || said.reportedBy)).map((said) => ({ said, isTold: true }));
  return state.between === "do" ? done : [...done, ...told];
}

const actsOf = new Map();
for (const act of data.acts) for (const number of act.said) actsOf.set(number, [...(actsOf.get(number) ?? []), act]);

/** Whether who does it has no name: "your agency's staff", "Parents". */
const isNameless = ({ said: { subject } }) => !/^\p{Lu}/u.test(label(subject)) || nodes.get(subject)?.kind === "Group";

/** All that take part in what a statement tells. */
const touched = (said) => [said.object, ...said.parts, ...(actsOf.get(said.number) ?? []).flatMap((act) => [...act.ends, ...act.nodes])];

/** How many of a chosen time are of it by the day of their article alone, which a question with days leaves out. */
function byArticle(column) {
  const count = state.from || state.to ? column.filter(({ said }) => isDatedByArticle(said)).length : 0;
  return count ? `, ${count} of them by the day of the article alone` : "";
}

function showSides() {
  if (!state.sides.some(Boolean)) {
    state.sides = usualSides();
    controls();
  }
  document.getElementById("between").value = state.between;
  const columns = state.sides.map((side, place) => ofSide(side, state.sides[1 - place]));
  const days = grouped(columns.flat(), ({ said }) => [firstDay(said)]);
  const order = [...days.keys()].sort((a, b) => (a === "") - (b === "") || collator.compare(a, b));
  let room = rowsShown;
  const picked = selectedNumbers();
  const entry = ({ said, isTold }) => element("li", { class: `${said.tone} ${said.factuality.toLowerCase()}${picked.has(said.number) ? " on" : ""}` },
    isTold ? element("em", {}, `${voiceWords(said)}:`) : "", element("button", { class: "said", onclick: () => select({ said: [said.number] }) }, line(said)), ...marksOf(said));
  const rows = [];
  for (const day of order) {
    if (room <= 0) break;
    const here = columns.map((column) => column.filter(({ said }) => firstDay(said) === day).sort((a, b) => isNameless(a) - isNameless(b) || a.said.number - b.said.number));
    room -= here.flat().length;
    rows.push(element("tr", {}, element("th", { scope: "row" }, day || "no date told"), ...here.map((some) => element("td", {}, element("ul", {}, ...some.map(entry))))));
  }
  const head = state.sides.map((side, place) => element("th", { scope: "col" }, side ? `${sideWords(side)}: ${counted(columns[place].length, "main statement")}${byArticle(columns[place])}` : "nobody chosen"));
  const members = state.sides.filter((side) => side && !side.startsWith(byPublisher)).map((side) => [side, [...membersOf(side)].filter((id) => id !== side).map(label)]);
  const with_ = members.filter(([, names]) => names.length).map(([side, names]) => `${label(side)} with ${names.slice(0, 8).join(", ")}${names.length > 8 ? ` and ${names.length - 8} more` : ""}`);
  const table = element("table", {}, element("caption", {}, with_.length ? `${with_.join("; ")}.` : "In one order of time."),
    element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "when"), ...head)), element("tbody", {}, ...rows));
  document.getElementById("beside").replaceChildren(table, more(columns.flat().length, showSides));
}
