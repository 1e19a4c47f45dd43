// What a hand does to a figure: each step makes a new state, and the one before can be had again.

import { alike, freeMark, History, together } from "./figure_state.js";

export class Steps {
  constructor(data) {
    this.data = data;
    this.history = new History();
    this.told = new Map(); // number of a message -> which curves were in it
    this.count = 0;
  }

  // All that another part had done on the same picture, when its place on the page is made anew.
  goOn({ history, told, count, state, selected }) {
    Object.assign(this, { history, told, count, state, selected });
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

  // What is printed at several ticks, by their places.
  setValues(values) {
    const ticks = this.state.ticks.map((tick, i) =>
      i in values ? { ...tick, value: values[i] } : tick,
    );
    this.change({ ...this.state, ticks });
    this.line.send();
  }

  movePoint(curve, place, point) {
    const points = this.state.curves[curve].points.map((one, i) => (i === place ? point : one));
    this.change(this.withPoints(curve, points), `point ${curve} ${place}`);
  }

  // Whether the server found no line at a curve's points as they stand.
  refused(curve) {
    const known = curve && this.known(curve);
    if (!known?.refused || known.points.length !== curve.points.length) return false;
    return together(known.points.at(-1), curve.points.at(-1));
  }

  // Whether the next click is for a pick: of another curve, or of one that cannot be followed.
  get waits() {
    return this.selected === null || this.refused(this.state.curves[this.selected]);
  }

  // A curve that cannot be followed is chosen, once, so that the next click is for it.
  chooseRefused() {
    const place = this.state.curves.findIndex((one) => this.refused(one));
    const { id, points } = this.state.curves[place] ?? {};
    const stands = JSON.stringify([id, points]);
    if (place >= 0 && stands !== this.chosenFor) this.selected = place;
    this.chosenFor = stands;
  }

  // In the place of a point that could not be followed.
  replacePoint(curve, point) {
    const { points } = this.state.curves[curve];
    this.change(this.withPoints(curve, [...points.slice(0, -1), point]));
    this.selected = this.firstChoice();
    this.say("set", { name: this.name(curve), n: points.length });
    this.draw();
    return { curve, place: points.length - 1 };
  }

  // On the chosen curve, or the first of another; returns where it stands.
  addPoint(point) {
    const chosen = this.state.curves[this.selected];
    if (this.refused(chosen)) return this.replacePoint(this.selected, point);
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
