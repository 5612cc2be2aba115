// An editor's hand: cards of a story left out or put in other words, with undo; saved as the file that kg draw --edits takes.

const hand = { edits: [...data.edits], isKept: true };
const shelf = `newsgraph edits ${data.articles.map((article) => article.id).join(" ")}`;

/** Edits that are in no file yet outlive the page in the browser; where it keeps nothing, leaving the page asks first. */
function keepEdits() {
  try {
    hand.edits.length > data.edits.length ? localStorage.setItem(shelf, JSON.stringify(hand.edits.slice(data.edits.length))) : localStorage.removeItem(shelf);
  } catch {
    hand.isKept = false;
  }
}

function takeEdits() {
  try {
    const known = new Set(data.edits.map((edit) => JSON.stringify(edit)));
    hand.edits.push(...JSON.parse(localStorage.getItem(shelf) ?? "[]").filter((edit) => edit.of && !known.has(JSON.stringify(edit))));
  } catch {
    // A frame in a notebook has no store of its own.
  }
}

window.addEventListener("beforeunload", (event) => isHandled() && !hand.isKept && event.preventDefault());

const isMeant = (edit, card) => ` ${card.text.toLowerCase()}`.includes(` ${edit.of.toLowerCase().replace(/[ …]+$/, "")}`);
const isHandled = () => hand.edits.length !== data.edits.length;

/** The cards as an editor has them, the last edit of each counting. */
function handed(cards) {
  return cards.flatMap((card) => {
    const edit = hand.edits.findLast((one) => isMeant(one, card));
    if (!edit) return [card];
    const firmness = [edit.note, card.firmness, edit.words || edit.day ? data.edited : ""].filter(Boolean).join(" · ");
    return edit.drop ? [] : [{ ...card, text: edit.words || card.text, family: edit.colour || card.family, firmness }];
  });
}

function editing(act) {
  act();
  keepEdits();
  draw();
  showCard();
}

/** What can be done to the card of a statement, where a story is looked at. */
function editorsRow(said) {
  const card = data.cards.find((one) => one.said.includes(said.number));
  if (formOf().form !== "story" || !card) return "";
  const words = element("input", { value: handed([card])[0]?.text ?? card.text, "aria-label": "Other words for its card" });
  const edit = (change) => editing(() => hand.edits.push({ of: card.text, ...change }));
  const row = [element("button", { onclick: () => edit({ drop: true }) }, "Leave the card out"), words, element("button", { onclick: () => edit({ words: words.value.trim() }) }, "Put it so")];
  if (isHandled()) row.push(element("button", { onclick: () => editing(() => hand.edits.pop()) }, "Undo"), element("button", { onclick: saveEdits }, "Save edits"));
  return element("p", { class: "row" }, ...row);
}

/** The edits as TOML, whose strings are written as those of JSON. */
function saveEdits() {
  const value = (key, one) => (key === "day" || one === true ? one : JSON.stringify(one));
  const table = (edit) => ["[[card]]", ...Object.entries(edit).filter(([, one]) => one).map(([key, one]) => `${key} = ${value(key, one)}`)].join("\n");
  const head = Object.entries(data.editedAs).filter(([, text]) => text).map(([key, text]) => `${key} = ${JSON.stringify(text)}`);
  save("picture.story.toml", new Blob([[...head, ...hand.edits.map(table)].join("\n\n"), "\n"], { type: "application/toml" }));
}
