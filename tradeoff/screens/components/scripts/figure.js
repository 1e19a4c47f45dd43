// A printed figure under the hand: its ticks and curves are set on the picture itself. Everything
// is shown at once; the server hears of it when the hand rests, and hands back what it traced.

import { Curves } from "./figure_curves.js";
import { Fields } from "./figure_fields.js";
import { make, write } from "./figure_made.js";
import { Line } from "./figure_line.js";
import { Picture } from "./figure_picture.js";
import { Stage } from "./figure_stage.js";
import { at, begin, rowAt, sent, TICKS, together } from "./figure_state.js";
import { Steps } from "./figure_steps.js";
import { pixel, Values } from "./figure_values.js";

const LONG = 1000; // ms
const ON_TRACE = 4; // pixels

// Streamlit calls anew for each change of data or theme, always with the same element.
const parts = new WeakMap();
let last; // The part that was made last: its steps can be taken back where it is made anew.

export function figure({ data, parentElement, setTriggerValue }) {
  const part = parts.get(parentElement) ?? new Figure(parentElement, data);
  parts.set(parentElement, part);
  part.take(data, (message) => setTriggerValue("place", message));
  // It also calls this where it was overtaken by other data, and the part is still there.
  return () => setTimeout(() => parentElement.isConnected || part.leave(parentElement));
}

class Figure extends Steps {
  constructor(parent, data) {
    super(data);
    this.values = new Values();
    this.line = new Line((made) => this.message(made));
    this.root = make("div", "figure");
    parent.appendChild(make("div", "figure-room")).append(this.root);
    this.root.setAttribute("role", "group");
    this.stage = new Stage(this);
    this.fields = new Fields(this);
    this.curves = new Curves(this);
    this.status = make("p");
    this.status.setAttribute("role", "status");
    this.busy = make("p", "figure-busy");
    this.busy.setAttribute("aria-hidden", "true"); // that it is done is told, not that it goes on
    const beside = make("div", "figure-beside");
    beside.append(this.fields.root, this.curves.root, this.status, this.busy);
    this.root.append(this.stage.root, beside);
    this.picture = new Picture(data.follows, (address) => this.stage.load(address));
    this.root.addEventListener("keydown", (event) => this.keyed(event));
    if (last?.data.key === data.key) this.follow(last);
    last = this;
  }

  follow(before) {
    this.goOn(before);
    this.data = before.data;
    this.values.typed = before.values.typed;
    this.pending = !before.left && before.line.open;
  }

  // The server's word stands, unless the hand has gone on since what it answers.
  take(data, tell) {
    const waited = this.line.open;
    if (this.data.rising !== data.rising) this.history.turnOver();
    Object.assign(this, { data });
    this.line.tell = tell;
    this.line.heard(data.made);
    if (this.pending) this.line.changed();
    this.pending = false;
    this.values.take(data);
    this.ids = this.idsOf(data);
    if (!this.state || !this.line.open) this.state = begin(data, this.ids, this.state);
    if (this.selected === undefined) this.selected = this.firstChoice();
    if (!this.line.open) this.chooseRefused();
    // What was done is read out first, and a short wait is none.
    const long = performance.now() - this.since > LONG;
    if (waited && long && !this.line.open && this.traced()) this.say("answered");
    this.root.setAttribute("aria-label", this.word("figure"));
    this.draw();
  }

  // All that stands, and which curves they were.
  message(made) {
    this.told.set(made, this.state.curves.map(({ id }) => id));
    return sent(this.state);
  }

  // Of the server's curves: as they were told, or else those with their first points here.
  idsOf({ made, curves }) {
    const told = this.told.get(made) ?? [];
    for (const one of [...this.told.keys()]) if (one < made) this.told.delete(one);
    if (told.length === curves.length) return told;
    const here = this.state?.curves ?? [];
    return curves.map(
      ({ points }) => here.find((one) => together(one.points[0], points[0]))?.id ?? this.newId(),
    );
  }

  // Whether every curve that stands has its trace.
  traced() {
    const { curves } = this.data;
    return curves.length > 0 && curves.every(({ path }) => path);
  }

  leave(parent) {
    this.left = true;
    parts.delete(parent);
    this.line.close();
    this.picture.close();
    this.stage.loupe.close();
  }

  // A word, with what stands in its braces.
  word(name, filling = {}) {
    return this.data.labels[name].replace(/\{(\w+)\}/g, (_, one) => filling[one] ?? "");
  }

  say(name, filling) {
    this.status.textContent = this.word(name, filling);
  }

  // Until there are two, a click is for another curve.
  firstChoice() {
    const count = this.state.curves.length;
    return count < 2 ? null : count - 1;
  }

  // What the server knows of a curve: its name, ink and trace.
  known(curve) {
    return this.data.curves[this.ids.indexOf(curve.id)];
  }

  name(place) {
    const curve = this.state.curves[place];
    return this.known(curve)?.name || this.word("curve", { n: place + 1 });
  }

  keyed(event) {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || event.target.matches("input")) return;
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) this.turn("forth", "redone");
    else this.turn("back", "undone");
  }

  tickName(place) {
    const name = TICKS[place];
    return this.word(name[0] === "y" && this.data.rising ? `${name}_rising` : name);
  }

  pointSaid(point) {
    const [column, row] = point.map(pixel);
    const { time, survival } = at(this.state, point);
    if (time === undefined || survival === undefined)
      return this.word("point_bare", { column, row });
    const said = { time: this.values.text("x", time), survival: this.values.spoken("y", survival) };
    return this.word("point_said", { ...said, column, row });
  }

  // Curves that were found and that nobody has taken: no pick, no trace lies there.
  free() {
    const takes = ([column, row]) => (curve) =>
      together(curve.points[0], [column, row]) ||
      Math.abs(rowAt(this.known(curve)?.path, column) - row) < ON_TRACE;
    return this.data.proposed.filter(({ pick }) => !this.state.curves.some(takes(pick)));
  }

  draw() {
    const { ticks, curves } = this.state;
    const waiting = this.line.open && curves.length && ticks.every(({ value }) => value !== null);
    this.root.classList.toggle("waiting", Boolean(waiting));
    write(this.busy, waiting ? this.word("waiting") : "");
    if (waiting && this.status.textContent === this.word("answered")) write(this.status, "");
    if (this.selected !== null && !this.state.curves[this.selected]) this.selected = null;
    this.stage.draw();
    this.fields.draw();
    this.curves.draw();
  }
}
