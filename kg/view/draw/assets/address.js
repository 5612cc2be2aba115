// What one looks at stands in the address, so that it can be kept, sent and come back to.

const plain = { view: "picture", form: data.start.form, q: "", from: "", to: "", least: "0", top: String(data.start.top),
  hops: String(data.start.hops), focus: data.start.focus.join(" "), article: "0", said: "", node: "" };

function addressed() {
  const selected = state.selected ?? {};
  return { view: state.view, form: state.form, q: state.words, from: state.from, to: state.to, least: String(state.least),
    top: String(state.top), hops: String(state.hops), focus: state.focus.join(" "), article: String(state.article),
    said: selected.node === undefined ? (selected.said ?? []).slice(0, 20).map((number) => statements[number].id).join(" ") : "",
    node: selected.node ?? "" };
}

/** Write the state behind the # of the address; the page itself is not asked for again. */
function remember() {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(addressed())) if (value !== plain[name]) words.set(name, value);
  for (const name of groupNames) for (const value of state.off[name]) words.append(`no-${name}`, value);
  const text = words.toString();
  written = text ? `#${text}` : "";
  try {
    history.replaceState(null, "", written || location.pathname + location.search);
  } catch {
    // A frame in a notebook has no address of its own.
  }
}

let written = location.hash;

/** Take the state from the address; what is not in it is as the page begins. */
function recall() {
  const words = new URLSearchParams(location.hash.slice(1));
  const given = { ...plain, ...Object.fromEntries(words) };
  const known = given.focus.split(" ").filter((id) => nodes.has(id));
  Object.assign(state, { view: given.view, form: given.form, words: given.q, from: given.from, to: given.to, focus: known,
    least: Number(given.least) || 0, top: Number(given.top) || 0, hops: Number(given.hops) || 1,
    article: Math.min(Number(given.article) || 0, Math.max(0, data.articles.length - 1)), selected: null });
  if (!["picture", "table", "timeline"].includes(state.view)) state.view = "picture";
  if (!data.forms.some((one) => one.form === state.form)) state.form = data.start.form;
  for (const name of groupNames) state.off[name] = new Set(words.getAll(`no-${name}`));
  const said = given.said.split(" ").map((id) => numberOf.get(id)).filter((number) => number !== undefined);
  if (nodes.has(given.node)) return { node: given.node };
  return said.length ? { said } : null;
}
