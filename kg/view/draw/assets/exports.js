// Exports: always on a white ground, with heading, note and legend, whatever the page looks like.

function save(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** What a picture that leaves the page tells of itself: how much it shows, the filters, where the text is from. */
function note() {
  return [document.getElementById("shown").textContent, filterWords(), data.credit, data.note].filter(Boolean).join(". ");
}

/** The picture as a file of its own, with a title and a description for those who hear it. */
async function fileSvg() {
  const text = isSheet() ? sheetText(formOf(), "light") : await layout(dotOf(current, note()));
  const svg = parsedSvg(text);
  if (!isSheet()) {
    keepInside(svg);
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

function exportCsv() {
  const columns = ["subject", "label", "object", "factuality", "source", "first", "last", "published", "confidence", "rule", "quote"];
  const value = (said, column) => {
    if (column === "subject" || column === "object" || column === "source") return said[column] ? label(said[column]) : "";
    return String(said[column] ?? "");
  };
  // A cell that begins like a formula would be run by a spreadsheet.
  const cell = (text) => `"${(/^[=+\-@\t]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  const rows = passing().map((said) => columns.map((column) => cell(value(said, column))).join(","));
  save("statements.csv", new Blob([[columns.join(","), ...rows].join("\r\n")], { type: "text/csv" }));
}

/** What is printed carries the note of what it shows. */
function print() {
  setText("printed", note());
  window.print();
}

let screenTheme = "light";

window.addEventListener("beforeprint", () => {
  setText("printed", note());
  screenTheme = document.documentElement.dataset.theme || "light";
  setTheme("light"); // a sheet has its colours in itself
});

window.addEventListener("afterprint", () => setTheme(screenTheme));
