// What is under a pointer or a handle, larger, in the corner that is farthest from it.

import { svg } from "./figure_made.js";

const TIMES = 4; // as large as it is shown
const FEWEST = 24; // of the picture's pixels across
const SIDE = 144; // pixels of the page, as the style sheet has it

export class Loupe {
  constructor(stage) {
    this.stage = stage;
    this.root = svg("svg", { class: "figure-loupe", "aria-hidden": "true" });
    this.image = svg("image", { preserveAspectRatio: "none" });
    this.cross = svg("path", { class: "figure-cross" });
    this.root.append(this.image, svg("use", { href: `#${stage.marks.id}` }), this.cross);
    this.hide();
  }

  show([column, row]) {
    const { stage } = this;
    const side = Math.max(SIDE / (TIMES * stage.scale), FEWEST);
    const [left, top] = [column - side / 2, row - side / 2];
    this.root.setAttribute("viewBox", `${left} ${top} ${side} ${side}`);
    this.cross.setAttribute("d", `M${left} ${row}h${side}M${column} ${top}v${side}`);
    const [across] = stage.view.share([column, row]);
    this.root.classList.toggle("right", across < 0.5);
    this.root.classList.remove("hidden");
    this.shown = true;
  }

  hide() {
    this.root.classList.add("hidden");
    this.shown = false;
  }
}
