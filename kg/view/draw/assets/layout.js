// Layouts: asked of the worker one at a time, the latest wins, and one that takes too long is given up.

const patience = 20000; // milliseconds of one layout
const outrun = 1000; // after so many of them a layout that nobody waits for any more is broken off
const layouts = { worker: null, running: null, waiting: null, serial: 0 };

/** The SVG of a DOT text; ``null`` where another was asked for meanwhile, an error where it fails or takes too long. */
function layout(dot) {
  return new Promise((done, failed) => {
    layouts.waiting?.done(null);
    layouts.waiting = { dot, done, failed };
    if (layouts.running && performance.now() - layouts.running.since > outrun) breakOff(null);
    next();
  });
}

function next() {
  if (layouts.running || !layouts.waiting) return;
  const job = { ...layouts.waiting, serial: (layouts.serial += 1), since: performance.now() };
  Object.assign(layouts, { running: job, waiting: null });
  job.timer = setTimeout(() => breakOff(new Error("too long")), patience);
  layouts.worker ??= begun();
  layouts.worker.postMessage({ serial: job.serial, dot: job.dot });
}

function begun() {
  const text = [document.getElementById("viz").textContent, document.getElementById("worker").textContent];
  const worker = new Worker(URL.createObjectURL(new Blob(text, { type: "text/javascript" })));
  worker.addEventListener("message", ({ data: answer }) => {
    const job = layouts.running;
    if (job?.serial !== answer.serial) return;
    clearTimeout(job.timer);
    layouts.running = null;
    answer.fault ? job.failed(new Error(answer.fault)) : job.done(answer.svg);
    next();
  });
  worker.addEventListener("error", (event) => breakOff(new Error(event.message || "no worker")));
  return worker;
}

/** End the layout that runs; without an error whoever asked for it has asked for another. */
function breakOff(error) {
  const job = layouts.running;
  layouts.worker?.terminate();
  Object.assign(layouts, { worker: null, running: null });
  clearTimeout(job?.timer);
  error ? job?.failed(error) : job?.done(null);
  next();
}
