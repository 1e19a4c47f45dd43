// What is under a pointer or a handle, larger, in the corner that is farthest from it.

import { svg } from "./figure_made.js";

const TIMES = 4; // as large as it is shown
const FEWEST = 24; // of the picture's pixels across
const SIDES = [84, 144]; // pixels of the page, the least and the most
const SHARE = 0.3; // of the picture's width
const RESTS = 4000; // ms: then it has been looked at

export class Loupe {
  constructor(stage) {
    this.stage = stage;
    this.root = svg("svg", { class: "figure-loupe", "aria-hidden": "true" });
    this.image = svg("image", { preserveAspectRatio: "none" });
    this.cross = svg("path", { class: "figure-cross" });
    this.root.append(this.image, svg("use", { href: `#${stage.marks.id}` }), this.cross);
    this.moved = ({ target }) => this.shown && !stage.box.contains(target) && this.hide();
    addEventListener("pointermove", this.moved);
    this.hide();
  }

  show([column, row]) {
    const { stage } = this;
    const across = Math.min(Math.max(SHARE * stage.box.clientWidth, SIDES[0]), SIDES[1]);
    this.root.style.width = this.root.style.height = `${across}px`;
    const side = Math.max(across / (TIMES * stage.scale), FEWEST);
    const [left, top] = [column - side / 2, row - side / 2];
    this.root.setAttribute("viewBox", `${left} ${top} ${side} ${side}`);
    this.cross.setAttribute("d", `M${left} ${row}h${side}M${column} ${top}v${side}`);
    // A tick's number stands below it, or to its left: never where the loupe is then.
    const [aside, down] = stage.view.share([column, row]);
    this.root.classList.toggle("right", aside < 0.5);
    this.root.classList.toggle("top", down > 0.5);
    this.root.classList.remove("hidden");
    this.shown = true;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.hide(), RESTS);
  }

  hide() {
    this.root.classList.add("hidden");
    this.shown = false;
    clearTimeout(this.resting);
  }

  close() {
    this.hide();
    removeEventListener("pointermove", this.moved);
  }
}
