// The four ticks in numbers: what is printed there, and the pixel.

import { button, make, write } from "./figure_made.js";
import { TICKS } from "./figure_state.js";
import { pixel as onPicture } from "./figure_values.js";

const WHAT = ["value", "pixel"];
const TYPING = 1000; // ms: a number has several letters

export class Fields {
  constructor(figure) {
    this.figure = figure;
    this.root = make("fieldset", "figure-fields");
    this.legend = make("legend");
    this.note = make("p", "note");
    this.table = make("div", "figure-grid");
    this.heads = WHAT.map(() => make("span", "figure-head"));
    this.table.append(make("span"), ...this.heads);
    this.rows = TICKS.map((name, place) => this.row(name, place));
    this.quick = this.quickly();
    this.table.append(this.quick.root);
    this.wrong = new Map(); // fields that hold no number -> what stood there
    this.fault = make("p", "figure-fault");
    this.fault.id = `figure-fault-${Math.random().toString(36).slice(2)}`;
    this.root.append(this.legend, this.note, this.table, this.fault);
  }

  // What nearly every figure has on the axis of survival, at one press.
  quickly() {
    const root = make("div", "figure-quick");
    root.setAttribute("role", "group");
    const say = make("span");
    const whole = button("", () => this.printed(false));
    const percent = button("", () => this.printed(true));
    root.append(say, whole, percent);
    return { root, say, whole, percent };
  }

  // The lower line has 0, the upper 1 or 100 %.
  printed(percent) {
    const { figure } = this;
    const { ticks } = figure.state;
    const lower = ticks[2].at > ticks[3].at ? 2 : 3;
    const none = figure.values.rising ? 1 : 0;
    figure.values.percent = figure.values.typed = percent;
    figure.setValues({ [lower]: none, [5 - lower]: 1 - none });
    const wanted = ticks.findIndex(({ axis, value }) => axis === "x" && value === null);
    const next = wanted < 0 ? figure.stage.grips.all[3].grip : this.rows[wanted].value;
    next.focus({ preventScroll: true });
  }

  row(name, place) {
    const head = make("span", "figure-name");
    const [value, pixel] = WHAT.map(() => {
      const field = make("input");
      Object.assign(field, { type: "text", inputMode: "decimal", autocomplete: "off" });
      return field;
    });
    this.table.append(head, value, pixel);
    const axis = name[0];
    const valueRead = (text) => this.figure.values.read(axis, text);
    this.listen(value, (text) => ({ value: valueRead(text) }), place);
    this.listen(pixel, (text) => ({ at: this.pixel(text, axis) }), place);
    return { head, value, pixel };
  }

  pixel(text, axis) {
    const number = Number(text.trim().replace(",", "."));
    const most = this.figure.data.size[axis === "x" ? 0 : 1];
    return text.trim() && number >= 0 && number <= most ? number : undefined;
  }

  // At each letter that leaves a number; what is none stays there, marked, until it is mended.
  listen(field, read, place) {
    field.addEventListener("input", () => {
      const changes = read(field.value);
      const [value] = Object.values(changes);
      field.setAttribute("aria-invalid", String(value === undefined));
      this.wrong.delete(field);
      if (value !== undefined) this.figure.moveTick(place, changes, TYPING);
      else this.wrong.set(field, undefined);
      this.tell();
    });
    field.addEventListener("blur", () => {
      this.figure.line.send();
      this.draw();
    });
    field.addEventListener("keydown", ({ key }) => {
      if (key !== "Enter") return;
      this.figure.line.send();
      this.tell(field);
    });
  }

  // What is wrong with the fields that were left, and with the one that was said to be done.
  tell(done) {
    const wrong = [...this.wrong.keys()].find((one) => one === done || one !== document.activeElement);
    const said = { field: wrong?.getAttribute("aria-label"), typed: wrong?.value };
    write(this.fault, wrong ? this.figure.word("no_number", said) : "");
    for (const one of this.table.querySelectorAll("input")) {
      if (one === wrong) one.setAttribute("aria-describedby", this.fault.id);
      else one.removeAttribute("aria-describedby");
    }
  }

  draw() {
    const { figure } = this;
    write(this.legend, figure.word("axes"));
    write(this.note, figure.word("axes_note"));
    this.heads.forEach((head, i) => write(head, figure.word(WHAT[i])));
    this.rows.forEach(({ head, value, pixel }, i) => {
      const { axis, at, value: stands } = figure.state.ticks[i];
      const tick = figure.tickName(i);
      write(head, tick);
      [value, pixel].forEach((field, k) => {
        field.setAttribute("aria-label", figure.word("field", { tick, what: figure.word(WHAT[k]) }));
      });
      this.fill(value, figure.values.text(axis, stands));
      this.fill(pixel, String(onPicture(at)));
      value.classList.toggle("wanted", stands === null);
      value.placeholder = stands === null ? "?" : "";
    });
    this.drawQuick();
    this.tell();
  }

  // While nobody has typed anything there.
  drawQuick() {
    const { root, say, whole, percent } = this.quick;
    const { figure } = this;
    root.hidden = figure.state.ticks.some(({ axis, value }) => axis === "y" && value !== null);
    write(say, figure.word("printed"));
    root.setAttribute("aria-label", figure.word("printed"));
    write(whole, figure.word("printed_whole"));
    write(percent, figure.word("printed_percent"));
  }

  // Never under the hand that types.
  fill(field, text) {
    if (field === document.activeElement) return;
    if (this.wrong.has(field)) {
      const stood = this.wrong.get(field) ?? text;
      this.wrong.set(field, stood);
      if (stood === text) return;
      this.wrong.delete(field); // the hand or the server has set it since
    }
    if (field.value !== text) field.value = text;
    field.setAttribute("aria-invalid", "false");
  }
}
