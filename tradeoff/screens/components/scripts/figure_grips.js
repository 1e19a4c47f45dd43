// The handles of the four ticks: beside the picture, each where its line ends.

import { drag, keys } from "./figure_hand.js";
import { make, tell } from "./figure_made.js";
import { TICKS } from "./figure_state.js";
import { pixel } from "./figure_values.js";

export class Grips {
  constructor(figure, stage) {
    this.figure = figure;
    this.stage = stage;
    this.all = TICKS.map((name, place) => this.grip(name, place));
  }

  get first() {
    return this.all[0].grip;
  }

  grip(name, place) {
    const { figure, stage } = this;
    const grip = stage.slider(`figure-grip ${name[0]}`);
    const side = name[0] === "x" ? 0 : 1;
    const spot = () => this.crossing(figure.state.ticks[place]);
    const move = (point) => figure.moveTick(place, { at: stage.within(point)[side] });
    stage.looked(grip, spot);
    keys(grip, spot, move, { side });
    // Its line can be taken beyond the axis, too, where nobody clicks on a curve.
    const rail = make("div", `figure-rail ${name[0]}`);
    stage.handles.prepend(rail);
    for (const one of [grip, rail]) drag(one, grip, stage, spot, move);
    return { grip, rail };
  }

  // Where a tick's line meets the other axis.
  crossing({ axis, at }) {
    const { ticks } = this.figure.state;
    const of = (name) => ticks.filter((tick) => tick.axis === name).map((tick) => tick.at);
    return axis === "x" ? [at, Math.max(...of("y"))] : [Math.min(...of("x")), at];
  }

  draw() {
    const { figure, stage } = this;
    figure.state.ticks.forEach((tick, i) => {
      const { axis, at, value } = tick;
      const { grip, rail } = this.all[i];
      grip.textContent = figure.values.text(axis, value) || "?";
      for (const one of [grip, rail]) stage.place(one, this.crossing(tick), axis);
      const spoken = figure.values.spoken(axis, value) || figure.word("no_value");
      const said = figure.word("tick_said", { printed: spoken, pixel: pixel(at) });
      const upright = axis === "y";
      const most = figure.data.size[upright ? 1 : 0];
      tell(grip, { name: figure.tickName(i), now: pixel(at), most, said, upright });
    });
  }
}
