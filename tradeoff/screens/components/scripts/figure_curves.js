// The list of curves: which of them the next click on the picture belongs to, and those that were
// found, by their colours.

import { button, make, write } from "./figure_made.js";
import { rowAt } from "./figure_state.js";

export class Curves {
  constructor(figure) {
    this.figure = figure;
    this.root = make("fieldset", "figure-curves");
    this.name = `figure-${Math.random().toString(36).slice(2)}`;
    this.legend = make("legend");
    this.note = make("p", "note");
    this.rows = make("div", "figure-rows");
    this.found = make("div", "figure-found");
    this.root.append(this.legend, this.note, this.rows, this.found);
    this.list = [];
    this.another = this.row(() => null);
    this.another.line.remove();
    this.another.ink.remove();
    this.another.add = button("+", () => this.addAnother(), "figure-add");
    this.another.root.append(this.another.add);
    this.rows.append(this.another.root);
    this.swatches = [];
  }

  // `place`: of the curve, null for another one.
  row(place) {
    const root = make("div", "figure-row");
    const label = make("label");
    const choice = make("input");
    Object.assign(choice, { type: "radio", name: this.name });
    choice.addEventListener("change", () => this.figure.select(place()));
    const [line, name, ink] = [make("i", "figure-line"), make("span"), make("i", "figure-ink")];
    ink.setAttribute("role", "img");
    label.append(choice, line, name, ink);
    root.append(label);
    return { root, choice, line, name, ink };
  }

  curveRow(index) {
    const row = this.row(() => index);
    row.add = button("+", () => this.add(index), "figure-add");
    row.remove = button("×", () => this.remove(index), "figure-remove");
    row.root.append(row.add, row.remove);
    this.another.root.before(row.root);
    return row;
  }

  // By keys: in the widest gap between its points, where its trace runs.
  add(index) {
    const { figure } = this;
    const { ticks, curves } = figure.state;
    const { points } = curves[index];
    const columns = [...points.map(([one]) => one), ticks[0].at, ticks[1].at];
    const column = middleOfWidest(columns);
    figure.select(index);
    this.press([column, rowAt(figure.known(curves[index])?.path, column) ?? points[0][1]]);
  }

  // By keys: in the middle of the picture.
  addAnother() {
    this.figure.select(null);
    this.press(this.figure.data.size.map((one) => one / 2));
  }

  press(point) {
    const { stage } = this.figure;
    stage.pressed(stage.within(point));
    this.figure.line.send();
  }

  remove(index) {
    this.figure.removeCurve(index);
    this.another.choice.focus();
  }

  draw() {
    const { figure } = this;
    const { curves } = figure.state;
    write(this.legend, figure.word("curves"));
    write(this.note, figure.word("curves_note"));
    while (this.list.length < curves.length) this.list.push(this.curveRow(this.list.length));
    for (const gone of this.list.splice(curves.length)) gone.root.remove();
    curves.forEach((curve, i) => this.drawRow(this.list[i], curve, i));
    write(this.another.name, figure.word("new"));
    this.another.choice.checked = figure.selected === null;
    label(this.another.add, figure.word("add_curve"));
    this.another.root.hidden = curves.length >= figure.data.most[0];
    this.drawFound();
  }

  drawRow(row, curve, place) {
    const { figure } = this;
    const name = figure.name(place);
    write(row.name, name);
    row.line.className = `figure-line mark-${curve.mark}`;
    const { colour, ink } = figure.known(curve) ?? { colour: "transparent", ink: "" };
    row.ink.style.setProperty("--ink", colour);
    row.ink.setAttribute("aria-label", ink);
    row.ink.hidden = !ink;
    row.choice.checked = figure.selected === place;
    label(row.add, figure.word("add_point", { name }));
    label(row.remove, figure.word("remove", { name }));
  }

  drawFound() {
    const { figure } = this;
    const free = figure.free();
    while (this.swatches.length < free.length) this.swatches.push(this.swatch(this.swatches.length));
    for (const gone of this.swatches.splice(free.length)) gone.root.remove();
    free.forEach(({ colour, ink, name }, i) => {
      const { root, line, text } = this.swatches[i];
      line.style.setProperty("--ink", colour);
      write(text, name);
      label(root, figure.word("propose", { ink: name || ink, n: i + 1 }));
    });
    this.found.hidden = !free.length;
  }

  // A line of the curve's ink, and where it lies if that is known.
  swatch(index) {
    const root = button("", () => this.take(index), "figure-swatch");
    const [line, text] = [make("i"), make("span")];
    root.append(line, text);
    const show = () => this.figure.stage.loupe.show(this.figure.free()[index].pick);
    root.addEventListener("focus", show);
    root.addEventListener("blur", () => this.figure.stage.loupe.hide());
    this.found.append(root);
    return { root, line, text };
  }

  take(index) {
    const { figure } = this;
    figure.select(null);
    this.press(figure.free()[index].pick);
  }
}

function label(one, words) {
  one.setAttribute("aria-label", words);
  one.title = words;
}

function middleOfWidest(columns) {
  const sorted = columns.sort((one, other) => one - other);
  const gaps = sorted.slice(1).map((one, i) => one - sorted[i]);
  const widest = gaps.indexOf(Math.max(...gaps));
  return sorted[widest] + gaps[widest] / 2;
}
