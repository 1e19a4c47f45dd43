// The list of curves: which of them the next click on the picture belongs to, and those that were
// found, by their colours.

import { button, make, write } from "./figure_made.js";

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

  // By keys: in the widest gap between its points, and on to there.
  add(index) {
    const { figure } = this;
    const columns = figure.state.curves[index].points.map(([column]) => column);
    const { ticks, curves } = figure.state;
    const known = [...columns, ticks[0].at, ticks[1].at].sort((a, b) => a - b);
    let widest = 1;
    for (let i = 2; i < known.length; i += 1)
      if (known[i] - known[i - 1] > known[widest] - known[widest - 1]) widest = i;
    const column = (known[widest] + known[widest - 1]) / 2;
    figure.select(index);
    figure.stage.pressed(figure.stage.within([column, curves[index].points[0][1]]));
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
    this.another.root.hidden = curves.length >= figure.data.most[0];
    this.drawFound();
  }

  drawRow(row, curve, place) {
    const { figure } = this;
    const name = figure.name(place);
    write(row.name, name);
    row.line.className = `figure-line mark-${curve.mark}`;
    row.ink.style.setProperty("--ink", figure.known(curve)?.colour ?? "transparent");
    row.choice.checked = figure.selected === place;
    row.add.setAttribute("aria-label", figure.word("add_point", { name }));
    row.remove.setAttribute("aria-label", figure.word("remove", { name }));
    for (const one of [row.add, row.remove]) one.title = one.getAttribute("aria-label");
  }

  drawFound() {
    const { figure } = this;
    const free = figure.free();
    while (this.swatches.length < free.length) this.swatches.push(this.swatch(this.swatches.length));
    for (const gone of this.swatches.splice(free.length)) gone.remove();
    free.forEach(({ colour }, i) => {
      const one = this.swatches[i];
      one.style.setProperty("--ink", colour);
      one.setAttribute("aria-label", figure.word("propose", { colour }));
      one.title = one.getAttribute("aria-label");
    });
    this.found.hidden = !free.length;
  }

  swatch(index) {
    const one = button("", () => this.take(index), "figure-swatch");
    const show = () => this.figure.stage.loupe.show(this.figure.free()[index].pick);
    one.addEventListener("focus", show);
    one.addEventListener("blur", () => this.figure.stage.loupe.hide());
    this.found.append(one);
    return one;
  }

  take(index) {
    const { figure } = this;
    figure.select(null);
    figure.stage.pressed(figure.free()[index].pick);
    figure.line.send();
  }
}
