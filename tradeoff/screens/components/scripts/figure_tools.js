// The row of buttons over a picture: steps back and forth, nearer and farther, marks on and off.

import { button, make, write } from "./figure_made.js";

const TIMES = 2;
const CLOSE = 8; // times as large, at the largest difference

export class Tools {
  constructor(figure, stage) {
    this.figure = figure;
    this.stage = stage;
    this.root = make("div", "figure-tools");
    this.buttons = {
      undo: button("", () => figure.turn("back", "undone")),
      redo: button("", () => figure.turn("forth", "redone")),
      zoom_in: button("", () => this.look(() => stage.view.zoom(TIMES, this.around()))),
      zoom_out: button("", () => this.look(() => stage.view.zoom(1 / TIMES))),
      whole: button("", () => this.look(() => stage.view.whole())),
      farthest: button("", () => this.look(() => this.lookAtFarthest())),
      marks: button("", () => this.hideMarks()),
    };
    this.key = make("p", "figure-key");
    this.lines = ["traced", "rebuilt", "doubtful"].map((name) => {
      const one = make("span", `figure-key-${name}`);
      one.append(make("i"), make("span"));
      return [name, one];
    });
    this.key.append(...this.lines.map(([, one]) => one));
    this.root.append(...Object.values(this.buttons));
  }

  look(change) {
    change();
    this.stage.draw();
  }

  // The chosen curve's last point, or the middle of what is shown.
  around() {
    return this.figure.state.curves[this.figure.selected]?.points.at(-1);
  }

  lookAtFarthest() {
    const { view } = this.stage;
    const place = this.figure.data.farthest;
    if (!place) return;
    view.whole();
    view.zoom(CLOSE, place);
    this.stage.loupe.hide();
  }

  hideMarks() {
    this.hidden = !this.hidden;
    this.look(() => this.stage.box.classList.toggle("bare", this.hidden));
  }

  draw() {
    const { undo, redo, zoom_in, zoom_out, whole, farthest, marks } = this.buttons;
    for (const name in this.buttons) write(this.buttons[name], this.figure.word(name));
    const { view } = this.stage;
    const { before, after } = this.figure.history;
    disable(undo, !before.length);
    disable(redo, !after.length);
    disable(zoom_out, !view.near);
    disable(whole, !view.near);
    disable(zoom_in, view.nearest);
    disable(farthest, !this.figure.data.farthest);
    this.drawKey();
    marks.setAttribute("aria-pressed", String(!this.hidden));
  }

  // What the lines are, of those that are there.
  drawKey() {
    const { curves } = this.figure.data;
    const there = { traced: "path", rebuilt: "rebuilt", doubtful: "doubtful" };
    for (const [name, one] of this.lines) {
      write(one.lastElementChild, this.figure.word(name));
      one.hidden = !curves.some((curve) => curve[there[name]]?.length);
    }
  }
}

// It keeps the focus, which a disabled button would lose.
function disable(one, disabled) {
  one.setAttribute("aria-disabled", String(disabled));
}
