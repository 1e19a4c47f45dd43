// The picture with what lies over it: lines through the ticks, points and traces of the curves.
// All is placed in the picture's own pixels; only handles keep their size at each zoom.

import { Grips } from "./figure_grips.js";
import { drag, keys, press, STILL } from "./figure_hand.js";
import { Loupe } from "./figure_loupe.js";
import { make, svg, tell } from "./figure_made.js";
import { Marks } from "./figure_marks.js";
import { Tools } from "./figure_tools.js";
import { pixel } from "./figure_values.js";
import { View } from "./figure_view.js";

const SEEN = 12; // pixels of the page from a point's middle to its edge

export class Stage {
  constructor(figure) {
    this.figure = figure;
    this.root = make("div", "figure-main");
    this.box = make("div", "figure-stage");
    const seen = { class: "figure-sheet", preserveAspectRatio: "none", "aria-hidden": "true" };
    this.sheet = svg("svg", seen);
    this.image = svg("image", { preserveAspectRatio: "none" });
    this.marks = new Marks(figure);
    this.sheet.append(this.marks.pattern, this.image, this.marks.root);
    this.handles = make("div", "figure-handles");
    this.view = new View(figure.data.size);
    this.loupe = new Loupe(this);
    this.tools = new Tools(figure, this);
    this.box.append(this.sheet, this.handles, this.loupe.root);
    this.root.append(this.tools.root, this.box, this.tools.key);
    this.grips = new Grips(figure, this);
    this.points = [];
    this.spots = [];
    press(this.sheet, this);
  }

  load(address) {
    this.image.setAttribute("href", address);
    this.loupe.image.setAttribute("href", address);
  }

  // Pixels of the page to one of the picture.
  get scale() {
    return this.box.clientWidth / this.view.width || 1;
  }

  // Where a pointer is, in the picture.
  under({ clientX, clientY }) {
    const { left, top } = this.sheet.getBoundingClientRect();
    const { x, y } = this.view;
    return this.within([x + (clientX - left) / this.scale, y + (clientY - top) / this.scale]);
  }

  within(point) {
    const { size } = this.figure.data;
    return point.map((one, i) => Math.min(Math.max(pixel(one), 0), size[i]));
  }

  slider(kind) {
    const handle = make("div", kind);
    handle.tabIndex = 0;
    handle.setAttribute("role", "slider");
    this.handles.append(handle);
    return handle;
  }

  // Under the loupe while it has the focus.
  looked(handle, spot) {
    handle.look = () => {
      if (this.view.reach(spot())) this.draw();
      this.loupe.show(spot());
    };
    handle.addEventListener("focus", () => handle.matches(":focus-visible") && handle.look());
    handle.addEventListener("blur", () => this.loupe.hide());
    handle.looked = spot;
  }

  pointHandle(index) {
    const handle = this.slider("figure-point");
    const here = () => this.flat()[index];
    const spot = () => here().point;
    const move = (point) => this.figure.movePoint(here().curve, here().place, this.within(point));
    const taken = () => this.figure.waits || this.figure.select(here().curve);
    drag(handle, handle, this, spot, move, { taken, pressed: (event) => this.met(event) });
    keys(handle, spot, move, { remove: () => this.remove(index) });
    this.looked(handle, spot);
    return handle;
  }

  // A press on a handle of a point is one on the picture where a pick is waited for, so that a
  // neighbour's is in nobody's way; and a mouse meets what it sees.
  met(event) {
    const { figure } = this;
    const { waits } = figure;
    const place = this.under(event);
    const off = ({ point }) => this.scale * Math.hypot(place[0] - point[0], place[1] - point[1]);
    const nearest = this.flat().reduce((one, other) => (off(other) < off(one) ? other : one));
    const beside = off(nearest) > (waits ? STILL : SEEN);
    if (beside && (waits || event.pointerType !== "touch")) this.pressed(place);
    else if (!waits) figure.select(nearest.curve);
  }

  remove(index) {
    const { curve, place } = this.flat()[index];
    this.figure.removePoint(curve, place);
    const next = this.points[Math.max(index - 1, 0)] ?? this.grips.first;
    next.focus({ preventScroll: true });
  }

  flat() {
    return this.figure.state.curves.flatMap(({ points, mark }, curve) =>
      points.map((point, place) => ({ point, mark, curve, place })),
    );
  }

  // A click, or a tap, on the picture itself.
  pressed(point) {
    const added = this.figure.addPoint(point);
    if (!added) return;
    const is = ({ curve, place }) => curve === added.curve && place === added.place;
    this.points[this.flat().findIndex(is)].focus({ preventScroll: true });
  }

  // --- drawing ---

  draw() {
    const [width, height] = this.figure.data.size;
    this.view.fit([width, height]);
    this.box.style.cssText = `--columns: ${width}; --rows: ${height}`;
    this.box.classList.toggle("near", this.view.near);
    for (const image of [this.image, this.loupe.image]) {
      image.setAttribute("width", width);
      image.setAttribute("height", height);
    }
    this.sheet.setAttribute("viewBox", this.view.box);
    this.marks.draw();
    this.grips.draw();
    this.drawPoints();
    this.drawSpots();
    this.tools.draw();
    const held = document.activeElement;
    if (this.loupe.shown && held?.looked && this.handles.contains(held)) this.loupe.show(held.looked());
  }

  drawPoints() {
    const { figure } = this;
    const flat = this.flat();
    while (this.points.length < flat.length) this.points.push(this.pointHandle(this.points.length));
    for (const gone of this.points.splice(flat.length)) gone.remove();
    flat.forEach(({ point, mark, curve, place }, i) => {
      const handle = this.points[i];
      const kinds = { anchor: place, chosen: curve === figure.selected };
      kinds.refused = figure.refused(figure.state.curves[curve]);
      handle.className = `figure-point mark-${mark}`;
      for (const kind in kinds) handle.classList.toggle(kind, Boolean(kinds[kind]));
      this.place(handle, point);
      const name = figure.word("point", { name: figure.name(curve), n: place + 1 });
      const [now, most, said] = [point[0], figure.data.size[0], figure.pointSaid(point)];
      tell(handle, { name, now, most, said });
    });
  }

  // Curves that were found and are not taken yet.
  drawSpots() {
    const free = this.figure.free();
    while (this.spots.length < free.length) {
      this.spots.push(this.handles.insertAdjacentElement("afterbegin", make("i", "figure-spot")));
    }
    for (const gone of this.spots.splice(free.length)) gone.remove();
    free.forEach(({ pick }, i) => this.place(this.spots[i], pick));
  }

  // `axis`: of a grip, which stands beside the picture, where its line ends.
  place(handle, [column, row], axis) {
    const [left, top] = this.view.share([column, row]);
    const off = (share) => share < 0 || share > 1;
    handle.classList.toggle("off", (axis !== "y" && off(left)) || (axis !== "x" && off(top)));
    handle.style.setProperty("--left", `${100 * left}%`);
    handle.style.setProperty("--top", `${100 * top}%`);
  }
}
