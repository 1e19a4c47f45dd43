// A button that copies a text at one press and says so.

import "./held.js";

const SAID_FOR = 4000; // ms
const parts = new WeakMap();

export function copy({ data, parentElement }) {
  const part = parts.get(parentElement) ?? new Copy(parentElement);
  parts.set(parentElement, part);
  part.take(data);
}

class Copy {
  constructor(parent) {
    parent.insertAdjacentHTML(
      "beforeend",
      '<div class="copy"><button type="button" data-copies></button>' +
        '<p role="status"></p><textarea readonly hidden></textarea></div>',
    );
    this.root = parent.lastElementChild;
    [this.button, this.status, this.field] = this.root.children;
    this.button.addEventListener("click", () => this.press());
  }

  take(data) {
    if (data.text !== this.data?.text) this.field.hidden = true;
    const same = data.text === this.data?.text && data.done === this.data?.done;
    this.data = data;
    if (!same) this.say("");
    this.button.textContent = data.label;
    this.field.setAttribute("aria-label", data.label);
  }

  async press() {
    const done = await copied(this.data.text);
    this.button.focus({ preventScroll: true });
    this.say(done ? this.data.done : this.data.refused);
    if (!done) this.byHand();
  }

  say(words) {
    clearTimeout(this.timer);
    this.status.textContent = words;
    this.root.classList.toggle("said", words !== "");
    if (words === this.data.done) this.timer = setTimeout(() => this.say(""), SAID_FOR);
  }

  byHand() {
    Object.assign(this.field, { hidden: false, value: this.data.text });
    this.field.select();
  }
}

// Over plain http there is no navigator.clipboard.
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedByCommand(text);
  }
}

function copiedByCommand(text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.style.cssText = "position:fixed;opacity:0";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}
