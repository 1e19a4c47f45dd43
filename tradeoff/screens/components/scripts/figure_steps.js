// What a hand does to a figure: each step makes a new state, and the one before can be had again.

import { alike, freeMark, History } from "./figure_state.js";

export class Steps {
  constructor(data) {
    this.data = data;
    this.history = new History();
    this.told = new Map(); // number of a message -> which curves were in it
    this.count = 0;
  }

  newId() {
    return (this.count += 1);
  }

  change(state, what, rest) {
    this.history.step(this.state, what);
    this.state = state;
    this.changed(rest);
  }

  // `rest`: how long the hand has to, before the server is told.
  changed(rest) {
    if (!this.line.open) this.since = performance.now();
    this.line.changed(rest);
    this.draw();
  }

  moveTick(place, changes, rest) {
    const ticks = this.state.ticks.map((tick, i) => (i === place ? { ...tick, ...changes } : tick));
    this.change({ ...this.state, ticks }, `tick ${place} ${Object.keys(changes)}`, rest);
    if (alike(ticks, ticks[place].axis)) this.say("same");
    else if (this.status.textContent === this.word("same")) this.status.textContent = "";
  }

  movePoint(curve, place, point) {
    const points = this.state.curves[curve].points.map((one, i) => (i === place ? point : one));
    this.change(this.withPoints(curve, points), `point ${curve} ${place}`);
  }

  // On the chosen curve, or the first of another; returns where it stands.
  addPoint(point) {
    const [curves, points] = this.data.most;
    const { curves: before } = this.state;
    const another = this.selected === null;
    if (another ? before.length >= curves : before[this.selected].points.length >= points)
      return void this.say("full", { curves, points });
    if (another) {
      const mark = freeMark(new Set(before.map((one) => one.mark)), this.data.marks);
      const curve = { id: this.newId(), points: [point], mark };
      this.change({ ...this.state, curves: [...before, curve] });
      this.selected = this.firstChoice();
    } else this.change(this.withPoints(this.selected, [...before[this.selected].points, point]));
    const curve = another ? before.length : this.selected;
    const place = this.state.curves[curve].points.length - 1;
    this.say("set", { name: this.name(curve), n: place + 1 });
    this.draw();
    return { curve, place };
  }

  removePoint(curve, place) {
    const { points } = this.state.curves[curve];
    if (points.length === 1) return this.removeCurve(curve);
    this.say("point_removed", { name: this.name(curve), n: place + 1 });
    this.change(this.withPoints(curve, points.filter((_, i) => i !== place)));
  }

  removeCurve(curve) {
    this.say("removed", { name: this.name(curve) });
    const curves = this.state.curves.filter((_, i) => i !== curve);
    this.selected = null;
    this.change({ ...this.state, curves });
  }

  withPoints(curve, points) {
    const curves = this.state.curves.map((one, i) => (i === curve ? { ...one, points } : one));
    return { ...this.state, curves };
  }

  select(curve) {
    this.selected = curve;
    this.draw();
  }

  turn(way, said) {
    const state = this.history[way](this.state);
    if (!state) return;
    this.state = state;
    if (this.selected >= state.curves.length) this.selected = this.firstChoice();
    this.changed();
    this.line.send();
    this.say(said);
  }
}
