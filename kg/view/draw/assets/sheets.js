// Sheets: story and matrix of what the filters leave, laid out for the width at hand from the cards of the program.

const margin = 12;
const type = { small: 11, text: 12, name: 12.5, title: 17, line: 15 };
const mostCards = 15;
const narrow = 520; // pixels below which a matrix is a list of pairs
const signs = { side: 10, strip: 16 };
const pen = { ground: "", theme: "light" };
const ruler = document.createElement("canvas").getContext("2d");
const face = "Arial, Helvetica, 'Liberation Sans', sans-serif";

const safe = (text) => text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);
const inkOf = (name) => data.inks[pen.theme][name];
const colourOf = (card) => (state.colour ? publisherSign(publishersOfCard(card), pen.theme).ink : data.families[card.family][pen.theme]);
const publishersOfCard = (card) => [...new Set(numbered(card.said).flatMap(publishersOf))];

function widthOf(text, size, isBold = false) {
  ruler.font = `${isBold ? "bold " : ""}${size}px ${face}`;
  return ruler.measureText(text).width;
}

/** A text broken to a width, of at most so many lines; what is longer ends in "…". */
function wrappedTo(text, room, size, most = 9, isBold = false) {
  const lines = [""];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (!lines.at(-1) || widthOf(longer, size, isBold) <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  const cut = (line) => {
    let kept = line;
    while (kept.length > 1 && widthOf(`${kept}…`, size, isBold) > room) kept = kept.slice(0, -1);
    return `${kept}…`;
  };
  if (lines.length > most) lines.splice(most - 1, Infinity, `${lines[most - 1]} …`);
  return lines.filter(Boolean).map((line) => (widthOf(line, size, isBold) > room ? cut(line) : line));
}

const words = (x, y, text, { size = type.text, ink = "ink", isBold = false, more = "" } = {}) =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-size="${size}" fill="${inkOf(ink)}"${isBold ? ' font-weight="bold"' : ""}${more}>${safe(text)}</text>`;
const box = (x, y, wide, high, fill, stroke = "none", more = "") =>
  `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${wide.toFixed(1)}" height="${high.toFixed(1)}" fill="${fill}" stroke="${stroke}"${more}/>`;
const rule = (x, y, toX, toY) => `<path d="M${x.toFixed(1)},${y.toFixed(1)}L${toX.toFixed(1)},${toY.toFixed(1)}" stroke="${inkOf("line")}"/>`;

function sign(card, x, y) {
  const points = data.families[card.family].sign.map(([across, down]) => `${(x + across * signs.side).toFixed(1)},${(y + down * signs.side).toFixed(1)}`);
  return `<polygon points="${points.join(" ")}" fill="${card.isFact ? colourOf(card) : inkOf("ground")}" stroke="${colourOf(card)}"/>`;
}

const groupOf = (cards, title, inner) =>
  `<g data-said="${[...new Set(cards.flatMap((card) => card.said))].map((number) => safe(statements[number].id)).join(" ")}"><title>${safe(title)}</title>${inner}</g>`;

const firstOf = (card) => statements[card.said[0]];

/** The statement of a card that tells its time: the first with a date of its own. */
const timedOf = (card) => numbered(card.said).find((said) => said.first || said.last) ?? firstOf(card);
const told = (card) => [card.text, card.firmness].filter(Boolean).join(", ");

/** The cards of what passes, the weightiest first. */
function cardsShown() {
  const fitting = new Set(passing().map((said) => said.number));
  return handed(data.cards).filter((card) => card.said.some((number) => fitting.has(number)));
}

/** The sheet of a form as the text of an SVG, in the colours of the page or of a print. */
function sheetOf(form, theme) {
  pen.theme = theme === "dark" ? "dark" : "light";
  const wide = Math.min(Math.max(canvas.clientWidth, 300), 1000);
  const cards = cardsShown();
  const article = form === "story" ? data.articles[state.article] : null;
  const title = article && data.articles.length > 1 ? article.title : data.title;
  const heading = wrappedTo(title, wide - 2 * margin, type.title, 3, true);
  const under = wrappedTo([article?.date, article?.publisher, filterWords()].filter(Boolean).join(" · "), wide - 2 * margin, type.small, 3);
  const head = [...heading.map((line, place) => words(margin, 26 + 21 * place, line, { size: type.title, isBold: true })),
    ...under.map((line, place) => words(margin, 26 + 21 * heading.length + type.line * place, line, { size: type.small, ink: "quiet" }))];
  const above = 34 + 21 * heading.length + type.line * under.length;
  const key = state.colour ? publisherKey(wide, above) : { parts: [], bottom: above };
  const top = key.bottom;
  const made = { story: storySheet, matrix: wide < narrow ? pairSheet : matrixSheet }[form](cards, wide, top);
  const high = made.bottom + margin;
  return `<svg xmlns="${svgSpace}" width="${wide}" height="${high.toFixed(0)}" viewBox="0 0 ${wide} ${high.toFixed(0)}" font-family="${safe(face)}"><title>${safe(title)}</title>`
    + `${box(0, 0, wide, high, inkOf("ground"))}${head.join("")}${key.parts.join("")}${made.parts.join("")}</svg>`;
}

/** What the letters and colours of publishers mean, one under the other. */
function publisherKey(wide, top) {
  const shown = publishers.length > inks.light.length ? [...publishers.slice(0, inks.light.length), "…"] : publishers;
  const line = (name, place) => {
    const y = top + place * type.line;
    return letterBox(publisherSign([name], pen.theme), margin, y - 9) + words(margin + 18, y, name === "…" ? "others" : wrappedTo(name || "publisher not told", wide - 3 * margin, type.small, 1)[0], { size: type.small });
  };
  return { parts: shown.map(line), bottom: top + shown.length * type.line + 8 };
}

const letterBox = ({ ink, letter }, x, y) => box(x, y, 12, 12, ink, "none") + words(x + 2.5, y + 9.5, letter, { size: 10, ink: "ground", isBold: true });

/** Whether a statement is of what the form is of: a story is of one article. */
const isHere = (said) => state.form !== "story" || said.articles.includes(state.article);

/** The story downwards: a heading a time, under it the cards side by side as long as there is room. */
function storySheet(every, wide, top) {
  const here = every.filter((card) => card.said.some((number) => isHere(statements[number])));
  const spoken = here.filter((card) => card.isWords).slice(0, Math.floor(mostCards / 2));
  const picked = isFiltered() ? [] : here.filter((card) => card.isChosen); // an editor's hand alone is on them
  const chosen = picked.length ? picked : here.filter((card) => !card.isWords || spoken.includes(card)).slice(0, mostCards);
  if (!chosen.length) return nobody(top, "Nothing of this article passes the filters.");
  const days = chosen.map((card) => (card.isAhead ? "" : firstDay(timedOf(card))));
  const size = new Set(days.map((day) => day.slice(0, 4))).size > 2 ? 4 : 10;
  const when = (card) => (card.isAhead ? "from now: planned, expected, possible, wanted" : (firstDay(timedOf(card)) ? timeIn(timedOf(card), size) : "no date told"));
  const order = (card) => (card.isAhead ? "z" : firstDay(timedOf(card)) || "y");
  const sorted = [...chosen].sort((a, b) => collator.compare(order(a), order(b)) || a.said[0] - b.said[0]);
  const count = Math.max(1, Math.floor((wide - 2 * margin) / 230));
  const room = (wide - 2 * margin - 10 * (count - 1)) / count;
  const parts = [];
  let y = top;
  for (const [time, some] of grouped(sorted, (card) => [when(card)])) {
    parts.push(words(margin, y + 16, time, { size: type.name, isBold: true }), rule(margin, y + 22, wide - margin, y + 22));
    y += 30;
    for (let place = 0; place < some.length; place += count) {
      const row = some.slice(place, place + count).map((card) => cardLines(card, room, chosen));
      row.forEach((lines, column) => parts.push(cardBox(some[place + column], lines, margin + column * (room + 10), y, room)));
      y += Math.max(...row.map(heightOf)) + 10;
    }
  }
  return { parts, bottom: y };
}

const heightOf = (lines) => lines.length * type.line + 12;

function cardLines(card, wide, chosen) {
  const room = wide - signs.strip - 14;
  const own = timedOf(card).when || (timedOf(card).published ? "no date told" : "");
  const answered = card.answers.map((place) => data.cards[place]).filter((other) => chosen.includes(other));
  const under = [card.firmness, ...card.amounts, own, card.speaker && `says ${card.speaker}`].filter(Boolean).join(" · ");
  const line = (options) => (text) => ({ text, ...options });
  return [
    ...wrappedTo(label(card.actor), room, type.name, 2, true).map(line({ size: type.name, isBold: true })),
    ...wrappedTo(card.text, room, type.text, 12).map(line({})),
    ...wrappedTo(under, room, type.small, 3).map(line({ size: type.small, ink: "quiet" })),
    ...answered.flatMap((other) => wrappedTo(`answers: ${other.text}`, room, type.small, 3)).map(line({ size: type.small, ink: "quiet" })),
  ];
}

function cardBox(card, lines, x, y, wide) {
  const dash = denied(firstOf(card)) || firstOf(card).firmness.includes("not") ? ` stroke-dasharray="1.5 2.5"` : "";
  const high = heightOf(lines);
  const strip = box(x, y, signs.strip, high, card.isFact ? colourOf(card) : "none", colourOf(card), dash);
  const mark = `<g fill="none">${sign(card, x + 3, y + 6)}</g>`;
  const shown = card.isFact ? mark.replace(`fill="${colourOf(card)}"`, `fill="${inkOf("ground")}"`) : mark;
  return groupOf([card], firstOf(card).quote || told(card), [box(x, y, wide, high, inkOf("ground"), colourOf(card), dash), strip, shown,
    ...lines.map((line, place) => words(x + signs.strip + 6, y + 17 + place * type.line, line.text, line))].join(""));
}

/** The acts of one on another that pass, by pair: actors that are called by name first, those on such first, then the pair with the most. */
function pairsOf() {
  const fitting = new Set(passing().map((said) => said.number));
  const pairs = data.pairs.map((pair) => ({ ...pair, cards: pair.cards.filter((card) => card.said.some((number) => fitting.has(number))) }));
  return pairs.filter((pair) => pair.cards.length).sort((a, b) => b.named - a.named || b.cards.length - a.cards.length || collator.compare(label(a.ends[0]), label(b.ends[0])));
}

const pairTitle = (pair) => `${label(pair.ends[0])} on ${label(pair.ends[1])}: ${pair.cards.slice(0, 4).map(told).join("; ")}${pair.cards.length > 4 ? `; and ${pair.cards.length - 4} more` : ""}`;

/** By what the acts of a pair are counted: their family, or where colours tell that, who published them. */
const lineOf = (card) => (state.colour ? publishersOfCard(card).join("\n") : card.family);

/** A line a family or publisher: its sign, how many facts in bold, the rest as +1. */
function cellOfPair(pair, x, y) {
  return [...grouped(pair.cards, (card) => [lineOf(card)])].map(([, cards], place) => {
    const facts = cards.filter((card) => card.isFact).length;
    const at = { x: x + 14, y: y + 10 + place * type.line };
    const number = facts ? words(at.x, at.y, String(facts), { size: type.small, isBold: true }) : "";
    const rest = cards.length > facts ? words(at.x + (facts ? widthOf(String(facts), type.small, true) + 3 : 0), at.y, `+${cards.length - facts}`, { size: type.small }) : "";
    const mark = state.colour ? letterBox(publisherSign(publishersOfCard(cards[0]), pen.theme), x - 1, y - 1 + place * type.line) : sign(cards.find((card) => card.isFact) ?? cards[0], x, y + place * type.line);
    return mark + number + rest;
  }).join("");
}

const nobody = (top, told = "No act of one on another passes the filters.") => ({ parts: [words(margin, top + 16, told)], bottom: top + 24 });

function matrixSheet(_, wide, top) {
  const [names, cell, most] = [130, 50, 12];
  const across = Math.min(most, Math.floor((wide - 2 * margin - names) / cell));
  const [rows, columns] = [new Set(), new Set()];
  const fits = (one, set, room) => set.has(one) || set.size < room;
  const pairs = pairsOf().filter(({ ends: [actor, target] }) => fits(actor, rows, most) && fits(target, columns, across) && rows.add(actor) && columns.add(target));
  if (!pairs.length) return nobody(top);
  const [order, places] = [[...rows], [...columns]];
  const left = margin + names;
  const head = 96;
  const parts = [words(margin, top + head - 6, "who ↓ on whom →", { size: type.small, ink: "quiet" })];
  places.forEach((id, place) => {
    const at = { x: left + place * cell + cell / 2 + 4, y: top + head - 6 };
    parts.push(words(at.x, at.y, wrappedTo(label(id), head, type.text, 1)[0], { more: ` transform="rotate(-60 ${at.x} ${at.y})"` }));
  });
  let y = top + head;
  order.forEach((id, place) => {
    const mine = pairs.filter((pair) => pair.ends[0] === id);
    const name = wrappedTo(label(id), names - 10, type.text, 2, true);
    const high = 8 + type.line * Math.max(name.length, ...mine.map((pair) => new Set(pair.cards.map(lineOf)).size));
    if (place % 2 === 0) parts.push(box(margin - 4, y, names + 4 + cell * places.length, high, inkOf("band")));
    name.forEach((line, number) => parts.push(words(margin, y + 14 + number * type.line, line, { isBold: true })));
    for (const pair of mine) {
      const x = left + places.indexOf(pair.ends[1]) * cell;
      parts.push(groupOf(pair.cards, pairTitle(pair), `${box(x + 1, y + 1, cell - 2, high - 2, inkOf("ground"), inkOf("line"))}${cellOfPair(pair, x + 5, y + 4)}`));
    }
    y += high;
  });
  return { parts, bottom: y };
}

/** Where there is no room for a matrix, its pairs as a list. */
function pairSheet(_, wide, top) {
  const parts = [];
  let y = top;
  for (const pair of pairsOf().slice(0, 30)) {
    const lines = wrappedTo(`${label(pair.ends[0])} → ${label(pair.ends[1])}`, wide - 2 * margin - 64, type.text, 3, true);
    const high = 12 + type.line * Math.max(lines.length, new Set(pair.cards.map(lineOf)).size);
    parts.push(groupOf(pair.cards, pairTitle(pair), [box(margin - 4, y, wide - 2 * margin + 8, high, inkOf("ground"), inkOf("line")),
      ...lines.map((line, place) => words(margin + 4, y + 16 + place * type.line, line, { isBold: true })), cellOfPair(pair, wide - margin - 52, y + 6)].join("")));
    y += high + 6;
  }
  return parts.length ? { parts, bottom: y } : nobody(top);
}
