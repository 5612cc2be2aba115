// In a worker: Graphviz lays out one picture after the other, so that the page never waits for it.

const started = Viz.instance();

self.addEventListener("message", ({ data: { serial, dot } }) => {
  started
    .then((graphviz) => self.postMessage({ serial, svg: graphviz.renderString(dot, { format: "svg" }) }))
    .catch((error) => self.postMessage({ serial, fault: String(error.message ?? error) }));
});
