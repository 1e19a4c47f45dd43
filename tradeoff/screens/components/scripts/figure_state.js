// What stands on a picture: four ticks, and the points of each curve. Every change makes a new
// state; those before are kept, so that each step can be taken back.

export const TICKS = ["x1", "x2", "y1", "y2"]; // two on each axis
const TOGETHER = 1000; // ms: presses on one thing are one step
const NEAR = 1; // pixels: what the server hands back where it was sent
// Where no tick was found: within the picture, near where figures have them. Time begins at 0; what
// is printed on the other axis nobody has read.
const BEGIN = { x: [0.12, 0.92], y: [0.85, 0.08] };

// A tick's value is a time, or survival from 0 to 1; null while nobody has said it.
// `ids` are those of the curves, in the server's order.
export function begin({ axes, size, curves, marks }, ids, before) {
  const known = axes ?? (before ? null : guessed(size));
  const ticks = known
    ? [...known.x, ...known.y].map(([at, value], i) => ({ axis: TICKS[i][0], at, value }))
    : before.ticks;
  return { ticks, curves: withMarks(curves, ids, before?.curves ?? [], marks) };
}

function guessed([width, height]) {
  const [left, right] = BEGIN.x.map((share, i) => [Math.round(share * width), i ? null : 0]);
  const [low, high] = BEGIN.y.map((share) => [Math.round(share * height), null]);
  return { x: [left, right], y: [low, high] };
}

// A curve keeps the colour of its marks, whichever other is removed.
function withMarks(curves, ids, before, marks) {
  const known = ids.map((id, i) => curves[i].mark ?? before.find((one) => one.id === id)?.mark);
  const taken = new Set(known);
  return curves.map(({ points }, i) => {
    const mark = known[i] ?? freeMark(taken, marks);
    taken.add(mark);
    return { id: ids[i], points, mark };
  });
}

// `marks`: the colours of marks, those first that no curve of the figure has as its ink.
export function freeMark(taken, marks) {
  return marks.find((one) => !taken.has(one)) ?? marks[0];
}

export const together = ([a, b], [c, d]) => Math.hypot(a - c, b - d) < NEAR;

// What the server is told; a value that nobody has said yet is null.
export function sent({ ticks, curves }) {
  const pairs = ticks.map(({ at, value }) => [at, value]);
  return {
    axes: { x: pairs.slice(0, 2), y: pairs.slice(2) },
    curves: curves.map(({ points }) => ({ points })),
  };
}

// Whether an axis has two ticks at one place, or of one value.
export function alike(ticks, axis) {
  const [one, other] = ticks.filter((tick) => tick.axis === axis);
  return one.at === other.at || (one.value !== null && one.value === other.value);
}

// Time and survival at a place; undefined where its axis is not known.
export function at({ ticks }, [column, row]) {
  return { time: along(ticks, "x", column), survival: along(ticks, "y", row) };
}

function along(ticks, axis, place) {
  const [one, other] = ticks.filter((tick) => tick.axis === axis);
  if (one.value === null || other.value === null || one.at === other.at) return undefined;
  return one.value + ((place - one.at) * (other.value - one.value)) / (other.at - one.at);
}

export class History {
  constructor() {
    this.forget();
  }

  forget() {
    [this.before, this.after, this.last] = [[], [], {}];
  }

  // Those with the event are shown, or no longer: what is printed stays.
  turnOver() {
    for (const states of [this.before, this.after]) states.splice(0, states.length, ...states.map(over));
  }

  // `what` was changed: the same again, soon after, belongs to the same step.
  step(state, what) {
    const now = performance.now();
    const same = what && this.last.what === what && now - this.last.when < TOGETHER;
    if (!same) this.before.push(state);
    this.last = { what, when: now };
    this.after = [];
  }

  back(state) {
    return this.turn(state, this.before, this.after);
  }

  forth(state) {
    return this.turn(state, this.after, this.before);
  }

  turn(state, from, to) {
    if (!from.length) return undefined;
    to.push(state);
    this.last = {};
    return from.pop();
  }
}

function over(state) {
  const ticks = state.ticks.map((tick) =>
    tick.axis === "x" || tick.value === null ? tick : { ...tick, value: 1 - tick.value },
  );
  return { ...state, ticks };
}

// Of a line as it is drawn: "column,row column,row".
export function rowAt(path, column) {
  const corners = (path ?? "").split(" ").map((one) => one.split(",").map(Number));
  return corners.findLast(([one]) => one <= column)?.[1];
}
