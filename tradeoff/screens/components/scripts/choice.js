// One choice on a range: it shows the answer to the value that stands, which Python has worded.

import "./held.js";
import { answered, choose, chosen, mounted, unmounted } from "./protocol.js";
import { listenToRange } from "./range.js";
import { follow, listenToSurface } from "./surface.js";

// Streamlit calls anew for each change of data or theme, always with the same element.
const parts = new WeakMap();

export function choice({ data, parentElement, setTriggerValue }) {
  const part = parts.get(parentElement) ?? new Choice(parentElement);
  parts.set(parentElement, part);
  part.take(data, (message) => setTriggerValue("choose", message));
  // It also calls this where it was overtaken by other data, and the part is still there.
  return () => setTimeout(() => parentElement.isConnected || part.leave());
}

class Choice {
  constructor(parent) {
    this.root = parent.appendChild(document.createElement("div"));
    this.root.className = "choice";
    this.gripped = false; // by a pointer
  }

  take(data, tell) {
    this.data = data;
    this.tell = tell;
    mounted(data.choice, this);
    answered(data.stamps);
    this.build();
    this.draw();
  }

  leave() {
    unmounted(this.data.choice, this);
  }

  // What the hand holds, or what is not answered yet, or what the server says.
  get value() {
    if (this.held !== undefined) return this.held;
    const open = chosen(this.data.choice);
    return open ? open.value : this.data.value;
  }

  // Chosen by the hand.
  set(value) {
    const changed = value !== this.value || this.held !== undefined;
    this.held = this.trial = undefined;
    if (changed) choose(this.data.choice, value, this.data.place);
    this.draw();
  }

  // In a hand that may yet turn out to scroll the page.
  hold(value) {
    this.held = value;
    this.draw();
  }

  // On trial, under a hovering pointer; nothing is chosen.
  preview(value) {
    this.trial = value;
    this.draw();
  }

  restore() {
    this.held = this.trial = undefined;
    this.draw();
  }

  release() {
    this.gripped = false;
    this.build();
    this.draw();
  }

  inRange(value) {
    return Math.min(Math.max(value, this.data.first), this.data.last);
  }

  // A landmark catches a pointer that comes within one of it.
  caught(value) {
    const { catches } = this.data;
    const near = catches.includes(value) ? value : catches.find((one) => Math.abs(one - value) <= 1);
    return this.inRange(near ?? value);
  }

  // Once for each markup, and never under a pointer that holds it.
  build() {
    if (this.gripped || this.markup === this.data.markup) return;
    const focused = this.input && document.activeElement === this.input;
    this.root.innerHTML = this.markup = this.data.markup;
    this.input = this.root.querySelector("input[type=range]");
    this.slots = [...this.root.querySelectorAll("[data-slot]")];
    listenToRange(this.input, this);
    for (const one of this.root.querySelectorAll("[data-surface]")) listenToSurface(one, this);
    for (const one of this.root.querySelectorAll("[data-follow]")) follow(one);
    this.root.querySelector("[data-clear]")?.addEventListener("click", () => this.clear());
    if (focused) this.input.focus({ preventScroll: true });
  }

  clear() {
    this.input.focus({ preventScroll: true }); // the button goes away with the value
    this.set(null);
  }

  draw() {
    const { value, trial, root, input, data } = this;
    this.write(this.answer(trial ?? value));
    root.classList.toggle("trial", trial !== undefined);
    root.classList.toggle("unset", value === null);
    Object.assign(input, { min: data.first, max: data.last, step: 1 });
    const standing = String(value === null ? data.first : this.inRange(value));
    if (input.value !== standing) input.value = standing;
    input.setAttribute("aria-valuetext", this.answer(value).aria ?? standing);
  }

  answer(value) {
    const { answers, first, names, unset } = this.data;
    if (value === null) return unset;
    const texts = answers[this.inRange(value) - first] ?? [];
    const named = names.map((name, i) => [name, texts[i]]);
    return Object.fromEntries(named.filter(([, text]) => text != null));
  }

  write(answer) {
    for (const slot of this.slots) {
      const text = answer[slot.dataset.slot] ?? "";
      if (slot.textContent !== text) slot.textContent = text;
    }
    const { style } = this.root;
    for (const name of [...style]) if (!(name in answer)) style.removeProperty(name);
    for (const name in answer) if (name.startsWith("--")) style.setProperty(name, answer[name]);
  }
}
