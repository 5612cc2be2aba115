// Time: how many statements begin when; a press or a drag over the bars chooses a time for every form and view.

const brush = { bars: [], from: -1, to: -1 };
const barRoom = 26; // pixels of a bar at least

/** The day that many days later. */
const dayAfter = (day, days) => new Date(Date.parse(day) + days * 864e5).toISOString().slice(0, 10);

/** A stretch of time by a day in it: its first letters, of a week within its month its first and last day. */
function timeOf(day, size) {
  if (size !== "week") return day.slice(0, size);
  const monday = dayAfter(day, -((new Date(day).getUTCDay() + 6) % 7));
  const [first, last] = [`${day.slice(0, 7)}-01`, lastOfMonth(day.slice(0, 7))];
  const sunday = dayAfter(monday, 6);
  return `${monday < first ? first : monday}/${sunday > last ? last : sunday}`;
}

/** The stretch of time of a statement, no finer than it is told: "1970" is no January, "in May" no first of May. */
function timeIn(said, size) {
  const day = firstDay(said);
  const isYear = said.first.endsWith("-01-01") && said.last === `${day.slice(0, 4)}-12-31`;
  const isMonth = said.first.endsWith("-01") && said.last === lastOfMonth(day.slice(0, 7));
  return timeOf(day, isYear && (size === "week" || size > 4) ? 4 : isMonth && (size === "week" || size > 7) ? 7 : size);
}

/** The bars by the span of what is dated: years, or months of two years, decades and centuries where there is no room for each. A bar with half
 * of all is told by the months, weeks or days in it as long as there is room. */
function timesOf(dated) {
  const by = (said, size) => grouped(said, (one) => [timeIn(one, size)]);
  const room = Math.max(4, Math.floor(document.getElementById("histogram").clientWidth / barRoom));
  const first = by(dated, 4).size > 2 ? [4, 3] : [7, 4, 3];
  const times = [...by(dated, first.find((size) => by(dated, size).size <= room) ?? 2)];
  const finer = (said) => [7, 10, "week"].map((size) => [...by(said, size)]).find((parts) => parts.length > 1 && times.length - 1 + parts.length <= room);
  for (let place = 0; place < times.length; place += 1) {
    const [time, said] = times[place];
    const parts = time.length > 3 && time.length !== 10 && said.length * 2 >= dated.length ? finer(said) : null;
    if (parts) times.splice(place--, 1, ...parts); // these may be told finer in their turn
  }
  return times;
}

const lastOfMonth = (month) => new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10);
const beginOf = (time) => (time.length > 10 ? time.slice(0, 10) : time + "0000-01-01".slice(time.length));
const endOf = (time) => (time.length > 10 ? time.slice(11) : time.length === 7 ? lastOfMonth(time) : time + "9999-12-31".slice(time.length));
const timeWords = (time) => (time.length < 4 ? `${beginOf(time).slice(0, 4)}–${endOf(time).slice(0, 4)}` : time.replace("/", " to "));
const timeLabel = (time) => (time.length >= 10 ? time.slice(5, 10) : timeWords(time));

/** The bars of what passes all other filters; those outside of the time that is chosen are faint. */
function showTime() {
  const dated = passing(true).filter(firstDay);
  const box = document.getElementById("histogram");
  document.getElementById("dates").hidden = !statements.some(firstDay);
  const times = [...timesOf(dated)].sort(([a], [b]) => collator.compare(a, b));
  const most = Math.max(1, ...times.map(([, said]) => said.length));
  const every = Math.ceil((times.length * 52) / (box.clientWidth || 1));
  brush.bars = times.map(([time, said], place) => {
    const words = `${timeWords(time)}: ${countWords(countOf(said))}`;
    const bar = element("button", { title: words, "aria-label": words, onclick: (event) => pressed(event, place) }, element("span", { class: "bar" }),
      element("span", { class: "label", "aria-hidden": "true" }, place % every ? "" : timeLabel(time)));
    bar.style.setProperty("--part", String(said.length / most));
    bar.dataset.time = time;
    bar.classList.toggle("out", Boolean((state.from && endOf(time) < state.from) || (state.to && beginOf(time) > state.to)));
    return bar;
  });
  box.replaceChildren(...brush.bars);
  const isChosen = state.from || state.to;
  const ofArticle = passing().filter(isDatedByArticle);
  const undated = isChosen ? passing(true).length - dated.length : 0;
  document.getElementById("brushed").replaceChildren(...(isChosen
    ? [`${state.from || "…"} to ${state.to.startsWith("9999") || !state.to ? "…" : state.to} `, element("button", { onclick: () => chooseTime("", "") }, "All times"), 
      ofArticle.length ? ` ${countWords(countOf(ofArticle), countOf(passing()))} by the day of the article alone${undated ? "," : ""}` : "", undated ? ` ${undated.toLocaleString("en")} without a date left out` : ""]
    : ["Drag over the bars to choose a time"]));
  const byArticle = statements.filter(isDatedByArticle);
  setText("dated", byArticle.length ? `${countWords(countOf(byArticle), countOf(statements))} tell no date and stand at their article's.` : "");
}

function chooseTime(from, to) {
  Object.assign(state, { from, to });
  controls();
  changed();
}

/** A bar pressed by a key or a reader of the screen: its time; with Shift up to it from what is chosen. */
function pressed(event, place) {
  if (event.detail && !event.shiftKey) return; // the pointer has done it
  const time = brush.bars[place].dataset.time;
  const from = event.shiftKey && state.from && state.from < beginOf(time) ? state.from : beginOf(time);
  chooseTime(from, endOf(time));
}

function brushed() {
  const [first, last] = [brush.from, brush.to].sort((a, b) => a - b);
  brush.bars.forEach((bar, place) => bar.classList.toggle("in", first >= 0 && place >= first && place <= last));
  return [first, last];
}

function barAt(event) {
  const found = brush.bars.findIndex((bar) => event.clientX < bar.getBoundingClientRect().right);
  return found < 0 ? brush.bars.length - 1 : found;
}

function listenTime() {
  const box = document.getElementById("histogram");
  box.addEventListener("pointerdown", (event) => {
    if (event.button || event.shiftKey || !brush.bars.length) return;
    brush.from = brush.to = barAt(event);
    box.setPointerCapture(event.pointerId);
    brushed();
  });
  box.addEventListener("pointermove", (event) => {
    if (brush.from < 0) return;
    brush.to = barAt(event);
    brushed();
  });
  box.addEventListener("pointerup", () => {
    if (brush.from < 0) return;
    const [first, last] = brushed();
    const [from, to] = [beginOf(brush.bars[first].dataset.time), endOf(brush.bars[last].dataset.time)];
    brush.from = brush.to = -1;
    from === state.from && to === state.to ? chooseTime("", "") : chooseTime(from, to);
  });
  box.addEventListener("pointercancel", () => {
    brush.from = brush.to = -1;
    brushed();
  });
  new ResizeObserver(() => box.clientWidth !== brush.width && (brush.width = box.clientWidth) && showTime()).observe(box);
}
