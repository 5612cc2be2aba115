// Completion of our terms in the editor and of names in forms, questions found by their words, a file read into the form that takes an article, keys of the review.

const sparql = document.getElementById("sparql");
const list = document.getElementById("completions");
const terms = sparql ? JSON.parse(document.getElementById("terms").textContent) : [];
let chosen = 0;

function word() {
  return /[\w:-]*$/.exec(sparql.value.slice(0, sparql.selectionStart))[0];
}

function complete(isAsked) {
  const begun = word();
  const near = begun.length > 2 || isAsked ? terms.filter((term) => term.toLowerCase().includes(begun.toLowerCase()) && term !== begun) : [];
  near.sort((a, b) => b.startsWith(begun) - a.startsWith(begun));
  list.replaceChildren(...near.slice(0, 12).map((term, place) => {
    const option = document.createElement("div");
    option.textContent = term;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", String(place === 0));
    option.addEventListener("mousedown", (event) => { event.preventDefault(); accept(term); });
    return option;
  }));
  chosen = 0;
  list.hidden = !near.length;
}

function accept(term) {
  const end = sparql.selectionStart;
  sparql.setRangeText(term, end - word().length, end, "end");
  list.hidden = true;
}

function move(by) {
  const options = [...list.children];
  chosen = (chosen + by + options.length) % options.length;
  options.forEach((option, place) => option.setAttribute("aria-selected", String(place === chosen)));
  options[chosen].scrollIntoView({ block: "nearest" });
}

if (sparql) {
  sparql.addEventListener("input", () => complete(false));
  sparql.addEventListener("blur", () => { list.hidden = true; });
  sparql.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.ctrlKey && event.key === " ") complete(true);
    else if (event.ctrlKey && event.key === "Enter") return sparql.form.requestSubmit();
    else if (list.hidden) return undefined;
    else if (event.key in steps) move(steps[event.key]);
    else if (event.key === "Enter" || event.key === "Tab") accept(list.children[chosen].textContent);
    else if (event.key === "Escape") list.hidden = true;
    else return undefined;
    event.preventDefault();
    return undefined;
  });
}

// Names of the graph that have what is typed.
let typed = 0;
for (const field of document.querySelectorAll("input[list=entities]")) {
  field.autocomplete = "off";
  field.addEventListener("input", () => {
    clearTimeout(typed);
    typed = setTimeout(async () => {
      const reply = await fetch(`/search?q=${encodeURIComponent(field.value)}`);
      document.getElementById("entities").replaceChildren(...(await reply.json()).map((one) => new Option(one.label)));
    }, 100);
  });
}

document.getElementById("find")?.addEventListener("input", (event) => {
  const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
  const all = [...document.querySelectorAll(".questions details")];
  for (const one of all) one.hidden = !words.every((word) => one.textContent.toLowerCase().includes(word));
  document.getElementById("found").textContent = `${all.filter((one) => !one.hidden).length} of ${all.length} questions`;
});

document.getElementById("file")?.addEventListener("change", async (event) => {
  document.getElementById("text").value = await event.target.files[0].text();
});
document.getElementById("paste")?.addEventListener("submit", () => {
  document.getElementById("busy").textContent = "Reading; the first article takes some seconds";
});

// A link within the page opens the line to which it leads; one below a sentence leads to that sentence in its article.
function openLinked() {
  const line = document.querySelector("details:target");
  if (!line) return;
  line.open = true;
  line.scrollIntoView();
}
addEventListener("hashchange", openLinked);
openLinked();
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#'], figure a");
  if (link) setTimeout(openLinked); // that of a line closed again has no new address
});
for (const link of document.querySelectorAll("blockquote + p a[href^='/graph?article=']")) {
  if (!link.hash) link.hash = new URLSearchParams({ quote: link.closest("p").previousElementSibling.textContent });
}

const pair = document.querySelector("form.pair");
pair?.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  [...pair.elements].find((button) => button.getAttribute("aria-keyshortcuts") === event.key.toLowerCase())?.click();
});
