// An editor's hand: cards of a story left out or put in other words, with undo; saved as the file that kg draw --edits takes.

const hand = { edits: [...data.edits], isKept: true, drawn: data.drawnEdits ?? data.edits.length }; // of which so many are in what the program drew
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

/** The story as the program drew it with the cards as an editor has them, each in its place; "" where words have no room there. */
function handedDrawing(drawn) {
  const root = parsedSvg(drawn);
  for (const group of root.querySelectorAll(".card")) {
    const card = data.cards.find((one) => one.said.some((number) => numbersOf(group).includes(number)));
    const edit = card && hand.edits.slice(hand.drawn).findLast((one) => isMeant(one, card));
    if (!edit) continue;
    if (edit.drop) leaveOut(root, group);
    else if (!putSo(group, edit.words || card.text)) return "";
    const told = root.querySelector("desc");
    told.textContent = told.textContent.replace(card.text, () => edit.words || "(left out)");
  }
  return new XMLSerializer().serializeToString(root);
}

/** A card goes with the lines that begin at it or point to it. */
function leaveOut(root, group) {
  const [x, y, wide, high] = ["x", "y", "width", "height"].map((name) => Number(group.querySelector("rect").getAttribute(name)));
  const isAt = (part) => {
    const [across, down] = part.getAttribute("points").split(/[ ,]/).map(Number);
    return across >= x - 1 && across <= x + wide + 1 && down >= y - 1 && down <= y + high + 1;
  };
  for (const line of root.querySelectorAll(".to, .answer")) {
    const [shaft, head] = line.children;
    if (isAt(shaft) || (line.matches(".answer") && isAt(head))) line.remove();
  }
  group.remove();
}

/** Other words in the lines of a card, marked as an editor's; whether there is room for them. */
function putSo(group, text) {
  const [frame, lines] = [group.querySelector("rect"), [...group.querySelectorAll("text")]];
  const size = lines.map((line) => Number(line.getAttribute("font-size")));
  const under = lines.findLast((_, place) => size[place] === type.small);
  const own = lines.filter((line, place) => size[place] === 11.5); // those of its words
  const room = Number(frame.getAttribute("width")) - signs.strip - 14;
  const words = wrappedTo(text, room, 11.5, 99).concat(under ? [] : [data.edited]);
  if (words.length > own.length) return false;
  own.forEach((line, place) => (line.textContent = words[place] ?? ""));
  if (under) under.textContent = `${data.edited} · ${under.textContent}`;
  return true;
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
  const drop = () => {
    select(null); // what is gone is not looked at any more
    edit({ drop: true });
    document.getElementById("undo-edit").focus();
  };
  return element("p", { class: "row" }, element("button", { onclick: drop }, "Leave the card out"), words, element("button", { onclick: () => edit({ words: words.value.trim() }) }, "Put it so"));
}

/** The edits as TOML, whose strings are written as those of JSON. */
function saveEdits() {
  const value = (key, one) => (key === "day" || one === true ? one : JSON.stringify(one));
  const table = (edit) => ["[[card]]", ...Object.entries(edit).filter(([, one]) => one).map(([key, one]) => `${key} = ${value(key, one)}`)].join("\n");
  const head = Object.entries(data.editedAs).filter(([, text]) => text).map(([key, text]) => `${key} = ${JSON.stringify(text)}`);
  save("picture.story.toml", new Blob([[...head, ...hand.edits.map(table)].join("\n\n"), "\n"], { type: "application/toml" }));
}
