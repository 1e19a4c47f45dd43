// What is drawn into a picture, in its own pixels: lines through the ticks, traces, doubtful spans.

import { svg } from "./figure_made.js";

const BEYOND = 0.012; // of the picture's side: as long as ticks are

export class Marks {
  constructor(figure) {
    this.figure = figure;
    this.id = `figure-marks-${Math.random().toString(36).slice(2)}`;
    this.root = svg("g", { id: this.id });
    this.lines = [0, 1, 2, 3].map(() => svg("line", { class: "figure-tick" }));
    this.curves = svg("g", {});
    this.root.append(...this.lines, this.curves);
    this.pattern = this.hatch();
  }

  draw() {
    const { data, state } = this.figure;
    state.ticks.forEach((tick, i) => set(this.lines[i], ends(tick, state.ticks, data.size)));
    const stands = state.curves.map(({ id, mark }) => [id, mark]).join(" ");
    if (data === this.drawn && stands === this.stood) return;
    [this.drawn, this.stood] = [data, stands];
    this.curves.replaceChildren(...data.curves.flatMap((one) => this.traces(one)));
  }

  hatch() {
    const [id, side] = [`${this.id}-hatch`, 6];
    const pattern = svg("pattern", { id, width: side, height: side, patternUnits: "userSpaceOnUse" });
    pattern.append(svg("path", { class: "figure-hatch", d: `M0 ${side}L${side} 0` }));
    this.root.style.setProperty("--hatch", `url("#${id}")`);
    return pattern;
  }

  // Of a curve that still stands.
  traces(known) {
    const { path, rebuilt, doubtful } = known;
    const curve = this.figure.state.curves.find((one) => this.figure.known(one) === known);
    if (!curve) return [];
    const mark = `mark-${curve.mark}`;
    const line = (kind, corners) =>
      corners ? [svg("polyline", { class: `figure-trace figure-${kind} ${mark}`, points: corners })] : [];
    const spans = doubtful.map(([x, y, width, height]) =>
      svg("rect", { class: `figure-doubtful ${mark}`, x, y, width, height }),
    );
    return [...spans, ...line("halo", path), ...line("path", path), ...line("rebuilt", rebuilt)];
  }
}

// Of the line through a tick: from its handle across the plot, and not over what is printed below
// or left of it.
function ends({ axis, at }, ticks, [width, height]) {
  const places = (name) => ticks.filter((tick) => tick.axis === name).map((tick) => tick.at);
  if (axis === "x") return { x1: at, x2: at, y1: 0, y2: Math.max(...places("y")) + BEYOND * height };
  return { x1: Math.min(...places("x")) - BEYOND * width, x2: width, y1: at, y2: at };
}

function set(line, places) {
  for (const name in places) line.setAttribute(name, places[name]);
}
